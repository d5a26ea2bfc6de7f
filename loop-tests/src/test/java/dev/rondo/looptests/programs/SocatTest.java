package dev.rondo.looptests.programs;

import static dev.rondo.Rondo.openConnection;
import static dev.rondo.Rondo.openUnixConnection;
import static dev.rondo.Rondo.startServer;
import static dev.rondo.Rondo.startUnixServer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rondo.StreamConnection;
import dev.rondo.StreamReader;
import dev.rondo.StreamWriter;
import dev.rondo.looptests.OnEachLoop;
import dev.rondo.looptests.Peer;
import dev.rondo.looptests.Program;
import dev.rondo.looptests.RunningLoop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// `socat` as the client and as the server, over TCP and Unix sockets. Each end goes on to read
/// after it has ended its own output: without half close nothing would come back.
@OnEachLoop
class SocatTest {
    private static final Pattern PORT = Pattern.compile("listening on .*:(\\d+)");

    /// How long it waits for the rest when one direction has ended.
    private static final String PATIENT = "-t60";

    private static final int BYTES = 3 * 1024 * 1024;

    @RegisterExtension final RunningLoop running;

    @TempDir Path directory;

    SocatTest(String backend) {
        running = new RunningLoop(backend);
    }

    private static Program socat() {
        return Program.require("socat", "socat").andThen(PATIENT);
    }

    /// Answers nothing before the other side has ended its output.
    private static void sendBack(StreamReader reader, StreamWriter writer) throws IOException {
        writer.write(reader.readAll());
        writer.drain();
    }

    @Test
    void itGetsAnAnswerAfterItsEnd() throws Exception {
        Program socat = socat().input(Peer.pattern(BYTES));
        int port = running.call(() -> startServer(SocatTest::sendBack, Peer.HOST, 0).port());

        byte[] answer = socat.run("-", "TCP:" + Peer.HOST + ":" + port).output();

        assertArrayEquals(Peer.pattern(BYTES), answer);
    }

    @Test
    void itGetsAnAnswerAfterItsEndOnAPath() throws Exception {
        Program socat = socat().input(Peer.pattern(BYTES));
        Path path = directory.resolve("socket");
        running.call(() -> startUnixServer(SocatTest::sendBack, path));

        assertArrayEquals(Peer.pattern(BYTES), socat.run("-", "UNIX-CONNECT:" + path).output());
    }

    /// `sort` says nothing before its input has ended.
    @Test
    void itAnswersAfterOurEnd() throws Exception {
        try (Program.Running server =
                socat().start("-d", "-d", "TCP-LISTEN:0,bind=" + Peer.HOST, "EXEC:sort")) {
            Matcher line = PORT.matcher(server.awaitLine("listening on"));
            line.find();
            int port = Integer.parseInt(line.group(1));

            running.run(() -> assertSorts(openConnection(Peer.HOST, port)));

            assertEquals(0, server.awaitEnd());
        }
    }

    @Test
    void itAnswersAfterOurEndOnAPath() throws Exception {
        Path path = directory.resolve("socket");
        try (Program.Running server =
                socat().start("-d", "-d", "UNIX-LISTEN:" + path, "EXEC:sort")) {
            server.awaitLine("listening on");

            running.run(() -> assertSorts(openUnixConnection(path)));

            assertEquals(0, server.awaitEnd());
        }
    }

    private static void assertSorts(StreamConnection connection) throws IOException {
        try (connection) {
            connection.writer().write("c\nb\na\n".getBytes(UTF_8));
            connection.writer().writeEof();
            assertEquals("a\nb\nc\n", new String(connection.reader().readAll(), UTF_8));
        }
    }
}
