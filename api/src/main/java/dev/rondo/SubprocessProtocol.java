package dev.rondo;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What a program does with a child process, as callbacks.
///
/// `connectionMade` comes first and `connectionLost` last, after `processExited`, which comes once,
/// and after a `pipeConnectionLost` for each pipe, behind the data of that pipe. The order between
/// the pipes, and between them and the exit, is not fixed: a child may close its output long before
/// it exits, and its own children may hold it open for longer.
///
/// Each is called with the loop's turn. One that throws has its exception told to the exception
/// handler. From `connectionMade` it costs the child, from what a pipe calls it costs that pipe.
///
/// Source: `asyncio.SubprocessProtocol`.
public interface SubprocessProtocol {
    /// The child runs.
    ///
    /// @param transport the child
    default void connectionMade(SubprocessTransport transport) {}

    /// The child has written something.
    ///
    /// @param descriptor 1 for its stdout, 2 for its stderr
    /// @param data a view that is valid during this call only; what is to be kept must be copied
    default void pipeDataReceived(int descriptor, ByteBuffer data) {}

    /// A pipe has ended: the child, and whoever else had it, has closed its end, or this side has.
    ///
    /// @param descriptor 0 for the child's stdin, 1 for its stdout, 2 for its stderr
    /// @param exception why, or null after a regular end or when this side closed it
    default void pipeConnectionLost(int descriptor, @Nullable Exception exception) {}

    /// The child has exited; [SubprocessTransport#exitCode] is known. There may still be data in
    /// its pipes.
    default void processExited() {}

    /// The child has exited and all its pipes have ended; nothing more is called.
    ///
    /// @param exception null
    default void connectionLost(@Nullable Exception exception) {}

    /// What is buffered for the child's stdin has passed the high-water mark: stop writing.
    default void pauseWriting() {}

    /// What is buffered for the child's stdin has fallen to the low-water mark: go on writing.
    default void resumeWriting() {}
}
