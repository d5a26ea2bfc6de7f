package dev.rondo.looptests.network;

import static dev.rondo.Rondo.openConnection;
import static dev.rondo.Rondo.startServer;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rondo.Server;
import dev.rondo.StreamConnection;
import dev.rondo.looptests.OnEachLoop;
import dev.rondo.looptests.Peer;
import dev.rondo.looptests.RunningLoop;
import java.io.IOException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Servers and clients over real sockets, both on the same loop.
@OnEachLoop
class ServersOverTcpTest {
    @RegisterExtension final RunningLoop running;

    ServersOverTcpTest(String backend) {
        running = new RunningLoop(backend);
    }

    private static Server startEcho(String host) throws IOException {
        return startServer((reader, writer) -> writer.write(reader.readAll()), host, 0);
    }

    @Test
    void aNameIsLookedUpOnBothSides() throws Exception {
        byte[] echo =
                running.call(() -> {
                    Server server = startEcho("localhost");
                    try (StreamConnection connection = openConnection("localhost", server.port())) {
                        connection.writer().write(Peer.pattern(10));
                        connection.writer().writeEof();
                        return connection.reader().readAll();
                    }
                });

        assertArrayEquals(Peer.pattern(10), echo);
    }

    /// That nothing is left is looked at after each test.
    @Test
    void aLoopThatIsClosedReleasesAllDescriptors() throws Exception {
        running.run(() -> {
            Server server = startEcho(Peer.HOST);
            for (int i = 0; i < 20; i++) {
                roundTrip(server);
                openConnection(Peer.HOST, server.port()); // stays open on both sides
            }
            int closedPort = closedPort();
            assertThrows(ConnectException.class, () -> openConnection(Peer.HOST, closedPort));
        });
    }

    private static int closedPort() throws IOException {
        try (Server server = startEcho(Peer.HOST)) {
            return server.port();
        }
    }

    private static void roundTrip(Server server) throws IOException {
        try (StreamConnection connection = openConnection(Peer.HOST, server.port())) {
            connection.writer().writeEof();
            connection.reader().readAll();
        }
    }
}
