package dev.rondo.netty;

import dev.rondo.spi.ConnectHandler;
import dev.rondo.spi.SocketFailures;
import java.io.IOException;
import java.net.BindException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.jspecify.annotations.Nullable;

/// An attempt to connect.
final class SocketConnect implements Descriptor.Owner {
    private final ReadinessDriver driver;
    private final Descriptor descriptor;
    private final StreamSocket socket;
    private final SocketAddress remote;
    private final ConnectHandler handler;

    /// The handler was told, or the attempt cancelled.
    private boolean over;

    SocketConnect(ReadinessDriver driver, SocketAddress remote, ConnectHandler handler)
            throws IOException {
        this.driver = driver;
        this.remote = remote;
        this.handler = handler;
        socket = StreamSocket.open(remote, driver.memory());
        descriptor = driver.describe(socket);
        descriptor.registerOrClose();
        descriptor.setOwner(this);
    }

    void start(@Nullable SocketAddress local) throws IOException {
        if (local != null) {
            bind(local);
        }
        boolean isConnected;
        try {
            isConnected = socket.connectTo(remote);
        } catch (IOException e) {
            throw broken(e);
        }
        if (isConnected) {
            driver.tell(this::succeed); // as Unix sockets are at once: no event follows
        } else {
            descriptor.want(Descriptor.OUTPUT);
        }
    }

    private void bind(SocketAddress local) throws BindException {
        try {
            socket.bindTo(local);
        } catch (IOException e) {
            descriptor.close();
            throw SocketFailures.binding(local, StreamSocket.reason(e), e);
        }
    }

    @Override
    public void ready(int operations) {
        try {
            if (socket.finishConnect()) {
                succeed();
            }
        } catch (IOException e) {
            failed(e);
        }
    }

    private void succeed() {
        if (over) {
            return;
        }
        over = true;
        SocketAddress local = socket.local();
        if (local == null) {
            IOException failure = broken(new IOException("the system has lost the connection"));
            handler.failed(failure);
        } else {
            handler.connected(new SocketStream(driver, descriptor, local, remote));
        }
    }

    /// {@return true: what a server on the same loop does with the other end, as to reset it, comes
    /// after that end was made}
    @Override
    public boolean isFirst() {
        return true;
    }

    @Override
    public void failed(IOException exception) {
        if (!over) {
            over = true;
            handler.failed(broken(exception));
        }
    }

    void cancel() {
        if (!over) {
            over = true;
            descriptor.close();
        }
    }

    /// Closes the socket and says whom it was to reach.
    private IOException broken(IOException cause) {
        descriptor.close();
        String reason = StreamSocket.reason(cause);
        if (remote instanceof UnixDomainSocketAddress
                && reason.startsWith("Resource temporarily")) {
            reason = "too many connections wait to be accepted";
        }
        return SocketFailures.connecting(remote, reason, cause);
    }
}
