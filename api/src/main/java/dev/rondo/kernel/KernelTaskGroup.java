package dev.rondo.kernel;

import dev.rondo.Action;
import dev.rondo.CancelledError;
import dev.rondo.Coroutine;
import dev.rondo.ExceptionContext;
import dev.rondo.Task;
import dev.rondo.TaskGroup;
import dev.rondo.TaskGroupException;
import dev.rondo.TaskOptions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// A task group: the rules of `asyncio.TaskGroup`, who may take which cancellation for his own
/// included.
public final class KernelTaskGroup implements TaskGroup {
    private final KernelTask<?> parent;
    private final Cycle cycle;
    private final Set<KernelTask<?>> children = new LinkedHashSet<>();
    private final List<Throwable> failures = new ArrayList<>();

    /// What the parent waits for at the end of the scope, while it does.
    private @Nullable KernelFuture<Void> allEnded;

    private boolean isAborting;

    /// Whether the body has ended: then the group ends with its last task, and takes others only
    /// until that.
    private boolean isLeaving;

    /// Whether we asked the parent to cancel, and must take it back.
    private boolean isParentCancelled;

    private KernelTaskGroup(KernelTask<?> parent) {
        this.parent = parent;
        this.cycle = parent.cycle();
    }

    /// Runs a body with a group and waits for the group's tasks.
    ///
    /// @param body the body
    /// @return the result of the body
    public static <T> T run(Body<T> body) {
        return new KernelTaskGroup(Fiber.requireTask("open a task group")).execute(body);
    }

    private <T> T execute(Body<T> body) {
        T result;
        try {
            result = body.run(this);
        } catch (Throwable e) {
            throw leave(parent.endOfScope(e));
        }
        RuntimeException failure = leave(null);
        if (failure != null) {
            throw failure;
        }
        return result;
    }

    /// Waits for the children and decides what comes out of the scope.
    ///
    /// @return what to throw; null only if the body did not throw and nothing failed
    private RuntimeException leave(@Nullable Throwable bodyFailure) {
        CancelledError cancellation = bodyFailure instanceof CancelledError e ? e : null;
        isLeaving = true;
        if (bodyFailure != null && !isAborting) {
            abort();
        }
        cancellation = awaitChildren(cancellation);
        if (isParentCancelled && parent.uncancel() == 0) {
            cancellation = null; // it was ours
        }
        if (cancellation != null && failures.isEmpty()) {
            throw cancellation;
        }
        if (bodyFailure != null && !(bodyFailure instanceof CancelledError)) {
            failures.add(bodyFailure);
        }
        return outcome();
    }

    @SuppressWarnings("NullAway") // null where nothing failed: execute looks
    private RuntimeException outcome() {
        if (failures.isEmpty()) {
            return null;
        }
        if (parent.cancelling() > 0) {
            // the cancellation from outside stays, to be delivered at the next wait
            parent.uncancel();
            parent.cancelNow(null);
        }
        for (Throwable failure : failures) {
            if (FatalErrors.isFatal(failure)) {
                throw alone(failure);
            }
        }
        return new TaskGroupException(failures);
    }

    /// Throws a fatal error as it is, so that it stays fatal; the others are suppressed in it.
    private RuntimeException alone(Throwable fatal) {
        for (Throwable failure : failures) {
            if (failure != fatal) {
                fatal.addSuppressed(failure);
            }
        }
        return KernelFuture.unchecked(fatal);
    }

    private @Nullable CancelledError awaitChildren(@Nullable CancelledError known) {
        CancelledError cancellation = known;
        while (!children.isEmpty()) {
            KernelFuture<Void> end = new KernelFuture<>(cycle);
            allEnded = end;
            try {
                end.await();
            } catch (CancelledError e) {
                if (!isAborting) {
                    cancellation = e;
                    abort();
                }
                if (cycle.loop.isUnwinding()) {
                    break; // waiting is over; the loop cancels the children itself
                }
            }
            allEnded = null;
        }
        return cancellation;
    }

    private void abort() {
        isAborting = true;
        for (KernelTask<?> child : List.copyOf(children)) {
            child.cancelNow(null);
        }
    }

    private void childDone(KernelTask<?> child) {
        children.remove(child);
        KernelFuture<Void> end = allEnded;
        if (end != null && children.isEmpty()) {
            end.succeed(null);
        }
        if (child.state() != Future.State.FAILED) {
            return;
        }
        Throwable failure = child.takeException();
        if (parent.isDone()) {
            cycle.loop.callExceptionHandler(
                    new ExceptionContext(
                            "a task failed whose group had ended",
                            failure,
                            child,
                            null,
                            null,
                            null,
                            child.creationSite()));
            return;
        }
        failures.add(failure);
        if (!isAborting && !isParentCancelled) {
            abort();
            isParentCancelled = true;
            parent.cancelNow("a task of the group failed");
        }
    }

    @Override
    public <T> Task<T> createTask(Coroutine<T> body) {
        return add(TaskOptions.DEFAULT, body);
    }

    @Override
    public <T> Task<T> createTask(String name, Coroutine<T> body) {
        return add(TaskOptions.DEFAULT.withName(name), body);
    }

    @Override
    public <T> Task<T> createTask(TaskOptions options, Coroutine<T> body) {
        return add(options, body);
    }

    @Override
    public Task<Void> createTask(Action body) {
        return add(TaskOptions.DEFAULT, KernelLoop.withoutResult(body));
    }

    @Override
    public Task<Void> createTask(String name, Action body) {
        return add(TaskOptions.DEFAULT.withName(name), KernelLoop.withoutResult(body));
    }

    @Override
    public Task<Void> createTask(TaskOptions options, Action body) {
        return add(options, KernelLoop.withoutResult(body));
    }

    private <T> Task<T> add(TaskOptions options, Coroutine<T> body) {
        if (isLeaving && children.isEmpty()) {
            throw new IllegalStateException(
                    "cannot create a task: the group has ended; open another with"
                            + " Rondo.taskGroup(…)");
        }
        if (isAborting) {
            throw new IllegalStateException(
                    "cannot create a task: the group is shutting down after a failure or a"
                            + " cancellation");
        }
        KernelTask<T> child = cycle.loop.newTask(options, body);
        children.add(child);
        child.onDone(done -> childDone(child), parent);
        return child;
    }
}
