package dev.rondo.kernel;

import dev.rondo.Connection;
import dev.rondo.LoopFuture;
import dev.rondo.Protocol;
import dev.rondo.Server;
import dev.rondo.spi.StreamHandler;
import dev.rondo.spi.StreamPort;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Supplier;

/// The connections and servers of a loop, and what they share.
final class Network {
    static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private static final int MAX_PORT = 65_535;

    /// As many chunks as make a mebibyte: enough to pay for the call, and little enough to be fair.
    private static final int CHUNKS_AT_ONCE = 64;

    final KernelLoop loop;
    final ChunkPool chunks = new ChunkPool();

    /// For calls of [dev.rondo.spi.StreamPort#write], which takes an array.
    final ByteBuffer[] one = {NOTHING};

    final ByteBuffer[] many = new ByteBuffer[CHUNKS_AT_ONCE];

    Network(KernelLoop loop) {
        this.loop = loop;
        Arrays.fill(many, NOTHING);
    }

    <P extends Protocol> LoopFuture<Connection<P>> connect(
            Supplier<P> protocol, String host, int port) {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("host is empty; name the peer to connect to");
        }
        checkPort(port, 1);
        return new Connecting<>(this, protocol, host, port).start();
    }

    LoopFuture<Server> listen(Supplier<? extends Protocol> protocol, String host, int port) {
        checkPort(port, 0);
        return new Listening(this, protocol, host, port).start();
    }

    private static void checkPort(int port, int least) {
        if (port < least || port > MAX_PORT) {
            throw new IllegalArgumentException(
                    "port not in " + least + " to " + MAX_PORT + ": " + port);
        }
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

    /// {@return the address without the name that it was found by}
    static String name(SocketAddress address) {
        String text = address.toString();
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
