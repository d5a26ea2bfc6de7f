package dev.rondo.kernel;

import dev.rondo.ExceptionContext;
import dev.rondo.Task;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The end of a loop: gets every task to end, and says which ones did not. On the loop's own
/// thread.
///
/// Each pending coroutine is resumed with a cancellation, and each further wait in it throws again,
/// so that its `finally` blocks run and it ends. A coroutine that is parked in the JDK is
/// interrupted and given some time, for it may wait for a lock that another thread holds.
final class Unwinding {
    private static final String MESSAGE = "the loop is closing";

    /// How long a coroutine, parked where an interrupt does not reach it, may take to end.
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /// How many iterations in a row may pass without a step of a coroutine. What a step has
    /// completed may reach the next coroutine over several futures, an iteration each; callbacks
    /// that schedule themselves again go on for ever.
    private static final int FRUITLESS_LIMIT = 1000;

    private final KernelLoop loop;
    private final Cycle cycle;

    /// A fatal error that came up; it does not keep the rest from ending.
    private @Nullable VirtualMachineError fatal;

    Unwinding(KernelLoop loop) {
        this.loop = loop;
        this.cycle = loop.cycle;
    }

    void run() throws IOException {
        loop.workers.close();
        if (cycle.isDebug) {
            reportLeft();
        }
        unwindTasks();
        closeGenerators();
        loop.children.close();
        removeSocketFiles();
        report();
        endCallbackFiber();
        if (fatal != null) {
            throw fatal;
        }
    }

    /// Goes on while coroutines make steps, and for some time while one is parked in the JDK.
    private void unwindTasks() throws IOException {
        long start = System.nanoTime();
        int fruitless = 0;
        while (loop.tasks.size() > 0 || cycle.callbackFiber().isAway()) {
            long steps = cycle.steps;
            cancelAll();
            iterate();
            if (cycle.blocked > 0 || cycle.callbackFiber().isAway()) {
                if (System.nanoTime() - start > PATIENCE_NANOS) {
                    break;
                }
                LockSupport.parkNanos(this, LOOK_AGAIN_NANOS);
            } else if (cycle.steps != steps) {
                fruitless = 0;
            } else if (cycle.ready.isEmpty() && !cancelCircles() || ++fruitless > FRUITLESS_LIMIT) {
                break;
            }
        }
    }

    /// Cancels tasks that wait for each other in a circle, which none of them leaves by itself.
    ///
    /// @return whether a coroutine has a step to make now
    private boolean cancelCircles() {
        for (Task<?> task : loop.tasks.snapshot()) {
            ((KernelTask<?>) task).cancelNow(MESSAGE);
        }
        return !cycle.ready.isEmpty();
    }

    private void cancelAll() {
        cycle.turn = cycle.thread;
        for (Task<?> task : loop.tasks.snapshot()) {
            ((KernelTask<?>) task).unwind(MESSAGE);
        }
        Fiber callbacks = cycle.callbackFiber();
        if (callbacks.isBlocked()) {
            callbacks.nudge();
        }
    }

    private void iterate() throws IOException {
        cycle.isStopping = true; // look, but do not wait
        try {
            cycle.run();
        } catch (VirtualMachineError e) {
            fatal = fatal == null ? e : fatal;
        }
    }

    /// Closes what the program left open. The tasks that ran the generators have ended by now.
    private void closeGenerators() throws IOException {
        if (!loop.generators.startClosing(cycle).isEmpty()) {
            iterate();
            unwindTasks();
        }
    }

    /// Tells in debug mode what the program has left: tasks that are pending, connections and
    /// servers that are open. A child process is told of when it is killed.
    private void reportLeft() {
        for (Task<?> task : loop.tasks.snapshot()) {
            report(
                    new ExceptionContext(
                            "task '" + task.name() + "' was pending when its loop was closed",
                            null,
                            task,
                            null,
                            null,
                            null,
                            task.creationSite()));
        }
        for (Object resource : cycle.openResources.snapshot()) {
            boolean isLeft =
                    resource instanceof ListeningServer
                            || resource instanceof StreamTransport transport
                                    && !transport.isClosing();
            if (isLeft) {
                reportOpen(resource);
            }
        }
    }

    private void reportOpen(Object resource) {
        report(
                new ExceptionContext(
                        resource + " was open when its loop was closed; close it",
                        null,
                        null,
                        null,
                        null,
                        resource instanceof StreamTransport transport ? transport : null,
                        cycle.openResources.site(resource)));
    }

    /// Removes the files of servers that were left open, while their sockets are.
    private void removeSocketFiles() {
        for (SocketFile file : loop.network.files) {
            try {
                file.remove();
            } catch (IOException e) {
                report(new ExceptionContext("the socket file " + file + " is left", e));
            }
        }
    }

    /// Tells who did not end, and lets the last callbacks run.
    private void report() throws IOException {
        boolean isCallbackLeft = cycle.callbackFiber().isBlocked();
        for (Task<?> task : loop.tasks.snapshot()) {
            report(
                    new ExceptionContext(
                            "task '" + task.name() + "' did not end when its loop was closed",
                            null,
                            task,
                            null,
                            null,
                            null,
                            task.creationSite()));
        }
        if (isCallbackLeft) {
            report(new ExceptionContext("a callback did not end when its loop was closed", null));
        }
        int rounds = 0;
        do {
            iterate();
        } while (!(cycle.ready.isEmpty() && cycle.submissions.isEmpty())
                && ++rounds < FRUITLESS_LIMIT);
    }

    /// Tells the exception handler; on a fiber of its own where the callbacks' cannot go on.
    private void report(ExceptionContext context) {
        if (cycle.callbackFiber().isBlocked()) {
            cycle.ready.add(cycle.createFiber(() -> loop.handle(context)));
        } else {
            loop.callExceptionHandler(context);
        }
    }

    private void endCallbackFiber() {
        cycle.endCallbacks();
        cycle.turn = cycle.thread;
        Fiber fiber = cycle.callbackFiber();
        if (fiber.thread != null && fiber.isSuspended) {
            fiber.resume();
        }
        cycle.turn = null;
    }
}
