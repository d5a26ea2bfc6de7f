package dev.rondo;

import java.nio.ByteBuffer;

/// A protocol that chooses where the bytes go: the loop reads straight into its buffers.
///
/// In place of [#dataReceived] the transport calls [#getBuffer], reads, and calls [#bufferUpdated].
/// A connection may change from one kind of protocol to the other with [Transport#setProtocol]: the
/// next read is of the new kind.
///
/// Source: `asyncio.BufferedProtocol`.
public interface BufferedProtocol extends Protocol {
    /// {@return where to read to: from the position to the limit}
    ///
    /// Called before each read. An empty buffer is a fault, which costs the connection: a protocol
    /// without room pauses the reading.
    ///
    /// @param sizeHint how many bytes there are, or -1 if that is not known; the buffer may be
    ///   smaller or larger
    ByteBuffer getBuffer(int sizeHint);

    /// Bytes have arrived in the buffer that [#getBuffer] has returned last.
    ///
    /// @param count how many; they end at the buffer's position, which has moved by as many
    void bufferUpdated(int count);

    /// Puts bytes that were read elsewhere into this protocol's buffers, in slices where one buffer
    /// is too small.
    ///
    /// For who hands a connection over with bytes that it has read and not used. The transport does
    /// not call it.
    ///
    /// @param data the bytes
    /// @throws IllegalStateException if a buffer is empty
    @Override
    default void dataReceived(ByteBuffer data) {
        while (data.hasRemaining()) {
            ByteBuffer buffer = getBuffer(data.remaining());
            int count = Math.min(data.remaining(), buffer.remaining());
            if (count == 0) {
                throw new IllegalStateException("getBuffer has returned an empty buffer");
            }
            buffer.put(buffer.position(), data, data.position(), count);
            buffer.position(buffer.position() + count);
            data.position(data.position() + count);
            bufferUpdated(count);
        }
    }
}
