package dev.rondo.kernel;

import dev.rondo.Coroutine;
import java.util.concurrent.CompletableFuture;

/// Tasks that other threads start, and the futures with which those wait for them.
///
/// Source: `asyncio.run_coroutine_threadsafe`.
final class ThreadSafeTasks {
    private final KernelLoop loop;

    ThreadSafeTasks(KernelLoop loop) {
        this.loop = loop;
    }

    <T> CompletableFuture<T> start(Coroutine<T> body) {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.jdkFutures.add(result);
        loop.cycle.enqueue(new Callback(loop.cycle, () -> createTask(body, result), true));
        loop.jdkFutures.releaseIfClosed();
        return result;
    }

    /// Runs as a callback, for a task factory is code of the program; what that throws is for the
    /// thread that waits, and for the exception handler.
    private <T> void createTask(Coroutine<T> body, CompletableFuture<T> result) {
        if (result.isDone()) {
            return; // cancelled before the start
        }
        KernelTask<T> task;
        try {
            loop.checkOpen("create a task");
        } catch (IllegalStateException e) {
            result.completeExceptionally(e); // submitted just before the loop began to close
            return;
        }
        try {
            task = (KernelTask<T>) loop.createTask(body);
        } catch (Throwable e) {
            result.completeExceptionally(e);
            throw e;
        }
        task.onDoneInCallback(done -> task.endAlike(result));
        result.whenComplete((value, exception) -> {
            if (result.isCancelled()) {
                task.cancel();
            }
        });
    }
}
