package dev.rondo.kernel;

import dev.rondo.CancelledError;
import dev.rondo.Coroutine;
import dev.rondo.LoopFuture;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/// A limit on the time of a scope: cancels the task when it is over, and makes a timeout of the
/// cancellation that this causes.
///
/// Source: `asyncio.timeout`, whose rules decide who may take a cancellation for his own.
public final class TimeoutScope {
    private enum State {
        ENTERED,
        EXPIRING,
        LEFT
    }

    private final KernelTask<?> task;
    private final Duration limit;

    /// The requests to cancel that were open when the scope was entered.
    private final int before;

    private State state = State.ENTERED;

    private TimeoutScope(KernelTask<?> task, Duration limit) {
        this.task = task;
        this.limit = limit;
        this.before = task.cancelling();
    }

    /// Runs a body with a limit.
    ///
    /// @param limit the limit
    /// @param body the body
    /// @return the result of the body
    /// @throws TimeoutException if the limit ended it
    public static <T> T run(Duration limit, Coroutine<T> body) throws TimeoutException {
        return new TimeoutScope(Fiber.requireTask("use timeout"), limit).execute(body);
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
            return new TimeoutScope(task, limit).execute(future::await);
        }
        KernelFuture<T> waited = (KernelFuture<T>) future;
        if (waited.isDone()) {
            return waited.resultOrThrow();
        }
        task.checkMayAwait(waited);
        waited.requestCancel(null);
        KernelFuture<Void> end = new KernelFuture<>(fiber.cycle);
        waited.onDone(done -> end.succeed(null), end);
        end.await();
        if (waited.isCancelled()) {
            throw timedOut(limit, waited.cancelledError());
        }
        return waited.resultOrThrow();
    }

    private <T> T execute(Coroutine<T> body) throws TimeoutException {
        Callback timer = startTimer();
        Throwable thrown;
        try {
            T result = body.run();
            timer.cancel();
            leave();
            return result;
        } catch (Throwable e) {
            thrown = e;
        }
        timer.cancel();
        throw translate(thrown);
    }

    /// A limit that is over already ends even a wait of one turn, after which a timer would come
    /// too late.
    private Callback startTimer() {
        Cycle cycle = task.cycle();
        if (limit.isPositive()) {
            long deadline = Delays.deadline(cycle.loop.time(), limit);
            return cycle.loop.schedule(deadline, this::expire, false);
        }
        Callback next = new Callback(cycle, this::expire, false);
        cycle.ready.add(next);
        return next;
    }

    private void expire() {
        state = State.EXPIRING;
        task.cancelNow("timeout of " + limit);
    }

    /// {@return whether the scope has expired and no other request to cancel is open}
    private boolean leave() {
        boolean isExpired = state == State.EXPIRING;
        state = State.LEFT;
        return isExpired && task.uncancel() <= before;
    }

    private RuntimeException translate(Throwable thrown) throws TimeoutException {
        Throwable seen = task.endOfScope(thrown);
        if (leave()) {
            if (seen instanceof CancelledError) {
                throw timedOut(limit, seen);
            }
            seen.addSuppressed(new TimeoutException(message(limit)));
        }
        if (seen instanceof TimeoutException inner) {
            throw inner;
        }
        return KernelFuture.unchecked(seen);
    }

    private static TimeoutException timedOut(Duration limit, Throwable cause) {
        TimeoutException timeout = new TimeoutException(message(limit));
        timeout.initCause(cause);
        return timeout;
    }

    private static String message(Duration limit) {
        return "not done within " + limit;
    }
}
