package dev.rondo.tck;

import dev.rondo.spi.AcceptHandler;
import dev.rondo.spi.Capability;
import dev.rondo.spi.ConnectHandler;
import dev.rondo.spi.IoDriver;
import dev.rondo.spi.ListenOptions;
import dev.rondo.spi.ListenerPort;
import dev.rondo.spi.LoopProvider;
import dev.rondo.spi.StreamHandler;
import dev.rondo.spi.StreamPort;
import dev.rondo.tck.LyingProvider.LyingDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The memory backend with the sockets of the system, which it looks at one after the other: what
/// saboteurs of rules about real sockets and their files run on.
final class PollingDriver extends LyingDriver {
    private static final long PAUSE_NANOS = 1_000_000;

    private final List<Port> ports = new ArrayList<>();
    private final Queue<Runnable> notices = new ArrayDeque<>();

    private PollingDriver(IoDriver memory) {
        super(memory);
    }

    static LoopProvider over(LoopProvider memory) {
        return LyingProvider.of(memory)
                .claiming(Capability.REAL_NETWORK)
                .claiming(Capability.REUSE_PORT)
                .claiming(Capability.SOCKET_CHANNELS)
                .with(PollingDriver::new);
    }

    @Override
    public boolean await(long nanos) throws IOException {
        if (ports.isEmpty() && notices.isEmpty()) {
            return super.await(nanos);
        }
        super.await(0);
        if (nanos > 0 && notices.isEmpty()) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return true;
    }

    @Override
    public void dispatch() {
        super.dispatch();
        List.copyOf(ports).forEach(Port::look);
        for (int left = notices.size(); left > 0; left--) {
            notices.remove().run();
        }
    }

    @Override
    public boolean isPolling() {
        return super.isPolling() || !ports.isEmpty() || !notices.isEmpty();
    }

    /// Connects at once: all that it is used for listens on this machine.
    @Override
    public Runnable connect(
            SocketAddress remote, @Nullable SocketAddress local, ConnectHandler handler)
            throws IOException {
        StreamPort stream = adopt(connected(remote, local));
        notices.add(() -> handler.connected(stream));
        return stream::abort;
    }

    private static SocketChannel connected(SocketAddress remote, @Nullable SocketAddress local)
            throws IOException {
        if (local == null) {
            return SocketChannel.open(remote);
        }
        SocketChannel channel = SocketChannel.open();
        try {
            channel.bind(local).connect(remote);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public ListenerPort listen(SocketAddress local, ListenOptions options, AcceptHandler handler)
            throws IOException {
        ServerSocketChannel channel =
                local instanceof UnixDomainSocketAddress
                        ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                        : ServerSocketChannel.open();
        try {
            if (options.reusePort()) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            channel.bind(local, options.backlog());
        } catch (IOException e) {
            channel.close();
            throw new BindException(local + ": " + e.getMessage());
        }
        return adopt(channel, options.backlog(), handler);
    }

    @Override
    public StreamPort adopt(SocketChannel connected) throws IOException {
        Stream stream = new Stream(connected);
        connected.configureBlocking(false);
        ports.add(stream);
        return stream;
    }

    @Override
    public ListenerPort adopt(ServerSocketChannel bound, int backlog, AcceptHandler handler)
            throws IOException {
        Listener listener = new Listener(bound, handler);
        bound.configureBlocking(false);
        ports.add(listener);
        return listener;
    }

    @Override
    public void close() throws IOException {
        List.copyOf(ports).forEach(Port::close);
        super.close();
    }

    /// Something that is looked at.
    private abstract class Port {
        private final Channel channel;

        Port(Channel channel) {
            this.channel = channel;
        }

        void look() {
            try {
                if (channel.isOpen()) {
                    lookThere();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        abstract void lookThere() throws IOException;

        public void close() {
            ports.remove(this);
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final class Listener extends Port implements ListenerPort {
        private final ServerSocketChannel channel;
        private final AcceptHandler handler;
        private final SocketAddress local;
        private boolean isPaused;

        Listener(ServerSocketChannel channel, AcceptHandler handler) throws IOException {
            super(channel);
            this.channel = channel;
            this.handler = handler;
            local = channel.getLocalAddress();
        }

        @Override
        void lookThere() throws IOException {
            SocketChannel accepted = isPaused ? null : channel.accept();
            if (accepted != null) {
                handler.accepted(adopt(accepted));
            }
        }

        @Override
        public SocketAddress localAddress() {
            return local;
        }

        @Override
        public void pause() {
            isPaused = true;
        }

        @Override
        public void resume() {
            isPaused = false;
        }
    }

    private final class Stream extends Port implements StreamPort {
        private final SocketChannel channel;
        private final SocketAddress local;
        private final SocketAddress remote;
        private @Nullable StreamHandler handler;
        private boolean isReading;
        private boolean isBlocked;

        Stream(SocketChannel channel) throws IOException {
            super(channel);
            this.channel = channel;
            local = channel.getLocalAddress();
            remote = channel.getRemoteAddress();
        }

        @Override
        void lookThere() throws IOException {
            StreamHandler told = handler;
            if (told == null) {
                return; // its notice is on the way
            }
            if (isBlocked) {
                isBlocked = false;
                told.writable();
            }
            ByteBuffer input = ByteBuffer.allocateDirect(65_536);
            int count = isReading && channel.isOpen() ? channel.read(input) : 0;
            if (count > 0) {
                told.readable(input.flip());
            } else if (count < 0) {
                isReading = false;
                told.endOfInput();
            }
        }

        @Override
        public void setHandler(StreamHandler set) {
            handler = set;
        }

        @Override
        public void startReading() {
            isReading = true;
        }

        @Override
        public void stopReading() {
            isReading = false;
        }

        @Override
        public long write(ByteBuffer[] buffers, int count) throws IOException {
            long taken = channel.write(buffers, 0, count);
            for (int i = 0; i < count; i++) {
                isBlocked |= buffers[i].hasRemaining();
            }
            return taken;
        }

        @Override
        public void shutdownOutput() throws IOException {
            channel.shutdownOutput();
        }

        @Override
        public void close() {
            if (channel.isOpen()) {
                super.close();
                if (handler != null) {
                    notices.add(handler::closed);
                }
            }
        }

        @Override
        public void abort() {
            try {
                if (channel.isOpen() && local instanceof InetSocketAddress) {
                    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
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
}
