package dev.rondo.memory;

import dev.rondo.spi.AcceptHandler;
import dev.rondo.spi.ConnectHandler;
import dev.rondo.spi.IoDriver;
import dev.rondo.spi.ListenOptions;
import dev.rondo.spi.ListenerPort;
import dev.rondo.spi.LoopHost;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A driver without an operating system: the clock is a field, the network is objects.
///
/// Every driver has these parts; here each one has its smallest form.
///
/// **The clock** ([#nanoTime]). The kernel keeps the timers and asks for nothing but the time.
/// Others return [System#nanoTime]. This one adds up what it was asked to wait, so a day passes in
/// no time.
///
/// **Waiting** ([#await]) is the one method that may block, and the heart of a driver. Others ask
/// the system for events, for at most so long. This one has four cases once there is no event:
/// - Nothing but the next deadline can happen: time jumps there.
/// - Real work is out (on an executor, in a child process): the thread really sleeps until it is
///   woken, and virtual time stands still. So a timer never overtakes work, however long the work
///   takes, and the order of things does not depend on the machine. The price: work that itself
///   waits for a later moment of virtual time waits for ever.
/// - The loop's own code is parked in the JDK, and nothing else is out: so it is for a while, too.
///   But it may want a lock whose holder waits for the next deadline, so then time jumps.
/// - There is no deadline either: somebody outside may still come; else the loop is told that it is
///   stuck.
///
/// **The wake-up** ([#wakeup]) is all that other threads may call. It must not be lost between the
/// kernel's last look at its queue and the sleep. Others have an event descriptor for that, here it
/// is a flag that stays set until it was seen.
///
/// **Events** ([#dispatch]). Others get them from the system. Here whoever changes a stream queues
/// what its handlers are to hear, in the order of arising. A driver finds events in `await` and
/// calls handlers in `dispatch` only: they are user code's door, and `await` runs where no user
/// code may. What handlers cause waits for the next round, so that no connection keeps the loop
/// from its timers.
///
/// **Ports** ([MemoryStream], [MemoryListener]) are thin: they move bytes and say what happened.
/// Buffering, flow control and order of shutdown are the kernel's. They work on [MemoryNetwork],
/// which stands for the system's network, and each direction of a connection is a [MemoryPipe], its
/// socket buffer.
///
/// There are no locks: everything but `wakeup` and `nanoTime` has the loop's turn.
final class MemoryDriver implements IoDriver {
    /// How long, in real time, a loop waits for its own code that is parked in the JDK, and a loop
    /// without any hope for a thread that it does not know of, such as a library's that is about to
    /// complete a future. Long enough for any that is on its way, short enough for a person who
    /// waits to read why the program is stuck.
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LoopHost host;
    private final MemoryNetwork network = new MemoryNetwork(this);
    private final Queue<Runnable> events = new ArrayDeque<>();

    /// One buffer for all reads of the loop, direct as those of the system's drivers are.
    private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(MemoryPipe.CAPACITY);

    /// Set by any thread, taken back by the loop's. Whoever wakes sets this and then looks for a
    /// sleeper; whoever sleeps names itself and then looks at this. So at least one of them sees
    /// the other.
    private final AtomicBoolean isWoken = new AtomicBoolean();

    /// Written by the loop's thread; null while it does not sleep, when the flag is enough.
    private volatile @Nullable Thread sleeper;

    /// Written by `await` alone, read by any thread.
    private volatile long now;

    MemoryDriver(LoopHost host) {
        this.host = host;
    }

    /// Has nothing to prepare: others open here what belongs to the thread.
    @Override
    public void start() {}

    @Override
    public boolean await(long nanos) {
        // Asked before the flag is looked at: work that ends wakes the loop, then ceases to count.
        // In the other order it could do both in between, and time would jump over it.
        boolean isQuiet = host.isQuiet();
        if (isWoken.getAndSet(false) || nanos == 0 || isPolling()) {
            return isPolling();
        }
        if (isQuiet && nanos != Long.MAX_VALUE) {
            now = now + nanos;
        } else if (nanos != Long.MAX_VALUE && host.isBlockedInside()) {
            if (!sleep(GRACE_NANOS)) {
                now = now + nanos; // it waits for code that waits for this moment
            }
        } else if (!isQuiet || host.awaitsOutside()) {
            sleep(Long.MAX_VALUE);
        } else if (!sleep(GRACE_NANOS)) {
            host.stuck();
        }
        return isPolling();
    }

    /// Sleeps until a wake-up, for at most so long in real time. An interrupt ends it too and stays
    /// set: what it means is the kernel's to say.
    ///
    /// @return whether it ended before its time
    private boolean sleep(long limitNanos) {
        long start = System.nanoTime();
        sleeper = Thread.currentThread();
        while (!isWoken.getAndSet(false) && !Thread.currentThread().isInterrupted()) {
            long left = limitNanos - (System.nanoTime() - start);
            if (left <= 0) {
                sleeper = null;
                return false;
            }
            LockSupport.parkNanos(this, left);
        }
        sleeper = null;
        return true;
    }

    @Override
    public void dispatch() {
        for (int left = events.size(); left > 0; left--) {
            events.remove().run();
        }
    }

    @Override
    public void wakeup() {
        isWoken.set(true);
        LockSupport.unpark(sleeper);
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public boolean isPolling() {
        return !events.isEmpty();
    }

    @Override
    public Runnable connect(
            SocketAddress remote, @Nullable SocketAddress local, ConnectHandler handler)
            throws IOException {
        return network.connect(remote, local, handler);
    }

    @Override
    public ListenerPort listen(SocketAddress local, ListenOptions options, AcceptHandler handler)
            throws IOException {
        return network.listen(local, handler);
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return Optional.empty();
    }

    /// Forgets the events; the ports are objects that nobody calls any more.
    @Override
    public void close() {
        events.clear();
    }

    /// Adds an event, which the next `dispatch` runs, or the one after if one is going on.
    void enqueue(Runnable event) {
        events.add(event);
    }

    /// {@return all that a pipe holds, valid until the next call}
    ByteBuffer readAll(MemoryPipe pipe) {
        pipe.readAll(readBuffer.clear());
        return readBuffer.flip();
    }
}
