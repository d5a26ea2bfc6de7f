package dev.rondo;

/// An item was wanted at once, and the queue is empty.
///
/// Source: `asyncio.QueueEmpty`.
public class QueueEmptyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Creates the exception.
    ///
    /// @param message which queue, and what was wanted of it
    public QueueEmptyException(String message) {
        super(message);
    }
}
