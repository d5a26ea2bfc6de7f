package dev.rondo.kernel;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// Finds the addresses of hosts. The system's look-up blocks, so it runs on the default executor;
/// what is an address already is not looked up.
final class Resolver {
    private final KernelLoop loop;

    Resolver(KernelLoop loop) {
        this.loop = loop;
    }

    /// {@return the future of the addresses of a peer, in the order in which to try them}
    ///
    /// @param purpose what they are for, for the message if the host is unknown
    KernelFuture<List<InetAddress>> peer(String host, String purpose) {
        return resolve(host, () -> lookUp(host, purpose));
    }

    /// {@return the future of the addresses to listen on}
    ///
    /// @param host a name or an address; empty for all addresses of the machine
    /// @param purpose what they are for, for the message if the host is unknown
    KernelFuture<List<InetAddress>> local(String host, String purpose) {
        return host.isEmpty()
                ? loop.workers.submit(() -> List.of(wildcard()))
                : resolve(host, () -> ofThisMachine(lookUp(host, purpose)));
    }

    private KernelFuture<List<InetAddress>> resolve(
            String host, Callable<List<InetAddress>> lookUp) {
        InetAddress literal = literal(host);
        if (literal == null) {
            return loop.workers.submit(lookUp);
        }
        KernelFuture<List<InetAddress>> known = new KernelFuture<>(loop.cycle);
        known.succeed(List.of(literal));
        return known;
    }

    private static @Nullable InetAddress literal(String host) {
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException e) {
            return null; // the JDK has no other way to ask
        }
    }

    private static List<InetAddress> lookUp(String host, String purpose)
            throws UnknownHostException {
        try {
            return List.copyOf(new LinkedHashSet<>(Arrays.asList(InetAddress.getAllByName(host))));
        } catch (UnknownHostException e) {
            UnknownHostException failure =
                    new UnknownHostException(purpose + ": unknown host " + e.getMessage());
            failure.initCause(e);
            throw failure;
        }
    }

    /// Drops IPv6 addresses that the machine does not have, unless they are all: a usual
    /// `/etc/hosts` says that `localhost` is `::1`, too, also where IPv6 is switched off.
    private static List<InetAddress> ofThisMachine(List<InetAddress> addresses)
            throws SocketException {
        List<InetAddress> present = new ArrayList<>();
        for (InetAddress address : addresses) {
            if (address instanceof Inet4Address
                    || NetworkInterface.getByInetAddress(address) != null) {
                present.add(address);
            }
        }
        return present.isEmpty() ? addresses : present;
    }

    /// {@return the address that stands for all}
    ///
    /// A socket for that of IPv6 takes connections of both kinds.
    private static InetAddress wildcard() throws IOException {
        try {
            ServerSocketChannel.open(StandardProtocolFamily.INET6).close();
            return InetAddress.ofLiteral("::");
        } catch (UnsupportedOperationException e) {
            return InetAddress.ofLiteral("0.0.0.0"); // a system without IPv6
        }
    }
}
