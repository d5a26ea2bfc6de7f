package dev.rondo.looptests.programs;

import static dev.rondo.Rondo.currentLoop;
import static dev.rondo.Rondo.startServer;
import static dev.rondo.Rondo.startUnixServer;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.Server;
import dev.rondo.looptests.Content;
import dev.rondo.looptests.OnEachLoop;
import dev.rondo.looptests.Peer;
import dev.rondo.looptests.Program;
import dev.rondo.looptests.RunningLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `curl` and a small HTTP server, in both styles.
@OnEachLoop
class CurlTest {
    private static final int MUCH = 5_000_000;

    /// Its exit status when less came than was announced.
    private static final int PARTIAL_FILE = 18;

    /// Its exit status when the connection has broken.
    private static final int RECEIVE_ERROR = 56;

    /// Its exit status when more was announced than it wants.
    private static final int TOO_LARGE = 63;

    @RegisterExtension final RunningLoop running;

    @TempDir Path directory;

    CurlTest(String backend) {
        running = new RunningLoop(backend);
    }

    private static Program curl() {
        return Program.require("curl", "curl")
                .andThen("--silent", "--show-error", "--noproxy", "*");
    }

    private String start(String style) throws Exception {
        Server server =
                running.call(() ->
                        style.equals("streams")
                                ? startServer(new HttpHandler(), Peer.HOST, 0)
                                : currentLoop()
                                        .createServer(HttpProtocol::new, Peer.HOST, 0)
                                        .await());
        return "http://" + Peer.HOST + ":" + server.port();
    }

    @ParameterizedTest
    @ValueSource(strings = {"protocol", "streams"})
    void getsSeveralFilesOverOneConnection(String style) throws Exception {
        Program curl = curl();
        String url = start(style);
        Path first = directory.resolve("first");
        Path second = directory.resolve("second");

        String connects =
                curl.check(
                        "--write-out",
                        "%{num_connects} ",
                        "--output",
                        first.toString(),
                        url + "/bytes/" + MUCH,
                        "--output",
                        second.toString(),
                        url + "/bytes/10");

        assertEquals("1 0 ", connects);
        assertArrayEquals(new Content(MUCH).next(MUCH), Files.readAllBytes(first));
        assertArrayEquals(new Content(10).next(10), Files.readAllBytes(second));
    }

    @Test
    void getsOverAUnixSocket() throws Exception {
        Program curl = curl();
        Path path = directory.resolve("socket");
        running.call(() -> startUnixServer(new HttpHandler(), path));

        Program.Result got =
                curl.run("--unix-socket", path.toString(), "http://localhost/bytes/" + MUCH);

        assertArrayEquals(new Content(MUCH).next(MUCH), got.output());
    }

    @Test
    void postsWhenItIsToldToContinue() throws Exception {
        Program curl = curl().input(Peer.pattern(MUCH));
        String url = start("streams") + "/echo";

        Program.Result got =
                curl.run("--data-binary", "@-", "--header", "Expect: 100-continue", url);

        assertArrayEquals(Peer.pattern(MUCH), got.output());
    }

    @Test
    void sendsAndGetsChunks() throws Exception {
        Program curl = curl().input(Peer.pattern(MUCH));

        Program.Result got = curl.run("--upload-file", "-", start("streams") + "/echo");

        assertArrayEquals(Peer.pattern(MUCH), got.output());
    }

    @Test
    void seesThatAnAnswerIsCutOff() throws Exception {
        Program.Result got = curl().run(start("streams") + "/cut/1000");

        assertEquals(PARTIAL_FILE, got.status(), got.errors());
        assertArrayEquals(new Content(1000).next(500), got.output());
    }

    @Test
    void seesThatTheConnectionIsReset() throws Exception {
        Program.Result got = curl().run(start("streams") + "/reset/" + MUCH);

        assertEquals(RECEIVE_ERROR, got.status(), got.errors());
    }

    /// The server is told by the next `drain`, and goes on.
    @Test
    void leavesInTheMiddle() throws Exception {
        String url = start("streams");

        Program.Result got = curl().run("--max-filesize", "1000", url + "/bytes/100000000");

        assertEquals(TOO_LARGE, got.status(), got.errors());
        IOException told = (IOException) running.awaitReport().exception();
        assertTrue(told.getMessage().contains("127.0.0.1:"), told::toString);
        assertArrayEquals(new Content(10).next(10), curl().run(url + "/bytes/10").output());
    }
}
