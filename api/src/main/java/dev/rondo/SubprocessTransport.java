package dev.rondo;

import java.util.Optional;
import java.util.OptionalInt;

/// A child process, as its protocol sees it.
///
/// For code that has the loop's turn; [#pid] and [#exitCode] may be called from any thread.
///
/// Source: `asyncio.SubprocessTransport`.
public interface SubprocessTransport {
    /// {@return the number that the system knows the child by}
    long pid();

    /// {@return the exit code, as [Subprocess#exitCode] tells it; empty as long as the loop has not
    /// seen the child end}
    OptionalInt exitCode();

    /// {@return the transport of a pipe: it writes to the child's stdin, 0, or reads from its
    /// stdout, 1, or stderr, 2; empty for a stream that is not piped, or goes where stdout goes}
    ///
    /// Its `pauseReading` holds the child back, its `close` closes the pipe, and nothing else.
    ///
    /// @param descriptor 0 to 2
    /// @throws IllegalArgumentException if it is another number
    Optional<Transport> pipeTransport(int descriptor);

    /// Sends a signal.
    ///
    /// @param number the number of the signal on this system, as `kill -l` tells it
    /// @throws ProcessLookupException if the child has ended
    /// @throws IllegalArgumentException if the system has no such signal
    /// @throws UnsupportedOperationException if the loop lacks
    ///   [dev.rondo.spi.Capability#PROCESS_CONTROL], and the signal is neither SIGTERM nor SIGKILL
    void sendSignal(int number);

    /// Asks the child to end: sends SIGTERM.
    ///
    /// @throws ProcessLookupException if it has ended
    void terminate();

    /// Ends the child: sends SIGKILL.
    ///
    /// @throws ProcessLookupException if it has ended
    void kill();

    /// Lets go of the child: closes the pipes to it, and kills it if it still runs. What was not
    /// sent is lost.
    ///
    /// Does not wait: `processExited` and `connectionLost` follow. Has no effect when it is called
    /// again.
    void close();

    /// {@return whether [#close] was called}
    boolean isClosing();

    /// Gives the child to another protocol.
    ///
    /// @param protocol hears what happens from now on; its `connectionMade` is not called
    void setProtocol(SubprocessProtocol protocol);

    /// {@return the protocol}
    SubprocessProtocol protocol();
}
