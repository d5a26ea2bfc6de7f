package dev.rondo.spi;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;

/// Which addresses sockets have: the same on all backends.
public final class SocketAddresses {
    private SocketAddresses() {}

    /// {@return the address, if it is of a kind that stream sockets have}
    ///
    /// @param address the address
    /// @throws IllegalArgumentException if it is neither a resolved internet address nor a Unix
    ///   domain one
    public static SocketAddress supported(SocketAddress address) {
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
    ///
    /// @param address a supported address
    public static ProtocolFamily family(SocketAddress address) {
        if (!(address instanceof InetSocketAddress internet)) {
            return StandardProtocolFamily.UNIX;
        }
        boolean four = internet.getAddress() instanceof Inet4Address;
        return four ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
    }
}
