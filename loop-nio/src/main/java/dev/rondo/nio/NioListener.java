package dev.rondo.nio;

import dev.rondo.spi.AcceptHandler;
import dev.rondo.spi.ListenerPort;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/// A listening TCP socket.
final class NioListener implements ListenerPort {
    /// How many connections are accepted before the streams get their turn.
    private static final int ACCEPTS_PER_DISPATCH = 64;

    private final NioDriver driver;
    private final ServerSocketChannel channel;
    private final AcceptHandler handler;
    private final SocketAddress local;
    private final SelectionKey key;

    private NioListener(NioDriver driver, ServerSocketChannel channel, AcceptHandler handler)
            throws IOException {
        this.driver = driver;
        this.channel = channel;
        this.handler = handler;
        local = channel.getLocalAddress();
        channel.configureBlocking(false);
        key = driver.register(channel, SelectionKey.OP_ACCEPT, this::ready);
    }

    static NioListener open(
            NioDriver driver, InetSocketAddress local, int backlog, AcceptHandler handler)
            throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(NioDriver.family(local));
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(local, backlog);
            return new NioListener(driver, channel, handler);
        } catch (IOException e) {
            String where = NioDriver.name(local);
            var failure = new BindException("cannot listen on " + where + ": " + e.getMessage());
            failure.initCause(e);
            NioDriver.close(channel, failure);
            throw failure;
        }
    }

    private void ready() {
        for (int i = 0; i < ACCEPTS_PER_DISPATCH; i++) {
            NioStream stream;
            try {
                // A handler may have paused or closed the listener.
                SocketChannel accepted =
                        key.isValid() && key.interestOps() != 0 ? channel.accept() : null;
                if (accepted == null) {
                    return;
                }
                stream = NioStream.of(driver, accepted);
            } catch (IOException e) {
                pause();
                String what = "cannot accept on " + NioDriver.name(local) + ": " + e.getMessage();
                handler.failed(new SocketException(what, e));
                return;
            }
            handler.accepted(stream);
        }
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
