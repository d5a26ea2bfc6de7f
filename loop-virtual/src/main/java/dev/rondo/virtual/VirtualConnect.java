package dev.rondo.virtual;

import dev.rondo.spi.ConnectHandler;
import dev.rondo.spi.SocketAddresses;
import dev.rondo.spi.SocketFailures;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/// An attempt to connect: a thread that blocks in it, or none where there is nothing to wait for.
final class VirtualConnect implements Port {
    private final VirtualDriver driver;
    private final SocketChannel channel;
    private final SocketAddress remote;
    private final ConnectHandler handler;

    /// The handler was told, or the attempt cancelled.
    private boolean isOver;

    VirtualConnect(VirtualDriver driver, SocketAddress remote, ConnectHandler handler)
            throws IOException {
        this.driver = driver;
        this.remote = remote;
        this.handler = handler;
        channel = SocketChannel.open(SocketAddresses.family(remote));
    }

    void start(@Nullable SocketAddress local) throws IOException {
        if (local != null) {
            bind(local);
        }
        boolean isConnected = connectAtOnce();
        driver.opened(this);
        if (isConnected) {
            driver.complete(new Outcome(null));
        } else {
            driver.helpers().start("rondo-virtual-connect", this::connect);
        }
    }

    private void bind(SocketAddress local) throws BindException {
        try {
            channel.bind(local);
        } catch (IOException e) {
            var failure = SocketFailures.binding(local, e.getMessage(), e);
            VirtualDriver.close(channel, failure);
            throw failure;
        }
    }

    /// Starts to connect, and sees whether there is anything to wait for. On the loopback there is
    /// not, and a peer that is there and resets the connection at once has connected before.
    ///
    /// The system connects a Unix socket at once or never: with a full backlog there is nothing to
    /// wait for, and a blocking attempt of the JDK would take that for a connection.
    private boolean connectAtOnce() throws IOException {
        try {
            channel.configureBlocking(false);
            if (channel.connect(remote)) {
                return true;
            }
            if (remote instanceof UnixDomainSocketAddress) {
                throw new ConnectException("too many connections wait to be accepted");
            }
            if (channel.finishConnect()) {
                return true;
            }
            channel.configureBlocking(true);
            return false;
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private void connect() {
        IOException failure = null;
        try {
            channel.finishConnect();
        } catch (IOException e) {
            failure = e;
        } catch (Throwable e) { // an Error, too, or those who wait would wait for ever
            failure = new IOException("connecting failed: " + e, e);
        }
        driver.complete(new Outcome(failure));
    }

    @Override
    public void shutDown() throws IOException {
        channel.close();
    }

    void cancel() {
        if (!isOver) {
            isOver = true;
            VirtualDriver.close(channel);
        }
    }

    /// The thread is done with the channel.
    private final class Outcome extends Completion {
        private final @Nullable IOException failure;

        Outcome(@Nullable IOException failure) {
            this.failure = failure;
        }

        @Override
        void run() {
            driver.closed(VirtualConnect.this);
            if (isOver) {
                return;
            }
            isOver = true;
            VirtualStream stream;
            try {
                if (failure != null) {
                    throw failure;
                }
                stream = VirtualStream.of(driver, channel);
            } catch (IOException e) {
                handler.failed(broken(e));
                return;
            }
            handler.connected(stream);
        }
    }

    /// Closes the channel and says whom it was to reach.
    private IOException broken(IOException cause) {
        IOException failure = SocketFailures.connecting(remote, cause.getMessage(), cause);
        VirtualDriver.close(channel, failure);
        return failure;
    }
}
