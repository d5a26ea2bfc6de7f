package dev.rondo.kernel;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/// The engine of choice: coroutines are virtual threads that the loop schedules on its own carrier.
///
/// A switch costs a mount and an unmount and no hand-over between threads. A blocking call of the
/// JDK in a coroutine, a contended monitor included, unmounts it as any virtual thread and does not
/// stop the loop.
///
/// Traps that are closed here and in [ScheduledFiber], [VirtualThreads] and [Cycle]:
/// - code of the program never runs on the bare carrier (see [Cycle]);
/// - a thread that is started inside a coroutine inherits its scheduler, and the JDK starts its
///   socket pollers in a static initialiser: each fiber runs its own continuation alone and passes
///   every other one to the default scheduler;
/// - an `await` on a pinned stack would park the carrier for good: it throws;
/// - `park` returns at once while the interrupt flag is set: it is cleared first;
/// - parked threads of a custom scheduler are invisible to `jstack` and are not collected: the loop
///   knows its tasks, and `close` unwinds them.
final class ScheduledEngine implements Engine {
    @Override
    public String name() {
        return "scheduled";
    }

    @Override
    public Fiber createFiber(Cycle cycle, Runnable body) {
        return new ScheduledFiber(cycle, body);
    }

    @Override
    public Fiber createCallbackFiber(Cycle cycle) {
        return new ScheduledFiber(
                cycle,
                () -> {
                    while (!cycle.isEnding) {
                        cycle.runCallbacks();
                        if (!cycle.isEnding) { // else it was blocked when the loop was closed
                            cycle.callbackFiber().suspend();
                        }
                    }
                });
    }

    @Override
    public void runCallbacks(Cycle cycle) {
        cycle.callbackFiber().resume();
        cycle.followTransfers();
    }

    @Override
    public Thread createLoopThread(String name, boolean needsPlatformThread, Runnable body) {
        return Thread.ofPlatform()
                .name(name)
                .daemon()
                .inheritInheritableThreadLocals(false)
                .unstarted(body);
    }

    @Override
    public Optional<ThreadFactory> driverThreads(Executor driver) {
        return Optional.of(body -> DriverThread.create(driver, body));
    }
}
