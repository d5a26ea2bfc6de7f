package dev.rondo.kernel;

import dev.rondo.LoopFuture;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// One piece of work on an executor, and its way back to the loop.
final class ExecutorWork<T> implements Runnable {
    private final Cycle cycle;
    private final KernelFuture<T> future;
    private final Callable<T> work;

    /// Guards the two fields below: an interrupt must not hit what the worker does next.
    private final Object lock = new Object();

    private @Nullable Thread worker;
    private boolean isCancelled;

    ExecutorWork(Cycle cycle, KernelFuture<T> future, Callable<T> work) {
        this.cycle = cycle;
        this.future = future;
        this.work = work;
    }

    @Override
    public void run() {
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

    /// Ends the future of work that the executor has given back; from any thread.
    void drop() {
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
