package dev.rondo.kernel;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/// How coroutines get their turn.
sealed interface Engine permits ScheduledEngine, HandoffEngine {
    String name();

    /// {@return a fiber whose thread starts with its first step}
    Fiber createFiber(Cycle cycle, Runnable body);

    /// {@return the fiber on which the callbacks of a loop run} Called on the loop's own thread.
    Fiber createCallbackFiber(Cycle cycle);

    /// Runs callbacks until a step of the kernel is at the head of the queue; on the loop's own
    /// thread.
    void runCallbacks(Cycle cycle);

    /// {@return the thread that a loop owns for life, not started}
    ///
    /// @param needsPlatformThread whether the backend must not be waited for on a virtual thread
    Thread createLoopThread(String name, boolean needsPlatformThread, Runnable body);

    /// {@return makes virtual threads for a driver, which mounts them; or empty if they are the
    /// JDK's}
    ///
    /// @param driver gets their continuations, and may reject them
    Optional<ThreadFactory> driverThreads(Executor driver);
}
