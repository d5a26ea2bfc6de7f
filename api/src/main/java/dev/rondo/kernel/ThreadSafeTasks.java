package dev.rondo.kernel;

import dev.rondo.Coroutine;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// Tasks that other threads start, and the futures with which those wait for them.
///
/// Source: `asyncio.run_coroutine_threadsafe`.
final class ThreadSafeTasks {
    private final KernelLoop loop;

    /// What is waited for: added to by any thread, removed from by who ends it. None is left when
    /// the loop is closed: a thread first adds one, then looks whether the loop is closed; the loop
    /// is first closed, then releases.
    private final Set<CompletableFuture<?>> open = ConcurrentHashMap.newKeySet();

    ThreadSafeTasks(KernelLoop loop) {
        this.loop = loop;
    }

    <T> CompletableFuture<T> start(Coroutine<T> body) {
        CompletableFuture<T> result = new CompletableFuture<>();
        open.add(result);
        result.whenComplete((value, exception) -> open.remove(result));
        loop.cycle.enqueue(new Callback(loop.cycle, () -> createTask(body, result), true));
        if (loop.isClosed()) {
            release();
        }
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

    /// Ends what is left when the loop is closed, for nobody else will.
    void release() {
        for (CompletableFuture<?> result : open) {
            result.completeExceptionally(
                    new IllegalStateException(loop + " was closed before its task was done"));
        }
    }
}
