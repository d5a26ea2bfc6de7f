package dev.rondo.kernel;

import dev.rondo.ConnectOptions;
import dev.rondo.Connection;
import dev.rondo.LoopFuture;
import dev.rondo.Protocol;
import dev.rondo.Server;
import dev.rondo.ServerOptions;
import dev.rondo.Transport;
import dev.rondo.UnixServerOptions;
import dev.rondo.WriteBufferLimits;
import dev.rondo.spi.Capability;
import dev.rondo.spi.StreamHandler;
import dev.rondo.spi.StreamPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// The connections and servers of a loop, and what they share.
final class Network {
    static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /// Whose connections are those that have ended.
    static final Protocol NOBODY =
            new Protocol() {
                @Override
                public String toString() {
                    return "nobody";
                }
            };

    private static final int MAX_PORT = 65_535;

    /// As many chunks as make a mebibyte: enough to pay for the call, and little enough to be fair.
    private static final int CHUNKS_AT_ONCE = 64;

    final KernelLoop loop;

    /// The files of Unix servers that are open, but for those that are to stay.
    final Set<SocketFile> files = new LinkedHashSet<>();

    private final ChunkPool chunks = new ChunkPool(false);
    private final ChunkPool directChunks = new ChunkPool(true);

    /// For calls of [dev.rondo.spi.StreamPort#write], which takes an array.
    final ByteBuffer[] one = {NOTHING};

    final ByteBuffer[] many = new ByteBuffer[CHUNKS_AT_ONCE];

    /// For drivers that complete: they own no more than a queue may hold that is not paused.
    final ByteBuffer[] few =
            new ByteBuffer[WriteBufferLimits.DEFAULT.high() / ChunkPool.CHUNK_BYTES];

    Network(KernelLoop loop) {
        this.loop = loop;
        Arrays.fill(many, NOTHING);
        Arrays.fill(few, NOTHING);
    }

    <P extends Protocol> LoopFuture<Connection<P>> connect(
            Supplier<P> protocol, String host, int port, ConnectOptions options) {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("host is empty; name the peer to connect to");
        }
        checkPort(port, 1);
        return new Connecting<>(this, protocol, name(host, port), options).start(host, port);
    }

    <P extends Protocol> LoopFuture<Connection<P>> connect(
            Supplier<P> protocol, List<InetSocketAddress> peers, ConnectOptions options) {
        if (peers.isEmpty()) {
            throw new IllegalArgumentException("peers is empty; name an address to connect to");
        }
        for (InetSocketAddress peer : peers) {
            if (peer.isUnresolved()) {
                throw new IllegalArgumentException("a peer is not resolved: " + peer);
            }
            checkPort(peer.getPort(), 1);
        }
        String names = String.join(", ", peers.stream().map(Network::name).toList());
        return new Connecting<>(this, protocol, names, options).start(peers);
    }

    LoopFuture<Long> sendFile(Transport transport, FileChannel file, long offset, long count) {
        if (offset < 0 || count < 0) {
            throw new IllegalArgumentException(
                    offset < 0 ? "offset < 0: " + offset : "count < 0: " + count);
        }
        if (transport instanceof StreamTransport stream && stream.network() == this) {
            return stream.sendFile(file, offset, count);
        }
        throw new IllegalArgumentException(
                "not a connection of this loop, so it cannot send a file: " + transport);
    }

    <P extends Protocol> LoopFuture<Connection<P>> connect(Supplier<P> protocol, Path path) {
        return new UnixConnecting<>(this, protocol).start(address(path));
    }

    <P extends Protocol> LoopFuture<Connection<P>> adopt(
            Supplier<P> protocol, SocketChannel connected) {
        Handover<P> handover = new Handover<>(this, protocol);
        if (!connected.isConnected() || !connected.isOpen()) {
            throw new IllegalArgumentException("the channel is not connected: " + connected);
        }
        try {
            handover.adopt(loop.cycle.driver().adopt(connected));
        } catch (IOException e) {
            handover.fail(e);
        }
        return handover.future;
    }

    LoopFuture<Server> listen(
            Supplier<? extends Protocol> protocol,
            List<String> hosts,
            int port,
            ServerOptions options) {
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException(
                    "hosts is empty; name one, or \"\" for all addresses");
        }
        checkPort(port, 0);
        if (options.reusePort()) {
            loop.require(Capability.REUSE_PORT);
        }
        return new Listening(this, protocol, port, options).start(hosts);
    }

    LoopFuture<Server> listen(
            Supplier<? extends Protocol> protocol,
            ServerSocketChannel bound,
            ServerOptions options) {
        if (!(boundAddress(bound) instanceof InetSocketAddress)) {
            throw new IllegalArgumentException(
                    "not a TCP channel: " + bound + "; createUnixServer serves Unix ones");
        }
        return started(site -> {
            ListeningServer server = new ListeningServer(this, protocol, options, site);
            try {
                server.listen(
                        handler -> loop.cycle.driver().adopt(bound, options.backlog(), handler));
                return server;
            } catch (IOException e) {
                server.close();
                throw e;
            }
        });
    }

    LoopFuture<Server> listen(
            Supplier<? extends Protocol> protocol, Path path, UnixServerOptions options) {
        UnixDomainSocketAddress address = address(path);
        return started(site -> new UnixListening(this, protocol, options, site).listen(address));
    }

    LoopFuture<Server> listen(
            Supplier<? extends Protocol> protocol,
            ServerSocketChannel bound,
            UnixServerOptions options) {
        if (!(boundAddress(bound) instanceof UnixDomainSocketAddress address)) {
            throw new IllegalArgumentException(
                    "not a Unix channel: " + bound + "; createServer serves those for TCP");
        }
        return started(site ->
                new UnixListening(this, protocol, options, site).adopt(bound, address.getPath()));
    }

    /// Starts a server that has nothing to wait for.
    private interface Start {
        Server start(List<StackTraceElement> site) throws IOException;
    }

    private LoopFuture<Server> started(Start start) {
        KernelFuture<Server> future = KernelFuture.create(loop.cycle);
        try {
            future.succeed(start.start(future.creationSite()));
        } catch (IOException e) {
            future.fail(e);
        }
        return future;
    }

    private static SocketAddress boundAddress(ServerSocketChannel channel) {
        try {
            SocketAddress address = channel.getLocalAddress();
            if (address == null) {
                throw new IllegalArgumentException("the channel is not bound: " + channel);
            }
            return address;
        } catch (IOException e) {
            throw new IllegalArgumentException("the channel is closed: " + channel, e);
        }
    }

    private static UnixDomainSocketAddress address(Path path) {
        if (path.toString().isEmpty()) {
            throw new IllegalArgumentException("path is empty; name the socket");
        }
        return UnixDomainSocketAddress.of(path);
    }

    private static void checkPort(int port, int least) {
        if (port < least || port > MAX_PORT) {
            throw new IllegalArgumentException(
                    "port not in " + least + " to " + MAX_PORT + ": " + port);
        }
    }

    /// {@return the memory for what a port is to send}
    ChunkPool chunks(StreamPort port) {
        return port.isCompletionBased() ? directChunks : chunks;
    }

    /// Closes a stream that nobody wants.
    void discard(StreamPort stream) {
        stream.setHandler(new Unwanted());
        stream.abort();
    }

    /// {@return whether there is something to close; false when the loop was closed, and all with
    /// it}
    ///
    /// @param operation what the caller wants, for the message to one without the turn
    boolean isWithTurn(String operation) {
        if (loop.isClosed()) {
            return false;
        }
        loop.checkTurn(operation);
        return true;
    }

    /// {@return the address without the name that it was found by, or the path}
    static String name(SocketAddress address) {
        String text = address.toString();
        if (address instanceof UnixDomainSocketAddress) {
            return text.isEmpty() ? "an unnamed socket" : text;
        }
        return text.substring(text.indexOf('/') + 1);
    }

    /// {@return host and port, as in a URL}
    static String name(String host, int port) {
        return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    }

    /// Hears of a stream that was aborted before it had a transport: nothing that matters.
    private static final class Unwanted implements StreamHandler {
        @Override
        public void readable(ByteBuffer data) {}

        @Override
        public void endOfInput() {}

        @Override
        public void writable() {}

        @Override
        public void written(long count) {}

        @Override
        public void failed(IOException exception) {}

        @Override
        public void closed() {}
    }
}
