package dev.rondo.virtual;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/// The helpers that can go on, where it is the loop's own thread that mounts them: none where the
/// engine leaves virtual threads to the JDK.
///
/// Writers come before all others, so that answers are on their way when the next reads are made.
final class Mounts {
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

    /// Mounts the first one that can go on, until it parks or ends; on the loop's thread.
    ///
    /// @return false if there is none
    boolean mountNext() {
        Runnable first = writers.waiting.poll();
        Runnable next = first != null ? first : others.waiting.poll();
        if (next == null) {
            return false;
        }
        next.run();
        return true;
    }

    /// Rejects what comes from now on, and mounts what has come.
    void close() {
        isClosed = true;
        boolean isMore;
        do {
            isMore = mountNext();
        } while (isMore);
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
