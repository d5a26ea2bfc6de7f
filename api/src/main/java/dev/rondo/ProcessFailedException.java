package dev.rondo;

import java.io.IOException;

/// A child process that was to succeed has ended with another exit code than 0.
///
/// Source: `subprocess.CalledProcessError`.
public class ProcessFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    /// What the child has left behind.
    @SuppressWarnings("serial") // an exception is written to logs, not to streams of objects
    private final CompletedProcess completed;

    /// Creates the exception.
    ///
    /// @param message what has failed
    /// @param completed what the child has left behind
    public ProcessFailedException(String message, CompletedProcess completed) {
        super(message);
        this.completed = completed;
    }

    /// {@return what the child has left behind: its exit code, and what it wrote}
    public CompletedProcess completed() {
        return completed;
    }
}
