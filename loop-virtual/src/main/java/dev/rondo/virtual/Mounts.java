package dev.rondo.virtual;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// The helpers that can go on, where it is the loop's own thread that mounts them: none where the
/// engine leaves virtual threads to the JDK.
///
/// Writers come before all others, so that answers are on their way when the next reads are made.
final class Mounts {
    /// How many are mounted before the loop hears of what they have done: what they bring is still
    /// in the processor's caches then, and there is a limit to its size.
    private static final int AT_ONCE = 64;

    private final Runnable wake;
    private final Line writers = new Line();
    private final Line others = new Line();

    /// Written by the loop. It first sets this and then mounts what is there; who adds to a line
    /// looks here afterwards: so none is left there.
    private volatile boolean isClosed;

    /// @param wake ends a sleep of the loop, if it sleeps; for any thread
    Mounts(Runnable wake) {
        this.wake = wake;
    }

    /// {@return the scheduler of the threads that write}
    Executor writers() {
        return writers;
    }

    /// {@return the scheduler of all other threads}
    Executor others() {
        return others;
    }

    boolean isEmpty() {
        return writers.waiting.isEmpty() && others.waiting.isEmpty();
    }

    /// Mounts the first of those that can go on, each until it parks or ends; on the loop's thread.
    void mountSome() {
        for (int left = AT_ONCE; left > 0; left--) {
            Runnable next = poll();
            if (next == null) {
                return;
            }
            next.run();
        }
    }

    /// Rejects what comes from now on, and mounts what has come.
    void close() {
        isClosed = true;
        for (Runnable next = poll(); next != null; next = poll()) {
            next.run();
        }
    }

    private @Nullable Runnable poll() {
        Runnable first = writers.waiting.poll();
        return first != null ? first : others.waiting.poll();
    }

    /// Continuations, in the order in which they came.
    private final class Line implements Executor {
        final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

        @Override
        public void execute(Runnable continuation) {
            if (isClosed) {
                throw new RejectedExecutionException("the driver is closed");
            }
            waiting.add(continuation);
            if (isClosed && waiting.remove(continuation)) {
                throw new RejectedExecutionException("the driver was closed");
            }
            wake.run();
        }
    }
}
