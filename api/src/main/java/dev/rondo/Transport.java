package dev.rondo;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

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
    /// @throws IllegalStateException after [#writeEof], and while [EventLoop#sendFile] sends
    void write(ByteBuffer data);

    /// Writes all of the bytes; never waits.
    ///
    /// @param data the bytes
    /// @throws IllegalStateException after [#writeEof]
    default void write(byte[] data) {
        write(ByteBuffer.wrap(Objects.requireNonNull(data, "data")));
    }

    /// Writes the pieces one after the other, as one write would; never waits.
    ///
    /// The backend gathers them where it can. Of the flow control and of the drops this is one
    /// write. Each buffer is the caller's again when this method returns, with its position at its
    /// limit.
    ///
    /// @param data the pieces, in order
    /// @throws IllegalStateException after [#writeEof]
    void writeLines(List<ByteBuffer> data);

    /// Closes the writing side once all is sent; reading goes on.
    ///
    /// @throws UnsupportedOperationException if [#canWriteEof] is false
    void writeEof();

    /// {@return whether [#writeEof] is supported}
    boolean canWriteEof();

    /// Closes the connection once all is sent; nothing more is received.
    void close();

    /// Closes the connection at once; what was not sent is lost, and `connectionLost` hears null.
    ///
    /// The peer of a TCP connection sees a reset, as with `SO_LINGER` 0, so that what was cut short
    /// never looks complete.
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
    default void setWriteBufferLimits(int low, int high) {
        setWriteBufferLimits(new WriteBufferLimits(low, high));
    }

    /// Sets when the protocol is told to pause and to resume writing.
    ///
    /// What is buffered already counts: limits below it pause writing at once.
    ///
    /// @param limits the limits, such as [WriteBufferLimits#ofLow]
    void setWriteBufferLimits(WriteBufferLimits limits);

    /// {@return when the protocol is told to pause and to resume writing}
    WriteBufferLimits writeBufferLimits();

    /// {@return how many bytes are buffered for writing}
    long writeBufferSize();

    /// {@return the address of this side}
    SocketAddress localAddress();

    /// {@return the address of the peer}
    SocketAddress remoteAddress();

    /// {@return what the transport knows under a key, or empty; `orElse` gives the default}
    ///
    /// @param key the key, such as [ExtraInfo#PEERNAME]
    /// @param <T> the type of the value
    <T> Optional<T> getExtraInfo(ExtraInfo<T> key);

    /// Gives the connection to another protocol, which may be a [BufferedProtocol] or not.
    ///
    /// @param protocol receives what comes from now on; its `connectionMade` is not called
    void setProtocol(Protocol protocol);

    /// {@return the protocol; after `connectionLost` one that does nothing, since the program's is
    /// let go}
    Protocol protocol();
}
