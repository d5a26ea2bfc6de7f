package dev.rondo;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What a program does with a connection, as callbacks.
///
/// The order of calls is `connectionMade`, then any number of `dataReceived`, at most one
/// `eofReceived`, then `connectionLost`. Each is called with the loop's turn. One that throws loses
/// its own connection and no other; the exception handler gets the exception.
///
/// Source: `asyncio.Protocol`.
public interface Protocol {
    /// The connection stands.
    ///
    /// @param transport writes to it and controls it
    default void connectionMade(Transport transport) {}

    /// Data has arrived.
    ///
    /// @param data a view that is valid during this call only; what is to be kept must be copied
    default void dataReceived(ByteBuffer data) {}

    /// The peer will send no more.
    ///
    /// @return true to keep the connection open for writing; false closes it
    default boolean eofReceived() {
        return false;
    }

    /// The connection has ended; nothing more is called.
    ///
    /// @param exception why, or null after a regular end or when this side closed it
    default void connectionLost(@Nullable Exception exception) {}

    /// The write buffer has passed its high-water mark: stop writing.
    default void pauseWriting() {}

    /// The write buffer has fallen to its low-water mark: go on writing.
    default void resumeWriting() {}
}
