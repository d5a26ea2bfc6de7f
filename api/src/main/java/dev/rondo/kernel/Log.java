package dev.rondo.kernel;

/// The log. In a class of its own, so that it is opened for the first message and not at the start
/// of a program: the JDK takes longer for it than for opening a loop.
final class Log {
    static final System.Logger LOGGER = System.getLogger("dev.rondo");

    private Log() {}
}
