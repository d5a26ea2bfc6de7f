package dev.rondo.kernel;

import dev.rondo.Coroutine;
import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.ExceptionContext;
import dev.rondo.LoopFuture;
import dev.rondo.Outcome;
import dev.rondo.Task;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/// What runs where the caller is: the kernel's side of [Rondo].
public final class Running {
    /// Python waits as long for its default executor.
    private static final Duration EXECUTOR_LIMIT = Duration.ofMinutes(5);

    private Running() {}

    /// {@return the loop that runs here}
    public static EventLoop loop() {
        return Fiber.require("use the running loop").cycle.loop;
    }

    /// {@return the task that runs here}
    public static Task<?> task() {
        return Fiber.requireTask("ask for the current task");
    }

    /// Suspends the caller for a time.
    ///
    /// @param delay how long
    public static void sleep(Duration delay) {
        Fiber fiber = Fiber.require("sleep");
        KernelTask<?> task = fiber.requireTaskHere("sleep");
        if (!delay.isPositive()) {
            task.yieldTurn(fiber);
            return;
        }
        KernelLoop loop = fiber.cycle.loop;
        KernelFuture<Void> over = new KernelFuture<>(fiber.cycle);
        Timer timer =
                loop.schedule(Delays.deadline(loop.time(), delay), () -> over.succeed(null), false);
        try {
            task.suspendOn(over, fiber);
        } finally {
            timer.cancel();
        }
        over.resultOrThrow();
    }

    /// Runs blocking work on another thread and waits for it.
    ///
    /// @param work the work
    /// @return its result
    public static <T> T toThread(Callable<T> work) {
        Fiber fiber = Fiber.require("use toThread");
        fiber.requireTaskHere("use toThread");
        return fiber.cycle.loop.runInExecutor(fiber.cycle.bindings.carry(work)).await();
    }

    /// Runs a main task on a loop of its own.
    ///
    /// @param main the body
    /// @return its result
    public static <T> T run(Coroutine<T> main) {
        Fiber outer = Fiber.current();
        if (outer != null) {
            throw new IllegalStateException(
                    "cannot run: "
                            + outer.cycle.loop
                            + " is running here; use await() or createTask");
        }
        try (KernelLoop loop = (KernelLoop) EventLoops.create()) {
            try {
                return loop.runUntilComplete(main);
            } finally {
                boolean isInterrupted = Thread.interrupted(); // the main task has had it
                shutDown(loop);
                if (isInterrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    /// Cancels what is left, waits for it, and has its failures reported.
    private static void shutDown(KernelLoop loop) {
        List<Task<?>> left = loop.tasks();
        if (!left.isEmpty()) {
            left.forEach(Task::cancel);
            LoopFuture<List<Outcome<Object>>> ends = Gather.outcomes(left);
            List<Outcome<Object>> outcomes = loop.runUntilComplete(ends);
            for (int i = 0; i < outcomes.size(); i++) {
                if (outcomes.get(i) instanceof Outcome.Failure<Object>(Throwable exception)) {
                    report(loop, left.get(i), exception);
                }
            }
        }
        closeGenerators(loop);
        loop.runUntilComplete(loop.shutdownDefaultExecutor(EXECUTOR_LIMIT));
    }

    /// Closes what is left open while its clean-up may still wait, which it may not when the loop
    /// closes.
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
