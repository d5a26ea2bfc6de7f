package dev.rondo.nio;

import dev.rondo.spi.SocketFailures;
import dev.rondo.spi.StreamBuffers;
import dev.rondo.spi.StreamHandler;
import dev.rondo.spi.StreamPort;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A connection, over TCP or a Unix socket.
final class NioStream implements StreamPort, StreamBuffers.Receiver {
    private final NioDriver driver;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final SocketAddress local;
    private final SocketAddress remote;
    private @Nullable StreamHandler handler;

    /// Nothing more comes in: the peer has ended its side, or the connection is broken.
    private boolean ended;

    private NioStream(NioDriver driver, SocketChannel channel) throws IOException {
        this.driver = driver;
        this.channel = channel;
        local = channel.getLocalAddress();
        remote = channel.getRemoteAddress();
        channel.configureBlocking(false);
        key = driver.register(channel, 0, this::ready);
    }

    /// Takes over a connected channel, or closes it.
    static NioStream of(NioDriver driver, SocketChannel channel) throws IOException {
        try {
            return new NioStream(driver, channel);
        } catch (IOException e) {
            NioDriver.close(channel, e);
            throw e;
        }
    }

    @Override
    public void setHandler(StreamHandler handler) {
        this.handler = handler;
    }

    private StreamHandler listening() {
        return Objects.requireNonNull(handler, "set the handler first");
    }

    private void ready() {
        StreamHandler listening = listening();
        driver.buffers().read(channel, listening, this, driver.share());
        if (isReady(SelectionKey.OP_WRITE)) {
            key.interestOpsAnd(~SelectionKey.OP_WRITE);
            listening.writable();
        }
    }

    private boolean isReady(int operation) {
        return key.isValid() && (key.interestOps() & key.readyOps() & operation) != 0;
    }

    @Override
    public boolean isReading() {
        return isReady(SelectionKey.OP_READ);
    }

    @Override
    public void ended() {
        end();
        listening().endOfInput();
    }

    @Override
    public void failed(IOException exception) {
        end();
        listening().failed(broken(exception));
    }

    /// The end of the input stays ready for the selector: to go on looking would spin.
    private void end() {
        ended = true;
        stopReading();
    }

    @Override
    public void startReading() {
        if (!ended && key.isValid()) {
            key.interestOpsOr(SelectionKey.OP_READ);
        }
    }

    @Override
    public void stopReading() {
        if (key.isValid()) {
            key.interestOpsAnd(~SelectionKey.OP_READ);
        }
    }

    @Override
    public long write(ByteBuffer[] buffers, int count) throws IOException {
        long taken;
        try {
            taken = driver.buffers().write(channel, buffers, count);
        } catch (IOException e) {
            throw broken(e);
        }
        for (int i = 0; i < count; i++) {
            if (buffers[i].hasRemaining()) {
                key.interestOpsOr(SelectionKey.OP_WRITE);
                break;
            }
        }
        return taken;
    }

    @Override
    public void shutdownOutput() throws IOException {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private IOException broken(IOException cause) {
        String reason = channel.isOpen() ? cause.getMessage() : "this side has closed it";
        return SocketFailures.broken(local, remote, reason, cause);
    }

    @Override
    public void close() {
        if (channel.isOpen()) {
            if (handler != null) {
                driver.tell(handler::closed);
            }
            NioDriver.close(channel);
        }
    }

    @Override
    public void abort() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException _) {
            // Closed, or reset by the peer, where some systems refuse options: nothing is left to
            // reset.
        }
        close();
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return channel.supportedOptions();
    }

    @Override
    public <T> @Nullable T option(SocketOption<T> option) throws IOException {
        return channel.getOption(option);
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) throws IOException {
        channel.setOption(option, value);
    }

    @Override
    public SocketAddress localAddress() {
        return local;
    }

    @Override
    public SocketAddress remoteAddress() {
        return remote;
    }
}
