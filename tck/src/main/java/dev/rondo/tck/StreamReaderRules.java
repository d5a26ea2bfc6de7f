package dev.rondo.tck;

import static dev.rondo.tck.StreamPair.aMoment;
import static dev.rondo.tck.StreamPair.bytes;
import static dev.rondo.tck.StreamPair.pattern;
import static dev.rondo.tck.StreamPair.play;
import static dev.rondo.tck.StreamPair.text;
import static dev.rondo.tck.StreamPair.until;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.IncompleteReadException;
import dev.rondo.Rondo;
import dev.rondo.StreamReader;
import dev.rondo.Task;
import dev.rondo.Transport;
import dev.rondo.spi.Capability;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.function.Executable;

/// What readers promise about bytes, and about connections that end or break.
abstract class StreamReaderRules {
    private static final int SMALL_LIMIT = 3;

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-1",
            text =
                    "read(n) returns at least one byte and at most n, across line ends and whatever"
                            + " the limit.",
            rows = "stream.read-n")
    void readsUpToACount(Subject subject) {
        play(
                subject,
                SMALL_LIMIT,
                pair -> {
                    pair.fill("line1\nline2");

                    assertEquals("line1", text(pair.reader.read(5)), "read(5) with a limit of 3");
                    assertEquals(
                            "\nline2", text(pair.reader.read(100)), "read(100) with 6 bytes there");
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-2",
            text = "read(n) waits while nothing is there, and no longer.",
            rows = "stream.read-n")
    void readWaitsForSomething(Subject subject) {
        play(
                subject,
                pair -> {
                    Task<byte[]> reading = Rondo.createTask(() -> pair.reader.read(100));
                    aMoment();
                    assertFalse(reading.isDone(), "a read has ended although nothing has come");

                    pair.send("x");

                    assertEquals("x", text(reading.await()), "what the read has waited for");
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-3",
            text = "read(0) returns nothing, at once, and takes nothing.",
            rows = "stream.read-n")
    void readOfNothing(Subject subject) {
        play(
                subject,
                pair -> {
                    assertEquals("", text(pair.reader.read(0)), "read(0) before anything has come");
                    pair.fill("data");

                    assertEquals("", text(pair.reader.read(0)), "read(0)");
                    assertEquals(
                            "data", text(pair.reader.read(100)), "what was there before read(0)");
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-4",
            text = "At the end of the stream read(n) returns nothing, again and again.",
            rows = "stream.read-n")
    void readAtTheEnd(Subject subject) {
        play(
                subject,
                pair -> {
                    pair.fillAndEnd("last");

                    assertEquals(
                            "last", text(pair.reader.read(100)), "what was sent before the end");
                    assertEquals("", text(pair.reader.read(100)), "the first read at the end");
                    assertEquals("", text(pair.reader.read(100)), "the second read at the end");
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-5",
            text = "readAll returns everything up to the end, however much more than the limit.",
            rows = "stream.read-n")
    void readsAll(Subject subject) {
        byte[] sent = pattern(100_000);
        play(
                subject,
                SMALL_LIMIT,
                pair -> {
                    pair.far.transport().write(sent);
                    pair.far.transport().writeEof();

                    assertArrayEquals(sent, pair.reader.readAll(), "everything up to the end");
                    assertEquals("", text(pair.reader.readAll()), "readAll at the end");
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-6",
            text = "A limit that is not positive is refused, for a client and for a server.",
            rows = "stream.limit-positive")
    void refusesLimits(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    for (int limit : new int[] {0, -1}) {
                        assertLimitRefused(
                                limit, () -> Rondo.openConnection(StreamPair.HOST, 1, limit));
                        assertLimitRefused(
                                limit,
                                () -> Rondo.startServer((_, _) -> {}, StreamPair.HOST, 0, limit));
                    }
                });
    }

    private static void assertLimitRefused(int limit, Executable call) {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, call);
        assertEquals("limit <= 0: " + limit, refusal.getMessage());
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-7",
            text = "atEof holds when the stream has ended and everything was read, not before.",
            rows = "stream.limit-positive")
    void tellsTheEnd(Subject subject) {
        play(
                subject,
                pair -> {
                    assertFalse(pair.reader.atEof(), "atEof() of a stream that has just begun");
                    pair.fill("x");
                    assertFalse(pair.reader.atEof(), "atEof() with a byte to read");
                    assertEquals("x", text(pair.reader.read(1)));
                    assertFalse(pair.reader.atEof(), "atEof() with nothing to read before the end");
                    pair.send("y");
                    pair.far.transport().close();
                    until(() -> pair.far.isLost, "the far end has closed");
                    aMoment();
                    assertFalse(pair.reader.atEof(), "atEof() with the last byte to read");
                    assertEquals("y", text(pair.reader.readAll()));
                    assertTrue(
                            pair.reader.atEof(), "atEof() when the end has come and all was read");
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-8",
            text = "readExactly(n) returns n bytes, whatever the limit, and leaves the rest.",
            rows = "stream.readexactly")
    void readsExactly(Subject subject) {
        byte[] sent = pattern(1000);
        play(
                subject,
                SMALL_LIMIT,
                pair -> {
                    pair.far.transport().write(sent);
                    byte[] first = pair.reader.readExactly(990);
                    assertArrayEquals(
                            Arrays.copyOf(sent, 990), first, "readExactly(990) of 1000 bytes");

                    assertEquals("", text(pair.reader.readExactly(0)), "readExactly(0)");

                    byte[] rest = Arrays.copyOfRange(sent, 990, 1000);
                    assertArrayEquals(rest, pair.reader.readExactly(10), "the rest");
                    IllegalArgumentException refusal =
                            assertThrows(
                                    IllegalArgumentException.class,
                                    () -> pair.reader.readExactly(-1));
                    assertEquals("count < 0: -1", refusal.getMessage());
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-9",
            text =
                    "Where the stream ends before n bytes, readExactly(n) throws what came and what"
                            + " was wanted, and leaves nothing.",
            rows = "stream.readexactly-eof")
    void readsExactlyAtTheEnd(Subject subject) {
        play(
                subject,
                pair -> {
                    pair.send("eighteen bytes ...");
                    pair.far.transport().writeEof();

                    IncompleteReadException incomplete =
                            assertThrows(
                                    IncompleteReadException.class,
                                    () -> pair.reader.readExactly(36));

                    assertEquals(
                            "eighteen bytes ...", text(incomplete.partial()), "the partial data");
                    assertEquals(OptionalInt.of(36), incomplete.expected(), "the expected count");
                    assertEquals(
                            "the stream ended after 18 of 36 expected bytes",
                            incomplete.getMessage());
                    assertTrue(pair.reader.atEof(), "the partial data is no longer in the reader");
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-10",
            text = "When the connection breaks, a read that waits throws why.",
            rows = {"stream.connection-error-to-reader", "stream.read-after-exception"})
    void breaksAWaitingRead(Subject subject) {
        play(
                subject,
                pair -> {
                    Task<byte[]> reading = Rondo.createTask(() -> pair.reader.readExactly(100));
                    pair.send("some");
                    aMoment();

                    pair.far.transport().abort();

                    Throwable thrown =
                            assertThrows(CompletionException.class, reading::await).getCause();
                    assertTrue(
                            thrown instanceof IOException
                                    && !(thrown instanceof IncompleteReadException),
                            () -> "a read of a broken connection threw " + thrown);
                    assertSame(
                            thrown,
                            pair.reader.exception().orElse(null),
                            "exception() is what the read threw");
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-11",
            text = "After the connection has broken every read throws why, even if data is left.",
            rows = {"stream.connection-error-to-reader", "stream.read-after-exception"})
    void breaksEveryRead(Subject subject) {
        play(
                subject,
                pair -> {
                    assertTrue(
                            pair.reader.exception().isEmpty(),
                            "an exception before anything happened");
                    pair.fill("data\n");
                    pair.far.transport().abort();
                    until(
                            () -> pair.reader.exception().isPresent(),
                            "the reader hears of the reset");
                    IOException reason = pair.reader.exception().orElseThrow();

                    StreamReader reader = pair.reader;
                    List<Executable> reads =
                            List.of(
                                    () -> reader.read(1),
                                    reader::readAll,
                                    reader::readLine,
                                    () -> reader.readUntil(bytes("\n")),
                                    () -> reader.readExactly(1));
                    for (Executable read : reads) {
                        assertSame(
                                reason,
                                assertThrows(IOException.class, read),
                                "what a read throws");
                    }
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-12",
            text = "Closing a broken connection is silent.",
            rows = "stream.connection-error-to-reader")
    void closesInSilence(Subject subject) {
        play(
                subject,
                pair -> {
                    pair.far.transport().abort();
                    assertThrows(
                            IOException.class, () -> pair.reader.read(1), "a read of the reset");

                    pair.writer.close();
                    pair.writer.close();
                    assertTrue(pair.writer.isClosing(), "isClosing() of a broken connection");
                });
        assertEquals(List.of(), subject.takeReports(), "reports of a connection that broke");
        assertEquals(List.of(), subject.takeLogs(), "logged of a connection that broke");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-13",
            text = "A break does no harm to a read that has just been cancelled.",
            rows = "stream.read-after-exception")
    void breaksACancelledRead(Subject subject) {
        play(
                subject,
                pair -> {
                    Task<byte[]> reading = Rondo.createTask(() -> pair.reader.read(1));
                    aMoment();

                    reading.cancel();
                    pair.far.transport().abort();
                    until(
                            () -> pair.reader.exception().isPresent(),
                            "the reader hears of the reset");

                    assertTrue(
                            reading.isCancelled(),
                            () -> "the read was cancelled, and is: " + reading);
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-14",
            text =
                    "A reader stops its transport when more than twice the limit is buffered, and"
                            + " lets it go on when a read leaves the limit or less.",
            rows = "stream.reader-backpressure")
    void stopsItsTransport(Subject subject) {
        int limit = 1000;
        play(
                subject,
                limit,
                pair -> {
                    Transport transport = pair.writer.transport();
                    pair.fill("x".repeat(2 * limit - 1));
                    assertTrue(transport.isReading(), "reading with twice the limit buffered");
                    pair.send("ab");
                    until(
                            () -> !transport.isReading(),
                            "more than twice the limit stops the transport");

                    pair.reader.readExactly(limit);
                    assertFalse(
                            transport.isReading(),
                            "reading with a byte more than the limit buffered");
                    pair.reader.readExactly(1);
                    assertTrue(transport.isReading(), "reading with the limit buffered");
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-15",
            text = "A peer is held back while nobody reads, and loses nothing by it.",
            rows = "stream.reader-backpressure")
    void holdsPeerBack(Subject subject) {
        byte[] sent = pattern(StreamPair.MUCH);
        play(
                subject,
                1000,
                pair -> {
                    Transport sender = pair.far.transport();
                    sender.write(sent);
                    sender.writeEof();
                    until(() -> !pair.writer.transport().isReading(), "the reader has enough");
                    assertTrue(
                            sender.writeBufferSize() > 0,
                            "everything was taken from a peer although nobody reads");

                    assertArrayEquals(
                            sent, pair.reader.readExactly(sent.length), "all that was sent");
                    assertEquals("", text(pair.reader.read(1)), "more than was sent");
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-16",
            text = "One coroutine waits in a reader at a time; a second one is refused.")
    void refusesASecondReader(Subject subject) {
        play(
                subject,
                pair -> {
                    Task<byte[]> first = Rondo.createTask("the first", () -> pair.reader.read(1));
                    aMoment();

                    IllegalStateException refusal =
                            assertThrows(IllegalStateException.class, () -> pair.reader.readLine());

                    assertEquals(
                            "cannot readLine while task 'the first' waits in this reader; one at a time",
                            refusal.getMessage());
                    pair.send("x");
                    assertEquals("x", text(first.await()), "what the first one was waiting for");
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-17",
            text = "A read that is cancelled takes nothing, and another may read in its place.")
    void cancelsARead(Subject subject) {
        play(
                subject,
                pair -> {
                    pair.fill("ab");
                    Task<byte[]> reading = Rondo.createTask(() -> pair.reader.readExactly(3));
                    aMoment();
                    reading.cancel();
                    until(reading::isDone, "the cancelled read ends");

                    assertEquals(
                            "ab", text(pair.reader.read(100)), "what the cancelled read has left");
                });
    }
}
