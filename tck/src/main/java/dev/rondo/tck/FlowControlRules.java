package dev.rondo.tck;

import static dev.rondo.tck.ConnectedPair.bytes;
import static dev.rondo.tck.ConnectedPair.pattern;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.Transport;
import dev.rondo.WriteBufferLimits;
import dev.rondo.spi.Capability;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/// What is written: all of it, in order, and no more than the program is told to.
abstract class FlowControlRules {
    private static final int HIGH = 64 * 1024;
    private static final int LOW = 16 * 1024;

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-21",
            text =
                    "A write goes out at once where it can, and the buffer is the caller's again"
                            + " when it returns, unchanged.",
            rows = "tcp.write-immediate")
    void bufferIsCallersAgain(Subject subject) {
        ConnectedPair pair = ConnectedPair.of(subject);
        byte[] reused = bytes("at once");
        ByteBuffer small = ByteBuffer.wrap(reused);
        pair.client.transport().write(small);
        pair.assertSent();
        assertFalse(small.hasRemaining(), "the position is not at the limit: " + small);
        assertEquals("at once", new String(reused, StandardCharsets.UTF_8), "the caller's bytes");
        Arrays.fill(reused, (byte) 0);
        pair.served.transport().pauseReading();
        int count = pair.fill();
        byte[] queued = bytes("queued");
        pair.client.transport().write(queued);
        Arrays.fill(queued, (byte) 0);
        pair.served.transport().resumeReading();

        int all = "at once".length() + count + "queued".length();
        pair.until("all bytes", () -> pair.served.bytes().length >= all);

        assertTrue(
                pair.served.text().startsWith("at once"), "a reused buffer changed what was sent");
        assertTrue(
                pair.served.text().endsWith("queued"), "a reused buffer changed what was queued");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-22",
            text =
                    "What the system does not take is queued, no byte more or less, and what is"
                            + " written later follows it.",
            rows = "tcp.write-partial")
    void remainderFollowsInOrder(Subject subject) {
        ConnectedPair pair = ConnectedPair.of(subject);
        pair.served.transport().pauseReading();
        byte[] piece = pattern(100_003);
        int pieces = 0;
        while (pair.client.transport().writeBufferSize() == 0) {
            pair.client.transport().write(piece);
            pieces++;
        }
        long left = pair.client.transport().writeBufferSize();
        assertTrue(left <= piece.length, "queued more than was written: " + left);
        pair.client.transport().write(piece);
        pieces++;
        assertEquals(
                left + piece.length,
                pair.client.transport().writeBufferSize(),
                "bytes queued: a later write overtook them");
        pair.served.transport().resumeReading();
        int all = pieces * piece.length;

        pair.until("all bytes", () -> pair.served.bytes().length >= all);

        byte[] received = pair.served.bytes();
        assertEquals(all, received.length, "bytes received");
        for (int i = 0; i < pieces; i++) {
            assertArrayEquals(
                    piece,
                    Arrays.copyOfRange(received, i * piece.length, (i + 1) * piece.length),
                    "write number " + i + " arrived changed, or out of order");
        }
        pair.assertSent();
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-23",
            text =
                    "Writing no bytes does nothing, however often, and whatever the state of the"
                            + " connection.",
            rows = "tcp.write-empty")
    void emptyWriteDoesNothing(Subject subject) {
        ConnectedPair pair = ConnectedPair.of(subject);
        pair.client.transport().write(new byte[0]);
        pair.client.transport().writeLines(List.of(ByteBuffer.allocate(0)));
        pair.settle();
        assertEquals(List.of("made"), pair.served.events, "what the peer has heard");
        pair.client.transport().abort();
        for (int i = 0; i < 10; i++) {
            pair.client.transport().write(new byte[0]);
        }
        assertEquals(List.of(), subject.takeLogs(), "warned of nothing that was dropped");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-24",
            text =
                    "A write that fails ends the connection with the error, which is reported to"
                            + " nobody, and clears the queue.",
            rows = {"tcp.write-error-fatal", "tcp.fatal-error-log-policy"})
    void failedWriteEndsConnection(Subject subject) {
        for (boolean isQueued : new boolean[] {false, true}) {
            ConnectedPair pair = ConnectedPair.of(subject);
            pair.client.transport().pauseReading();
            pair.served.transport().pauseReading();
            if (isQueued) {
                pair.fill();
            }
            pair.served.transport().abort();
            pair.until(
                    "the end of a connection that a reset has broken",
                    () -> {
                        if (!pair.client.transport().isClosing()) {
                            pair.client.transport().write(bytes("to nobody"));
                        }
                        return pair.client.has("lost");
                    });

            assertInstanceOf(IOException.class, pair.client.lostWith, "why it was lost");
            assertEquals(0, pair.client.transport().writeBufferSize(), "bytes still queued");
            assertEquals(List.of(), subject.takeReports(), "an I/O error was reported as a fault");
        }
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-25",
            text =
                    "Writes after the end are dropped in silence, up to the fifth, which is"
                            + " logged as a warning, and so are those after it.",
            rows = {"tcp.write-after-close", "tcp.writelines"})
    void warnsOfFifthDrop(Subject subject) {
        ConnectedPair pair = ConnectedPair.of(subject);
        pair.client.transport().close();
        for (int i = 0; i < 4; i++) {
            pair.client.transport().write(bytes("dropped"));
        }
        assertEquals(List.of(), subject.takeLogs(), "logged for the first four");
        pair.client.transport().write(bytes("dropped"));
        List<String> fifth = subject.takeLogs();
        assertEquals(1, fifth.size(), () -> "warnings for the fifth: " + fifth);
        assertTrue(fifth.getFirst().contains("5"), fifth::getFirst);
        pair.until(
                "connectionLost of both", () -> pair.client.has("lost") && pair.served.has("lost"));
        pair.client.transport().writeLines(List.of(ByteBuffer.wrap(bytes("dropped"))));
        assertEquals(1, subject.takeLogs().size(), "warnings for the sixth");
        assertEquals("", pair.served.text(), "what the peer has received");
        assertEquals(0, pair.client.transport().writeBufferSize(), "bytes queued for nobody");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-26",
            text =
                    "writeLines sends its pieces in order, where they are cut as well, and behind"
                            + " what is queued.",
            rows = "tcp.writelines")
    void piecesComeInOrder(Subject subject) {
        ConnectedPair pair = ConnectedPair.of(subject);
        byte[] sent = pattern(150 * 7001);
        List<ByteBuffer> pieces = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            pieces.add(ByteBuffer.wrap(sent, 7001 * i, 7001));
            pieces.add(ByteBuffer.allocate(0));
        }
        List<ByteBuffer> few = List.of(ByteBuffer.wrap(bytes("a")), ByteBuffer.wrap(bytes("b")));
        pair.client.transport().writeLines(few);
        pair.assertSent();
        pair.client.transport().writeLines(pieces);
        pair.client.transport().writeLines(List.of(ByteBuffer.wrap(bytes("the end"))));
        for (ByteBuffer piece : pieces) {
            assertFalse(piece.hasRemaining(), "the position of a piece is not at its limit");
        }
        int all = 2 + sent.length + "the end".length();

        pair.until("all bytes", () -> pair.served.bytes().length >= all);

        byte[] received = pair.served.bytes();
        assertEquals(all, received.length, "bytes received");
        assertArrayEquals(
                sent, Arrays.copyOfRange(received, 2, 2 + sent.length), "the pieces, joined");
        assertTrue(pair.served.text().endsWith("the end"), "what was written last is not last");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-27",
            text = "writeLines pauses the protocol as one write of all its pieces would.",
            rows = {"tcp.writelines", "tcp.flow-pause-once"})
    void piecesPauseProtocol(Subject subject) {
        ConnectedPair pair = ConnectedPair.of(subject);
        pair.served.transport().pauseReading();
        pair.fill();
        int left = (int) (HIGH - pair.client.transport().writeBufferSize());
        pair.client.transport().writeLines(List.of(ByteBuffer.allocate(left / 2)));
        assertFalse(pair.client.has("pause"), "paused below the high-water mark");

        pair.client
                .transport()
                .writeLines(List.of(ByteBuffer.allocate(left), ByteBuffer.allocate(left + 1)));

        assertEquals(List.of("made", "pause"), pair.client.events, "above the high-water mark");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-28",
            text = "Writing pauses above 64 KiB, not at it, unless limits are set.",
            rows = "tcp.flow-limits-defaults")
    void pausesAboveHighWaterMark(Subject subject) {
        ConnectedPair pair = ConnectedPair.of(subject);
        assertEquals(
                new WriteBufferLimits(LOW, HIGH),
                pair.client.transport().writeBufferLimits(),
                "the limits of a new connection");
        pair.served.transport().pauseReading();
        pair.fill();
        long left = HIGH - pair.client.transport().writeBufferSize();
        pair.client.transport().write(new byte[(int) left]);
        assertFalse(pair.client.has("pause"), "paused at the high-water mark");

        pair.client.transport().write(new byte[1]);

        assertTrue(pair.client.has("pause"), "not paused above the high-water mark");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-29",
            text =
                    "The low mark alone makes the high one four times as large, the high one"
                            + " alone the low one a quarter; a low one above the high one is"
                            + " refused.",
            rows = "tcp.flow-limits-defaults")
    void limitsFollowEachOther(Subject subject) {
        ConnectedPair pair = ConnectedPair.of(subject);
        Transport transport = pair.client.transport();
        transport.setWriteBufferLimits(WriteBufferLimits.ofLow(1000));
        assertEquals(
                new WriteBufferLimits(1000, 4000), transport.writeBufferLimits(), "of a low one");
        transport.setWriteBufferLimits(WriteBufferLimits.ofHigh(1000));
        assertEquals(
                new WriteBufferLimits(250, 1000), transport.writeBufferLimits(), "of a high one");
        IllegalArgumentException refusal =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> transport.setWriteBufferLimits(2, 1),
                        "low above high");
        assertTrue(
                String.valueOf(refusal.getMessage()).contains("low is 2, high is 1"),
                refusal::getMessage);
        assertThrows(
                IllegalArgumentException.class,
                () -> transport.setWriteBufferLimits(-1, 1),
                "a negative mark");
        assertEquals(
                new WriteBufferLimits(250, 1000),
                transport.writeBufferLimits(),
                "the limits after those that were refused");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-30",
            text =
                    "pauseWriting and resumeWriting come once for each crossing of the marks, in"
                            + " turn.",
            rows = "tcp.flow-pause-once")
    void pausesOncePerCrossing(Subject subject) {
        ConnectedPair pair = ConnectedPair.of(subject);
        for (int i = 1; i <= 2; i++) {
            pair.served.transport().pauseReading();
            pair.fill();
            pair.client.transport().write(new byte[HIGH + 1]);
            pair.client.transport().write(new byte[HIGH]);
            pair.served.transport().resumeReading();
            pair.until("an empty queue", () -> pair.client.transport().writeBufferSize() == 0);
            pair.settle();
            List<String> expected = new ArrayList<>(List.of("made"));
            for (int j = 0; j < i; j++) {
                expected.addAll(List.of("pause", "resume"));
            }
            assertEquals(expected, pair.client.events, "after crossing " + i + " times");
        }
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-31",
            text = "Writing resumes when the queue has fallen to the low mark, and not before.",
            rows = "tcp.flow-pause-once")
    void resumesAtLowWaterMark(Subject subject) {
        ConnectedPair pair = ConnectedPair.of(subject);
        List<Long> sizes = new ArrayList<>();
        pair.client.on("resume", () -> sizes.add(pair.client.transport().writeBufferSize()));
        pair.served.transport().pauseReading();
        pair.fill();
        // the memory network takes 64 KiB at a time and leaves 32 KiB, between the marks
        long more = HIGH + 2 * LOW - pair.client.transport().writeBufferSize();
        pair.client.transport().write(new byte[(int) more]);
        pair.served.transport().resumeReading();

        pair.until("resumeWriting", () -> !sizes.isEmpty());

        assertTrue(sizes.getFirst() <= LOW, () -> "resumed with " + sizes + " bytes queued");
        pair.until("an empty queue", () -> pair.client.transport().writeBufferSize() == 0);
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-32",
            text = "Limits that are set below what is queued pause writing at once.",
            rows = "tcp.flow-pause-once")
    void lowerLimitsPauseAtOnce(Subject subject) {
        ConnectedPair pair = ConnectedPair.of(subject);
        pair.served.transport().pauseReading();
        pair.client.transport().setWriteBufferLimits(100, 10 * 1024 * 1024);
        pair.fill();
        pair.client.transport().write(new byte[1000]);
        assertEquals(List.of("made"), pair.client.events, "below the marks");

        pair.client.transport().setWriteBufferLimits(100, 999);
        pair.client.transport().setWriteBufferLimits(100, 998);

        assertEquals(List.of("made", "pause"), pair.client.events, "above the new mark");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-33",
            text = "resumeWriting may write again.",
            rows = {"tcp.flow-pause-once", "tcp.write-during-close-flush"})
    void resumedWriterMayWrite(Subject subject) {
        ConnectedPair pair = ConnectedPair.of(subject);
        byte[] more = pattern(HIGH + LOW);
        pair.served.transport().pauseReading();
        pair.client.on(
                "resume",
                () -> {
                    if (Collections.frequency(pair.client.events, "resume") == 1) {
                        pair.client.transport().write(more);
                    }
                });
        int count = pair.fill();
        pair.client.transport().write(new byte[HIGH + 1]);
        pair.served.transport().resumeReading();
        int all = count + HIGH + 1 + more.length;

        pair.until("what resumeWriting wrote", () -> pair.served.bytes().length >= all);

        byte[] received = pair.served.bytes();
        assertEquals(all, received.length, "bytes received");
        assertArrayEquals(
                more,
                Arrays.copyOfRange(received, all - more.length, all),
                "what resumeWriting wrote");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-34",
            text =
                    "Limits of zero pause with the first byte that is queued, and resume when"
                            + " none is left.",
            rows = "tcp.flow-pause-once")
    void zeroLimitsPauseWithFirstByte(Subject subject) {
        ConnectedPair pair = ConnectedPair.of(subject);
        List<Long> sizes = new ArrayList<>();
        pair.client.on("resume", () -> sizes.add(pair.client.transport().writeBufferSize()));
        pair.client.transport().setWriteBufferLimits(0, 0);
        pair.client.transport().write(new byte[1]);
        if (subject.supports(Capability.INSTANT_IO)) {
            assertEquals(List.of("made"), pair.client.events, "nothing is queued");
        }
        pair.assertSent();
        sizes.clear();
        pair.served.transport().pauseReading();
        pair.fill();
        assertTrue(pair.client.has("pause"), "bytes are queued, and writing was not paused");
        pair.served.transport().resumeReading();

        pair.until("resumeWriting", () -> !sizes.isEmpty());

        assertEquals(Set.of(0L), Set.copyOf(sizes), "bytes queued when writing resumed");
    }
}
