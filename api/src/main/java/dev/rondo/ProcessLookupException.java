package dev.rondo;

/// A child process was to be signalled, but it has ended: its number may belong to a stranger by
/// now.
///
/// Source: Python's `ProcessLookupError`.
public class ProcessLookupException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /// Creates the exception.
    ///
    /// @param message what was to be done, and how the child has ended
    public ProcessLookupException(String message) {
        super(message);
    }
}
