package dev.rondo.memory;

import dev.rondo.spi.AcceptHandler;
import dev.rondo.spi.ConnectHandler;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The network of one loop: a single host that has every address, and names for Unix sockets.
///
/// Each loop has its own, though they share the JVM: two loops run on two threads, and what one of
/// them received would depend on chance.
final class MemoryNetwork {
    /// The range that is set aside for ports that nobody has asked for by number.
    private static final int FIRST_FREE_PORT = 49_152;

    private static final int LAST_PORT = 65_535;

    /// The address of a Unix client, which has none.
    private static final SocketAddress UNNAMED = UnixDomainSocketAddress.of("");

    private final MemoryDriver driver;
    private final List<MemoryListener> listeners = new ArrayList<>();
    private int nextPort = FIRST_FREE_PORT;

    MemoryNetwork(MemoryDriver driver) {
        this.driver = driver;
    }

    MemoryListener listen(SocketAddress address, AcceptHandler handler) throws IOException {
        MemoryListener listener = new MemoryListener(driver, this, free(address), handler);
        listeners.add(listener);
        return listener;
    }

    /// {@return the address to listen on, which nobody else has}
    ///
    /// A name of a Unix socket goes to the new listener, as a file would; the old one is not found
    /// any more.
    private SocketAddress free(SocketAddress address) throws BindException {
        if (address instanceof UnixDomainSocketAddress) {
            listeners.removeIf(listener -> listener.covers(address));
            return address;
        }
        InetSocketAddress local = internet(address);
        if (local.getPort() == 0) {
            return withFreePort(local);
        }
        if (listenerOf(local).isPresent()) {
            throw new BindException("address already in use: " + local);
        }
        return local;
    }

    void free(MemoryListener listener) {
        listeners.remove(listener);
    }

    Runnable connect(SocketAddress address, @Nullable SocketAddress bound, ConnectHandler handler)
            throws IOException {
        SocketAddress local = bound == null ? ofClient(address) : free(internet(bound));
        MemoryStream client = new MemoryStream(driver, local, address);
        Optional<MemoryListener> listener = listenerOf(address);
        Runnable answer =
                listener.isPresent()
                        ? () -> handler.connected(client)
                        : () -> handler.failed(refusal(address));
        // The client hears first, then the server, as with the packets of a handshake.
        driver.enqueue(() -> {
            if (!client.isClosed()) {
                answer.run();
            }
        });
        listener.ifPresent(found -> found.arrived(client.peer()));
        return client::abandon;
    }

    private SocketAddress ofClient(SocketAddress remote) throws BindException {
        return remote instanceof UnixDomainSocketAddress ? UNNAMED : withFreePort(internet(remote));
    }

    private static IOException refusal(SocketAddress remote) {
        if (remote instanceof UnixDomainSocketAddress) {
            return new NoSuchFileException(
                    remote.toString(), null, "cannot connect, there is no such socket");
        }
        return new ConnectException("connection refused, nobody in this loop listens on " + remote);
    }

    private Optional<MemoryListener> listenerOf(SocketAddress address) {
        return listeners.stream().filter(listener -> listener.covers(address)).findFirst();
    }

    /// Gives the ports out in turn, so that the same program gets the same ones, and from the start
    /// again after the last. A port of a connection may then be given out a second time, which does
    /// no harm: nothing finds a stream by its address.
    private InetSocketAddress withFreePort(InetSocketAddress address) throws BindException {
        for (int tries = FIRST_FREE_PORT; tries <= LAST_PORT; tries++) {
            InetSocketAddress candidate = new InetSocketAddress(address.getAddress(), nextPort);
            nextPort = nextPort == LAST_PORT ? FIRST_FREE_PORT : nextPort + 1;
            if (listenerOf(candidate).isEmpty()) {
                return candidate;
            }
        }
        throw new BindException("no free port from %d on: %s".formatted(FIRST_FREE_PORT, address));
    }

    private static InetSocketAddress internet(SocketAddress address) {
        if (address instanceof InetSocketAddress internet && !internet.isUnresolved()) {
            return internet;
        }
        throw new IllegalArgumentException(
                "neither a resolved internet address nor a Unix domain one: " + address);
    }
}
