package dev.rondo.kernel;

import dev.rondo.Handle;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Says in debug mode who has kept the turn for too long. With the turn.
///
/// A stretch begins when a callback or a step of a task gets the turn. It ends when that is done,
/// suspends, or blocks in the JDK where this gives the carrier back: then the loop goes on, and
/// nobody is kept waiting; when it goes on itself, a new stretch begins.
///
/// A stretch may end on the bare carrier, where no code of the program may run: neither a
/// `toString` nor a log handler, whose lock a coroutine may hold. So the log is written by a
/// callback, in the next iteration (decision 0025).
final class Watch {
    private static final System.Logger LOGGER = System.getLogger("dev.rondo");

    private final Cycle cycle;

    private long limitNanos = TimeUnit.MILLISECONDS.toNanos(100);

    /// Who has the turn, a task, a callback or a name; null while nobody is watched.
    private @Nullable Object holder;

    /// When the stretch began.
    private long since;

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
        if (holder == null) {
            beginStep(fiber);
        }
    }

    void begin(Object who) {
        holder = who instanceof SlowReport ? null : who;
        since = System.nanoTime();
    }

    /// The stretch ends, if one is under way.
    void end() {
        Object slow = holder;
        if (slow == null) {
            return;
        }
        holder = null;
        long nanos = System.nanoTime() - since;
        if (nanos >= limitNanos) {
            cycle.ready.add(new SlowReport(cycle, slow, nanos));
        }
    }

    /// Debug mode was switched: forgets what has begun.
    void reset() {
        holder = null;
        callback = null;
    }

    private static void log(Object slow, long nanos) {
        String what = slow instanceof KernelTask<?> ? "a step of " + slow : slow.toString();
        double seconds = nanos / (double) TimeUnit.SECONDS.toNanos(1);
        StringBuilder text =
                new StringBuilder(
                        String.format(Locale.ROOT, "slow: %s took %.3f s", what, seconds));
        CreationSite.append(text, site(slow));
        LOGGER.log(System.Logger.Level.WARNING, text);
    }

    private static List<StackTraceElement> site(Object slow) {
        return switch (slow) {
            case KernelTask<?> task -> task.creationSite();
            case Handle handle -> handle.creationSite();
            default -> List.of();
        };
    }

    /// The callback that logs a stretch; not watched itself, or a slow log would log itself for
    /// ever.
    private static final class SlowReport extends Callback {
        SlowReport(Cycle cycle, Object slow, long nanos) {
            super(cycle, () -> log(slow, nanos), true, Bindings.EMPTY);
        }
    }
}
