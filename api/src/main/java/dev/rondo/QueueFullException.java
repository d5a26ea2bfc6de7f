package dev.rondo;

/// An item was to be put at once, and the queue is full.
///
/// Source: `asyncio.QueueFull`.
public class QueueFullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Creates the exception.
    ///
    /// @param message which queue, and what was wanted of it
    public QueueFullException(String message) {
        super(message);
    }
}
