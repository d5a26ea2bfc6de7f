package dev.rondo.tck;

import static dev.rondo.tck.ConnectedPair.HOST;
import static dev.rondo.tck.ConnectedPair.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.ContextVariable;
import dev.rondo.EventLoop;
import dev.rondo.ExceptionContext;
import dev.rondo.Protocol;
import dev.rondo.Transport;
import dev.rondo.WriteBufferLimits;
import dev.rondo.spi.Capability;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// Protocols with faults, and what every call of a protocol may rely on.
abstract class ProtocolRules {
    private final IllegalStateException fault =
            new IllegalStateException("a fault of the protocol");

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-47",
            text =
                    "What connectionMade, dataReceived or eofReceived throws ends the connection,"
                            + " is reported once with transport and protocol, and is given to"
                            + " connectionLost.",
            rows = {"tcp.data-received-throws", "tcp.fatal-error-log-policy"})
    void faultEndsConnection(Subject subject) {
        Map<String, String> methods =
                Map.of(
                        "made", "connectionMade",
                        "data", "dataReceived",
                        "eof", "eofReceived");
        methods.forEach((event, method) -> {
            ConnectedPair pair = ConnectedPair.prepared(subject);
            pair.served.on(event, this::fail);
            pair.connect();
            pair.client.transport().write(bytes("x"));
            pair.client.transport().writeEof();

            pair.until(
                    "the end after a fault in " + method,
                    () -> pair.served.has("lost") && pair.client.has("lost"));

            assertSame(
                    fault,
                    onlyReport(subject, pair.served.transport(), method),
                    "what was reported of " + method);
            assertSame(fault, pair.served.lostWith, "what connectionLost heard of " + method);
            assertInstanceOf(IOException.class, pair.client.lostWith, "what the peer has seen");
        });
    }

    /// {@return what was reported, once, of a method of the protocol of a transport}
    static Throwable onlyReport(Subject subject, Transport transport, String method) {
        List<ExceptionContext> reports = subject.takeReports();
        assertEquals(1, reports.size(), () -> "reports of one fault: " + reports);
        ExceptionContext report = reports.getFirst();
        assertSame(transport, report.transport(), "the transport in the report");
        assertTrue(report.message().startsWith(method + " of protocol"), report::message);
        return Objects.requireNonNull(report.exception(), report::message);
    }

    private void fail() {
        throw fault;
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-48",
            text =
                    "What pauseWriting or resumeWriting throws ends the connection and is"
                            + " reported once, not thrown at the writer.",
            rows = "tcp.fatal-error-log-policy")
    void faultOfFlowControlEndsConnection(Subject subject) {
        for (String event : List.of("pause", "resume")) {
            ConnectedPair pair = ConnectedPair.of(subject);
            pair.client.on(event, this::fail);
            pair.served.transport().pauseReading();
            pair.fill();
            pair.client.transport().write(new byte[WriteBufferLimits.DEFAULT.high() + 1]);
            pair.served.transport().resumeReading();

            pair.until("the end after a fault", () -> pair.client.has("lost"));

            assertSame(fault, pair.client.lostWith, "what connectionLost heard");
            onlyReport(subject, pair.client.transport(), event + "Writing");
        }
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-49",
            text =
                    "What connectionLost throws is reported, and the connection has ended all the"
                            + " same.",
            rows = "tcp.fatal-error-log-policy")
    void faultOfConnectionLostIsReported(Subject subject) {
        ConnectedPair pair = ConnectedPair.of(subject);
        pair.client.on("lost", this::fail);
        pair.client.transport().close();

        pair.until("the end", () -> pair.client.has("lost") && pair.served.has("lost"));
        pair.settle();

        assertSame(
                fault,
                onlyReport(subject, pair.client.transport(), "connectionLost"),
                "the report");
        assertEquals(List.of("made", "lost"), pair.client.events, "the calls");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-50",
            text =
                    "An Error of a protocol is reported as it is, and connectionLost gets an"
                            + " exception with it as the cause.",
            rows = "tcp.fatal-error-log-policy")
    void errorIsTheCause(Subject subject) {
        AssertionError error = new AssertionError("not an exception");
        ConnectedPair pair = ConnectedPair.of(subject);
        pair.served.on(
                "data",
                () -> {
                    throw error;
                });
        pair.client.transport().write(bytes("x"));

        pair.until("the end", () -> pair.served.has("lost"));

        assertSame(
                error, onlyReport(subject, pair.served.transport(), "dataReceived"), "the report");
        Exception lostWith = Objects.requireNonNull(pair.served.lostWith, "connectionLost(null)");
        assertSame(error, lostWith.getCause(), "the cause of what connectionLost heard");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-51",
            text = "A protocol that throws loses its own connection and nobody else's.",
            rows = "tcp.data-received-throws")
    void otherConnectionsGoOn(Subject subject) {
        ConnectedPair bad = ConnectedPair.of(subject);
        ConnectedPair good = ConnectedPair.of(subject);
        bad.served.on("data", this::fail);
        good.served.on("data", () -> good.served.transport().write(bytes("echo")));

        bad.client.transport().write(bytes("bad"));
        good.client.transport().write(bytes("good"));
        bad.until("the end of the faulty one", () -> bad.served.has("lost"));
        good.until("the answer of the other", () -> good.client.text().equals("echo"));

        onlyReport(subject, bad.served.transport(), "dataReceived");
        assertFalse(good.served.has("lost"), "another connection was lost");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-52",
            text =
                    "A client's protocol that cannot be created, or throws in connectionMade,"
                            + " fails the future and closes the connection.",
            rows = {"tcp.data-received-throws", "connect.socket-closed-on-failure"})
    void faultyClientFailsFuture(Subject subject) {
        EventLoop loop = subject.loop();
        ConnectedPair pair = ConnectedPair.prepared(subject);
        int port = pair.listen();
        Supplier<RecordingProtocol> broken =
                () -> {
                    throw fault;
                };
        assertSame(
                fault,
                assertThrows(
                        IllegalStateException.class,
                        () -> loop.runUntilComplete(loop.createConnection(broken, HOST, port))),
                "what the factory has thrown");
        pair.settle();
        pair.until(
                "the end of an unwanted connection",
                () -> pair.served.has("made") == pair.served.has("lost"));

        ConnectedPair second = ConnectedPair.prepared(subject);
        second.client.on("made", this::fail);
        int other = second.listen();
        assertSame(
                fault,
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                loop.runUntilComplete(
                                        loop.createConnection(() -> second.client, HOST, other))),
                "what connectionMade has thrown");
        second.until("connectionLost", () -> second.client.has("lost"));
        onlyReport(subject, second.client.transport(), "connectionMade");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-53",
            text = "Every call of a protocol has the loop's turn.",
            rows = "tcp.callback-state-order")
    void callsHaveTheTurn(Subject subject) {
        ConnectedPair pair = ConnectedPair.prepared(subject);
        List<String> called = new ArrayList<>();
        for (String event : List.of("made", "data", "eof", "lost", "pause", "resume")) {
            // throws without the turn, which ends the connection and is reported
            pair.client.on(event, () -> subject.loop().callSoon(() -> called.add(event)));
        }
        pair.connect();
        pair.served.transport().pauseReading();
        pair.fill();
        pair.client.transport().write(new byte[WriteBufferLimits.DEFAULT.high() + 1]);
        pair.served.transport().resumeReading();
        pair.until("resumeWriting", () -> pair.client.has("resume"));
        pair.served.transport().write(bytes("x"));
        pair.served.transport().writeEof();

        pair.until("the last callback", () -> called.contains("lost"));

        assertEquals(
                List.of("made", "pause", "resume", "data", "eof", "lost"), called, "the calls");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-54",
            text = "A transport refuses a thread without the turn, and names what was tried.",
            rows = "tcp.callback-state-order")
    void otherThreadIsRefused(Subject subject) {
        ConnectedPair pair = ConnectedPair.of(subject);
        CompletableFuture<Void> refused = new CompletableFuture<>();
        subject.loop()
                .runUntilComplete(() -> {
                    subject.startThread(() -> {
                        try {
                            String message =
                                    assertThrows(
                                                    IllegalStateException.class,
                                                    () -> pair.client.transport().write(bytes("x")),
                                                    "a foreign thread has written")
                                            .getMessage();
                            assertTrue(String.valueOf(message).contains("write"), message);
                        } finally {
                            refused.complete(null);
                        }
                    });
                    subject.loop().wrap(refused).await();
                });
        pair.settle();
        assertEquals("", pair.served.text(), "what a foreign thread has written");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-55",
            text =
                    "A protocol's calls see the context variables of who made the connection or"
                            + " its server, each call anew.",
            rows = "tcp.callback-state-order")
    void callsSeeTheirContext(Subject subject) {
        ContextVariable<String> variable = ContextVariable.of("variable", "initial");
        EventLoop loop = subject.loop();
        ConnectedPair pair = ConnectedPair.prepared(subject);
        List<String> seen = new ArrayList<>();
        pair.served.on(
                "data",
                () -> {
                    seen.add(variable.get());
                    variable.set("changed by a call");
                });
        loop.runUntilComplete(() -> {
            variable.set("of the maker");
            int port = loop.createServer(() -> pair.served, HOST, 0).await().port();
            variable.set("later");
            loop.createConnection(() -> pair.client, HOST, port).await();
        });

        for (String text : List.of("1", "12")) {
            pair.client.transport().write(bytes(text.substring(text.length() - 1)));
            pair.until("data", () -> pair.served.text().equals(text));
        }

        assertEquals(List.of("of the maker", "of the maker"), seen, "the values in dataReceived");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-56",
            text =
                    "Each protocol sees its data in network byte order, whatever another one has"
                            + " set.",
            rows = "tcp.callback-state-order")
    void dataIsInNetworkOrder(Subject subject) {
        ConnectedPair pair = ConnectedPair.of(subject);
        List<ByteOrder> seen = new ArrayList<>();
        Protocol changing =
                new Protocol() {
                    @Override
                    public void dataReceived(ByteBuffer data) {
                        seen.add(data.order());
                        data.order(ByteOrder.LITTLE_ENDIAN);
                    }
                };
        pair.served.transport().setProtocol(changing);
        for (int i = 1; i <= 2; i++) {
            int count = i;
            pair.client.transport().write(bytes("x"));
            pair.until("data", () -> seen.size() == count);
        }

        assertEquals(List.of(ByteOrder.BIG_ENDIAN, ByteOrder.BIG_ENDIAN), seen, "the orders");
    }
}
