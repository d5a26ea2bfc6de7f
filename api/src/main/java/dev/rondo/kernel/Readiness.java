package dev.rondo.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Waits until descriptors are ready, for all loops of the JVM: the ends of children, and the pipes
/// of those whose loop has a driver that cannot wait for them.
///
/// A selector of the JDK takes channels of the JDK alone, so one thread waits in epoll and passes
/// on what it hears. It is there while a descriptor is watched, and a moment longer, so that
/// children one after the other do not start it again and again; then nothing of it is left.
///
/// Each watch is for one event: who wants another arms it again. So a loop that has no time hears
/// nothing twice, and this thread never spins.
final class Readiness implements Runnable {
    static final int IN = 0x1;
    static final int OUT = 0x4;

    private static final int ONE_SHOT = 1 << 30;
    private static final int ADD = 1;
    private static final int DELETE = 2;
    private static final int MODIFY = 3;

    private static final int BATCH = 64;

    /// The kernel packs the structure on this processor, and there alone.
    private static final long EVENT_BYTES = Linux.IS_X64 ? 12 : 16;

    private static final long DATA_OFFSET = EVENT_BYTES - Long.BYTES;

    private static final int LINGER_MILLIS = 50;

    /// Stands for the descriptor that ends a wait; keys of watches begin after it.
    private static final long WAKE_UP = 0;

    private static final Object LOCK = new Object();

    /// The one that new watches go to; guarded by [#LOCK].
    private static @Nullable Readiness current;

    /// Guarded by [#LOCK].
    private static long lastKey = WAKE_UP;

    private final int epoll;
    private final int wakeUp;
    private final Map<Long, Watch> watches = new ConcurrentHashMap<>();

    /// Whether the last wait has ended because nothing has come for long enough; of the thread that
    /// waits.
    private boolean isOverdue;

    private Readiness(int epoll, int wakeUp) {
        this.epoll = epoll;
        this.wakeUp = wakeUp;
    }

    private static Readiness open() throws IOException {
        int epoll =
                Linux.checked(
                        "watch descriptors", Linux.call(SystemCall.EPOLL_CREATE1, Linux.O_CLOEXEC));
        long wakeUp = Linux.call(SystemCall.EVENTFD2, 0, Linux.O_CLOEXEC | Linux.O_NONBLOCK);
        try {
            Readiness opened = new Readiness(epoll, Linux.checked("watch descriptors", wakeUp));
            opened.control(ADD, opened.wakeUp, IN, WAKE_UP);
            return opened;
        } catch (IOException e) {
            Linux.close(epoll);
            if (wakeUp >= 0) {
                Linux.close((int) wakeUp);
            }
            throw e;
        }
    }

    /// Watches a descriptor, for nothing yet.
    ///
    /// @param descriptor stays open until the watch is closed
    /// @param onReady hears the events, on the thread that waits for all; must not block
    /// @throws IOException if the system refuses
    static Watch watch(int descriptor, IntConsumer onReady) throws IOException {
        synchronized (LOCK) {
            Readiness chosen = current;
            if (chosen == null) {
                chosen = open();
                Thread.ofPlatform()
                        .daemon()
                        .inheritInheritableThreadLocals(false)
                        .name("rondo-readiness")
                        .start(chosen);
                current = chosen;
            }
            Watch watch = chosen.new Watch(++lastKey, descriptor, onReady);
            chosen.watches.put(watch.key, watch);
            return watch;
        }
    }

    private void control(int operation, int descriptor, int events, long key) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment event = arena.allocate(EVENT_BYTES);
            event.set(JAVA_INT, 0, events);
            event.set(JAVA_LONG_UNALIGNED, DATA_OFFSET, key);
            Linux.checked(
                    "watch descriptor " + descriptor,
                    Linux.call(
                            SystemCall.EPOLL_CTL, epoll, operation, descriptor, event.address()));
        }
    }

    @Override
    public void run() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment events = arena.allocate(EVENT_BYTES * BATCH, Long.BYTES);
            do {
                waitAndTell(events);
            } while (!isOver());
        }
    }

    private void waitAndTell(MemorySegment events) {
        long timeout = watches.isEmpty() ? LINGER_MILLIS : -1;
        long count =
                Linux.call(SystemCall.EPOLL_PWAIT, epoll, events.address(), BATCH, timeout, 0, 0);
        for (int i = 0; i < count; i++) {
            MemorySegment event = events.asSlice(i * EVENT_BYTES, EVENT_BYTES);
            long key = event.get(JAVA_LONG_UNALIGNED, DATA_OFFSET);
            Watch watch = watches.get(key);
            if (key == WAKE_UP) {
                Linux.call(SystemCall.READ, wakeUp, events.address(), Long.BYTES);
            } else if (watch != null) { // else it was closed meanwhile
                tell(watch, event.get(JAVA_INT, 0));
            }
        }
        isOverdue = count == 0;
    }

    private static void tell(Watch watch, int events) {
        try {
            watch.onReady.accept(events);
        } catch (Throwable e) { // the others must go on to be told
            Log.logger()
                    .log(
                            System.Logger.Level.ERROR,
                            "what waits for descriptor "
                                    + watch.descriptor
                                    + " has failed; please report"
                                    + " this",
                            e);
        }
    }

    private boolean isOver() {
        if (!isOverdue) {
            return false;
        }
        synchronized (LOCK) {
            if (!watches.isEmpty()) {
                return false;
            }
            current = null;
        }
        Linux.close(wakeUp);
        Linux.close(epoll);
        return true;
    }

    /// A descriptor that is watched. Any thread may call this, one at a time.
    final class Watch {
        private final long key;
        private final int descriptor;
        private final IntConsumer onReady;
        private boolean isAdded;

        Watch(long key, int descriptor, IntConsumer onReady) {
            this.key = key;
            this.descriptor = descriptor;
            this.onReady = onReady;
        }

        /// Tells the next event, once. Errors and the end of the other side are always told.
        ///
        /// @param events any of [#IN] and [#OUT], or 0
        /// @throws IOException if the system refuses
        void arm(int events) throws IOException {
            control(isAdded ? MODIFY : ADD, descriptor, events | ONE_SHOT, key);
            isAdded = true;
        }

        /// As [#arm], when it was armed before: then only a mistake of ours could fail.
        void armAgain(int events) {
            try {
                arm(events);
            } catch (IOException e) {
                throw new AssertionError("please report this", e);
            }
        }

        /// Tells nothing more, but for what is under way. Comes before the descriptor is closed.
        void close() {
            if (isAdded) {
                Linux.call(SystemCall.EPOLL_CTL, epoll, DELETE, descriptor, 0);
            }
            synchronized (LOCK) {
                if (watches.remove(key) != null && watches.isEmpty()) {
                    endWait();
                }
            }
        }
    }

    /// Has the thread see that nothing is watched any more.
    private void endWait() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment one = arena.allocateFrom(JAVA_LONG, 1);
            Linux.call(SystemCall.WRITE, wakeUp, one.address(), Long.BYTES);
        }
    }
}
