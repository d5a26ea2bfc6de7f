package dev.rondo.tck;

import static dev.rondo.tck.ConnectedPair.HOST;
import static dev.rondo.tck.ConnectedPair.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.Connection;
import dev.rondo.EventLoop;
import dev.rondo.ExtraInfo;
import dev.rondo.Transport;
import dev.rondo.TransportSocket;
import dev.rondo.spi.Capability;
import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A connection that is open: the order of the calls, reading, and what it knows of itself.
abstract class TransportRules {
    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-1",
            text =
                    "A protocol hears connectionMade, data, at most one eofReceived and one"
                            + " connectionLost, in this order, and nothing after it.",
            rows = "tcp.callback-state-order")
    void callsComeInOrderAndOnce(Subject subject) {
        ConnectedPair pair = ConnectedPair.of(subject);
        pair.client.transport().write(bytes("hello "));
        pair.client.transport().write(bytes("world"));
        pair.client.transport().writeEof();

        pair.untilBothLost();
        pair.settle();

        assertEquals(List.of("made", "data", "eof", "lost"), pair.served.events, "the receiver");
        assertEquals("hello world", pair.served.text(), "what was received");
        assertNull(pair.served.lostWith, "why the connection ended, which was in order");
        assertEquals(List.of("made", "eof", "lost"), pair.client.events, "the sender");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-2",
            text =
                    "connectionMade is called before createConnection is done and before anything"
                            + " is read.",
            rows = "tcp.callback-state-order")
    void isMadeBeforeConnectReturns(Subject subject) {
        EventLoop loop = subject.loop();
        ConnectedPair pair = ConnectedPair.prepared(subject);
        pair.served.on("made", () -> pair.served.transport().write(bytes("greeting")));
        int port = pair.listen();

        Connection<RecordingProtocol> connection =
                loop.runUntilComplete(loop.createConnection(() -> pair.client, HOST, port));

        assertTrue(pair.client.has("made"), "the future was done before connectionMade");
        assertSame(pair.client, connection.protocol(), "the protocol of the connection");
        assertSame(pair.client.transport(), connection.transport(), "its transport");
        pair.until("the greeting", () -> pair.client.text().equals("greeting"));
        assertEquals(List.of("made", "data"), pair.client.events, "the order of the calls");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-3",
            text =
                    "At the peer's end eofReceived is called, and false from it closes the"
                            + " transport.",
            rows = "tcp.eof-closes-by-default")
    void endOfInputCloses(Subject subject) {
        ConnectedPair pair = ConnectedPair.of(subject);
        List<Boolean> closing = new ArrayList<>();
        pair.served.on("eof", () -> closing.add(pair.served.transport().isClosing()));

        pair.client.transport().writeEof();
        pair.until("eofReceived", () -> pair.served.has("eof"));

        assertEquals(List.of(false), closing, "closing while eofReceived decides");
        assertTrue(pair.served.transport().isClosing(), "still open, although it was false");
        pair.until("connectionLost", () -> pair.served.has("lost"));
        assertNull(pair.served.lostWith, "why the connection ended, which was in order");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-4",
            text = "True from eofReceived keeps the other half open for writing.",
            rows = "tcp.eof-keep-open")
    void otherHalfStaysOpen(Subject subject) {
        ConnectedPair pair = ConnectedPair.of(subject);
        pair.served.keepsOpenAtEof = true;

        pair.client.transport().writeEof();
        pair.until("eofReceived", () -> pair.served.has("eof"));
        pair.settle();
        assertFalse(pair.served.has("lost"), "closed, although eofReceived wanted it open");
        assertFalse(pair.served.transport().isClosing(), "closing, although it wanted it open");
        pair.served.transport().write(bytes("late answer"));
        pair.served.transport().close();

        pair.until("the end", () -> pair.client.has("lost"));
        assertEquals("late answer", pair.client.text(), "what came over the open half");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-5",
            text =
                    "An event that another callback has overtaken delivers nothing, and reading"
                            + " goes on later.",
            rows = "tcp.spurious-readiness")
    void overtakenEventsAreHarmless(Subject subject) {
        ConnectedPair first = ConnectedPair.of(subject);
        ConnectedPair second = ConnectedPair.of(subject);
        first.served.on("data", () -> second.served.transport().pauseReading());
        second.served.on("data", () -> first.served.transport().pauseReading());

        first.client.transport().write(bytes("1"));
        second.client.transport().write(bytes("1"));
        first.until("data", () -> first.served.has("data") || second.served.has("data"));
        first.settle();
        boolean isFirst = first.served.has("data");
        RecordingProtocol paused = isFirst ? second.served : first.served;
        assertFalse(paused.has("data"), "a paused connection was read: its event was stale");
        paused.transport().resumeReading();

        first.until("what was held back", () -> paused.text().equals("1"));
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-6",
            text = "A reset is given to connectionLost as an IOException and reported to nobody.",
            rows = {"tcp.reset-on-read", "tcp.fatal-error-log-policy"})
    void resetIsGivenToConnectionLost(Subject subject) {
        ConnectedPair pair = ConnectedPair.of(subject);
        pair.served.transport().abort();

        pair.until("connectionLost", () -> pair.client.has("lost"));

        assertInstanceOf(IOException.class, pair.client.lostWith, "why the connection was lost");
        assertEquals(List.of("made", "lost"), pair.client.events, "a reset is no end of input");
        assertEquals(List.of(), subject.takeReports(), "an I/O error was reported as a fault");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-7",
            text =
                    "pauseReading and resumeReading stop and restart the reading, are idempotent,"
                            + " and isReading tells which.",
            rows = "tcp.pause-resume-reading")
    void readingStopsAndGoesOn(Subject subject) {
        ConnectedPair pair = ConnectedPair.of(subject);
        Transport served = pair.served.transport();
        assertTrue(served.isReading(), "a new connection does not read");
        served.resumeReading();
        served.pauseReading();
        served.pauseReading();
        assertFalse(served.isReading(), "paused, and isReading is true");
        pair.client.transport().write(bytes("late"));
        pair.settle();
        assertEquals("", pair.served.text(), "received while paused");

        served.resumeReading();
        served.resumeReading();

        assertTrue(served.isReading(), "resumed once, and isReading is false");
        pair.until("what was held back", () -> pair.served.text().equals("late"));
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-8",
            text =
                    "pauseReading inside connectionMade holds: nothing is read before"
                            + " resumeReading.",
            rows = "tcp.pause-in-connection-made")
    void pauseInConnectionMadeHolds(Subject subject) {
        ConnectedPair pair = ConnectedPair.prepared(subject);
        pair.client.on("made", () -> pair.client.transport().pauseReading());
        pair.connect();
        pair.served.transport().write(bytes("early"));
        pair.settle();
        assertEquals("", pair.client.text(), "read although connectionMade has paused it");

        pair.client.transport().resumeReading();

        pair.until("what was held back", () -> pair.client.text().equals("early"));
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-9",
            text =
                    "A closing transport cannot be made to read again; pausing and resuming it is"
                            + " harmless, also after its end.",
            rows = "tcp.pause-resume-reading")
    void closingTransportDoesNotRead(Subject subject) {
        ConnectedPair pair = ConnectedPair.of(subject);
        pair.served.transport().pauseReading();
        pair.fill();
        Transport closing = pair.client.transport();
        closing.close();
        closing.pauseReading();
        closing.resumeReading();
        pair.served.transport().write(bytes("unwanted"));
        pair.settle();
        assertFalse(closing.isReading(), "isReading of a closing transport");
        assertEquals("", pair.client.text(), "received by a closing transport");

        closing.abort();
        pair.until("connectionLost", () -> pair.client.has("lost"));
        closing.resumeReading();
        closing.pauseReading();
        assertFalse(closing.isReading(), "isReading of a transport that has ended");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-18",
            text = "Connected and accepted sockets have TCP_NODELAY on, without being asked.",
            rows = "tcp.nodelay-default")
    void sendsWithoutDelay(Subject subject) throws IOException {
        ConnectedPair pair = ConnectedPair.of(subject);

        for (Transport transport : List.of(pair.client.transport(), pair.served.transport())) {
            TransportSocket socket = transport.getExtraInfo(ExtraInfo.SOCKET).orElseThrow();
            assertEquals(
                    true,
                    socket.getOption(StandardSocketOptions.TCP_NODELAY),
                    () -> "TCP_NODELAY of " + transport);
        }
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-19",
            text =
                    "getExtraInfo answers for sockname, peername and socket, and with nothing for"
                            + " an unknown key.",
            rows = "tcp.extra-info")
    void knowsItsNames(Subject subject) {
        ConnectedPair pair = ConnectedPair.of(subject);
        Transport client = pair.client.transport();
        Transport served = pair.served.transport();

        assertEquals(
                Optional.of(client.localAddress()),
                client.getExtraInfo(ExtraInfo.SOCKNAME),
                "sockname of the client");
        assertEquals(
                client.getExtraInfo(ExtraInfo.SOCKNAME),
                served.getExtraInfo(ExtraInfo.PEERNAME),
                "the client's name as the server's end sees it");
        assertEquals(
                client.getExtraInfo(ExtraInfo.PEERNAME),
                served.getExtraInfo(ExtraInfo.SOCKNAME),
                "the server's name as the client sees it");
        assertTrue(client.getExtraInfo(ExtraInfo.SOCKET).isPresent(), "no socket");
        ExtraInfo<String> unknown = new ExtraInfo<>("unknown", String.class);
        assertEquals("-", client.getExtraInfo(unknown).orElse("-"), "the default of the caller");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-20",
            text =
                    "The socket of a transport shows its options, and nothing that would take it"
                            + " from its transport.",
            rows = "tcp.extra-info")
    void socketIsRestricted(Subject subject) throws IOException {
        ConnectedPair pair = ConnectedPair.of(subject);
        TransportSocket socket =
                pair.client.transport().getExtraInfo(ExtraInfo.SOCKET).orElseThrow();

        assertFalse(
                socket instanceof AutoCloseable, "the view can be closed, or used as a channel");
        socket.setOption(StandardSocketOptions.TCP_NODELAY, false);
        assertEquals(
                false,
                socket.getOption(StandardSocketOptions.TCP_NODELAY),
                "the option that was set");
        UnsupportedOperationException refusal =
                assertThrows(
                        UnsupportedOperationException.class,
                        () -> socket.getOption(new UnknownOption()),
                        "an option that no socket has");
        assertTrue(
                String.valueOf(refusal.getMessage()).contains("TCK_UNKNOWN"), refusal::getMessage);
        assertEquals(pair.client.transport().localAddress(), socket.localAddress(), "its address");
    }

    private static final class UnknownOption implements SocketOption<Boolean> {
        @Override
        public String name() {
            return "TCK_UNKNOWN";
        }

        @Override
        public Class<Boolean> type() {
            return Boolean.class;
        }

        @Override
        public String toString() {
            return name();
        }
    }
}
