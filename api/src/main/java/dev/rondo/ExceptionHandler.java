package dev.rondo;

/// Receives the errors that nobody was there to catch: callbacks that throw, failures that nobody
/// asked for, tasks that a closing loop could not end.
///
/// Called with the loop's turn, as a callback. An exception from it is logged and ends nothing.
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
