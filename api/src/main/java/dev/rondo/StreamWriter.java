package dev.rondo;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/// The outgoing side of a connection, in direct style.
///
/// [#write] never waits, so that a program which writes much calls [#drain] in between: it waits
/// while the peer is slower than the program. For code that has the loop's turn; what waits is for
/// coroutines.
///
/// Source: `asyncio.StreamWriter`.
public sealed interface StreamWriter extends AutoCloseable
        permits dev.rondo.kernel.KernelStreamWriter {
    /// Writes all of the data; never waits.
    ///
    /// @param data the bytes
    /// @throws IllegalStateException after [#writeEof]
    void write(byte[] data);

    /// Writes all of the data; never waits.
    ///
    /// @param data the bytes from position to limit; the buffer is the caller's again when this
    ///   returns
    /// @throws IllegalStateException after [#writeEof]
    void write(ByteBuffer data);

    /// Writes all of the pieces, in order and with nothing between them; never waits.
    ///
    /// @param pieces the bytes
    /// @throws IllegalStateException after [#writeEof]
    void writeLines(Iterable<byte[]> pieces);

    /// Waits until it is time to write more: at once unless what is buffered has passed the
    /// high-water mark, else until it has fallen to the low one.
    ///
    /// Any number of coroutines may wait.
    ///
    /// @throws IOException if the connection is broken or closed, so that nothing more can be sent
    void drain() throws IOException;

    /// Closes the writing side once all is sent; reading goes on.
    void writeEof();

    /// Closes the connection once all is sent, without waiting for it.
    @Override
    void close();

    /// {@return whether the connection is closing or closed}
    boolean isClosing();

    /// Waits until the connection is closed and all is sent.
    ///
    /// @throws IOException if it broke before
    void waitClosed() throws IOException;

    /// {@return the address of this side}
    SocketAddress localAddress();

    /// {@return the address of the peer}
    SocketAddress remoteAddress();

    /// {@return the transport below, to set its water marks or to abort it}
    Transport transport();
}
