package dev.rondo.kernel;

import dev.rondo.CancelledError;
import dev.rondo.ExceptionContext;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Work on other threads: the loop's default executor, executors of the program, and futures from
/// outside.
final class Workers {
    /// Python's bound is 32; blocking work waits more than it computes, so it is not the processors
    /// that bound it.
    private static final int LIMIT = Math.max(32, 4 * Runtime.getRuntime().availableProcessors());

    private static final long IDLE_SECONDS = 5;

    private final KernelLoop loop;

    /// The default executor: chosen by the program, or made with the first use.
    private @Nullable ExecutorService executor;

    /// Whether the loop has made it.
    private boolean isExecutorOwn;

    /// What the default executor has not begun: not every executor gives that back.
    private Set<ExecutorWork<?>> queue = ConcurrentHashMap.newKeySet();

    private boolean isShutDown;

    /// Work that was handed to an executor and has not come back; with the turn.
    private int outstanding;

    /// Futures from outside that are pending; with the turn.
    private int outside;

    Workers(KernelLoop loop) {
        this.loop = loop;
    }

    int outstanding() {
        return outstanding;
    }

    int outside() {
        return outside;
    }

    /// Something outside of the loop has begun that will end with [#endOutstanding], such as a
    /// child process.
    void beginOutstanding() {
        outstanding++;
    }

    void endOutstanding() {
        outstanding--;
    }

    <T> KernelFuture<T> submit(Callable<T> work) {
        refuseWhenShutDown("runInExecutor");
        ExecutorService current = executor;
        if (current == null) {
            current = createExecutor();
            executor = current;
            isExecutorOwn = true;
        }
        return submit(current, work, queue);
    }

    void setDefault(ExecutorService chosen) {
        refuseWhenShutDown("setDefaultExecutor");
        if (chosen.isShutdown()) {
            throw new IllegalArgumentException("executor is shut down: " + chosen);
        }
        if (executor != null && isExecutorOwn) {
            executor.shutdown();
        }
        executor = chosen;
        queue = ConcurrentHashMap.newKeySet();
        isExecutorOwn = false;
    }

    private void refuseWhenShutDown(String operation) {
        if (isShutDown) {
            throw new IllegalStateException(
                    "cannot " + operation + ": the default executor of " + loop + " was shut down");
        }
    }

    <T> KernelFuture<T> submit(Executor chosen, Callable<T> work) {
        return submit(chosen, work, null);
    }

    private <T> KernelFuture<T> submit(
            Executor chosen, Callable<T> work, @Nullable Set<ExecutorWork<?>> waiting) {
        KernelFuture<T> future = KernelFuture.create(loop.cycle);
        ExecutorWork<T> submitted = new ExecutorWork<>(loop.cycle, future, work, waiting);
        outstanding++;
        try {
            chosen.execute(submitted);
        } catch (RuntimeException e) {
            outstanding--;
            submitted.take(); // out of the queue: the executor has refused it
            future.fail(e);
            return future;
        }
        future.onDone(submitted::cancelIfCancelled, null);
        return future;
    }

    /// Platform threads: they compute without holding the carriers on which virtual threads, and
    /// with the handoff engine the loop itself, depend.
    private static ThreadPoolExecutor createExecutor() {
        ThreadFactory threads =
                Thread.ofPlatform()
                        .daemon()
                        .inheritInheritableThreadLocals(false)
                        .name("rondo-worker-", 1)
                        .factory();
        ThreadPoolExecutor created =
                new ThreadPoolExecutor(
                        LIMIT,
                        LIMIT,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        threads);
        created.allowCoreThreadTimeOut(true);
        return created;
    }

    KernelFuture<Boolean> shutdown(Duration limit) {
        isShutDown = true;
        KernelFuture<Boolean> ended = new KernelFuture<>(loop.cycle);
        ExecutorService current = executor;
        if (current == null) {
            ended.succeed(true);
            return ended;
        }
        current.shutdown();
        outstanding++;
        Set<ExecutorWork<?>> waiting = queue;
        Thread.ofPlatform()
                .daemon()
                .name("rondo-worker-shutdown")
                .start(() -> ended(awaitEnd(current, waiting, limit), ended));
        return ended;
    }

    private boolean awaitEnd(
            ExecutorService current, Set<ExecutorWork<?>> waiting, Duration limit) {
        boolean isEnded;
        try {
            isEnded = current.awaitTermination(Delays.nanos(limit), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            isEnded = false; // nobody has this thread: as if the time were over
        }
        if (!isEnded) {
            dropAll(current.shutdownNow());
            waiting.forEach(ExecutorWork::drop);
            loop.callExceptionHandler(
                    new ExceptionContext(
                            "work on the default executor did not end within " + limit, null));
        }
        return isEnded;
    }

    private void ended(boolean result, KernelFuture<Boolean> ended) {
        loop.cycle.submit(
                new Callback(
                        loop.cycle,
                        () -> {
                            outstanding--;
                            ended.succeed(result);
                        },
                        false));
    }

    /// Ends the futures of work that will never start.
    private static void dropAll(List<Runnable> neverStarted) {
        for (Runnable work : neverStarted) {
            if (work instanceof ExecutorWork<?> ours) {
                ours.drop();
            }
        }
    }

    /// Takes no more work, and waits for none.
    void close() {
        isShutDown = true;
        if (executor != null) {
            executor.shutdown();
        }
    }

    <T> KernelFuture<T> wrap(CompletionStage<T> stage) {
        KernelFuture<T> future = KernelFuture.create(loop.cycle);
        outside++;
        stage.whenComplete((result, exception) ->
                loop.cycle.enqueue(
                        new Callback(loop.cycle, () -> finish(future, result, exception), false)));
        future.onDone(done -> outside--, null);
        future.onDoneInCallback(done -> {
            if (done.isCancelled() && stage instanceof CompletableFuture<T> cancellable) {
                cancellable.cancel(true); // runs whatever depends on it
            }
        });
        return future;
    }

    private static <T> void finish(
            KernelFuture<T> future, @Nullable T result, @Nullable Throwable exception) {
        Throwable cause =
                exception instanceof CompletionException && exception.getCause() != null
                        ? exception.getCause()
                        : exception;
        if (cause == null) {
            future.succeed(result);
        } else if (cause instanceof CancellationException) {
            future.endCancelled(cause.getMessage());
        } else if (cause instanceof CancelledError) {
            future.endCancelled(cause); // thrown by a stage that awaited another future
        } else {
            future.fail(cause);
        }
    }
}
