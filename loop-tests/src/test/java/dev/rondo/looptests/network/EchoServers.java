package dev.rondo.looptests.network;

import static dev.rondo.Rondo.currentLoop;
import static dev.rondo.Rondo.startServer;

import dev.rondo.Protocol;
import dev.rondo.Server;
import dev.rondo.StreamReader;
import dev.rondo.StreamWriter;
import dev.rondo.Transport;
import dev.rondo.looptests.Peer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The same echo server in both styles.
final class EchoServers {
    /// The connections that were accepted; for code that has the loop's turn.
    final List<Transport> transports = new ArrayList<>();

    /// Starts a server; for a coroutine.
    ///
    /// @param style `protocol` or `streams`
    Server start(String style) throws IOException {
        return switch (style) {
            case "protocol" -> currentLoop().createServer(Echo::new, Peer.HOST, 0).await();
            case "streams" -> startServer(this::echo, Peer.HOST, 0);
            default -> throw new AssertionError(style);
        };
    }

    private void echo(StreamReader reader, StreamWriter writer) throws IOException {
        transports.add(writer.transport());
        while (!reader.atEof()) {
            writer.write(reader.read(64 * 1024));
            writer.drain();
        }
    }

    private final class Echo implements Protocol {
        private Transport transport;

        @Override
        public void connectionMade(Transport made) {
            transport = made;
            transports.add(made);
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            transport.write(data);
        }

        @Override
        public void pauseWriting() {
            transport.pauseReading();
        }

        @Override
        public void resumeWriting() {
            transport.resumeReading();
        }
    }
}
