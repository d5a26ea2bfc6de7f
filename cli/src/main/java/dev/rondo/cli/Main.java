package dev.rondo.cli;

/// The `rondo` command.
public final class Main {
    private Main() {}

    /// Executes the command, or launches the program that it names.
    ///
    /// A launched program runs on the calling thread, and what it throws is passed on, so that its
    /// exit status, its uncaught exceptions and its threads are treated as `java` treats them.
    ///
    /// @param args the command line
    /// @throws Throwable what the launched program threw
    public static void main(String[] args) throws Throwable {
        try {
            new Commands(System.out).execute(args);
        } catch (CommandFailure failure) {
            if (!failure.isToldAlready()) {
                System.err.println(failure.getMessage());
            }
            System.exit(failure.status());
        }
    }
}
