package dev.rondo.kernel;

import dev.rondo.CancelledError;
import dev.rondo.Context;
import dev.rondo.Coroutine;
import dev.rondo.LoopFuture;
import dev.rondo.TaskOptions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// What faults put in place of the kernel's calls about futures, executors and runners.
public final class FutureSabotage {
    private FutureSabotage() {}

    /// Before [KernelFuture]'s `complete`: forgets that the future is done.
    static void reopen(KernelFuture<?> future, int outcome, Object value)
            throws ReflectiveOperationException {
        var state = KernelFuture.class.getDeclaredField("state");
        state.setAccessible(true);
        state.setInt(future, 0);
    }

    /// In place of `shielded`: nothing protects the future.
    static KernelFuture<?> unshielded(KernelFuture<?> future) {
        return future;
    }

    /// In place of [ReadyQueue#add]: does not wait for the next iteration.
    static void runAtOnce(ReadyQueue ready, Entry entry) {
        entry.run();
    }

    /// In place of [List#add]: those who come last are the first.
    static boolean addFirst(List<Object> waiters, Object waiter) {
        waiters.addFirst(waiter);
        return true;
    }

    /// Before [KernelFuture#await]: gives up the turn, whether there is something to wait for or
    /// not.
    static void yieldFirst(KernelFuture<?> future) {
        Fiber fiber = Fiber.current();
        if (fiber != null && fiber.task != null) {
            fiber.task.yieldTurn(fiber);
        }
    }

    /// In place of [KernelFuture#takeException]: a copy leaves its trace.
    static Throwable takeAndTrace(KernelFuture<?> future) {
        Throwable exception = future.takeException();
        StackTraceElement[] trace = exception.getStackTrace();
        StackTraceElement[] longer = Arrays.copyOf(trace, trace.length + 1);
        longer[trace.length] = new StackTraceElement("copied", "", null, -1);
        exception.setStackTrace(longer);
        return exception;
    }

    /// In place of [Unretrieved#addFrames]: the frames of earlier waiters stay.
    static void appendFrames(Throwable thrown, StackTraceElement[] trace) {
        Unretrieved.addFrames(thrown, thrown.getStackTrace());
    }

    /// In place of `requireNonNull` in `ensureFuture`: gives another future.
    public static Object shielded(Object future, String name) {
        return Shield.of((LoopFuture<?>) future);
    }

    /// In place of [Executor#execute].
    static void runInPlace(Executor executor, Runnable work) {
        work.run();
    }

    /// In place of [Executor#execute].
    static void runElsewhere(Executor executor, Runnable work) {
        Thread.ofPlatform().start(work);
    }

    /// In place of [KernelFuture#fail]: who waits hears of no failure.
    static boolean succeedInstead(KernelFuture<?> future, Throwable exception) {
        return future.succeed(null);
    }

    /// In place of [KernelFuture#endCancelled].
    static boolean failInstead(KernelFuture<?> future, Object message) {
        return future.fail(new CancellationException("taken for a failure"));
    }

    /// In place of [CompletableFuture#cancel].
    static boolean failInstead(CompletableFuture<?> future, boolean mayInterrupt) {
        return future.completeExceptionally(new CancelledError("taken for a failure"));
    }

    /// In place of [CompletableFuture#cancel]: a result that is there is taken away.
    static boolean obtrude(CompletableFuture<?> future, boolean mayInterrupt) {
        future.obtrudeException(new CancellationException("result taken away"));
        return true;
    }

    /// In place of [CompletableFuture#complete].
    static boolean completeWithNothing(CompletableFuture<?> future, Object result) {
        return future.complete(null);
    }

    /// In place of [CompletableFuture#completeExceptionally].
    static boolean succeedInstead(CompletableFuture<?> future, Throwable exception) {
        return future.complete(null);
    }

    /// In place of [Callable#call].
    static Object callTwice(Callable<?> work) throws Exception {
        work.call();
        return work.call();
    }

    /// In place of [Cycle#enqueue]: on whatever thread this is.
    static void runHere(Cycle cycle, Entry entry) {
        entry.run();
    }

    /// In place of [Supplier#get].
    static Object getTwice(Supplier<?> factory) {
        Object _ = factory.get();
        return factory.get();
    }

    /// In place of [KernelLoop#runUntilComplete]: one run is all that the loop has.
    static Object runAndClose(KernelLoop loop, LoopFuture<?> main) {
        try (loop) {
            return loop.runUntilComplete(main);
        }
    }

    /// In place of [TaskOptions#withContext].
    static TaskOptions withoutContext(TaskOptions options, Context context) {
        return options;
    }

    /// Before [KernelRunner#run].
    static void refuseVirtualThreads(KernelRunner runner, TaskOptions options, Coroutine<?> main) {
        if (Thread.currentThread().isVirtual()) {
            throw new IllegalStateException("not on a virtual thread");
        }
    }
}
