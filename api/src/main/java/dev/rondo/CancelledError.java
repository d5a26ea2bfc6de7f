package dev.rondo;

/// What a cancelled coroutine sees at the point where it waits.
///
/// An `Error`, so that `catch (Exception e)` in a retry loop does not swallow a cancellation;
/// asyncio made the same choice in Python 3.8. A coroutine may catch it to clean up and should let
/// it pass on.
///
/// Source: `asyncio.CancelledError`.
public class CancelledError extends Error {
    private static final long serialVersionUID = 1L;

    /// Creates an error without a message.
    public CancelledError() {
        super();
    }

    /// Creates an error with the message that was given to `cancel`.
    ///
    /// @param message the message
    public CancelledError(String message) {
        super(message);
    }

    /// Creates an error with a message and the exception that ended the body instead.
    ///
    /// @param message the message
    /// @param cause what a cancelled body threw in place of this error
    public CancelledError(String message, Throwable cause) {
        super(message, cause);
    }
}
