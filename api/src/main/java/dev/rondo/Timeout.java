package dev.rondo;

import java.time.Duration;
import java.util.OptionalLong;

/// The limit of a scope that runs, to be looked at and moved.
///
/// Handed to the body of [Rondo#timeout(Duration, Body)]. It is active until the scope ends or the
/// limit is over; after that it only answers. Its methods are for the coroutines and callbacks of
/// its loop.
///
/// Source: `asyncio.Timeout`.
public sealed interface Timeout permits dev.rondo.kernel.TimeoutScope {
    /// No limit: a scope that starts with it never expires unless it is rescheduled.
    ///
    /// It is the longest duration, and [Rondo#waitFor] takes it as well.
    Duration UNLIMITED = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);

    /// {@return the deadline in nanoseconds on the clock of [EventLoop#time], or the last one once
    /// it is over; empty while the limit is disabled}
    OptionalLong when();

    /// Moves the deadline, to earlier or to later.
    ///
    /// @param fromNow how long the scope may still run; zero or less ends it at its next wait,
    ///   [#UNLIMITED] disables the limit
    /// @throws IllegalStateException if the scope has ended, or the limit is over
    void reschedule(Duration fromNow);

    /// Moves the deadline, to earlier or to later.
    ///
    /// @param deadlineNanos the deadline, in nanoseconds on the clock of [EventLoop#time]; one that
    ///   has passed ends the scope at its next wait
    /// @throws IllegalStateException if the scope has ended, or the limit is over
    void rescheduleAt(long deadlineNanos);

    /// Lifts the limit, until it is rescheduled.
    ///
    /// @throws IllegalStateException if the scope has ended, or the limit is over
    void disable();

    /// {@return whether the limit was over before the scope ended}
    boolean isExpired();

    /// The body of a scope with a limit.
    ///
    /// @param <T> the type of the result
    @FunctionalInterface
    interface Body<T> extends VoidBody {
        /// Executes the body.
        ///
        /// @param timeout the limit
        /// @return the result of the scope
        /// @throws Exception whatever ends the scope
        T run(Timeout timeout) throws Exception;

        @Override
        default void execute(Timeout timeout) throws Exception {
            run(timeout);
        }
    }

    /// The body of a scope with a limit, without a result.
    @FunctionalInterface
    interface VoidBody {
        /// Executes the body.
        ///
        /// @param timeout the limit
        /// @throws Exception whatever ends the scope
        void execute(Timeout timeout) throws Exception;
    }
}
