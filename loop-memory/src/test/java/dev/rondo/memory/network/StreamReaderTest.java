package dev.rondo.memory.network;

import static dev.rondo.Rondo.createTask;
import static dev.rondo.Rondo.openConnection;
import static dev.rondo.Rondo.sleep;
import static dev.rondo.memory.network.NetworkFixture.bytes;
import static dev.rondo.memory.network.NetworkFixture.pattern;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.IncompleteReadException;
import dev.rondo.LimitOverrunException;
import dev.rondo.StreamReader;
import dev.rondo.Task;
import dev.rondo.Transport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a reader returns for what its peer sends.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class StreamReaderTest {
    private static final int LIMIT = 7;

    @RegisterExtension final NetworkFixture fixture = new NetworkFixture();

    /// What a test does with a reader, and the transport of its peer.
    private interface Script {
        void run(StreamReader reader, Transport peer) throws Exception;
    }

    @BeforeEach
    void listen() {
        fixture.listen();
    }

    private void play(int limit, Script script) {
        fixture.run(() -> {
            try (var connection =
                    openConnection(NetworkFixture.HOST, fixture.server.port(), limit)) {
                sleep(Duration.ofMillis(1)); // time goes on when the server has accepted
                script.run(connection.reader(), fixture.served.transport);
            }
        });
    }

    private void play(Script script) {
        play(StreamReader.DEFAULT_LIMIT, script);
    }

    /// Has all that was sent arrive.
    private static void arrive() {
        sleep(Duration.ofMillis(1));
    }

    private static void assertText(String expected, byte[] read) {
        assertEquals(expected, new String(read, StandardCharsets.UTF_8));
    }

    // stream.read-n
    @Test
    void readReturnsWhatIsThereUpToACount() {
        play(
                3,
                (reader, peer) -> {
                    peer.write(bytes("line1\nline2"));
                    assertEquals(0, reader.read(0).length);
                    assertText("line1", reader.read(5));
                    assertText("\nline2", reader.read(100));
                });
    }

    // stream.read-n
    @Test
    void readWaitsOnlyIfNothingIsThere() {
        play((reader, peer) -> {
            Task<byte[]> waiting = createTask(() -> reader.read(100));
            arrive();
            assertFalse(waiting.isDone());
            peer.write(bytes("x"));
            assertText("x", waiting.await());
        });
    }

    // stream.read-n
    @Test
    void readAtTheEndReturnsNothing() {
        play((reader, peer) -> {
            peer.write(bytes("last"));
            peer.close();
            assertText("last", reader.read(100));
            assertEquals(0, reader.read(100).length);
            assertEquals(0, reader.read(100).length);
        });
    }

    // stream.read-n
    @Test
    void readAllCollectsUpToTheEnd() {
        byte[] sent = pattern(1_000_000);
        play((reader, peer) -> {
            peer.write(sent);
            peer.writeEof();
            assertArrayEquals(sent, reader.readAll());
            assertEquals(0, reader.readAll().length);
        });
    }

    // stream.limit-positive
    @Test
    void atEofHoldsWhenTheStreamHasEndedAndAllWasRead() {
        play((reader, peer) -> {
            assertFalse(reader.atEof());
            peer.write(bytes("x"));
            peer.writeEof();
            arrive();
            assertFalse(reader.atEof());
            reader.read(1);
            assertTrue(reader.atEof());
        });
    }

    // stream.limit-positive
    @Test
    void aLimitMustBePositive() {
        fixture.run(() -> {
            IllegalArgumentException refusal =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> openConnection(NetworkFixture.HOST, 80, 0));
            assertEquals("limit <= 0: 0", refusal.getMessage());
        });
    }

    @Test
    void negativeCountsAreRefused() {
        play((reader, peer) -> {
            assertThrows(IllegalArgumentException.class, () -> reader.read(-1));
            assertThrows(IllegalArgumentException.class, () -> reader.readExactly(-1));
        });
    }

    // stream.readline-chunks
    @Test
    void aLineIsPutTogetherFromPieces() {
        play((reader, peer) -> {
            Task<byte[]> line = createTask(() -> reader.readLine());
            peer.write(bytes("in "));
            arrive();
            peer.write(bytes("two pieces\nand the "));
            assertText("in two pieces\n", line.await());
            peer.write(bytes("rest"));
            peer.close();
            assertText("and the rest", reader.readLine());
            assertEquals(0, reader.readLine().length);
        });
    }

    @Test
    void aLineAsTextHasNoEnd() {
        play((reader, peer) -> {
            peer.write(bytes("unix\ndos\r\n\n\r\nGrüße"));
            peer.close();
            assertEquals("unix", reader.readLine(StandardCharsets.UTF_8));
            assertEquals("dos", reader.readLine(StandardCharsets.UTF_8));
            assertEquals("", reader.readLine(StandardCharsets.UTF_8));
            assertEquals("", reader.readLine(StandardCharsets.UTF_8));
            assertEquals("Grüße", reader.readLine(StandardCharsets.UTF_8));
            assertNull(reader.readLine(StandardCharsets.UTF_8));
        });
    }

    // stream.readline-chunks
    @Test
    void linesAreIterated() {
        play((reader, peer) -> {
            peer.write(bytes("one\ntwo\nthree"));
            peer.close();
            List<String> lines = new ArrayList<>();
            reader.lines(StandardCharsets.UTF_8).forEach(lines::add);
            assertEquals(List.of("one", "two", "three"), lines);
        });
    }

    // stream.readline-limit-boundary
    @Test
    void theLimitDoesNotCountTheEndOfTheLine() {
        play(
                LIMIT,
                (reader, peer) -> {
                    peer.write(bytes("1234567\n"));
                    assertText("1234567\n", reader.readLine());
                });
    }

    // stream.readline-limit
    @ParameterizedTest
    @CsvSource({"12345678|next|, 'next|', 8", "12345678, '', 8"})
    void aLineOverTheLimitIsDropped(String sent, String left, int consumed) {
        play(
                LIMIT,
                (reader, peer) -> {
                    peer.write(bytes(sent.replace('|', '\n')));
                    arrive();
                    LimitOverrunException overrun =
                            assertThrows(LimitOverrunException.class, () -> reader.readLine());
                    assertEquals(consumed, overrun.consumed());
                    assertTrue(overrun.getMessage().contains("the limit is 7"));
                    peer.close();
                    assertText(left.replace('|', '\n'), reader.readAll());
                });
    }

    // stream.readuntil-split-separator
    @Test
    void aSeparatorInPiecesIsFound() {
        play((reader, peer) -> {
            Task<byte[]> read = createTask(() -> reader.readUntil(bytes("aaa")));
            for (String piece : List.of("QWEaa", "XYa", "a", "a", "rest")) {
                peer.write(bytes(piece));
                arrive();
            }
            assertText("QWEaaXYaaa", read.await());
            assertText("rest", reader.read(10));
        });
    }

    // stream.readuntil-eof
    @Test
    void theEndBeforeTheSeparatorCarriesWhatWasLeft() {
        play((reader, peer) -> {
            peer.write(bytes("some data"));
            peer.close();
            IncompleteReadException incomplete =
                    assertThrows(
                            IncompleteReadException.class, () -> reader.readUntil(bytes("\r\n")));
            assertText("some data", incomplete.partial());
            assertEquals(OptionalInt.empty(), incomplete.expected());
            assertEquals(
                    "the stream ended after 9 bytes, without the separator",
                    incomplete.getMessage());
            assertTrue(reader.atEof());
        });
    }

    // stream.readuntil-eof
    @Test
    void anEmptySeparatorIsRefused() {
        play((reader, peer) -> {
            assertThrows(IllegalArgumentException.class, () -> reader.readUntil());
            assertThrows(
                    IllegalArgumentException.class,
                    () -> reader.readUntil(bytes("x"), new byte[0]));
        });
    }

    // stream.readuntil-limit-keeps-buffer
    @ParameterizedTest
    @CsvSource({"some dataAAAmore, 9", "some dataAA, 9"})
    void anOverrunOfReadUntilTakesNothing(String sent, int consumed) {
        play(
                LIMIT,
                (reader, peer) -> {
                    peer.write(bytes(sent));
                    arrive();
                    LimitOverrunException overrun =
                            assertThrows(
                                    LimitOverrunException.class,
                                    () -> reader.readUntil(bytes("AAA")));
                    assertEquals(consumed, overrun.consumed());
                    assertText("some data", reader.readExactly(overrun.consumed()));
                });
    }

    // stream.readuntil-multiple-separators
    @Test
    void theSeparatorThatEndsFirstWins() {
        play((reader, peer) -> {
            peer.write(bytes("some long;data\r\nx"));
            assertText("some long;", reader.readUntil(bytes("long;data"), bytes(";")));
            assertText("data\r\n", reader.readUntil(bytes("\n"), bytes("\r\n")));
            Task<byte[]> next = createTask(() -> reader.readUntil(bytes("#"), bytes("END")));
            peer.write(bytes("EN"));
            arrive();
            peer.write(bytes("D#"));
            assertText("xEND", next.await());
        });
    }

    // stream.readexactly
    @Test
    void readExactlyIgnoresTheLimitAndLeavesTheRest() {
        play(
                LIMIT,
                (reader, peer) -> {
                    peer.write(pattern(1000));
                    assertArrayEquals(Arrays.copyOf(pattern(1000), 990), reader.readExactly(990));
                    assertEquals(0, reader.readExactly(0).length);
                    assertEquals(10, reader.read(1000).length);
                });
    }

    // stream.readexactly-eof
    @Test
    void theEndBeforeTheCountCarriesWhatWasLeft() {
        play((reader, peer) -> {
            peer.write(new byte[18]);
            peer.close();
            IncompleteReadException incomplete =
                    assertThrows(IncompleteReadException.class, () -> reader.readExactly(36));
            assertEquals(18, incomplete.partial().length);
            assertEquals(OptionalInt.of(36), incomplete.expected());
            assertTrue(reader.atEof());
        });
    }

    // stream.connection-error-to-reader, stream.read-after-exception
    @Test
    void everyReadThrowsWhyTheConnectionBroke() {
        play((reader, peer) -> {
            Task<byte[]> waiting = createTask(() -> reader.readExactly(100));
            peer.write(bytes("some"));
            arrive();
            peer.abort();
            Throwable failure = assertThrows(CompletionException.class, waiting::await).getCause();
            assertSame(failure, assertThrows(IOException.class, () -> reader.read(1)));
            assertSame(failure, assertThrows(IOException.class, () -> reader.readLine()));
            assertSame(failure, reader.exception().orElseThrow());
            assertTrue(failure.getMessage().contains("reset"), failure::getMessage);
        });
    }

    @Test
    void aFailureShowsWhereTheReadWas() {
        play((reader, peer) -> {
            peer.abort();
            IOException failure = assertThrows(IOException.class, () -> reader.read(1));
            assertTrue(
                    List.of(failure.getStackTrace()).stream()
                            .anyMatch(frame -> frame.getClassName().equals(getClass().getName())),
                    () -> List.of(failure.getStackTrace()).toString());
        });
    }

    // stream.reader-backpressure
    @Test
    void aReaderThatIsNotReadFromHoldsItsPeerBack() {
        play(
                1000,
                (reader, peer) -> {
                    peer.write(new byte[2_000_000]);
                    arrive();
                    long held = peer.writeBufferSize();
                    assertTrue(held > 1_500_000, () -> "held back: " + held);
                    arrive();
                    assertEquals(held, peer.writeBufferSize());
                    assertEquals(2_000_000, reader.readExactly(2_000_000).length);
                });
    }

    @Test
    void oneCoroutineWaitsAtATime() {
        play((reader, peer) -> {
            Task<byte[]> first = createTask("the first", () -> reader.read(1));
            arrive();
            IllegalStateException refusal =
                    assertThrows(IllegalStateException.class, () -> reader.readLine());
            assertEquals(
                    "cannot readLine while task 'the first' waits in this reader; one at a"
                            + " time",
                    refusal.getMessage());
            first.cancel();
            arrive();
            peer.write(bytes("x"));
            assertText("x", reader.read(1));
        });
    }

    @Test
    void aReadInACallbackIsRefused() {
        StreamReader[] kept = new StreamReader[1];
        play((reader, peer) -> kept[0] = reader);
        Throwable[] refusal = new Throwable[1];
        fixture.loop.callSoon(() ->
                refusal[0] = assertThrows(IllegalStateException.class, () -> kept[0].read(1)));
        fixture.turns(1);

        String message = refusal[0].getMessage();
        assertTrue(message.startsWith("cannot read in a callback"), message);
    }

    @Test
    void aTaskThatWaitsIsCancelledWhenTheLoopCloses() {
        List<String> ends = new ArrayList<>();
        play((reader, peer) -> {
            var other = openConnection(NetworkFixture.HOST, fixture.server.port());
            createTask(() -> {
                try {
                    other.reader().read(1);
                } finally {
                    other.close();
                    ends.add("unwound");
                }
            });
            arrive();
        });

        fixture.loop.close();

        assertEquals(List.of("unwound"), ends);
    }
}
