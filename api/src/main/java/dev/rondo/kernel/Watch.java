package dev.rondo.kernel;

import dev.rondo.Handle;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Says in debug mode who has kept the turn for too long. With the turn, but for [#current] and
/// [#limitNanos], which the [Watchdog] reads.
///
/// A stretch begins when a callback or a step of a task gets the turn. It ends when that is done,
/// suspends, or blocks in the JDK where this gives the carrier back: then the loop goes on, and
/// nobody is kept waiting; when it goes on itself, a new stretch begins.
///
/// A stretch may end on the bare carrier, where no code of the program may run: neither a
/// `toString` nor a log handler, whose lock a coroutine may hold. So the log is written by a
/// callback, in the next iteration (decision 0025).
final class Watch {
    private final Cycle cycle;

    private volatile long limitNanos = TimeUnit.MILLISECONDS.toNanos(100);

    /// The stretch that is under way; null while nobody is watched.
    private volatile @Nullable Stretch current;

    /// The callback that has begun last: if it blocks, it is the one that goes on later.
    private @Nullable Entry callback;

    Watch(Cycle cycle) {
        this.cycle = cycle;
    }

    long limitNanos() {
        return limitNanos;
    }

    void setLimitNanos(long nanos) {
        limitNanos = nanos;
    }

    /// {@return the stretch that is under way, for any thread}
    @Nullable Stretch current() {
        return current;
    }

    /// A callback begins.
    void beginCallback(Entry entry) {
        callback = entry;
        begin(entry);
    }

    /// A fiber gets the turn: for its task, or to go on with a callback.
    void beginStep(Fiber fiber) {
        KernelTask<?> task = fiber.task;
        if (task != null) {
            begin(task);
        } else if (callback != null && fiber == cycle.callbackFiber()) {
            begin(callback);
        }
    }

    /// A fiber gets the turn straight from another one: the stretch goes on, unless that one has
    /// blocked.
    void goOn(Fiber fiber) {
        if (current == null) {
            beginStep(fiber);
        }
    }

    void begin(Object who) {
        current = who instanceof SlowReport ? null : new Stretch(who, System.nanoTime());
    }

    /// The stretch ends, if one is under way.
    void end() {
        Stretch ended = current;
        if (ended == null) {
            return;
        }
        current = null;
        long nanos = System.nanoTime() - ended.since;
        if (nanos >= limitNanos) {
            cycle.ready.add(new SlowReport(cycle, ended.who, nanos));
        }
    }

    /// Debug mode was switched: forgets what has begun.
    void reset() {
        current = null;
        callback = null;
    }

    private static void log(Object slow, long nanos) {
        double seconds = nanos / (double) TimeUnit.SECONDS.toNanos(1);
        StringBuilder text =
                new StringBuilder(
                        String.format(Locale.ROOT, "slow: %s took %.3f s", name(slow), seconds));
        CreationSite.append(text, site(slow));
        Log.logger().log(System.Logger.Level.WARNING, text);
    }

    /// {@return what a log calls a task, a callback or what else has the turn}
    static String name(Object who) {
        return who instanceof KernelTask<?> ? "a step of " + who : who.toString();
    }

    static List<StackTraceElement> site(Object slow) {
        return switch (slow) {
            case KernelTask<?> task -> task.creationSite();
            case Handle handle -> handle.creationSite();
            default -> List.of();
        };
    }

    /// Some time for which somebody has the turn: a task, a callback, or what a name tells.
    static final class Stretch {
        private final Object who;
        private final long since;

        /// The watchdog's own.
        private boolean isReported;

        Stretch(Object who, long since) {
            this.who = who;
            this.since = since;
        }

        Object who() {
            return who;
        }

        long since() {
            return since;
        }

        boolean isReported() {
            return isReported;
        }

        void markReported() {
            isReported = true;
        }
    }

    /// The callback that logs a stretch; not watched itself, or a slow log would log itself for
    /// ever.
    private static final class SlowReport extends Callback {
        SlowReport(Cycle cycle, Object slow, long nanos) {
            super(cycle, () -> log(slow, nanos), true, Bindings.EMPTY);
        }
    }
}
