package dev.rondo.nio.network;

import static dev.rondo.Rondo.openConnection;
import static dev.rondo.Rondo.startServer;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rondo.Server;
import dev.rondo.StreamConnection;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Servers and clients over real sockets: addresses, errors, and what is left when they end.
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class ServersOverTcpTest {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    @RegisterExtension final RunningLoop running = new RunningLoop();

    private static Server startEcho(String host, int port) throws IOException {
        return startServer((reader, writer) -> writer.write(reader.readAll()), host, port);
    }

    @Test
    void aRefusedConnectionNamesThePeer() throws Exception {
        int port = running.call(ServersOverTcpTest::closedPort);

        ConnectException failure =
                assertThrows(
                        ConnectException.class,
                        () -> running.call(() -> openConnection("127.0.0.1", port)));

        String address = "127.0.0.1:" + port;
        assertEquals(
                "cannot connect to " + address + ": connection to " + address + " refused",
                failure.getMessage());
        assertInstanceOf(ConnectException.class, failure.getCause());
    }

    private static int closedPort() throws IOException {
        try (Server server = startEcho("127.0.0.1", 0)) {
            return server.port();
        }
    }

    @Test
    void aNameIsLookedUpOnBothSides() throws Exception {
        byte[] echo =
                running.call(() -> {
                    Server server = startEcho("localhost", 0);
                    try (StreamConnection connection = openConnection("localhost", server.port())) {
                        connection.writer().write(Peer.pattern(10));
                        connection.writer().writeEof();
                        return connection.reader().readAll();
                    }
                });

        assertArrayEquals(Peer.pattern(10), echo);
    }

    @Test
    void aLoopThatIsClosedReleasesAllDescriptors() throws Exception {
        assumeTrue(Files.isDirectory(DESCRIPTORS), "this system does not list descriptors");
        RunningLoop other = new RunningLoop();
        // what the JDK and the loop of the test open once, with the first use
        other.call(() -> roundTrip(startEcho("127.0.0.1", 0)));
        other.close();
        List<String> before = descriptors();
        RunningLoop leaving = new RunningLoop();
        Server server = leaving.call(() -> startEcho("127.0.0.1", 0));
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            leaving.call(() -> roundTrip(server));
            leaving.call(() -> openConnection("127.0.0.1", server.port()));
            peers.add(new Peer(leaving.call(server::port)));
        }
        int closedPort = leaving.call(ServersOverTcpTest::closedPort);
        assertThrows(
                ConnectException.class,
                () -> leaving.call(() -> openConnection("127.0.0.1", closedPort)));

        leaving.close();
        for (Peer peer : peers) {
            peer.close();
        }

        assertEquals(before.size(), descriptors().size(), () -> before + " then " + left());
    }

    private static int roundTrip(Server server) throws IOException {
        try (StreamConnection connection = openConnection("127.0.0.1", server.port())) {
            connection.writer().writeEof();
            return connection.reader().readAll().length;
        }
    }

    private static List<String> left() {
        try {
            return descriptors();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// {@return the sockets, pollers and files that are open}
    private static List<String> descriptors() throws IOException {
        List<String> targets = new ArrayList<>();
        try (Stream<Path> links = Files.list(DESCRIPTORS)) {
            for (Path link : links.toList()) {
                if (Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
                    targets.add(Files.readSymbolicLink(link).toString());
                }
            }
        }
        targets.removeIf(target -> target.endsWith(".jar") || target.startsWith("/proc/"));
        return targets;
    }
}
