package dev.rondo.kernel;

import dev.rondo.ExceptionContext;
import dev.rondo.LoopFuture;
import dev.rondo.Outcome;
import dev.rondo.Task;
import java.time.Duration;
import java.util.List;

/// What a runner does before it closes its loop: ends what is left while it may still wait, which
/// it may not when the loop closes ([Unwinding]).
///
/// Source: `asyncio.Runner.close`.
final class Shutdown {
    /// Python waits as long for its default executor.
    private static final Duration EXECUTOR_LIMIT = Duration.ofMinutes(5);

    private Shutdown() {}

    static void run(KernelLoop loop) {
        cancelTasks(loop);
        closeGenerators(loop);
        loop.runUntilComplete(loop.shutdownDefaultExecutor(EXECUTOR_LIMIT));
    }

    /// Cancels the tasks that are left, waits for them, and has their failures reported.
    private static void cancelTasks(KernelLoop loop) {
        List<Task<?>> left = loop.tasks();
        if (left.isEmpty()) {
            return;
        }
        left.forEach(Task::cancel);
        LoopFuture<List<Outcome<Object>>> ends = Gather.outcomes(left);
        List<Outcome<Object>> outcomes = loop.runUntilComplete(ends);
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i) instanceof Outcome.Failure<Object>(Throwable exception)) {
                report(loop, left.get(i), exception);
            }
        }
    }

    private static void closeGenerators(KernelLoop loop) {
        loop.checkTurn("close generators");
        List<KernelTask<Void>> closing = loop.generators.startClosing(loop.cycle);
        if (!closing.isEmpty()) {
            loop.runUntilComplete(Gather.outcomes(closing));
        }
    }

    private static void report(KernelLoop loop, Task<?> task, Throwable exception) {
        loop.callExceptionHandler(
                new ExceptionContext(
                        "task '"
                                + task.name()
                                + "' failed when it was cancelled at the end of the run",
                        exception,
                        task,
                        null,
                        null,
                        null,
                        task.creationSite()));
    }
}
