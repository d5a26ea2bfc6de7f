package dev.rondo;

/// Receives the errors that nobody was there to catch: callbacks that throw, failures that nobody
/// asked for, tasks that a closing loop could not end.
///
/// Called with the loop's turn, as a callback. An exception from it is logged, before the context
/// it was given, and ends nothing, unless it is fatal (see [EventLoop]). What failed names the
/// message: it begins with `exception in callback` for a callback that has thrown.
///
/// Source: `loop.set_exception_handler`.
@FunctionalInterface
public interface ExceptionHandler {
    /// Handles an error.
    ///
    /// @param loop the loop on which it happened
    /// @param context what is known
    void handle(EventLoop loop, ExceptionContext context);
}
