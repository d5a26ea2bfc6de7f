package dev.rondo.looptests.programs;

import static dev.rondo.Rondo.createTask;
import static dev.rondo.Rondo.gather;
import static dev.rondo.Rondo.openConnection;
import static dev.rondo.Rondo.openUnixConnection;
import static dev.rondo.Rondo.startServer;
import static dev.rondo.Rondo.startUnixServer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.StreamConnection;
import dev.rondo.StreamReader;
import dev.rondo.StreamWriter;
import dev.rondo.looptests.OnEachLoop;
import dev.rondo.looptests.Peer;
import dev.rondo.looptests.Program;
import dev.rondo.looptests.RunningLoop;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Python's asyncio as the client and as the server.
@OnEachLoop
class AsyncioTest {
    private static final String SERVING = "serving on ";

    @RegisterExtension final RunningLoop running;

    @TempDir Path directory;

    AsyncioTest(String backend) {
        running = new RunningLoop(backend);
    }

    private static void echo(StreamReader reader, StreamWriter writer) throws IOException {
        while (!reader.atEof()) {
            writer.write(reader.read(64 * 1024));
            writer.drain();
        }
    }

    @Test
    void itsClientsAreServed() throws Exception {
        Program client = Program.python("asyncio_client.py");
        int port = running.call(() -> startServer(AsyncioTest::echo, Peer.HOST, 0).port());

        assertEquals("all served", client.check(Peer.HOST, "" + port).strip());

        // the rude one
        Throwable reported = running.awaitReport().exception();
        assertTrue(reported.getMessage().contains("is broken"), reported::toString);
    }

    @Test
    void itsClientsAreServedOnAPath() throws Exception {
        Program client = Program.python("asyncio_client.py");
        Path path = directory.resolve("socket");
        running.call(() -> startUnixServer(AsyncioTest::echo, path));

        assertEquals("all served", client.check(path.toString()).strip());

        Throwable reported = running.awaitReport().exception();
        assertTrue(reported.getMessage().contains("is broken"), reported::toString);
    }

    @Test
    void itServesManyAtOnce() throws Exception {
        try (Program.Running server = Program.python("asyncio_server.py").start()) {
            int port = Integer.parseInt(serving(server));
            running.run(() ->
                    gather(
                                    IntStream.range(0, 50)
                                            .mapToObj(i -> createTask(() -> converse(port, i)))
                                            .toList())
                            .await());
        }
    }

    private static String serving(Program.Running server) throws IOException {
        return server.awaitLine(SERVING).substring(SERVING.length());
    }

    private static void converse(int port, int number) throws IOException {
        try (StreamConnection connection = openConnection(Peer.HOST, port)) {
            for (int i = 0; i < 20; i++) {
                String text = "client " + number + ", line " + i;
                say(connection, "echo " + text);
                assertEquals(text, connection.reader().readLine(UTF_8));
            }
            say(connection, "bytes 1000000");
            assertArrayEquals(new byte[1_000_000], connection.reader().readExactly(1_000_000));
            connection.writer().writeEof();
            assertEquals("lines: 21", new String(connection.reader().readAll(), UTF_8));
        }
    }

    private static void say(StreamConnection connection, String line) throws IOException {
        connection.writer().write((line + "\n").getBytes(UTF_8));
        connection.writer().drain();
    }

    @Test
    void itServesOnAPath() throws Exception {
        Path path = directory.resolve("socket");
        try (Program.Running server = Program.python("asyncio_server.py").start(path.toString())) {
            serving(server);
            running.run(() -> {
                try (StreamConnection connection = openUnixConnection(path)) {
                    say(connection, "echo over a path");
                    assertEquals("over a path", connection.reader().readLine(UTF_8));
                    connection.writer().writeEof();
                    assertEquals("lines: 1", new String(connection.reader().readAll(), UTF_8));
                }
            });
        }
    }

    /// Each side may end first, and the other one goes on; a reset ends both.
    @Test
    void itsEndIsNotOursAndItsResetIsTold() throws Exception {
        try (Program.Running server = Program.python("asyncio_server.py").start()) {
            int port = Integer.parseInt(serving(server));
            running.run(() -> {
                try (StreamConnection connection = openConnection(Peer.HOST, port)) {
                    say(connection, "end");
                    assertEquals(0, connection.reader().readAll().length);
                    say(connection, "echo unheard"); // still taken
                }
            });
            running.run(() -> {
                try (StreamConnection connection = openConnection(Peer.HOST, port)) {
                    say(connection, "reset");
                    SocketException failure =
                            assertThrows(SocketException.class, () -> connection.reader().read(1));
                    assertTrue(failure.getMessage().contains("reset"), failure::toString);
                }
            });
        }
    }
}
