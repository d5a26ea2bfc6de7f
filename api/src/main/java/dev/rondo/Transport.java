package dev.rondo;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;

/// A connection, as its protocol sees it: writes without waiting and controls the flow.
///
/// For code that has the loop's turn.
///
/// Source: `asyncio.Transport`.
public interface Transport {
    /// Writes all of the data; never waits.
    ///
    /// What the system does not take at once is copied and sent later, in order. The buffer is the
    /// caller's again when this method returns, with its position at its limit. When the connection
    /// is lost, or after [#close] once all is sent, the data is dropped; from the fifth time on, a
    /// warning is logged.
    ///
    /// @param data the bytes from position to limit
    /// @throws IllegalStateException after [#writeEof]
    void write(ByteBuffer data);

    /// Writes all of the bytes; never waits.
    ///
    /// @param data the bytes
    /// @throws IllegalStateException after [#writeEof]
    default void write(byte[] data) {
        write(ByteBuffer.wrap(Objects.requireNonNull(data, "data")));
    }

    /// Closes the writing side once all is sent; reading goes on.
    ///
    /// @throws UnsupportedOperationException if [#canWriteEof] is false
    void writeEof();

    /// {@return whether [#writeEof] is supported}
    boolean canWriteEof();

    /// Closes the connection once all is sent; nothing more is received.
    void close();

    /// Closes the connection at once; what was not sent is lost.
    void abort();

    /// {@return whether the connection is closing or closed}
    boolean isClosing();

    /// Stops receiving; has no effect when paused or closing.
    void pauseReading();

    /// Goes on receiving; has no effect when not paused or closing.
    void resumeReading();

    /// {@return whether it is receiving}
    boolean isReading();

    /// Sets when the protocol is told to pause and to resume writing.
    ///
    /// @param low at this many buffered bytes writing resumes
    /// @param high above this many buffered bytes writing pauses
    /// @throws IllegalArgumentException unless 0 <= low <= high
    void setWriteBufferLimits(int low, int high);

    /// {@return how many bytes are buffered for writing}
    long writeBufferSize();

    /// {@return the address of this side}
    SocketAddress localAddress();

    /// {@return the address of the peer}
    SocketAddress remoteAddress();

    /// Gives the connection to another protocol.
    ///
    /// @param protocol receives what comes from now on; its `connectionMade` is not called
    void setProtocol(Protocol protocol);

    /// {@return the protocol}
    Protocol protocol();
}
