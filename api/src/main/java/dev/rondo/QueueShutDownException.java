package dev.rondo;

/// A queue was shut down: it takes no more items, or has no more to give.
///
/// Source: `asyncio.QueueShutDown`.
public class QueueShutDownException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Creates the exception.
    ///
    /// @param message which queue, and what was wanted of it
    public QueueShutDownException(String message) {
        super(message);
    }
}
