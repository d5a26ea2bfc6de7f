package dev.rondo.kernel;

/// Which errors end the run of a loop: those after which nobody can promise that the JVM still
/// works. See decision 0013.
///
/// A deep recursion is not among them: the stack has been given back when somebody sees its error,
/// and the fault is the one callback's or task's.
final class FatalErrors {
    private FatalErrors() {}

    static boolean isFatal(Throwable thrown) {
        return thrown instanceof VirtualMachineError && !(thrown instanceof StackOverflowError);
    }
}
