package dev.rondo.kernel;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// The scheduler of one virtual thread of a driver: passes its continuation on to the driver, which
/// mounts it.
///
/// A thread that is started by that one inherits its scheduler, and the JDK may start its socket
/// pollers there: every continuation but the first thread's own goes to the default scheduler, as
/// with a [ScheduledFiber].
final class DriverThread implements Executor {
    private final Executor driver;

    /// Set by the first `execute`, before the thread runs.
    private @Nullable Runnable continuation;

    private DriverThread(Executor driver) {
        this.driver = driver;
    }

    /// {@return a new thread, not started, whose continuations the driver gets}
    static Thread create(Executor driver, Runnable body) {
        return VirtualThreads.create(new DriverThread(driver), body);
    }

    @Override
    public void execute(Runnable runnable) {
        if (continuation == null) {
            continuation = runnable;
        }
        if (runnable == continuation) {
            try {
                driver.execute(runnable);
                return;
            } catch (RejectedExecutionException _) {
                // The driver is closed: it ends elsewhere.
            }
        }
        VirtualThreads.defaultScheduler().execute(runnable);
    }
}
