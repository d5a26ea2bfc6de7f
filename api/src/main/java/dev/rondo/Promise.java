package dev.rondo;

/// A [LoopFuture] that its owner completes by hand.
///
/// Source: `asyncio.Future` with `set_result` and `set_exception`; [EventLoop#createFuture] makes
/// it.
///
/// @param <T> the type of the result
public sealed interface Promise<T> extends LoopFuture<T> permits dev.rondo.kernel.KernelFuture {
    /// Completes this future with a result.
    ///
    /// @param result the result
    /// @throws IllegalStateException if it is done already, or the caller does not have the loop's
    ///   turn
    void setResult(T result);

    /// Fails this future.
    ///
    /// @param exception what those who wait will see; not a [CancelledError], use `cancel` for that
    /// @throws IllegalStateException if it is done already, or the caller does not have the loop's
    ///   turn
    /// @throws IllegalArgumentException if the exception is a [CancelledError]
    void setException(Throwable exception);

    /// Completes this future unless it is done: the way out of the race with a cancellation.
    ///
    /// @param result the result
    /// @return whether this call completed it
    /// @throws IllegalStateException if the caller does not have the loop's turn
    boolean trySetResult(T result);

    /// Fails this future unless it is done.
    ///
    /// @param exception what those who wait will see
    /// @return whether this call completed it
    /// @throws IllegalStateException if the caller does not have the loop's turn
    boolean trySetException(Throwable exception);
}
