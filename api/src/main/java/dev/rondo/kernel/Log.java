package dev.rondo.kernel;

import org.jspecify.annotations.Nullable;

/// The log, which is opened for the first message and not at the start of a program: the JDK takes
/// longer for it than for opening a loop. Any thread may call it.
final class Log {
    /// Threads that come at the same time all open it, and get the same.
    private static System.@Nullable Logger opened;

    private Log() {}

    static System.Logger logger() {
        System.Logger known = opened;
        if (known == null) { // not in an initialiser: a coroutine in one could not be suspended
            known = System.getLogger("dev.rondo");
            opened = known;
        }
        return known;
    }
}
