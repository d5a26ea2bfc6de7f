package dev.rondo.bench;

/// What was asked for cannot be: the message says why, and the way out.
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Creates one.
    ///
    /// @param message why, and the way out
    public UsageException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
