package dev.rondo.kernel;

/// What the two ends of pipes to children have in common: a thread of their own, which blocks, and
/// its way back to the loop.
///
/// A platform thread: the JDK's virtual ones do not let go of their carrier in a read from a pipe,
/// and as many of them as there are carriers stop all other virtual threads of the JVM.
final class Pipes {
    private static final String PREFIX = "rondo-pipe-";

    private Pipes() {}

    /// {@return a thread, not started}
    static Thread thread(String name, Runnable body) {
        return Thread.ofPlatform()
                .daemon()
                .inheritInheritableThreadLocals(false)
                .name(PREFIX + name)
                .unstarted(body);
    }

    /// Gives the current thread the name of the pipe that it serves from now on.
    static void nameThread(String name) {
        Thread.currentThread().setName(PREFIX + name);
    }

    /// Has the loop do something of its own, if it is still there; from any thread.
    static void submit(Cycle cycle, Runnable action) {
        submit(cycle, action, false);
    }

    /// Has the loop do something that may call the program; from any thread.
    static void submitCallback(Cycle cycle, Runnable action) {
        submit(cycle, action, true);
    }

    private static void submit(Cycle cycle, Runnable action, boolean isCallback) {
        if (!cycle.loop.isClosed()) {
            cycle.submit(new Callback(cycle, action, isCallback));
        }
    }
}
