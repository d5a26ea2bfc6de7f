package dev.rondo.virtual;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;

/// Which addresses there are, and how messages name them.
final class Addresses {
    private Addresses() {}

    /// {@return the address}
    ///
    /// @throws IllegalArgumentException if it is of another kind
    static SocketAddress supported(SocketAddress address) {
        boolean isInternet =
                address instanceof InetSocketAddress internet && !internet.isUnresolved();
        if (isInternet || address instanceof UnixDomainSocketAddress) {
            return address;
        }
        throw new IllegalArgumentException(
                "neither a resolved internet address nor a Unix domain one: " + address);
    }

    /// {@return the address's own family: a socket of version 6 would name a version 4 address in
    /// its own way}
    static ProtocolFamily family(SocketAddress address) {
        if (!(address instanceof InetSocketAddress internet)) {
            return StandardProtocolFamily.UNIX;
        }
        boolean four = internet.getAddress() instanceof Inet4Address;
        return four ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
    }

    /// {@return the address without the slash that stands for a host name which nobody asked for,
    /// or the path}
    static String name(SocketAddress address) {
        String text = address.toString();
        if (address instanceof InetSocketAddress) {
            return text.startsWith("/") ? text.substring(1) : text;
        }
        return text.isEmpty() ? "an unnamed socket" : text;
    }
}
