package dev.rondo.tck;

import static dev.rondo.tck.ConnectedPair.bytes;
import static dev.rondo.tck.ConnectedPair.pattern;
import static dev.rondo.tck.ProtocolRules.onlyReport;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.BufferedProtocol;
import dev.rondo.Transport;
import dev.rondo.spi.Capability;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Protocols with buffers of their own.
abstract class BufferedProtocolRules {
    private final IllegalStateException fault =
            new IllegalStateException("a fault of the protocol");

    /// Reads into buffers of one size, and writes down what arrives.
    private static class Buffers implements BufferedProtocol {
        final List<Integer> hints = new ArrayList<>();
        final List<Integer> counts = new ArrayList<>();
        final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private final ByteBuffer buffer;
        boolean isLost;
        @Nullable Exception lostWith;

        Buffers(int size) {
            buffer = ByteBuffer.allocate(size);
        }

        @Override
        public ByteBuffer getBuffer(int sizeHint) {
            hints.add(sizeHint);
            return buffer.clear();
        }

        @Override
        public void bufferUpdated(int count) {
            counts.add(count);
            received.write(buffer.array(), buffer.position() - count, count);
        }

        @Override
        public void connectionLost(@Nullable Exception exception) {
            isLost = true;
            lostWith = exception;
        }

        String text() {
            return received.toString(StandardCharsets.UTF_8);
        }
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-41",
            text =
                    "A buffered protocol is asked with getBuffer(-1), read into, and told with"
                            + " bufferUpdated how much arrived.",
            rows = "tcp.buffered-protocol")
    void readsIntoProtocolsBuffer(Subject subject) {
        ConnectedPair pair = ConnectedPair.of(subject);
        Buffers buffers = new Buffers(100);
        pair.served.transport().setProtocol(buffers);
        pair.client.transport().write(bytes("straight"));

        pair.until("bufferUpdated", () -> !buffers.counts.isEmpty());

        assertEquals(List.of(-1), List.copyOf(Set.copyOf(buffers.hints)), "the hints of getBuffer");
        assertEquals(List.of("straight".length()), buffers.counts, "the counts of bufferUpdated");
        assertEquals("straight", buffers.text(), "what is in the buffer");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-42",
            text =
                    "More bytes than a buffer holds come in several reads: 9 KiB through buffers"
                            + " of 100 bytes.",
            rows = "tcp.buffered-protocol")
    void readsThroughSmallBuffers(Subject subject) {
        ConnectedPair pair = ConnectedPair.of(subject);
        Buffers buffers = new Buffers(100);
        pair.served.transport().setProtocol(buffers);
        byte[] sent = pattern(9 * 1024);
        pair.client.transport().write(sent);
        pair.client.transport().close();

        pair.until("the end", () -> buffers.isLost);

        assertArrayEquals(sent, buffers.received.toByteArray(), "what went through the buffers");
        assertTrue(Collections.max(buffers.counts) <= 100, () -> "counts: " + buffers.counts);
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-43",
            text =
                    "Bytes that were read elsewhere are put into a buffered protocol's buffers in"
                            + " slices, of 1, 2, 4 or 100 bytes.",
            rows = "tcp.buffered-protocol")
    void isFedInSlices(Subject subject) {
        for (int size : new int[] {1, 2, 4, 100}) {
            Buffers buffers = new Buffers(size);
            buffers.dataReceived(ByteBuffer.wrap(bytes("12345")));
            assertEquals("12345", buffers.text(), "fed through buffers of " + size);
            assertEquals(
                    Math.min(size, 5), buffers.counts.getFirst(), "the first slice of " + size);
        }
        Buffers empty = new Buffers(0);
        assertThrows(
                IllegalStateException.class,
                () -> empty.dataReceived(ByteBuffer.wrap(bytes("12345"))),
                "an empty buffer was fed");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-44",
            text =
                    "getBuffer that throws or returns an empty or read-only buffer, and"
                            + " bufferUpdated that throws, end the connection with the fault,"
                            + " which is reported once.",
            rows = "tcp.buffered-protocol-errors")
    void faultyBuffersEndConnection(Subject subject) {
        Buffers throwing =
                new Buffers(10) {
                    @Override
                    public ByteBuffer getBuffer(int sizeHint) {
                        throw fault;
                    }
                };
        assertSame(fault, faultOf(subject, throwing, "getBuffer"), "getBuffer that throws");
        Throwable empty = faultOf(subject, new Buffers(0), "getBuffer");
        assertTrue(String.valueOf(empty.getMessage()).contains("empty buffer"), empty::toString);
        Buffers readOnly =
                new Buffers(10) {
                    @Override
                    public ByteBuffer getBuffer(int sizeHint) {
                        return super.getBuffer(sizeHint).asReadOnlyBuffer();
                    }
                };
        Throwable refused = faultOf(subject, readOnly, "getBuffer");
        assertTrue(
                String.valueOf(refused.getMessage()).contains("read-only buffer"),
                refused::toString);
        Buffers failing =
                new Buffers(10) {
                    @Override
                    public void bufferUpdated(int count) {
                        throw fault;
                    }
                };
        assertSame(fault, faultOf(subject, failing, "bufferUpdated"), "bufferUpdated that throws");
    }

    private static Throwable faultOf(Subject subject, Buffers faulty, String method) {
        ConnectedPair pair = ConnectedPair.of(subject);
        pair.served.transport().setProtocol(faulty);
        pair.client.transport().write(bytes("x"));
        pair.until("connectionLost after a fault in " + method, () -> faulty.isLost);
        Throwable reported = onlyReport(subject, pair.served.transport(), method);
        assertSame(reported, faulty.lostWith, "what connectionLost heard");
        return reported;
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-45",
            text =
                    "setProtocol changes a live connection to a buffered protocol and back; the"
                            + " next read is of the new kind.",
            rows = "tcp.protocol-switch")
    void changesProtocol(Subject subject) {
        ConnectedPair pair = ConnectedPair.of(subject);
        Transport transport = pair.served.transport();
        Buffers buffers = new Buffers(100);
        pair.client.transport().write(bytes("first"));
        pair.until("the first data", () -> pair.served.text().equals("first"));

        transport.setProtocol(buffers);
        assertSame(buffers, transport.protocol(), "the protocol that was set");
        pair.client.transport().write(bytes("second"));
        pair.until("the second data", () -> buffers.text().equals("second"));
        transport.setProtocol(pair.served);
        pair.client.transport().write(bytes("third"));
        pair.client.transport().close();
        pair.until("the end", () -> pair.served.has("lost"));

        assertEquals("firstthird", pair.served.text(), "what the plain protocol has received");
        assertEquals(List.of("made", "data", "eof", "lost"), pair.served.events, "its calls");
        assertFalse(buffers.isLost, "a protocol that was replaced heard the end");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-46",
            text =
                    "pauseReading inside bufferUpdated holds: what did not fit into the buffer"
                            + " comes after resumeReading.",
            rows = {"tcp.buffered-protocol", "tcp.pause-resume-reading"})
    void pauseInBufferUpdatedHolds(Subject subject) {
        ConnectedPair pair = ConnectedPair.of(subject);
        Transport transport = pair.served.transport();
        Buffers buffers =
                new Buffers(4) {
                    @Override
                    public void bufferUpdated(int count) {
                        super.bufferUpdated(count);
                        transport.pauseReading();
                    }
                };
        transport.setProtocol(buffers);
        pair.client.transport().write(bytes("12345678"));
        pair.until("bufferUpdated", () -> !buffers.counts.isEmpty());
        pair.settle();
        assertEquals("1234", buffers.text(), "received while paused");

        transport.resumeReading();

        pair.until("the rest", () -> buffers.text().equals("12345678"));
    }
}
