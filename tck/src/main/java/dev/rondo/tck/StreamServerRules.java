package dev.rondo.tck;

import static dev.rondo.tck.StreamPair.HOST;
import static dev.rondo.tck.StreamPair.aMoment;
import static dev.rondo.tck.StreamPair.bytes;
import static dev.rondo.tck.StreamPair.inTime;
import static dev.rondo.tck.StreamPair.serve;
import static dev.rondo.tck.StreamPair.text;
import static dev.rondo.tck.StreamPair.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.ConnectGroupException;
import dev.rondo.ConnectOptions;
import dev.rondo.ExceptionContext;
import dev.rondo.Rondo;
import dev.rondo.Server;
import dev.rondo.ServerOptions;
import dev.rondo.StreamConnection;
import dev.rondo.StreamReader;
import dev.rondo.Task;
import dev.rondo.spi.Capability;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What clients and servers in direct style promise.
abstract class StreamServerRules {
    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-43",
            text =
                    "A client writes a request, reads the first line of the answer, and then the"
                            + " rest up to the end.",
            rows = "stream.open-and-read")
    void answersARequest(Subject subject) {
        serve(
                subject,
                (reader, writer) -> {
                    byte[] request = reader.readUntil(bytes("\r\n\r\n"));
                    writer.write(bytes("HTTP/1.0 200 OK\r\n"));
                    writer.write(request);
                    writer.drain();
                },
                (reader, writer) -> {
                    writer.write(bytes("GET / HTTP/1.0\r\n\r\n"));

                    assertEquals("HTTP/1.0 200 OK\r\n", text(reader.readLine()), "the first line");
                    assertEquals("GET / HTTP/1.0\r\n\r\n", text(reader.readAll()), "the rest");
                    writer.close();
                    writer.waitClosed();
                });
        assertEquals(List.of(), subject.takeReports(), "reports of an exchange without errors");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-44",
            text =
                    "A handler may wait, or only write and return; either way the client gets the"
                            + " answer, and then the end.",
            rows = "stream.server-handler-kinds")
    void takesHandlersOfBothKinds(Subject subject) {
        serve(
                subject,
                (reader, writer) -> writer.write(reader.readLine()),
                (reader, writer) -> {
                    writer.write(bytes("hello\n"));
                    assertEquals("hello\n", text(reader.readAll()), "from a handler that waits");
                });
        serve(
                subject,
                (_, writer) -> writer.write(bytes("goodbye\n")),
                (reader, _) ->
                        assertEquals(
                                "goodbye\n",
                                text(reader.readAll()),
                                "from a handler that only writes"));
        assertEquals(List.of(), subject.takeReports(), "reports of handlers without errors");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-45",
            text =
                    "What a handler throws goes to the exception handler, and its connection is"
                            + " closed.",
            rows = "stream.handler-exception")
    void reportsWhatAHandlerThrows(Subject subject) {
        RuntimeException fault = new IllegalStateException("a fault of the handler");
        serve(
                subject,
                (_, writer) -> {
                    writer.write(bytes("so far"));
                    throw fault;
                },
                (reader, _) -> assertEquals("so far", text(reader.readAll()), "before the fault"));

        List<ExceptionContext> reports = subject.takeReports();
        assertEquals(1, reports.size(), "reports of one handler that failed");
        ExceptionContext report = reports.getFirst();
        assertSame(fault, report.exception(), "the reported exception");
        assertEquals("the handler of a connection failed", report.message());
        assertTrue(report.transport().isClosing(), "the connection of the handler is closed");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-46",
            text = "A handler that is cancelled is not reported, and its connection is closed.",
            rows = "stream.handler-cancelled")
    void cancelsAHandler(Subject subject) {
        List<Task<?>> handlers = new ArrayList<>();
        serve(
                subject,
                (reader, _) -> {
                    handlers.add(Rondo.currentTask());
                    reader.readAll();
                },
                (reader, _) -> {
                    until(() -> !handlers.isEmpty(), "the handler runs");
                    handlers.getFirst().cancel();

                    assertEquals("", text(reader.readAll()), "from a handler that was cancelled");
                });

        assertTrue(handlers.getFirst().isCancelled(), () -> "it is: " + handlers);
        assertEquals(List.of(), subject.takeReports(), "reports of a handler that was cancelled");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-47",
            text =
                    "Each connection has a handler of its own, and those that wait do not hold up"
                            + " the others.",
            rows = "stream.server-handler-kinds")
    void handlesConnectionsSideBySide(Subject subject) {
        List<Task<?>> handlers = new ArrayList<>();
        inTime(
                subject,
                () -> {
                    try (Server server =
                                    Rondo.startServer(
                                            (reader, writer) -> {
                                                handlers.add(Rondo.currentTask());
                                                writer.write(reader.readLine());
                                            },
                                            HOST,
                                            0);
                            StreamConnection first = Rondo.openConnection(HOST, server.port());
                            StreamConnection second = Rondo.openConnection(HOST, server.port())) {
                        second.writer().write(bytes("second\n"));
                        assertEquals(
                                "second\n",
                                text(second.reader().readAll()),
                                "while the first waits");
                        first.writer().write(bytes("first\n"));
                        assertEquals("first\n", text(first.reader().readAll()), "after the second");
                    }
                });
        assertEquals(2, handlers.size(), "handlers of two connections");
        assertNotSame(handlers.getFirst(), handlers.getLast(), "the tasks of the handlers");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-48",
            text = "A connection that is refused names the peer, the operation and the cause.",
            rows = "stream.open-and-read")
    void namesThePeerThatRefuses(Subject subject) {
        inTime(
                subject,
                () -> {
                    Server server = Rondo.startServer((_, _) -> {}, HOST, 0);
                    int port = server.port();
                    server.close();
                    server.waitClosed();

                    IOException refusal =
                            assertThrows(IOException.class, () -> Rondo.openConnection(HOST, port));

                    String beginning = "cannot connect to " + HOST + ":" + port + ": ";
                    assertTrue(
                            refusal.getMessage().startsWith(beginning)
                                    && refusal.getMessage().contains("refused"),
                            () -> "not '" + beginning + "' and the cause: " + refusal.getMessage());
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-49",
            text = "A client connects with options, such as that for the errors of all addresses.",
            rows = {"stream.open-and-read", "connect.errors-aggregated"})
    void connectsWithOptions(Subject subject) {
        inTime(
                subject,
                () -> {
                    Server server = Rondo.startServer((_, _) -> {}, HOST, 0);
                    int port = server.port();
                    server.close();
                    server.waitClosed();

                    ConnectOptions options = ConnectOptions.DEFAULT.withAllErrors(true);
                    assertThrows(
                            ConnectGroupException.class,
                            () ->
                                    Rondo.openConnection(
                                            HOST, port, StreamReader.DEFAULT_LIMIT, options),
                            "a failure with all errors");
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-50",
            text = "A server listens with options: at its limit, the next client waits.",
            rows = "stream.server-handler-kinds")
    void servesWithOptions(Subject subject) {
        List<Task<?>> handlers = new ArrayList<>();
        inTime(
                subject,
                () -> {
                    ServerOptions options = ServerOptions.DEFAULT.withConnectionLimit(1);
                    try (Server server =
                                    Rondo.startServer(
                                            (reader, writer) -> {
                                                handlers.add(Rondo.currentTask());
                                                writer.write(reader.readLine());
                                            },
                                            HOST,
                                            0,
                                            StreamReader.DEFAULT_LIMIT,
                                            options);
                            StreamConnection first = Rondo.openConnection(HOST, server.port());
                            StreamConnection second = Rondo.openConnection(HOST, server.port())) {
                        second.writer().write(bytes("second\n"));
                        until(() -> !handlers.isEmpty(), "the first client has a handler");
                        aMoment();
                        assertEquals(1, handlers.size(), "handlers at a limit of one connection");
                        first.writer().write(bytes("first\n"));
                        assertEquals("first\n", text(first.reader().readAll()), "the first answer");
                        assertEquals("second\n", text(second.reader().readAll()), "the second");
                    }
                });
    }
}
