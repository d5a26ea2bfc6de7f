package dev.rondo.kernel;

import dev.rondo.EventLoop;
import dev.rondo.Task;
import java.time.Duration;
import java.util.concurrent.Callable;

/// What runs where the caller is: the kernel's side of [Rondo].
public final class Running {
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

    /// Suspends the caller for a time.
    ///
    /// @param delay how long
    /// @param result what to return
    /// @return the result
    public static <T> T sleep(Duration delay, T result) {
        sleep(delay);
        return result;
    }

    /// Runs blocking work on another thread and waits for it.
    ///
    /// @param work the work
    /// @return its result
    public static <T> T toThread(Callable<T> work) {
        Fiber fiber = Fiber.require("use toThread");
        fiber.requireTaskHere("use toThread");
        return fiber.cycle.loop.runInExecutor(fiber.cycle.bindings.captured().carry(work)).await();
    }
}
