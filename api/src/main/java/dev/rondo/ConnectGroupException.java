package dev.rondo;

import java.io.IOException;
import java.net.ConnectException;
import java.util.List;

/// The failures of all addresses of a peer, for who has asked for them:
/// [ConnectOptions#withAllErrors].
///
/// The cause is the first failure.
///
/// Source: the `ExceptionGroup` of `loop.create_connection(all_errors=True)`.
public class ConnectGroupException extends ConnectException {
    private static final long serialVersionUID = 1L;

    /// The failures, in the order in which they came.
    private final transient List<IOException> failures;

    /// Creates the exception.
    ///
    /// @param message what was wanted, and why it failed
    /// @param failures the failures, at least one, in the order in which they came
    @SuppressWarnings("this-escape") // nothing here is for subclasses to change
    public ConnectGroupException(String message, List<IOException> failures) {
        super(message);
        this.failures = List.copyOf(failures);
        initCause(failures.getFirst());
        failures.stream().skip(1).forEach(this::addSuppressed);
    }

    /// {@return the failures, one for each address that was tried}
    public List<IOException> failures() {
        return failures;
    }
}
