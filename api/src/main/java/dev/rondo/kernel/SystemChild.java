package dev.rondo.kernel;

import dev.rondo.spi.StreamPort;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// A child process that runs, as the system sees it: a number, three streams, signals and an end.
///
/// [SpawnedChild] is the system's own; [JdkChild] is what the JDK makes of it.
interface SystemChild {
    int SIGKILL = 9;
    int SIGTERM = 15;

    long pid();

    /// {@return this side of the pipe to a standard stream, or null if it is not piped}
    ///
    /// @param descriptor 0 to 2
    @Nullable StreamPort pipe(int descriptor);

    /// Has the end told, once; called once, before anybody else knows of the child.
    ///
    /// @param onExit hears the exit code, on any thread; must not block
    void watch(IntConsumer onExit);

    /// Sends a signal, never to a stranger who has got the number.
    ///
    /// @return whether the child was there to get it
    /// @throws java.io.UncheckedIOException if the system refuses
    /// @throws UnsupportedOperationException if this kind of child cannot be sent that signal
    /// @throws IllegalArgumentException if the system has no such signal
    boolean signal(int number);
}
