package dev.rondo;

import java.net.SocketAddress;
import java.util.Objects;

/// A key of [Transport#getExtraInfo]: what to ask a transport, and what type the answer has.
///
/// Two keys of the same name and type are equal. A transport of one's own may have keys of its own.
///
/// Source: the names of `BaseTransport.get_extra_info`.
///
/// @param name the name, in lower case, as in asyncio
/// @param type the type of the value
/// @param <T> the type of the value
public record ExtraInfo<T>(String name, Class<T> type) {
    /// The address of this side.
    public static final ExtraInfo<SocketAddress> SOCKNAME =
            new ExtraInfo<>("sockname", SocketAddress.class);

    /// The address of the peer.
    public static final ExtraInfo<SocketAddress> PEERNAME =
            new ExtraInfo<>("peername", SocketAddress.class);

    /// The socket, as far as it is not the transport's own.
    public static final ExtraInfo<TransportSocket> SOCKET =
            new ExtraInfo<>("socket", TransportSocket.class);

    /// Creates a key.
    public ExtraInfo {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
    }
}
