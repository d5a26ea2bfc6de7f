package dev.rondo.memory.network;

import static dev.rondo.Rondo.createTask;
import static dev.rondo.Rondo.currentTask;
import static dev.rondo.Rondo.openConnection;
import static dev.rondo.Rondo.sleep;
import static dev.rondo.Rondo.startServer;
import static dev.rondo.memory.network.NetworkFixture.HOST;
import static dev.rondo.memory.network.NetworkFixture.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.ExceptionContext;
import dev.rondo.Server;
import dev.rondo.StreamWriter;
import dev.rondo.Task;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Servers in direct style, and the writers of both sides.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class StreamServerTest {
    private static final int MUCH = 1_000_000;

    @RegisterExtension final NetworkFixture fixture = new NetworkFixture();

    private static void arrive() {
        sleep(Duration.ofMillis(1));
    }

    // stream.server-handler-kinds, stream.open-and-read
    @Test
    void aHandlerAnswersAndItsConnectionIsClosed() {
        fixture.run(() -> {
            Server server =
                    startServer(
                            (reader, writer) -> {
                                String line = reader.readLine(StandardCharsets.UTF_8);
                                writer.write(bytes("hello " + line + "\nand the rest"));
                            },
                            HOST,
                            0);
            try (var connection = openConnection(HOST, server.port())) {
                connection.writer().write(bytes("you\n"));
                assertEquals("hello you", connection.reader().readLine(StandardCharsets.UTF_8));
                assertEquals("and the rest".length(), connection.reader().readAll().length);
            }
            server.close();
            server.waitClosed();
        });
    }

    // stream.handler-exception
    @Test
    void aHandlerThatThrowsIsReportedAndItsConnectionClosed() {
        IllegalStateException fault = new IllegalStateException("a fault of the handler");
        fixture.run(() -> {
            Server server =
                    startServer(
                            (_, _) -> {
                                throw fault;
                            },
                            HOST,
                            0);
            try (var connection = openConnection(HOST, server.port())) {
                assertEquals(0, connection.reader().readAll().length);
            }
        });

        ExceptionContext report = fixture.takeReports().getFirst();
        assertSame(fault, report.exception());
        assertEquals("the handler of a connection failed", report.message());
    }

    // stream.handler-cancelled
    @Test
    void aHandlerThatIsCancelledIsNotReported() {
        Task<?>[] handling = new Task<?>[1];
        fixture.run(() -> {
            Server server =
                    startServer(
                            (reader, _) -> {
                                handling[0] = currentTask();
                                reader.readAll();
                            },
                            HOST,
                            0);
            try (var connection = openConnection(HOST, server.port())) {
                arrive();
                handling[0].cancel();
                assertEquals(0, connection.reader().readAll().length);
            }
        });

        assertTrue(handling[0].isCancelled());
    }

    // stream.drain-multiple-waiters
    @Test
    void drainWaitsForTheLowWaterMarkAndReleasesAll() {
        List<Integer> released = new ArrayList<>();
        fixture.listen();
        fixture.run(() -> {
            var connection = openConnection(HOST, fixture.server.port());
            arrive();
            fixture.served.transport.pauseReading();
            StreamWriter writer = connection.writer();
            writer.drain();
            writer.write(new byte[MUCH]);
            List<Task<Void>> waiting = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                int number = i;
                waiting.add(
                        createTask(() -> {
                            writer.drain();
                            released.add(number);
                        }));
            }
            waiting.get(3).cancel();
            arrive();
            assertEquals(List.of(), released);

            fixture.served.transport.resumeReading();
            arrive();

            assertEquals(List.of(0, 1, 2, 4, 5, 6, 7, 8, 9), released);
            connection.close();
            writer.waitClosed();
            assertEquals(MUCH, fixture.served.bytes().length);
        });
    }

    // stream.drain-raises-when-peer-gone
    @Test
    void drainTellsThatThePeerIsGone() {
        fixture.listen();
        fixture.run(() -> {
            var connection = openConnection(HOST, fixture.server.port());
            arrive();
            fixture.served.transport.abort();
            assertThrows(
                    IOException.class,
                    () -> {
                        while (true) {
                            connection.writer().write(new byte[1000]);
                            connection.writer().drain();
                            sleep(Duration.ZERO);
                        }
                    });
        });
    }

    @Test
    void drainThatWaitsEndsWithTheConnection() {
        fixture.listen();
        fixture.run(() -> {
            var connection = openConnection(HOST, fixture.server.port());
            arrive();
            fixture.served.transport.pauseReading();
            connection.writer().write(new byte[MUCH]);
            Task<Void> draining = createTask(() -> connection.writer().drain());
            arrive();
            assertFalse(draining.isDone());

            connection.writer().transport().abort();

            Throwable failure = assertThrows(CompletionException.class, draining::await).getCause();
            assertTrue(failure.getMessage().contains("is closed"), failure::getMessage);
        });
    }

    // stream.drain-after-close
    @Test
    void aWriteAfterCloseIsDroppedAndTheNextDrainThrows() {
        fixture.listen();
        fixture.run(() -> {
            var connection = openConnection(HOST, fixture.server.port());
            connection.close();
            connection.writer().write(bytes("dropped"));
            SocketException failure =
                    assertThrows(SocketException.class, () -> connection.writer().drain());
            assertTrue(
                    failure.getMessage()
                            .endsWith(
                                    "the connection to 127.0.0.1:"
                                            + fixture.server.port()
                                            + " is closed"),
                    failure::getMessage);
        });
    }

    // stream.wait-closed
    @Test
    void waitClosedWaitsForTheEnd() {
        fixture.listen();
        fixture.run(() -> {
            var connection = openConnection(HOST, fixture.server.port());
            arrive();
            fixture.served.transport.write(bytes("unread"));
            fixture.served.transport.pauseReading();
            StreamWriter writer = connection.writer();
            writer.write(new byte[MUCH]);
            writer.close();
            Task<Void> waiting = createTask(() -> writer.waitClosed());
            arrive();
            assertTrue(writer.isClosing());
            assertFalse(waiting.isDone());

            fixture.served.transport.resumeReading();

            waiting.await();
            writer.waitClosed();
            assertEquals(MUCH, fixture.served.bytes().length);
        });
    }

    @Test
    void waitClosedTellsWhyTheConnectionBroke() {
        fixture.listen();
        fixture.run(() -> {
            var connection = openConnection(HOST, fixture.server.port());
            arrive();
            fixture.served.transport.abort();
            arrive();
            assertThrows(IOException.class, () -> connection.writer().waitClosed());
        });
    }

    // stream.close-feeds-eof
    @Test
    void afterCloseTheReaderIsAtItsEnd() {
        fixture.listen();
        fixture.run(() -> {
            var connection = openConnection(HOST, fixture.server.port());
            Task<byte[]> reading = createTask(() -> connection.reader().read(1));
            arrive();
            connection.close();
            assertEquals(0, reading.await().length);
            assertTrue(connection.reader().atEof());
        });
    }

    @Test
    void halfOfAConnectionStaysOpen() {
        fixture.run(() -> {
            Server server =
                    startServer((reader, writer) -> writer.write(reader.readAll()), HOST, 0);
            try (var connection = openConnection(HOST, server.port())) {
                connection.writer().write(bytes("to and fro"));
                connection.writer().writeEof();
                assertEquals(
                        "to and fro",
                        new String(connection.reader().readAll(), StandardCharsets.UTF_8));
            }
        });
    }

    @Test
    void openingOutsideOfACoroutineIsRefused() {
        IllegalStateException refusal =
                assertThrows(IllegalStateException.class, () -> openConnection(HOST, 80));

        assertTrue(refusal.getMessage().startsWith("cannot open a connection"), refusal::toString);
    }

    @Test
    void aFailureToConnectIsThrownAsItIs() {
        fixture.run(() -> {
            IOException failure =
                    assertThrows(ConnectException.class, () -> openConnection(HOST, 81));
            assertTrue(
                    failure.getMessage().startsWith("cannot connect to 127.0.0.1:81"),
                    failure::getMessage);
        });
    }
}
