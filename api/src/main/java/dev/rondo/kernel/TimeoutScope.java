package dev.rondo.kernel;

import dev.rondo.CancelledError;
import dev.rondo.LoopFuture;
import dev.rondo.Timeout;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A limit on the time of a scope: cancels the task when it is over, and makes a timeout of the
/// cancellation that this causes.
///
/// Source: `asyncio.timeout`, whose rules decide who may take a cancellation for his own.
public final class TimeoutScope implements Timeout {
    private enum State {
        ACTIVE("is active"),
        EXPIRING("is expiring"),
        EXPIRED("has expired"),
        FINISHED("has finished");

        private final String words;

        State(String words) {
            this.words = words;
        }
    }

    private final KernelTask<?> task;

    /// The requests to cancel that were open when the scope was entered.
    private final int before;

    private State state = State.ACTIVE;

    /// Whether there is a deadline.
    private boolean isLimited;

    private long deadline;

    /// What the program gave for the deadline; null if that was a time, or a later change.
    private @Nullable Duration limit;

    /// What will cancel the task; null when there is nothing left to cancel.
    private @Nullable Callback timer;

    private TimeoutScope(KernelTask<?> task) {
        this.task = task;
        this.before = task.cancelling();
    }

    /// Runs a body with a limit.
    ///
    /// @param limit the limit
    /// @param body the body
    /// @return the result of the body
    /// @throws TimeoutException if the limit ended it
    public static <T> T run(Duration limit, Body<T> body) throws TimeoutException {
        return runLimited(Fiber.requireTask("use timeout"), limit, body);
    }

    /// Runs a body with a deadline.
    ///
    /// @param deadlineNanos the deadline
    /// @param body the body
    /// @return the result of the body
    /// @throws TimeoutException if the deadline ended it
    public static <T> T runUntil(long deadlineNanos, Body<T> body) throws TimeoutException {
        TimeoutScope scope = new TimeoutScope(Fiber.requireTask("use timeoutAt"));
        scope.startAt(deadlineNanos);
        return scope.execute(body);
    }

    private static <T> T runLimited(KernelTask<?> task, Duration limit, Body<T> body)
            throws TimeoutException {
        TimeoutScope scope = new TimeoutScope(task);
        scope.start(limit);
        scope.limit = limit;
        return scope.execute(body);
    }

    /// Waits for a future with a limit, and cancels it when that is over.
    ///
    /// @param future the future
    /// @param limit the limit
    /// @return the result of the future
    /// @throws TimeoutException if the limit ended it
    public static <T> T waitFor(LoopFuture<T> future, Duration limit) throws TimeoutException {
        Fiber fiber = Fiber.require("use waitFor");
        KernelTask<?> task = fiber.requireTaskHere("use waitFor");
        if (limit.isPositive()) {
            return runLimited(task, limit, _ -> future.await());
        }
        KernelFuture<T> waited = (KernelFuture<T>) future;
        if (waited.isDone()) {
            return waited.resultOrThrow();
        }
        task.checkMayAwait(waited);
        KernelFuture<Void> end = new KernelFuture<>(fiber.cycle);
        DoneCallback<T> link = waited.onDone(done -> end.succeed(null), end);
        waited.requestCancel(null);
        try {
            end.await();
        } finally {
            link.cancel(); // a cancelled caller leaves nothing behind
        }
        if (waited.isCancelled()) {
            throw timedOut(notWithin(limit), waited.cancelledError());
        }
        return waited.resultOrThrow();
    }

    private <T> T execute(Body<T> body) throws TimeoutException {
        Throwable thrown;
        try {
            T result = body.run(this);
            leave();
            return result;
        } catch (Throwable e) {
            thrown = e;
        }
        throw translate(thrown);
    }

    private void start(Duration fromNow) {
        if (!fromNow.equals(UNLIMITED)) {
            long now = task.cycle().loop.time();
            arm(Delays.deadline(now, fromNow), now);
        }
    }

    private void startAt(long deadlineNanos) {
        long now = task.cycle().loop.time();
        arm(Delays.clamp(now, deadlineNanos), now);
    }

    /// A deadline that is over already ends even a wait of one turn, after which a timer would come
    /// too late.
    private void arm(long newDeadline, long now) {
        Cycle cycle = task.cycle();
        isLimited = true;
        deadline = newDeadline;
        if (newDeadline - now > 0) {
            timer = cycle.loop.schedule(newDeadline, this::expire, false);
        } else {
            timer = new Callback(cycle, this::expire, false);
            cycle.ready.add(timer);
        }
    }

    private void disarm() {
        Callback current = timer;
        if (current != null) {
            timer = null;
            current.cancel();
        }
    }

    private void expire() {
        state = State.EXPIRING;
        timer = null;
        task.cancelNow("timeout: " + message());
    }

    /// {@return whether the scope has expired and no other request to cancel is open}
    private boolean leave() {
        disarm();
        boolean isExpired = state == State.EXPIRING;
        state = isExpired ? State.EXPIRED : State.FINISHED;
        return isExpired && task.uncancel() <= before;
    }

    private RuntimeException translate(Throwable thrown) throws TimeoutException {
        Throwable seen = task.endOfScope(thrown);
        if (leave()) {
            if (seen instanceof CancelledError) {
                throw timedOut(message(), seen);
            }
            seen.addSuppressed(new TimeoutException(message()));
        }
        if (seen instanceof TimeoutException inner) {
            throw inner;
        }
        return KernelFuture.unchecked(seen);
    }

    private static TimeoutException timedOut(String message, Throwable cause) {
        TimeoutException timeout = new TimeoutException(message);
        timeout.initCause(cause);
        return timeout;
    }

    private String message() {
        Duration given = limit;
        return given == null
                ? "not done by the deadline of " + deadline + " ns on the loop's clock"
                : notWithin(given);
    }

    private static String notWithin(Duration limit) {
        return "not done within " + limit;
    }

    @Override
    public OptionalLong when() {
        return isLimited ? OptionalLong.of(deadline) : OptionalLong.empty();
    }

    @Override
    public boolean isExpired() {
        return state == State.EXPIRING || state == State.EXPIRED;
    }

    @Override
    public void reschedule(Duration fromNow) {
        Objects.requireNonNull(fromNow, "fromNow");
        lift("reschedule");
        start(fromNow);
    }

    @Override
    public void rescheduleAt(long deadlineNanos) {
        lift("rescheduleAt");
        startAt(deadlineNanos);
    }

    @Override
    public void disable() {
        lift("disable");
    }

    /// Takes the limit away, if that is still possible.
    private void lift(String operation) {
        task.cycle().loop.checkTurn(operation);
        if (state != State.ACTIVE) {
            throw new IllegalStateException(
                    "cannot "
                            + operation
                            + ": the timeout "
                            + state.words
                            + "; open another scope with Rondo.timeout(…)");
        }
        disarm();
        isLimited = false;
        limit = null;
    }

    @Override
    public String toString() {
        String when = isLimited ? ", when=" + deadline : ", no deadline";
        return "Timeout[" + state.words + (state == State.ACTIVE ? when : "") + "]";
    }
}
