package dev.rondo.bench.micro;

import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Has JMH run each of its iterations as a coroutine of a loop, so that what is timed starts and
/// ends there, and no switch of threads is in it. JMH makes it by name.
public final class LoopExecutor extends AbstractExecutorService {
    private final EventLoop loop = EventLoops.create();
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private volatile boolean isShutDown;

    /// Starts a loop of the backend that new loops get.
    ///
    /// @param threads the benchmark's threads: one
    /// @param prefix the name of its threads
    public LoopExecutor(int threads, String prefix) {
        if (threads != 1) {
            throw new IllegalArgumentException("a loop has one thread, not " + threads);
        }
        Thread.ofPlatform().name(prefix).start(this::runLoop);
    }

    private void runLoop() {
        try (loop) {
            loop.runForever();
            ended.complete(true);
        } catch (Throwable failure) {
            ended.completeExceptionally(failure);
            throw failure;
        }
    }

    @Override
    public void execute(Runnable command) {
        loop.callSoonThreadSafe(() -> loop.createTask(command::run));
    }

    @Override
    public void shutdown() {
        isShutDown = true;
        if (!ended.isDone()) {
            loop.callSoonThreadSafe(loop::stop);
        }
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return isShutDown;
    }

    @Override
    public boolean isTerminated() {
        return ended.isDone();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        try {
            return ended.get(timeout, unit);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the loop has failed", e.getCause());
        }
    }
}
