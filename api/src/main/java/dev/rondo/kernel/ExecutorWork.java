package dev.rondo.kernel;

import dev.rondo.LoopFuture;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// One piece of work on an executor, and its way back to the loop.
final class ExecutorWork<T> implements Runnable {
    private final Cycle cycle;
    private final KernelFuture<T> future;
    private final Callable<T> work;

    /// Holds this until it begins; null for executors that the loop does not shut down.
    private final @Nullable Set<ExecutorWork<?>> queue;

    /// Guards the two fields below: an interrupt must not hit what the worker does next.
    private final Object lock = new Object();

    private @Nullable Thread worker;
    private boolean isCancelled;

    ExecutorWork(
            Cycle cycle,
            KernelFuture<T> future,
            Callable<T> work,
            @Nullable Set<ExecutorWork<?>> queue) {
        this.cycle = cycle;
        this.future = future;
        this.work = work;
        this.queue = queue;
        if (queue != null) {
            queue.add(this);
        }
    }

    /// {@return whether this is the caller's to run or to drop: nobody else has taken it}
    boolean take() {
        return queue == null || queue.remove(this);
    }

    @Override
    public void run() {
        if (!take()) {
            return; // dropped, though the executor has kept it
        }
        T result = null;
        Throwable failure = null;
        if (begin()) {
            try {
                result = work.call();
            } catch (Throwable e) {
                failure = e;
            } finally {
                end();
            }
        }
        deliver(result, failure);
    }

    private boolean begin() {
        synchronized (lock) {
            worker = Thread.currentThread();
            return !isCancelled;
        }
    }

    private void end() {
        synchronized (lock) {
            worker = null;
            if (isCancelled) {
                Thread.interrupted(); // ours, if it came too late to be seen
            }
        }
    }

    private void deliver(@Nullable T result, @Nullable Throwable failure) {
        cycle.enqueue(
                new Callback(
                        cycle,
                        () -> {
                            cycle.loop.workers.endOutstanding();
                            if (failure == null) {
                                future.succeed(result);
                            } else {
                                future.fail(failure);
                            }
                        },
                        false));
    }

    /// Ends the future of work that will not begin, unless it has; from any thread.
    void drop() {
        if (!take()) {
            return;
        }
        cycle.enqueue(
                new Callback(
                        cycle,
                        () -> {
                            cycle.loop.workers.endOutstanding();
                            future.endCancelled("dropped by the shutdown of its executor");
                        },
                        false));
    }

    /// Interrupts the work, or keeps it from starting, when its future was cancelled.
    void cancelIfCancelled(LoopFuture<T> done) {
        if (!done.isCancelled()) {
            return;
        }
        synchronized (lock) {
            isCancelled = true;
            if (worker != null) {
                worker.interrupt();
            }
        }
    }
}
