package dev.rondo.kernel;

import dev.rondo.CancelledError;
import dev.rondo.Context;
import dev.rondo.Coroutine;
import dev.rondo.LoopFuture;
import dev.rondo.Task;
import java.io.PrintStream;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A coroutine that the loop drives: a future that its own fiber completes.
///
/// @param <T> the type of the result
public final class KernelTask<T> extends KernelFuture<T> implements Task<T> {
    /// How often a task may try to wait while its loop unwinds it, before it is given up: a body
    /// that swallows every cancellation would never end.
    private static final int UNWIND_LIMIT = 100;

    private static final AtomicLong NUMBERS = new AtomicLong();

    /// The links of [Tasks].
    @Nullable KernelTask<?> before;

    @Nullable KernelTask<?> after;

    /// The fiber that runs for this task: its own, or the body of a generator that it consumes;
    /// null once the task is done, so that who keeps the task does not keep its thread.
    @Nullable Fiber active;

    private final Coroutine<T> body;
    private final long number = NUMBERS.incrementAndGet();
    private @Nullable String name;

    /// What this waits for; written with the turn, read by any thread for display.
    private @Nullable KernelFuture<?> waiting;

    /// Requests to cancel less those that were taken back.
    private int cancels;

    /// Whether a [CancelledError] is to be thrown at the next suspension or resumption.
    private boolean mustCancel;

    /// Whether it was cancelled while it was parked in the JDK: then any exception with which the
    /// body ends may be the answer to our interrupt.
    private boolean isNudged;

    /// Whether it shall go on although what it waits for has not come.
    private boolean isReleased;

    /// Small, for there are as many as tasks.
    private byte refusedWaits;

    private @Nullable String cancelMessage;

    /// The creator; a task lends one reference to all that it creates.
    private final @Nullable WeakReference<KernelTask<?>> parent;

    private @Nullable WeakReference<KernelTask<?>> asParent;
    private final StackTraceElement @Nullable [] site;

    /// Creates a task; one of [#schedule] and [#start] follows.
    KernelTask(
            Cycle cycle,
            @Nullable String name,
            Coroutine<T> body,
            @Nullable KernelTask<?> parent,
            Bindings bindings) {
        super(cycle);
        this.body = body;
        this.name = name;
        this.parent = parent == null ? null : parent.referenceAsParent();
        this.site = cycle.isDebug ? CreationSite.capture() : null;
        Fiber fiber = cycle.createFiber(this::execute);
        fiber.task = this;
        fiber.bindings = bindings;
        this.active = fiber;
    }

    /// Makes the first step ready. Whose step is not is not kept among the tasks either.
    void schedule() {
        cycle().ready.add(Objects.requireNonNull(active));
        cycle().loop.tasks.add(this);
    }

    /// Makes the first step now.
    ///
    /// @param creator the calling fiber
    /// @throws IllegalStateException if that cannot be suspended here; then nothing was started
    void start(Fiber creator) {
        cycle().loop.tasks.add(this);
        try {
            creator.start(Objects.requireNonNull(active));
        } catch (IllegalStateException e) {
            cycle().loop.tasks.remove(this);
            throw e;
        }
    }

    /// The life of the coroutine, on its own thread, with the turn.
    private void execute() {
        try {
            T result = body.run();
            if (mustCancel) {
                end(() -> endCancelled(cancelMessage));
            } else {
                end(() -> succeed(result));
            }
        } catch (CancelledError e) {
            end(() -> endCancelled(e));
        } catch (Throwable e) {
            if (cycle().endsWith(e)) {
                end(() -> failSeen(e));
            } else {
                end(isCancelAnswer() ? () -> endCancelled(cancelAnswer(e)) : () -> fail(e));
            }
        }
    }

    private void end(Runnable completion) {
        mustCancel = false;
        active = null;
        cycle().loop.tasks.remove(this);
        completion.run();
    }

    /// Ends a task that was cancelled before its first step; its body does not run.
    boolean endedBeforeStart() {
        if (!mustCancel) {
            return false;
        }
        end(() -> endCancelled(cancelMessage));
        return true;
    }

    /// Refuses a future for which this task would wait for ever, or which has another thread.
    void checkMayAwait(KernelFuture<?> future) {
        if (future == this) {
            throw new IllegalStateException("task '" + name() + "' cannot await itself");
        }
        if (future.cycle() != cycle()) {
            throw new IllegalStateException(
                    "cannot await a future of another loop: "
                            + future
                            + " belongs to "
                            + future.loop()
                            + ", task '"
                            + name()
                            + "' to "
                            + loop());
        }
    }

    /// Suspends the calling fiber, which runs for this task, until the future is done.
    void suspendOn(KernelFuture<?> future, Fiber fiber) {
        checkMayAwait(future);
        if (future.endsBeforeLoop()) {
            refuseWhenUnwinding(fiber);
        }
        future.addWaiter(fiber);
        waiting = future;
        if (mustCancel && future.cancelNow(cancelMessage)) {
            delivered();
        }
        try {
            do {
                fiber.suspend();
            } while (!future.isDone() && !isReleased);
        } finally {
            waiting = null;
            isReleased = false;
            if (!future.isDone()) {
                future.removeWaiter(fiber);
            }
        }
        if (future.isCancelled()) {
            delivered(); // with the future's own cancellation, which the caller is about to see
        }
        throwIfCancelled();
    }

    /// Gives up one turn.
    void yieldTurn(Fiber fiber) {
        refuseWhenUnwinding(fiber);
        cycle().ready.add(fiber);
        fiber.suspend();
        throwIfCancelled();
    }

    private void throwIfCancelled() {
        if (mustCancel) {
            delivered();
            String message = cancelMessage;
            throw message == null ? new CancelledError() : new CancelledError(message);
        }
    }

    private void delivered() {
        mustCancel = false;
        isNudged = false;
    }

    private void refuseWhenUnwinding(Fiber fiber) {
        if (!cycle().loop.isUnwinding()) {
            return;
        }
        if (++refusedWaits > UNWIND_LIMIT) {
            fiber.suspend(); // for good: nobody resumes it, and close() reports it
        }
        throw new CancelledError("the loop is closing");
    }

    @Override
    boolean cancelNow(@Nullable String message) {
        if (isDone()) {
            return false;
        }
        KernelTask<?> innermost = innermost();
        cancels++;
        for (KernelTask<?> each = this; each != innermost; ) {
            each = (KernelTask<?>) Objects.requireNonNull(each.waiting);
            each.cancels++;
        }
        innermost.cancelHere(message);
        return true;
    }

    /// {@return the task that this one waits for in the end, over any number of others}
    ///
    /// A loop, not a recursion: chains of tasks can be longer than a stack is deep. If they wait
    /// for each other in a circle, it is one of the circle.
    private KernelTask<?> innermost() {
        KernelTask<?> found = this;
        for (int links = cycle().loop.tasks.size(); links >= 0; links--) {
            if (!(found.waiting instanceof KernelTask<?> inner) || inner.isDone()) {
                break;
            }
            found = inner;
        }
        return found;
    }

    /// Cancels because the loop closes, unless this ends by itself: it is about to make a step, or
    /// waits for a task, which ends first.
    void unwind(String message) {
        KernelFuture<?> future = waiting;
        boolean endsByItself =
                future == null
                        ? mustCancel && (active == null || !active.isBlocked())
                        : future.isDone() || future instanceof KernelTask<?>;
        if (!endsByItself) {
            cancelNow(message);
        }
    }

    private void cancelHere(@Nullable String message) {
        KernelFuture<?> future = waiting;
        if (future instanceof KernelTask<?> && !future.isDone()) {
            leaveCircle(future);
        } else if (future != null && future.cancelNow(message)) {
            return;
        }
        mustCancel = true;
        cancelMessage = message;
        Fiber fiber = active;
        if (fiber != null && fiber.isBlocked()) {
            fiber.nudge();
        }
    }

    /// Tasks wait for each other in a circle, in which no future can be cancelled: this one stops
    /// to wait.
    private void leaveCircle(KernelFuture<?> awaited) {
        Fiber fiber = Objects.requireNonNull(active);
        if (!isReleased) {
            isReleased = true;
            awaited.removeWaiter(fiber);
            cycle().ready.add(fiber);
        }
    }

    boolean isCancelRequested() {
        return mustCancel;
    }

    /// A wait of the JDK was interrupted to deliver the cancellation: what it throws answers that.
    void nudged() {
        isNudged = true;
    }

    /// {@return whether an exception that ends the body, or a scope in it, answers a cancellation}
    boolean isCancelAnswer() {
        return mustCancel && isNudged;
    }

    /// {@return what ends a scope in the body: the exception, or the cancellation that it stands
    /// for}
    Throwable endOfScope(Throwable thrown) {
        boolean isItself = thrown instanceof CancelledError || FatalErrors.isFatal(thrown);
        return isItself || !isCancelAnswer() ? thrown : cancelAnswer(thrown);
    }

    /// {@return the cancellation that an exception of the body stands for, to be thrown}
    CancelledError cancelAnswer(Throwable exception) {
        delivered();
        String message = cancelMessage;
        return new CancelledError(message == null ? "cancelled" : message, exception);
    }

    @Override
    public int cancelling() {
        return cancels;
    }

    @Override
    public int uncancel() {
        cycle().loop.checkTurn("uncancel");
        if (cancels > 0 && --cancels == 0) {
            delivered();
            if (active != null) {
                active.forgetNudge();
            }
        }
        return cancels;
    }

    @Override
    public void setResult(T result) {
        throw completesItself("setResult");
    }

    @Override
    public void setException(Throwable exception) {
        throw completesItself("setException");
    }

    @Override
    public boolean trySetResult(T result) {
        throw completesItself("trySetResult");
    }

    @Override
    public boolean trySetException(Throwable exception) {
        throw completesItself("trySetException");
    }

    private IllegalStateException completesItself(String operation) {
        return new IllegalStateException(
                operation + " on task '" + name() + "': a task completes itself; use a Promise");
    }

    @Override
    public String name() {
        String given = name;
        return given == null ? "Task-" + number : given;
    }

    @Override
    public void setName(String newName) {
        name = Objects.requireNonNull(newName, "name");
    }

    /// {@return the number of the default name, which no other task has}
    long number() {
        return number;
    }

    @Override
    public Optional<LoopFuture<?>> awaiting() {
        return Optional.ofNullable(waiting);
    }

    @Override
    public List<Task<?>> awaitedBy() {
        return List.copyOf(AwaitGraph.awaiters(this));
    }

    @Override
    public Optional<Task<?>> parent() {
        KernelTask<?> creator = parent == null ? null : parent.get();
        return creator == null || creator.isDone() ? Optional.empty() : Optional.of(creator);
    }

    @Override
    public Optional<Context> context() {
        Fiber fiber = active;
        return Optional.ofNullable(fiber == null ? null : bindingsOf(fiber).owner);
    }

    /// {@return the values of this task: the present ones, or those at its end if it has failed}
    Bindings bindings() {
        Fiber fiber = active;
        return fiber == null ? bindingsOfFailure() : bindingsOf(fiber).present();
    }

    private Bindings bindingsOf(Fiber fiber) {
        boolean isRunning = fiber.thread != null && fiber.thread == cycle().turn;
        return isRunning ? cycle().bindings : fiber.bindings;
    }

    private WeakReference<KernelTask<?>> referenceAsParent() {
        WeakReference<KernelTask<?>> reference = asParent;
        if (reference == null) {
            reference = new WeakReference<>(this);
            asParent = reference;
        }
        return reference;
    }

    @Override
    public List<StackTraceElement> creationSite() {
        StackTraceElement[] frames = site;
        return frames == null ? CreationSite.ofBody(body) : List.of(frames);
    }

    @Override
    List<StackTraceElement> recordedSite() {
        StackTraceElement[] frames = site;
        return frames == null ? List.of() : List.of(frames);
    }

    @Override
    public Object body() {
        return CreationSite.written(body);
    }

    @Override
    public List<StackTraceElement> stack() {
        return stack(Integer.MAX_VALUE);
    }

    @Override
    public List<StackTraceElement> stack(int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit < 0: " + limit);
        }
        Throwable exception = peekException();
        if (exception != null) {
            return CreationSite.ofProgram(exception.getStackTrace(), limit);
        }
        Fiber fiber = active;
        Thread thread = fiber == null ? null : fiber.thread;
        return thread == null ? List.of() : CreationSite.ofProgram(thread.getStackTrace(), limit);
    }

    @Override
    public void printStack(PrintStream out) {
        List<StackTraceElement> frames = stack();
        StringBuilder text = new StringBuilder(frames.isEmpty() ? "no stack of " : "stack of ");
        text.append(this).append(System.lineSeparator());
        for (StackTraceElement frame : frames) {
            text.append("  at ").append(frame).append(System.lineSeparator());
        }
        out.print(text);
    }

    @Override
    public String toString() {
        String details = ", name='" + name() + "', body=" + StringForm.code(body);
        KernelFuture<?> future = waiting;
        if (future instanceof KernelTask<?> task) {
            details += ", awaits " + StringForm.task(task);
        } else if (future != null) {
            details += ", awaits " + future;
        }
        return "Task[" + describe(cancels > 0 ? "cancelling" : "pending", details) + "]";
    }
}
