package dev.rondo.tck;

import static dev.rondo.tck.StreamPair.MUCH;
import static dev.rondo.tck.StreamPair.aMoment;
import static dev.rondo.tck.StreamPair.bytes;
import static dev.rondo.tck.StreamPair.pattern;
import static dev.rondo.tck.StreamPair.play;
import static dev.rondo.tck.StreamPair.text;
import static dev.rondo.tck.StreamPair.until;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.Event;
import dev.rondo.Rondo;
import dev.rondo.Server;
import dev.rondo.StreamWriter;
import dev.rondo.Task;
import dev.rondo.spi.Capability;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

/// What writers promise: order, flow control, and the end of a connection.
abstract class StreamWriterRules {
    private static final int WAITERS = 10;
    private static final int PIECE_BYTES = 8000;

    /// More writes than a connection takes after its peer has gone.
    private static final int MANY_WRITES = 10_000;

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-32",
            text =
                    "What is written arrives in order, whether bytes, a buffer or many pieces; the"
                            + " memory is the caller's again at once.")
    void writesInOrder(Subject subject) {
        play(
                subject,
                pair -> {
                    byte[] one = bytes("one ");
                    ByteBuffer two = ByteBuffer.wrap(bytes("(two )"), 1, 4);
                    byte[] three = bytes("three ");
                    pair.writer.write(one);
                    pair.writer.write(two);
                    pair.writer.writeLines(List.of(three, bytes("four "), bytes("five")));
                    one[0] = '?';
                    two.array()[1] = '?';
                    three[0] = '?';
                    pair.writer.close();
                    pair.writer.waitClosed();

                    until(() -> pair.far.received().length >= 23, "everything arrives");
                    assertEquals(
                            "one two three four five", text(pair.far.received()), "what arrived");
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-33",
            text =
                    "drain returns at once below the high-water mark, and above it waits until the"
                            + " low one is reached.",
            rows = "stream.drain-multiple-waiters")
    void drainWaits(Subject subject) {
        play(
                subject,
                pair -> {
                    StreamWriter writer = pair.writer;
                    pair.far.transport().pauseReading();
                    writer.write(bytes("x"));
                    writer.drain();
                    writer.write(new byte[MUCH]);
                    Task<Long> draining =
                            Rondo.createTask(() -> {
                                writer.drain();
                                return writer.transport().writeBufferSize();
                            });
                    aMoment();
                    assertFalse(
                            draining.isDone(), "drain() has not waited above the high-water mark");

                    pair.far.transport().resumeReading();

                    long left = draining.await();
                    assertTrue(
                            left <= 16 * 1024,
                            () -> "drain() returned with " + left + " bytes to send");
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-34",
            text =
                    "Any number of coroutines may wait in drain; one resume releases all, and a"
                            + " cancelled one holds up no other.",
            rows = "stream.drain-multiple-waiters")
    void releasesAll(Subject subject) {
        play(
                subject,
                pair -> {
                    pair.far.transport().pauseReading();
                    pair.writer.write(new byte[MUCH]);
                    List<Integer> released = new ArrayList<>();
                    List<Task<Void>> waiting = new ArrayList<>();
                    for (int i = 0; i <= WAITERS; i++) {
                        int number = i;
                        waiting.add(
                                Rondo.createTask(() -> {
                                    pair.writer.drain();
                                    released.add(number);
                                }));
                    }
                    aMoment();
                    assertEquals(List.of(), released, "released although writing is paused");
                    waiting.getFirst().cancel();

                    pair.far.transport().resumeReading();

                    List<Integer> all = IntStream.rangeClosed(1, WAITERS).boxed().toList();
                    until(() -> released.size() >= WAITERS, "all who wait in drain() are released");
                    assertEquals(all, released, "who was released");
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-35",
            text = "Who writes and drains to a peer that has gone is told so.",
            rows = "stream.drain-raises-when-peer-gone")
    void drainTellsThatPeerIsGone(Subject subject) {
        play(
                subject,
                pair -> {
                    pair.far.transport().close();
                    until(() -> pair.far.isLost, "the far end has closed");

                    assertThrows(
                            IOException.class,
                            () -> {
                                for (int i = 0; i < MANY_WRITES; i++) {
                                    pair.writer.write(new byte[1000]);
                                    pair.writer.drain();
                                }
                            },
                            "writing and draining to a peer that has gone");
                });
        subject.takeLogs(); // it may warn of the writes after the end
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-36",
            text = "A drain that waits ends with the connection, and says so.",
            rows = "stream.drain-raises-when-peer-gone")
    void drainEndsWithTheConnection(Subject subject) {
        play(
                subject,
                pair -> {
                    pair.far.transport().pauseReading();
                    pair.writer.write(new byte[MUCH]);
                    Task<Void> draining = Rondo.createTask(pair.writer::drain);
                    aMoment();
                    assertFalse(
                            draining.isDone(), "drain() has not waited above the high-water mark");

                    pair.writer.transport().abort();

                    Throwable thrown =
                            assertThrows(CompletionException.class, draining::await).getCause();
                    assertNamesTheClosedPeer(pair, thrown);
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-37",
            text = "A write after close is dropped without a word, and the next drain throws.",
            rows = "stream.drain-after-close")
    void drainAfterClose(Subject subject) {
        play(
                subject,
                pair -> {
                    pair.writer.write(bytes("sent"));
                    until(() -> pair.writer.transport().writeBufferSize() == 0, "it is sent");
                    pair.writer.close();
                    pair.writer.write(bytes(" dropped"));

                    IOException thrown = assertThrows(IOException.class, pair.writer::drain);

                    assertNamesTheClosedPeer(pair, thrown);
                    until(() -> pair.far.received().length > 0, "what was written before arrives");
                    aMoment();
                    assertEquals("sent", text(pair.far.received()), "what was sent");
                });
    }

    @Requires(Capability.UNIX_SOCKETS)
    @Rule(
            id = "STREAM-51",
            text =
                    "After close a drain does not wait for a peer that does not read, and abort ends the"
                            + " connection, however much of it the system has taken.",
            rows = "stream.drain-after-close")
    void drainAfterCloseDoesNotWaitForThePeer(Subject subject) throws IOException {
        try (SocketPath path = new SocketPath()) {
            StreamPair.inTime(
                    subject,
                    () -> {
                        Event isOver = new Event();
                        Server server =
                                Rondo.startUnixServer(
                                        (reader, writer) -> {
                                            writer.transport().pauseReading();
                                            isOver.await();
                                            writer.transport().abort();
                                        },
                                        path.path());
                        try {
                            int pieces = 1;
                            while (closeAndDrain(path, pieces)) {
                                pieces++;
                            }
                        } finally {
                            isOver.set();
                            server.close();
                            server.waitClosed();
                        }
                    });
        }
    }

    /// Writes some pieces and gives the system the time to take them.
    ///
    /// @return whether it has taken all
    private static boolean closeAndDrain(SocketPath path, int pieces) throws IOException {
        StreamWriter writer = Rondo.openUnixConnection(path.path()).writer();
        for (int i = 0; i < pieces; i++) {
            writer.write(new byte[PIECE_BYTES]);
            Rondo.sleep(Duration.ZERO);
        }
        boolean isAllTaken = writer.transport().writeBufferSize() == 0;
        writer.close();
        try {
            writer.drain();
        } catch (IOException e) {
            // the connection has ended already, and that is all
        }
        writer.transport().abort();
        writer.waitClosed();
        return isAllTaken;
    }

    private static void assertNamesTheClosedPeer(StreamPair pair, Throwable thrown) {
        int port = ((InetSocketAddress) pair.writer.remoteAddress()).getPort();
        String words = "the connection to " + StreamPair.HOST + ":" + port + " is closed";
        assertTrue(
                thrown instanceof IOException && thrown.getMessage().endsWith(words),
                () -> "drain() does not say that " + words + ": " + thrown);
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-38",
            text =
                    "isClosing holds from close on; waitClosed returns when all is sent and the"
                            + " connection has ended.",
            rows = "stream.wait-closed")
    void waitsForTheEnd(Subject subject) {
        byte[] sent = pattern(MUCH);
        play(
                subject,
                pair -> {
                    StreamWriter writer = pair.writer;
                    pair.far.transport().pauseReading();
                    writer.write(sent);
                    assertFalse(writer.isClosing(), "isClosing() before close()");
                    writer.close();
                    assertTrue(writer.isClosing(), "isClosing() after close()");
                    Task<Void> waiting = Rondo.createTask(writer::waitClosed);
                    aMoment();
                    assertFalse(waiting.isDone(), "waitClosed() has ended with bytes to send");

                    pair.far.transport().resumeReading();

                    waiting.await();
                    writer.waitClosed();
                    until(() -> pair.far.received().length >= sent.length, "everything arrives");
                    assertArrayEquals(sent, pair.far.received(), "what arrived");
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-39",
            text = "waitClosed returns also when bytes of the peer were not read.",
            rows = "stream.wait-closed")
    void waitsForTheEndWithUnreadData(Subject subject) {
        play(
                subject,
                pair -> {
                    pair.fill("nobody reads this");

                    pair.writer.close();
                    pair.writer.waitClosed();

                    assertTrue(pair.writer.isClosing(), "isClosing() after the end");
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-40",
            text = "waitClosed of a connection that broke throws why.",
            rows = {"stream.wait-closed", "stream.connection-error-to-reader"})
    void waitClosedTellsWhy(Subject subject) {
        play(
                subject,
                pair -> {
                    Task<Void> waiting = Rondo.createTask(pair.writer::waitClosed);
                    aMoment();
                    pair.far.transport().abort();
                    Throwable thrown =
                            assertThrows(CompletionException.class, waiting::await).getCause();

                    assertEquals(
                            pair.reader.exception().orElse(null),
                            thrown,
                            "what waitClosed() threw");
                    assertThrows(
                            IOException.class, pair.writer::waitClosed, "waitClosed() once more");
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-41",
            text = "When the writer is closed the reader is at its end: a read that waits returns.",
            rows = "stream.close-feeds-eof")
    void closingEndsTheReader(Subject subject) {
        play(
                subject,
                pair -> {
                    Task<byte[]> reading = Rondo.createTask(() -> pair.reader.read(1));
                    aMoment();

                    pair.writer.close();

                    assertEquals("", text(reading.await()), "what the read returned");
                    assertTrue(pair.reader.atEof(), "atEof() after the end");
                    assertEquals("", text(pair.reader.readAll()), "a read after the end");
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-42",
            text = "writeEof ends the writing side: the peer reads the end, and still answers.",
            rows = "stream.open-and-read")
    void closesHalf(Subject subject) {
        StreamPair.serve(
                subject,
                (reader, writer) -> writer.write(reader.readAll()),
                (reader, writer) -> {
                    writer.write(bytes("to and fro"));
                    writer.writeEof();
                    IllegalStateException refusal =
                            assertThrows(
                                    IllegalStateException.class, () -> writer.write(bytes("x")));

                    assertTrue(
                            refusal.getMessage().endsWith("after writeEof()"), refusal::getMessage);
                    assertFalse(writer.isClosing(), "isClosing() after writeEof()");
                    assertEquals("to and fro", text(reader.readAll()), "the answer");
                });
    }
}
