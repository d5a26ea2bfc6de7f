package dev.rondo;

/// A barrier was aborted or reset, so that its parties do not meet.
///
/// Source: `asyncio.BrokenBarrierError`.
public class BrokenBarrierException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Creates the exception.
    ///
    /// @param message what has happened to which barrier
    public BrokenBarrierException(String message) {
        super(message);
    }
}
