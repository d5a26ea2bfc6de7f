package dev.rondo.nio;

import dev.rondo.spi.AcceptHandler;
import dev.rondo.spi.ListenOptions;
import dev.rondo.spi.ListenerPort;
import dev.rondo.spi.SocketAddresses;
import dev.rondo.spi.SocketFailures;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.InvalidPathException;

/// A listening socket, for TCP or of a Unix path.
final class NioListener implements ListenerPort {
    private final NioDriver driver;
    private final ServerSocketChannel channel;
    private final AcceptHandler handler;
    private final SocketAddress local;
    private final SelectionKey key;

    /// How many connections are accepted before the streams get their turn: a full backlog, and one
    /// that came meanwhile.
    private final int acceptsAtOnce;

    private NioListener(
            NioDriver driver, ServerSocketChannel channel, int backlog, AcceptHandler handler)
            throws IOException {
        this.driver = driver;
        this.channel = channel;
        this.handler = handler;
        acceptsAtOnce = backlog + 1;
        local = channel.getLocalAddress();
        channel.configureBlocking(false);
        key = driver.register(channel, SelectionKey.OP_ACCEPT, this::ready);
    }

    static NioListener open(
            NioDriver driver, SocketAddress local, ListenOptions options, AcceptHandler handler)
            throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(SocketAddresses.family(local));
        try {
            if (local instanceof InetSocketAddress) {
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, options.reuseAddress());
            }
            if (options.reusePort()) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            channel.bind(local, options.backlog());
        } catch (IOException e) {
            var failure = SocketFailures.listening(local, e.getMessage(), e);
            NioDriver.close(channel, failure);
            throw failure;
        }
        return of(driver, channel, options.backlog(), handler);
    }

    /// Takes over a bound channel, or closes it.
    static NioListener of(
            NioDriver driver, ServerSocketChannel channel, int backlog, AcceptHandler handler)
            throws IOException {
        try {
            return new NioListener(driver, channel, backlog, handler);
        } catch (IOException e) {
            NioDriver.close(channel, e);
            throw e;
        }
    }

    private void ready() {
        for (int i = 0; i < acceptsAtOnce; i++) {
            SocketChannel accepted;
            try {
                // A handler may have paused or closed the listener.
                accepted = key.isValid() && key.interestOps() != 0 ? channel.accept() : null;
            } catch (IOException e) {
                pause();
                handler.failed(SocketFailures.accepting(local, e.getMessage(), e));
                return;
            } catch (InvalidPathException _) {
                continue; // the JDK has dropped a client whose path it cannot represent
            }
            if (accepted == null) {
                return;
            }
            accept(accepted);
        }
    }

    private void accept(SocketChannel accepted) {
        NioStream stream;
        try {
            stream = NioStream.of(driver, accepted);
        } catch (IOException _) {
            return; // its peer has reset it while it waited; some systems tell that here
        }
        handler.accepted(stream);
    }

    @Override
    public SocketAddress localAddress() {
        return local;
    }

    @Override
    public void pause() {
        if (key.isValid()) {
            key.interestOps(0);
        }
    }

    @Override
    public void resume() {
        if (key.isValid()) {
            key.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    /// Releases the descriptor at once: until then the system takes connections and holds the port.
    @Override
    public void close() {
        NioDriver.close(channel);
        driver.flush();
    }
}
