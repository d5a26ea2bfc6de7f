package dev.rondo.netty;

import dev.rondo.spi.AcceptHandler;
import dev.rondo.spi.ListenOptions;
import dev.rondo.spi.ListenerPort;
import dev.rondo.spi.SocketFailures;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/// A listening socket, for TCP or of a Unix path.
final class SocketListener implements ListenerPort, Descriptor.Owner {
    /// A length, an address of version 6, a scope and a port.
    private static final int PEER_BYTES = 26;

    private final ReadinessDriver driver;
    private final Descriptor descriptor;
    private final StreamSocket socket;
    private final AcceptHandler handler;
    private final SocketAddress local;
    private final byte[] peer = new byte[PEER_BYTES];

    /// How many connections are accepted before the streams get their turn: a full backlog, and one
    /// that came meanwhile.
    private final int acceptsAtOnce;

    private SocketListener(
            ReadinessDriver driver,
            Descriptor descriptor,
            SocketAddress local,
            int backlog,
            AcceptHandler handler) {
        this.driver = driver;
        this.descriptor = descriptor;
        this.socket = descriptor.socket();
        this.local = local;
        this.handler = handler;
        acceptsAtOnce = backlog + 1;
        descriptor.setOwner(this);
        descriptor.want(Descriptor.INPUT);
    }

    static SocketListener open(
            ReadinessDriver driver,
            SocketAddress wished,
            ListenOptions options,
            AcceptHandler handler)
            throws IOException {
        StreamSocket socket = StreamSocket.open(wished, driver.memory());
        SocketAddress local;
        try {
            if (wished instanceof InetSocketAddress) {
                socket.setReuseAddress(options.reuseAddress());
            }
            if (options.reusePort()) {
                socket.setReusePort(true);
            }
            socket.bindTo(wished);
            socket.listen(options.backlog());
            local = socket.local();
        } catch (IOException e) {
            socket.close();
            throw SocketFailures.listening(wished, StreamSocket.reason(e), e);
        }
        Descriptor descriptor = driver.describe(socket);
        descriptor.registerOrClose();
        return new SocketListener(
                driver, descriptor, local == null ? wished : local, options.backlog(), handler);
    }

    @Override
    public void ready(int operations) {
        for (int i = 0; i < acceptsAtOnce; i++) {
            int accepted;
            try {
                // A handler may have paused or closed the listener.
                accepted = descriptor.wants(Descriptor.INPUT) ? socket.accept(peer) : -1;
            } catch (IOException e) {
                failed(e);
                return;
            }
            if (accepted < 0) {
                return;
            }
            accept(new StreamSocket(accepted, socket.isUnix(), driver.memory()));
        }
    }

    private void accept(StreamSocket accepted) {
        SocketAddress own = accepted.local();
        SocketAddress other = accepted.remote(peer);
        if (own == null || other == null) {
            accepted.close(); // its peer has reset it while it waited
            return;
        }
        SocketStream stream;
        try {
            stream = driver.stream(accepted, own, other);
        } catch (IOException e) {
            failed(e);
            return;
        }
        handler.accepted(stream);
    }

    @Override
    public void failed(IOException exception) {
        if (socket.isOpen()) {
            pause();
            String reason = StreamSocket.reason(exception);
            handler.failed(SocketFailures.accepting(local, reason, exception));
        }
    }

    @Override
    public SocketAddress localAddress() {
        return local;
    }

    @Override
    public void pause() {
        descriptor.wantNoMore(Descriptor.INPUT);
    }

    @Override
    public void resume() {
        if (socket.isOpen()) {
            descriptor.wantAlso(Descriptor.INPUT);
        }
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
