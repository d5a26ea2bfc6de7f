package dev.rondo;

import org.jspecify.annotations.Nullable;

/// How a future ended, as a value: what [Rondo#gatherOutcomes] returns in place of throwing.
///
/// @param <T> the type of the result
public sealed interface Outcome<T> {
    /// The future has a result.
    ///
    /// @param value the result
    /// @param <T> the type of the result
    record Success<T>(T value) implements Outcome<T> {}

    /// The future failed.
    ///
    /// @param exception the future's own exception, checked ones unwrapped
    /// @param <T> the type of the result that is missing
    record Failure<T>(Throwable exception) implements Outcome<T> {}

    /// The future was cancelled.
    ///
    /// @param message the message that was given to `cancel`, or null if there was none
    /// @param <T> the type of the result that is missing
    record Cancelled<T>(@Nullable String message) implements Outcome<T> {}
}
