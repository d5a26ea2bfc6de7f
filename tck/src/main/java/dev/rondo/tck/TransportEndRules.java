package dev.rondo.tck;

import static dev.rondo.tck.ConnectedPair.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.Transport;
import dev.rondo.WriteBufferLimits;
import dev.rondo.spi.Capability;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// How a connection ends: by close, by abort, or one half at a time.
abstract class TransportEndRules {
    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-10",
            text =
                    "close delivers all that is queued and then calls connectionLost(null); a"
                            + " second close does nothing.",
            rows = "tcp.close-flushes")
    void closeFlushes(Subject subject) {
        ConnectedPair pair = ConnectedPair.of(subject);
        pair.served.transport().pauseReading();
        int count = pair.fill();
        pair.client.transport().write(bytes("the end"));
        pair.client.transport().close();
        pair.client.transport().close();
        pair.settle();
        assertFalse(pair.client.has("lost"), "lost before all was sent");
        pair.served.transport().resumeReading();

        pair.untilBothLost();
        pair.settle();

        assertEquals(count + "the end".length(), pair.served.bytes().length, "bytes received");
        assertTrue(pair.served.text().endsWith("the end"), "what was queued last did not arrive");
        assertEquals(1, Collections.frequency(pair.client.events, "lost"), "connectionLost calls");
        assertNull(pair.client.lostWith, "why the connection ended, which was in order");
    }

    @Requires(Capability.TCP)
    @Rule(id = "TCP-11", text = "close stops the reading at once.", rows = "tcp.close-flushes")
    void closeStopsReading(Subject subject) {
        ConnectedPair pair = ConnectedPair.of(subject);
        pair.served.transport().write(bytes("unwanted"));
        pair.client.transport().close();
        assertTrue(pair.client.transport().isClosing(), "isClosing after close");
        assertFalse(pair.client.transport().isReading(), "isReading after close");

        pair.until("connectionLost", () -> pair.client.has("lost"));

        assertEquals(List.of("made", "lost"), pair.client.events, "heard after close");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-12",
            text = "What resumeWriting writes while a closing transport is flushing is still sent.",
            rows = "tcp.write-during-close-flush")
    void whatIsWrittenInFlushIsSent(Subject subject) {
        ConnectedPair pair = ConnectedPair.of(subject);
        pair.client.on("resume", () -> pair.client.transport().write(bytes("the end")));
        pair.served.transport().pauseReading();
        pair.fill();
        pair.client.transport().write(new byte[WriteBufferLimits.DEFAULT.high() + 1]);
        pair.client.transport().close();
        pair.served.transport().resumeReading();

        pair.until("the end", () -> pair.served.has("lost"));

        assertTrue(pair.served.text().endsWith("the end"), "written in resumeWriting and not sent");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-13",
            text =
                    "abort drops what is queued and calls connectionLost(null) once, in a later"
                            + " iteration; the peer sees a reset.",
            rows = "tcp.abort-discards")
    void abortDiscards(Subject subject) {
        ConnectedPair pair = ConnectedPair.of(subject);
        pair.served.transport().pauseReading();
        pair.fill();
        pair.client.transport().abort();
        pair.client.transport().abort();
        assertFalse(pair.client.has("lost"), "connectionLost was called from inside abort");
        assertEquals(0, pair.client.transport().writeBufferSize(), "bytes queued after abort");
        pair.served.transport().resumeReading();

        pair.untilBothLost();
        pair.settle();

        assertEquals(1, Collections.frequency(pair.client.events, "lost"), "connectionLost calls");
        assertNull(pair.client.lostWith, "why it was lost: this side has aborted it");
        assertInstanceOf(IOException.class, pair.served.lostWith, "what the peer has seen");
        assertFalse(pair.served.has("eof"), "what was cut short looked complete");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-14",
            text = "abort ends a close that waits for a peer that never reads.",
            rows = "tcp.abort-discards")
    void abortEndsFlush(Subject subject) {
        ConnectedPair pair = ConnectedPair.of(subject);
        pair.served.transport().pauseReading();
        pair.fill();
        pair.client.transport().close();
        pair.settle();
        assertFalse(pair.client.has("lost"), "lost before all was sent");

        pair.client.transport().abort();

        pair.until("connectionLost", () -> pair.client.has("lost"));
        assertNull(pair.client.lostWith, "why it was lost: this side has aborted it");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-15",
            text =
                    "After connectionLost the peer has seen the end, and a transport that is kept"
                            + " keeps its protocol no longer.",
            rows = "tcp.connection-lost-releases")
    void endReleasesProtocol(Subject subject) {
        List<Transport> kept = new ArrayList<>();
        WeakReference<RecordingProtocol> protocol = endedConnection(subject, kept);

        subject.awaitCollected(protocol);

        assertTrue(kept.getFirst().isClosing(), "open after connectionLost");
    }

    /// Leaves no reference to the protocol on the stack.
    private static WeakReference<RecordingProtocol> endedConnection(
            Subject subject, List<Transport> kept) {
        ConnectedPair pair = ConnectedPair.of(subject);
        kept.add(pair.client.transport());
        pair.client.transport().close();
        pair.untilBothLost();
        assertNotSame(pair.client, kept.getFirst().protocol(), "the protocol after connectionLost");
        return new WeakReference<>(pair.client);
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-16",
            text = "writeEof ends the output after all that is queued, and the input stays open.",
            rows = "tcp.write-eof")
    void writeEofWaitsForQueue(Subject subject) {
        ConnectedPair pair = ConnectedPair.of(subject);
        pair.served.keepsOpenAtEof = true;
        pair.served.transport().pauseReading();
        int count = pair.fill();
        assertTrue(pair.client.transport().canWriteEof(), "canWriteEof of a TCP connection");
        pair.client.transport().writeEof();
        pair.client.transport().writeEof();
        pair.served.transport().resumeReading();

        pair.until("eofReceived", () -> pair.served.has("eof"));
        assertEquals(count, pair.served.bytes().length, "bytes received before the end");
        pair.served.transport().write(bytes("answer"));
        pair.until("the answer", () -> pair.client.text().equals("answer"));
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-17",
            text =
                    "After writeEof a write throws IllegalStateException; writeEof after close is"
                            + " harmless.",
            rows = "tcp.write-eof")
    void nothingIsWrittenAfterWriteEof(Subject subject) {
        ConnectedPair pair = ConnectedPair.of(subject);
        pair.client.transport().writeEof();

        IllegalStateException refusal =
                assertThrows(
                        IllegalStateException.class,
                        () -> pair.client.transport().write(bytes("more")),
                        "written after writeEof");
        assertTrue(
                String.valueOf(refusal.getMessage()).contains("after writeEof()"),
                refusal::getMessage);
        pair.client.transport().close();
        pair.client.transport().writeEof();
        pair.untilBothLost();
        pair.client.transport().writeEof();
        assertNull(pair.client.lostWith, "why the connection ended, which was in order");
    }
}
