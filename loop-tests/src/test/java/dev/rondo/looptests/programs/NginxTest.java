package dev.rondo.looptests.programs;

import static dev.rondo.Rondo.createTask;
import static dev.rondo.Rondo.gather;
import static dev.rondo.Rondo.openConnection;
import static dev.rondo.Rondo.startServer;
import static dev.rondo.Rondo.startUnixServer;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rondo.StreamConnection;
import dev.rondo.StreamReader;
import dev.rondo.StreamWriter;
import dev.rondo.Task;
import dev.rondo.looptests.Content;
import dev.rondo.looptests.OnEachLoop;
import dev.rondo.looptests.Peer;
import dev.rondo.looptests.Program;
import dev.rondo.looptests.RunningLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// `nginx` as the upstream of a client and of a relay, and as the proxy in front of a server.
@OnEachLoop
class NginxTest {
    private static final int LARGE = 8 * 1024 * 1024;
    private static final int SMALL = 1000;
    private static final String UNUSED = "127.0.0.1:1";

    @RegisterExtension final RunningLoop running;

    @TempDir Path directory;

    NginxTest(String backend) {
        running = new RunningLoop(backend);
    }

    @BeforeEach
    void writeFiles() throws IOException {
        Files.write(directory.resolve("large"), new Content(LARGE).next(LARGE));
        Files.write(directory.resolve("small"), new Content(SMALL).next(SMALL));
    }

    /// It closes the connection after some requests, and says so: the client opens another one.
    @Test
    void answersAClient() throws Exception {
        try (Nginx nginx = Nginx.start(directory, UNUSED)) {
            running.run(() ->
                    gather(
                                    Stream.generate(() -> createTask(() -> getMany(nginx.port())))
                                            .limit(4)
                                            .toList())
                            .await());
        }
    }

    private static void getMany(int port) throws IOException {
        for (int connections = 0; connections < 2; connections++) {
            try (StreamConnection connection = openConnection(Peer.HOST, port)) {
                assertArrayEquals(new Content(LARGE).next(LARGE), get(connection, "/large"));
                for (int i = 1; i < Nginx.REQUESTS; i++) {
                    assertArrayEquals(new Content(SMALL).next(SMALL), get(connection, "/small"));
                }
                assertEquals(0, connection.reader().read(1).length, "it has closed");
            }
        }
    }

    private static byte[] get(StreamConnection connection, String path) throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        connection.writer().write(request.getBytes(US_ASCII));
        connection.writer().drain();
        assertEquals("HTTP/1.1 200 OK", connection.reader().readLine(US_ASCII));
        Map<String, String> headers = HttpHandler.readHeaders(connection.reader());
        return connection.reader().readExactly(Integer.parseInt(headers.get("content-length")));
    }

    @Test
    void isTheUpstreamOfARelay() throws Exception {
        Program curl = Program.require("curl", "curl").andThen("--silent", "--noproxy", "*");
        try (Nginx nginx = Nginx.start(directory, UNUSED)) {
            int port =
                    running.call(() ->
                            startServer(
                                            (reader, writer) -> relay(reader, writer, nginx.port()),
                                            Peer.HOST,
                                            0)
                                    .port());

            byte[] got = curl.run("http://" + Peer.HOST + ":" + port + "/large").output();

            assertArrayEquals(new Content(LARGE).next(LARGE), got);
        }
    }

    private static void relay(StreamReader reader, StreamWriter writer, int upstream)
            throws IOException {
        try (StreamConnection connection = openConnection(Peer.HOST, upstream)) {
            Task<Void> up = createTask(() -> pass(reader, connection.writer()));
            pass(connection.reader(), writer);
            up.await();
        }
    }

    private static void pass(StreamReader from, StreamWriter to) throws IOException {
        while (!from.atEof()) {
            to.write(from.read(64 * 1024));
            to.drain();
        }
        to.writeEof();
    }

    @Test
    void passesRequestsOnToAServer() throws Exception {
        int port = running.call(() -> startServer(new HttpHandler(), Peer.HOST, 0).port());

        assertPassesOn(Peer.HOST + ":" + port);
    }

    @Test
    void passesRequestsOnToAServerOnAPath() throws Exception {
        Path path = directory.resolve("socket");
        running.call(() -> startUnixServer(new HttpHandler(), path));

        assertPassesOn("unix:" + path);
    }

    private void assertPassesOn(String server) throws Exception {
        Program curl = Program.require("curl", "curl").andThen("--silent", "--noproxy", "*");
        try (Nginx nginx = Nginx.start(directory, server)) {
            String url = "http://" + Peer.HOST + ":" + nginx.port() + "/app";

            byte[] got = curl.run(url + "/bytes/" + LARGE).output();
            byte[] echo =
                    curl.input(Peer.pattern(SMALL))
                            .run("--data-binary", "@-", url + "/echo")
                            .output();

            assertArrayEquals(new Content(LARGE).next(LARGE), got);
            assertArrayEquals(Peer.pattern(SMALL), echo);
        }
    }
}
