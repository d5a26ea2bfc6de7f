package dev.rondo.netty;

import dev.rondo.spi.SocketFailures;
import dev.rondo.spi.StreamBuffers;
import dev.rondo.spi.StreamHandler;
import dev.rondo.spi.StreamPort;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A connection, over TCP or a Unix socket.
final class SocketStream implements StreamPort, StreamBuffers.Receiver, Descriptor.Owner {
    private final NettyDriver driver;
    private final Descriptor descriptor;
    private final StreamSocket socket;
    private final SocketAddress local;
    private final SocketAddress remote;
    private @Nullable StreamHandler handler;

    /// Nothing more comes in: the peer has ended its side, or the connection is broken.
    private boolean isEnded;

    SocketStream(
            NettyDriver driver, Descriptor descriptor, SocketAddress local, SocketAddress remote) {
        this.driver = driver;
        this.descriptor = descriptor;
        this.socket = descriptor.socket();
        this.local = local;
        this.remote = remote;
        descriptor.setOwner(this);
        descriptor.want(0);
    }

    @Override
    public void setHandler(StreamHandler newHandler) {
        handler = newHandler;
    }

    @Override
    public void ready(int operations) {
        StreamHandler listening = Objects.requireNonNull(handler, "set the handler first");
        if ((operations & Descriptor.INPUT) != 0) {
            socket.receive(listening, this, driver.share());
        }
        if ((operations & Descriptor.OUTPUT) != 0 && descriptor.wants(Descriptor.OUTPUT)) {
            descriptor.wantNoMore(Descriptor.OUTPUT);
            listening.writable();
        }
    }

    @Override
    public boolean isReading() {
        return descriptor.wants(Descriptor.INPUT);
    }

    @Override
    public void ended() {
        end();
        Objects.requireNonNull(handler).endOfInput();
    }

    @Override
    public void failed(IOException exception) {
        StreamHandler listening = handler;
        if (listening != null && socket.isOpen()) {
            end();
            listening.failed(broken(exception));
        }
    }

    /// The end of the input stays ready: to go on looking would spin.
    private void end() {
        isEnded = true;
        stopReading();
    }

    @Override
    public void startReading() {
        if (!isEnded && socket.isOpen()) {
            descriptor.wantAlso(Descriptor.INPUT);
        }
    }

    @Override
    public void stopReading() {
        descriptor.wantNoMore(Descriptor.INPUT);
    }

    @Override
    public long write(ByteBuffer[] sources, int count) throws IOException {
        long taken;
        try {
            taken = socket.send(sources, count);
        } catch (IOException e) {
            throw broken(e);
        }
        for (int i = 0; i < count; i++) {
            if (sources[i].hasRemaining()) {
                descriptor.wantAlso(Descriptor.OUTPUT);
                break;
            }
        }
        return taken;
    }

    @Override
    public void shutdownOutput() throws IOException {
        try {
            socket.shutdown(false, true);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private IOException broken(IOException cause) {
        String reason = socket.isOpen() ? StreamSocket.reason(cause) : "this side has closed it";
        return SocketFailures.broken(local, remote, reason, cause);
    }

    @Override
    public void close() {
        if (socket.isOpen()) {
            if (handler != null) {
                driver.tell(handler::closed);
            }
            descriptor.close();
        }
    }

    @Override
    public void abort() {
        try {
            if (socket.isOpen()) {
                socket.setSoLinger(0);
            }
        } catch (IOException _) {
            // Reset by the peer, where some systems refuse options: nothing is left to reset.
        }
        close();
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return SocketOptions.of(socket);
    }

    @Override
    public <T> @Nullable T option(SocketOption<T> option) throws IOException {
        return option.type().cast(SocketOptions.get(socket, option));
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) throws IOException {
        SocketOptions.set(socket, option, value);
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
