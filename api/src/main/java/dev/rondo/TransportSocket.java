package dev.rondo;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.util.Set;

/// The socket of a transport: its options and its address, and nothing that would take it from its
/// owner, such as its blocking mode, reading, writing or closing.
///
/// For code that has the loop's turn. Its descriptor is not handed to child processes.
///
/// Source: `asyncio.trsock.TransportSocket`.
public interface TransportSocket {
    /// {@return the options that can be read and set}
    Set<SocketOption<?>> supportedOptions();

    /// {@return the value of an option}
    ///
    /// @param option the option, such as one of [java.net.StandardSocketOptions]
    /// @param <T> the type of its value
    /// @throws IOException if the system refuses, as it does when the socket is closed
    /// @throws UnsupportedOperationException if the option is not one of the supported ones
    <T> T getOption(SocketOption<T> option) throws IOException;

    /// Sets an option.
    ///
    /// @param option the option
    /// @param value the value
    /// @param <T> the type of the value
    /// @return this socket
    /// @throws IOException if the system refuses, as it does when the socket is closed
    /// @throws IllegalArgumentException if the value makes no sense
    /// @throws UnsupportedOperationException if the option is not one of the supported ones
    <T> TransportSocket setOption(SocketOption<T> option, T value) throws IOException;

    /// {@return the address of this side}
    SocketAddress localAddress();
}
