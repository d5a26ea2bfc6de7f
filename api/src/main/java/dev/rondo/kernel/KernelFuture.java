package dev.rondo.kernel;

import dev.rondo.CancelledError;
import dev.rondo.EventLoop;
import dev.rondo.Handle;
import dev.rondo.LoopFuture;
import dev.rondo.Outcome;
import dev.rondo.Promise;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The future of a loop.
///
/// The code that has the turn writes; `state` is published last, so that other threads that see a
/// future done also see its result.
///
/// Over 500 lines because one result has three views, the loop's, the promise's and the JDK's.
///
/// @param <T> the type of the result
public non-sealed class KernelFuture<T> implements Promise<T> {
    private static final int PENDING = 0;
    private static final int SUCCEEDED = 1;
    private static final int FAILED = 2;
    private static final int CANCELLED = 3;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(KernelFuture.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Cycle cycle;

    /// Read by any thread through [#STATE]; written with the turn.
    private int state = PENDING;

    /// The result, the exception, or the cancel message; written before `state`.
    private @Nullable Object value;

    /// Those who wait, in order: null, one [Entry], or a list of them.
    private @Nullable Object waiters;

    /// Reports a failure that nobody looked at; null unless failed.
    private @Nullable Unretrieved unretrieved;

    KernelFuture(Cycle cycle) {
        this.cycle = cycle;
    }

    /// {@return a future that the program asks for; in debug mode one that knows where}
    static <T> KernelFuture<T> create(Cycle cycle) {
        return cycle.isDebug ? new TracedFuture<>(cycle) : new KernelFuture<>(cycle);
    }

    final Cycle cycle() {
        return cycle;
    }

    private int state0() {
        return (int) STATE.getAcquire(this);
    }

    @Override
    public final T await() {
        if (state0() == PENDING) {
            Fiber fiber = Fiber.current();
            if (fiber == null) {
                throw new IllegalStateException(
                        "cannot await on "
                                + Thread.currentThread()
                                + ", which runs no coroutine of "
                                + cycle.loop
                                + "; use get() there, or runUntilComplete");
            }
            fiber.await(this, "await");
        }
        return resultOrThrow();
    }

    /// Waits as [#await] does, and throws a failure with an [IOException] as it is.
    final T awaitInput() throws IOException {
        try {
            return await();
        } catch (CompletionException e) {
            Unretrieved report = unretrieved;
            if (e.getCause() instanceof IOException failure && report != null) {
                report.addAwaitingFrames(failure);
                throw failure;
            }
            throw e;
        }
    }

    @Override
    public final Handle addDoneCallback(Consumer<? super LoopFuture<T>> callback) {
        Objects.requireNonNull(callback, "callback");
        cycle.loop.checkTurn("addDoneCallback");
        return onDone(callback, null, true);
    }

    /// Adds a callback of the kernel, which runs on the bare carrier.
    ///
    /// @param waiter who waits through it, or null
    final DoneCallback<T> onDone(
            Consumer<? super LoopFuture<T>> action, @Nullable KernelFuture<?> waiter) {
        return onDone(action, waiter, false);
    }

    /// Adds a callback of the kernel that may run code of the program, and so runs as a callback.
    final DoneCallback<T> onDoneInCallback(Consumer<? super LoopFuture<T>> action) {
        return onDone(action, null, true);
    }

    private DoneCallback<T> onDone(
            Consumer<? super LoopFuture<T>> action,
            @Nullable KernelFuture<?> waiter,
            boolean isCallback) {
        DoneCallback<T> entry = new DoneCallback<>(this, action, waiter, isCallback);
        if (isDone()) {
            cycle.ready.add(entry);
        } else {
            addWaiter(entry);
        }
        return entry;
    }

    final void addWaiter(Entry waiter) {
        Object current = waiters;
        if (current == null) {
            waiters = waiter;
        } else if (current instanceof Entry first) {
            List<Entry> list = new ArrayList<>(4);
            list.add(first);
            list.add(waiter);
            waiters = list;
        } else {
            asList(current).add(waiter);
        }
    }

    final void removeWaiter(Entry waiter) {
        Object current = waiters;
        if (current == waiter) {
            waiters = null;
        } else if (current instanceof List<?> list) {
            list.remove(waiter);
        }
    }

    /// {@return those who wait, in order}
    final List<Entry> waiters() {
        Object current = waiters;
        if (current == null) {
            return List.of();
        }
        return current instanceof Entry one ? List.of(one) : List.copyOf(asList(current));
    }

    @SuppressWarnings("unchecked") // only addWaiter makes a list
    private static List<Entry> asList(Object list) {
        return (List<Entry>) list;
    }

    @Override
    public void setResult(T result) {
        if (!trySetResult(result)) {
            throw doneAlready();
        }
    }

    @Override
    public void setException(Throwable exception) {
        if (!trySetException(exception)) {
            throw doneAlready();
        }
    }

    @Override
    public boolean trySetResult(T result) {
        cycle.loop.checkTurn("setResult");
        return complete(SUCCEEDED, result);
    }

    @Override
    public boolean trySetException(Throwable exception) {
        Objects.requireNonNull(exception, "exception");
        if (exception instanceof CancelledError) {
            throw new IllegalArgumentException("exception is a CancelledError; use cancel()");
        }
        cycle.loop.checkTurn("setException");
        return fail(exception);
    }

    final boolean succeed(@Nullable T result) {
        return complete(SUCCEEDED, result);
    }

    final boolean fail(Throwable exception) {
        if (state != PENDING) {
            return false;
        }
        unretrieved = Unretrieved.watch(this, exception); // first: any thread may look at once
        return complete(FAILED, exception);
    }

    /// Fails with what somebody sees elsewhere anyway.
    final void failSeen(Throwable exception) {
        complete(FAILED, exception);
    }

    final boolean endCancelled(@Nullable Object messageOrError) {
        return complete(CANCELLED, messageOrError);
    }

    private boolean complete(int outcome, @Nullable Object outcomeValue) {
        if (state != PENDING) {
            return false;
        }
        value = outcomeValue;
        STATE.setRelease(this, outcome);
        Object current = waiters;
        waiters = null;
        if (current instanceof Entry one) {
            cycle.ready.add(one);
        } else if (current != null) {
            asList(current).forEach(cycle.ready::add);
        }
        return true;
    }

    private IllegalStateException doneAlready() {
        return new IllegalStateException("future is done already: " + this);
    }

    /// Ends as another future did.
    final void copyFrom(KernelFuture<? extends T> other) {
        switch (other.state) {
            case SUCCEEDED -> succeed(other.value());
            case FAILED -> fail(other.takeException());
            case CANCELLED -> endCancelled(other.value);
            default -> throw new AssertionError("copy of a pending future; please report this");
        }
    }

    @Override
    public final boolean cancel() {
        return requestCancel(null);
    }

    @Override
    public final boolean cancel(String message) {
        return requestCancel(Objects.requireNonNull(message, "message"));
    }

    @Override
    public final boolean cancel(boolean mayInterruptIfRunning) {
        return requestCancel(null);
    }

    final boolean requestCancel(@Nullable String message) {
        if (isDone()) {
            return false;
        }
        if (cycle.hasTurn()) {
            return cancelNow(message);
        }
        if (cycle.loop.isClosed()) {
            return false;
        }
        cycle.submit(new Callback(cycle, () -> cancelNow(message), false));
        return true;
    }

    /// Cancels, with the turn.
    boolean cancelNow(@Nullable String message) {
        return endCancelled(message);
    }

    /// {@return whether waiting for it ends with a cancellation when the loop closes}
    boolean endsBeforeLoop() {
        return true;
    }

    @Override
    public final EventLoop loop() {
        return cycle.loop;
    }

    @Override
    public final boolean isDone() {
        return state0() != PENDING;
    }

    @Override
    public final boolean isCancelled() {
        return state0() == CANCELLED;
    }

    @Override
    public final State state() {
        return switch (state0()) {
            case SUCCEEDED -> State.SUCCESS;
            case FAILED -> State.FAILED;
            case CANCELLED -> State.CANCELLED;
            default -> State.RUNNING;
        };
    }

    @Override
    public final T resultNow() {
        return switch (state0()) {
            case SUCCEEDED -> value();
            case FAILED -> throw new IllegalStateException("future has failed", takeException());
            case CANCELLED -> throw new IllegalStateException("future was cancelled");
            default -> throw new IllegalStateException("future is not done: " + this);
        };
    }

    @Override
    public final Throwable exceptionNow() {
        return switch (state0()) {
            case SUCCEEDED -> throw new IllegalStateException("future has a result");
            case FAILED -> takeException();
            case CANCELLED -> throw new IllegalStateException("future was cancelled");
            default -> throw new IllegalStateException("future is not done: " + this);
        };
    }

    final Outcome<T> outcome() {
        return switch (state0()) {
            case SUCCEEDED -> new Outcome.Success<>(value());
            case FAILED -> new Outcome.Failure<>(takeException());
            case CANCELLED -> new Outcome.Cancelled<>(cancelMessage());
            default -> throw new IllegalStateException("future is not done: " + this);
        };
    }

    /// {@return the result, which is there}
    @SuppressWarnings({
        "unchecked",
        "NullAway"
    }) // a success holds what was set; null where T admits it
    private T value() {
        return (T) value;
    }

    /// {@return the exception, or null if there is none; it does not count as seen}
    final @Nullable Throwable peekException() {
        return state0() == FAILED ? (Throwable) value : null;
    }

    /// {@return the exception, which is there, and which counts as seen from now on}
    final Throwable takeException() {
        markRetrieved();
        return (Throwable) Objects.requireNonNull(value);
    }

    final void markRetrieved() {
        Unretrieved report = unretrieved;
        if (report != null) {
            report.isRetrieved = true;
        }
    }

    /// {@return the context variables with which a failure is reported}
    final Bindings bindingsOfFailure() {
        Unretrieved report = unretrieved;
        return report == null ? Bindings.EMPTY : report.bindings;
    }

    final boolean isRetrieved() {
        Unretrieved report = unretrieved;
        return report != null && report.isRetrieved;
    }

    private @Nullable String cancelMessage() {
        return value instanceof CancelledError error ? error.getMessage() : (String) value;
    }

    /// {@return what a waiter sees when this was cancelled}
    final CancelledError cancelledError() {
        Object cause = value;
        if (cause instanceof CancelledError error) {
            CancelledError seen =
                    error.getMessage() == null
                            ? new CancelledError()
                            : new CancelledError(error.getMessage());
            seen.initCause(error);
            return seen;
        }
        return cause == null ? new CancelledError() : new CancelledError((String) cause);
    }

    /// Returns the result, or throws what a waiter sees.
    final T resultOrThrow() {
        return switch (state0()) {
            case SUCCEEDED -> value();
            case CANCELLED -> throw cancelledError();
            case FAILED -> throw thrown(takeException());
            default ->
                    throw new AssertionError("a pending future has no result; please report this");
        };
    }

    private RuntimeException thrown(Throwable exception) {
        if (exception instanceof RuntimeException || exception instanceof Error) {
            Unretrieved report = unretrieved;
            if (report != null) {
                report.addAwaitingFrames(exception);
            }
        }
        return unchecked(exception);
    }

    /// {@return the exception if it is unchecked, else one around it}
    static RuntimeException unchecked(Throwable exception) {
        if (exception instanceof Error error) {
            throw error;
        }
        return exception instanceof RuntimeException runtime
                ? runtime
                : new CompletionException(exception);
    }

    @Override
    public final T get() throws InterruptedException, ExecutionException {
        if (!isDone()) {
            Fiber fiber = Fiber.current();
            if (fiber != null) {
                awaitForGet(fiber);
            } else {
                cycle.loop.foreignWaits.await(this, Long.MAX_VALUE);
            }
        }
        return resultForGet();
    }

    /// Suspends the caller. A cancellation of his own stays a [CancelledError]: as the exception
    /// that `get` throws for a cancelled future it would be taken for a failure.
    private void awaitForGet(Fiber fiber) {
        KernelTask<?> caller = fiber.requireTaskHere("get() a pending future");
        int before = caller.cancelling();
        caller.suspendOn(this, fiber);
        if (isCancelled() && caller.cancelling() > before) {
            throw cancelledError();
        }
    }

    @Override
    public final T get(long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        Objects.requireNonNull(unit, "unit");
        if (!isDone()) {
            Fiber fiber = Fiber.current();
            if (fiber != null) {
                fiber.requireTaskHere("get() a pending future");
                TimeoutScope.waitFor(shielded(), java.time.Duration.ofNanos(unit.toNanos(timeout)));
            } else if (!cycle.loop.foreignWaits.await(this, unit.toNanos(timeout))) {
                throw new TimeoutException("not done within " + timeout + " " + unit + ": " + this);
            }
        }
        return resultForGet();
    }

    /// Ends when this does, and leaves this alone when it is cancelled: `get` with a limit only
    /// looks.
    private KernelFuture<Void> shielded() {
        KernelFuture<Void> end = new KernelFuture<>(cycle);
        DoneCallback<T> link = onDone(done -> end.succeed(null), end);
        end.onDone(done -> link.cancel(), null);
        return end;
    }

    private T resultForGet() throws ExecutionException {
        return switch (state0()) {
            case SUCCEEDED -> value();
            case CANCELLED -> throw cancellation(cancelledError());
            default -> {
                Throwable exception = takeException();
                if (exception instanceof CancelledError error) {
                    throw cancellation(error); // of a gather with a cancelled child
                }
                throw new ExecutionException(exception);
            }
        };
    }

    private static CancellationException cancellation(CancelledError error) {
        CancellationException seen = new CancellationException(error.getMessage());
        seen.initCause(error);
        return seen;
    }

    @Override
    public final CompletableFuture<T> toCompletableFuture() {
        BridgedFuture<T> bridge = new BridgedFuture<>(this);
        if (isDone()) {
            endAlike(bridge);
            return bridge;
        }
        cycle.loop.jdkFutures.add(bridge);
        Runnable link = () -> onDoneInCallback(done -> endAlike(bridge));
        if (cycle.hasTurn()) {
            link.run();
        } else {
            cycle.enqueue(new Callback(cycle, link, false));
            cycle.loop.jdkFutures.releaseIfClosed();
        }
        return bridge;
    }

    /// Ends a future of the JDK as this one has ended. A gather of which a child was cancelled has
    /// failed with a cancellation, which the JDK must not see as a failure. The failure counts as
    /// seen where the other one takes it: it may have been cancelled before.
    final void endAlike(CompletableFuture<T> other) {
        Throwable exception = peekException();
        boolean isTaken =
                switch (state0()) {
                    case SUCCEEDED -> other.complete(value());
                    case CANCELLED -> other.cancel(false);
                    default ->
                            exception instanceof CancelledError
                                    ? other.cancel(false)
                                    : other.completeExceptionally(
                                            Objects.requireNonNull(exception));
                };
        if (isTaken && exception != null) {
            markRetrieved();
        }
    }

    @Override
    public List<StackTraceElement> creationSite() {
        return List.of();
    }

    @Override
    public String toString() {
        return "Future[" + describe("pending", "") + "]";
    }

    /// {@return the state and who waits; who waits is for the code that has the turn}
    ///
    /// @param pending the word for a future that is not done
    /// @param details what to say between the state and the rest
    final String describe(String pending, String details) {
        String outcome =
                switch (state0()) {
                    case SUCCEEDED -> StringForm.finished(this, "result", value);
                    case FAILED -> StringForm.finished(this, "exception", value);
                    case CANCELLED -> "cancelled";
                    default -> pending;
                };
        String callbacks = cycle.hasTurn() ? StringForm.callbacks(waiters()) : "";
        return outcome + details + callbacks + StringForm.site(recordedSite());
    }

    /// {@return where debug mode has recorded that this was made, or nothing}
    List<StackTraceElement> recordedSite() {
        return creationSite();
    }
}
