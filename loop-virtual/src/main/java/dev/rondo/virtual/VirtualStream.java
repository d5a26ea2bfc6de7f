package dev.rondo.virtual;

import dev.rondo.spi.SocketFailures;
import dev.rondo.spi.StreamHandler;
import dev.rondo.spi.StreamPort;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SocketChannel;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A connection, over TCP or a Unix socket.
///
/// It is closed when the channel is and both threads have left it: the JDK releases the descriptor
/// with the last of them. A close waits for a write that is under way, an abort does not.
final class VirtualStream implements StreamPort, Port {
    private final VirtualDriver driver;
    private final SocketChannel channel;
    private final SocketAddress local;
    private final SocketAddress remote;
    private final StreamInput input;
    private final StreamOutput output;
    private @Nullable StreamHandler handler;
    private boolean isClosing;
    private boolean isClosed;

    private VirtualStream(VirtualDriver driver, SocketChannel channel) throws IOException {
        this.driver = driver;
        this.channel = channel;
        local = channel.getLocalAddress();
        remote = channel.getRemoteAddress();
        try {
            channel.configureBlocking(true);
        } catch (IllegalBlockingModeException e) {
            throw new IOException("a selector has the channel, which has to be blocking", e);
        }
        input = new StreamInput(driver, this, channel);
        output = new StreamOutput(driver, this, channel);
        driver.opened(this);
    }

    /// Takes over a connected channel, or closes it.
    static VirtualStream of(VirtualDriver driver, SocketChannel channel) throws IOException {
        try {
            return new VirtualStream(driver, channel);
        } catch (IOException e) {
            VirtualDriver.close(channel, e);
            throw e;
        }
    }

    @Override
    public void setHandler(StreamHandler handler) {
        this.handler = handler;
    }

    @SuppressWarnings("NullAway") // it is set before reading and writing
    StreamHandler handler() {
        return handler;
    }

    /// {@return whether a write is under way}
    boolean isWriting() {
        return output.isBusy();
    }

    /// A write has ended well.
    void written(long count) {
        input.goOn(); // before it is told, for the handler may write again
        handler().written(count);
    }

    boolean isClosing() {
        return isClosing;
    }

    @Override
    public void startReading() {
        input.start();
    }

    @Override
    public void stopReading() {
        input.stop();
    }

    @Override
    public long write(ByteBuffer[] buffers, int count) throws IOException {
        if (isClosing) {
            throw broken(new IOException("it is closing"));
        }
        return output.write(buffers, count);
    }

    @Override
    public boolean isCompletionBased() {
        return true;
    }

    @Override
    public void shutdownOutput() throws IOException {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    IOException broken(IOException cause) {
        String reason = channel.isOpen() ? cause.getMessage() : "this side has closed it";
        return SocketFailures.broken(local, remote, reason, cause);
    }

    @Override
    public void close() {
        if (!isClosing) {
            isClosing = true;
            input.close();
            if (!output.isBusy()) {
                release();
            }
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
        isClosing = true;
        input.close();
        release();
    }

    @Override
    public void shutDown() throws IOException {
        isClosing = true;
        channel.close();
        input.close();
    }

    /// Closes the channel, which makes the threads leave it.
    private void release() {
        VirtualDriver.close(channel);
        driver.complete(Completion.of(this::released));
    }

    /// A thread has left the channel, or the channel was closed.
    void released() {
        if (!isClosing || output.isBusy()) {
            return;
        }
        if (channel.isOpen()) {
            release();
        } else if (!input.isBusy() && !isClosed) {
            isClosed = true;
            driver.closed(this);
            if (handler != null) {
                handler.closed();
            }
        }
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
