package dev.rondo.cli;

/// Ends the command with a message for the user and an exit status, without a stack trace.
final class CommandFailure extends RuntimeException {
    /// The program does not compile, or has nothing to start.
    static final int PROGRAM = 1;

    /// A backend does not conform, or was required to and could not be tested.
    static final int NONCONFORMANCE = 1;

    /// The command line, or the set-up it is used in, is wrong.
    static final int USAGE = 2;

    private static final long serialVersionUID = 1L;

    private final int status;

    CommandFailure(int status, String message) {
        super(message);
        this.status = status;
    }

    /// Where another process has said it.
    boolean isToldAlready() {
        return String.valueOf(getMessage()).isEmpty();
    }

    int status() {
        return status;
    }
}
