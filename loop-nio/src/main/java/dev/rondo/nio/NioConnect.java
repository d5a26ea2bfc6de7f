package dev.rondo.nio;

import dev.rondo.spi.ConnectHandler;
import dev.rondo.spi.SocketAddresses;
import dev.rondo.spi.SocketFailures;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/// An attempt to connect.
final class NioConnect {
    private final NioDriver driver;
    private final SocketChannel channel;
    private final SocketAddress remote;
    private final ConnectHandler handler;

    /// The handler was told, or the attempt cancelled.
    private boolean over;

    NioConnect(NioDriver driver, SocketAddress remote, ConnectHandler handler) throws IOException {
        this.driver = driver;
        this.remote = remote;
        this.handler = handler;
        channel = SocketChannel.open(SocketAddresses.family(remote));
    }

    void start(@Nullable SocketAddress local) throws IOException {
        if (local != null) {
            bind(local);
        }
        try {
            channel.configureBlocking(false);
            boolean connected = channel.connect(remote);
            if (!connected && remote instanceof UnixDomainSocketAddress) {
                // There is nothing to wait for: the system never finishes such an attempt.
                throw new ConnectException("too many connections wait to be accepted");
            }
            driver.register(channel, connected ? 0 : SelectionKey.OP_CONNECT, this::finish);
            if (connected) {
                // At once, as on the loopback of some systems: no event follows.
                driver.tell(this::finish);
            }
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private void bind(SocketAddress local) throws BindException {
        try {
            channel.bind(local);
        } catch (IOException e) {
            var failure = SocketFailures.binding(local, e.getMessage(), e);
            NioDriver.close(channel, failure);
            throw failure;
        }
    }

    private void finish() {
        if (over) {
            return;
        }
        NioStream stream;
        try {
            if (!channel.finishConnect()) {
                return;
            }
            stream = NioStream.of(driver, channel);
        } catch (IOException e) {
            IOException failure = broken(e);
            driver.tell(() -> fail(failure));
            return;
        }
        over = true;
        handler.connected(stream);
    }

    private void fail(IOException failure) {
        if (!over) {
            over = true;
            handler.failed(failure);
        }
    }

    void cancel() {
        if (!over) {
            over = true;
            NioDriver.close(channel);
        }
    }

    /// Closes the channel and says whom it was to reach.
    private IOException broken(IOException cause) {
        IOException failure = SocketFailures.connecting(remote, cause.getMessage(), cause);
        NioDriver.close(channel, failure);
        return failure;
    }
}
