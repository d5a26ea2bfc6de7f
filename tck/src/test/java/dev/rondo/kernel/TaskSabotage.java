package dev.rondo.kernel;

import dev.rondo.Context;
import dev.rondo.ExceptionContext;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// What faults put in place of the kernel's calls about tasks and their context variables.
public final class TaskSabotage {
    private static final KernelContext SHARED = (KernelContext) Context.empty();

    private TaskSabotage() {}

    /// In place of [ReadyQueue#add]: an iteration later.
    static void addLater(ReadyQueue ready, Entry entry) {
        Cycle cycle = ((Fiber) entry).cycle;
        ready.add(new Callback(cycle, () -> ready.add(entry), false));
    }

    /// In place of [KernelTask#succeed]: the result is lost.
    static boolean succeedWithNull(KernelTask<?> task, @Nullable Object result) {
        return task.succeed(null);
    }

    /// In place of [KernelTask#succeed]: waits for a future that is the result.
    @SuppressWarnings("unchecked") // the lie that is told here
    static boolean succeedWithItsResult(KernelTask<?> task, @Nullable Object result) {
        if (result instanceof KernelFuture<?> future) {
            future.onDone(done -> ((KernelTask<Object>) task).succeed(done.resultNow()), task);
            return true;
        }
        return ((KernelTask<@Nullable Object>) task).succeed(result);
    }

    /// In place of [KernelTask#succeed]: a task that was ever asked to cancel is cancelled.
    @SuppressWarnings("unchecked") // it is the task's own result
    static boolean succeedUnlessAsked(KernelTask<?> task, @Nullable Object result) {
        return task.cancelling() > 0
                ? task.endCancelled(null)
                : ((KernelTask<@Nullable Object>) task).succeed(result);
    }

    /// In place of [KernelTask#fail].
    static boolean cancelInstead(KernelTask<?> task, Throwable exception) {
        return task.endCancelled(null);
    }

    /// Before [KernelFuture#cancelledError]: throws what code that catches exceptions catches.
    static void throwException(KernelFuture<?> future) {
        throw new CancellationException("cancelled");
    }

    /// In place of [KernelFuture#cancelNow]: says that it was cancelled, whatever came of it.
    static boolean cancelAnyway(KernelFuture<?> future, @Nullable String message) {
        boolean isCancelled = future.cancelNow(message);
        return isCancelled || future.isDone();
    }

    /// In place of [KernelFuture#cancelNow].
    static boolean cancelWithoutMessage(KernelFuture<?> future, @Nullable String message) {
        return future.cancelNow(null);
    }

    /// In place of [KernelFuture#endCancelled].
    static boolean endWithoutMessage(KernelFuture<?> future, @Nullable Object message) {
        return future.endCancelled(null);
    }

    /// In place of the innermost task: the outermost.
    static KernelTask<?> itself(KernelTask<?> task) {
        return task;
    }

    /// In place of the loop that finds the innermost task.
    static KernelTask<?> innermostByRecursion(KernelTask<?> task) {
        return task.awaiting()
                .<KernelTask<?>>map(awaited ->
                        awaited instanceof KernelTask<?> inner ? innermostByRecursion(inner) : task)
                .orElse(task);
    }

    /// Before [KernelTask#suspendOn]: a request to cancel is delivered again and again.
    static void cancelAgain(KernelTask<?> task, KernelFuture<?> future, Fiber fiber) {
        if (task.cancelling() > 0) {
            future.cancelNow(null);
        }
    }

    /// In place of [KernelTask#start]: as if it were not eager.
    static void startLater(KernelTask<?> task, Fiber creator) {
        task.schedule();
    }

    /// In place of [Fiber#start]: what the first step throws, the creator gets.
    static void startAndThrow(Fiber creator, Fiber child) {
        KernelTask<?> task = child.task;
        creator.start(child);
        if (task != null && task.state() == Future.State.FAILED) {
            throw KernelFuture.unchecked(task.exceptionNow());
        }
    }

    /// In place of [Fiber#handOver]: the creator gets in line behind what is ready.
    static void handOverThroughTheQueue(Fiber creator, Fiber child) {
        creator.cycle.starter = null;
        creator.cycle.ready.add(child);
        creator.cycle.ready.add(creator);
        creator.suspend();
    }

    /// In place of [Bindings#captured] and [Bindings#present]: nothing is handed on.
    static Bindings noBindings(Bindings bindings) {
        return Bindings.EMPTY;
    }

    /// In place of [Bindings#captured]: all get the same.
    static Bindings sharedBindings(Bindings bindings) {
        return SHARED.bindings;
    }

    /// In place of [Bindings#present]: what they were before the pause.
    static Bindings staleBindings(Bindings bindings) {
        return bindings;
    }

    /// In place of a task for a command.
    static void runHere(ErrorReports reports, Runnable command) {
        command.run();
    }

    /// In place of [KernelLoop#handle].
    static void handleWithoutBindings(KernelLoop loop, ExceptionContext context) {
        loop.cycle.bindings = Bindings.EMPTY;
        loop.handle(context);
    }
}
