package dev.rondo.netty;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The options of sockets, as the JDK names them.
public final class SocketOptions {
    private interface Getter {
        Object get(StreamSocket socket) throws IOException;
    }

    private interface Setter<T> {
        void set(StreamSocket socket, T value) throws IOException;
    }

    private record Access<T>(Class<T> type, Getter getter, Setter<T> setter) {
        void set(StreamSocket socket, Object value) throws IOException {
            setter.set(socket, type.cast(value));
        }
    }

    private static final Map<SocketOption<?>, Access<?>> ALL =
            Map.of(
                    StandardSocketOptions.SO_RCVBUF,
                    ofInteger(
                            StreamSocket::getReceiveBufferSize, StreamSocket::setReceiveBufferSize),
                    StandardSocketOptions.SO_SNDBUF,
                    ofInteger(StreamSocket::getSendBufferSize, StreamSocket::setSendBufferSize),
                    StandardSocketOptions.SO_LINGER,
                    ofInteger(StreamSocket::getSoLinger, StreamSocket::setSoLinger),
                    StandardSocketOptions.TCP_NODELAY,
                    ofBoolean(StreamSocket::isTcpNoDelay, StreamSocket::setTcpNoDelay),
                    StandardSocketOptions.SO_KEEPALIVE,
                    ofBoolean(StreamSocket::isKeepAlive, StreamSocket::setKeepAlive),
                    StandardSocketOptions.SO_REUSEADDR,
                    ofBoolean(StreamSocket::isReuseAddress, StreamSocket::setReuseAddress),
                    StandardSocketOptions.IP_TOS,
                    ofInteger(StreamSocket::getTrafficClass, StreamSocket::setTrafficClass));

    private static final Set<SocketOption<?>> UNIX =
            Stream.of(
                            StandardSocketOptions.SO_RCVBUF,
                            StandardSocketOptions.SO_SNDBUF,
                            StandardSocketOptions.SO_LINGER)
                    .collect(Collectors.toUnmodifiableSet());

    private SocketOptions() {}

    private static Access<Integer> ofInteger(Getter getter, Setter<Integer> setter) {
        return new Access<>(Integer.class, getter, setter);
    }

    private static Access<Boolean> ofBoolean(Getter getter, Setter<Boolean> setter) {
        return new Access<>(Boolean.class, getter, setter);
    }

    /// {@return the options that a socket has}
    ///
    /// @param socket the socket
    public static Set<SocketOption<?>> of(StreamSocket socket) {
        return socket.isUnix() ? UNIX : ALL.keySet();
    }

    /// {@return the value of an option}
    ///
    /// @param socket the socket
    /// @param option one of its options
    /// @throws IOException if the system refuses
    public static Object get(StreamSocket socket, SocketOption<?> option) throws IOException {
        return access(socket, option).getter.get(socket);
    }

    /// Sets an option.
    ///
    /// @param socket the socket
    /// @param option one of its options
    /// @param value the value
    /// @throws IOException if the system refuses
    public static void set(StreamSocket socket, SocketOption<?> option, Object value)
            throws IOException {
        access(socket, option).set(socket, value);
    }

    private static Access<?> access(StreamSocket socket, SocketOption<?> option)
            throws ClosedChannelException {
        if (!socket.isOpen()) {
            throw new ClosedChannelException(); // its descriptor may be another one's by now
        }
        Access<?> access = of(socket).contains(option) ? ALL.get(option) : null;
        if (access == null) {
            throw new UnsupportedOperationException("'" + option + "' is not supported");
        }
        return access;
    }
}
