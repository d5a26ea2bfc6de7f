package dev.rondo.tck;

import static dev.rondo.tck.StreamPair.aMoment;
import static dev.rondo.tck.StreamPair.bytes;
import static dev.rondo.tck.StreamPair.play;
import static dev.rondo.tck.StreamPair.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.IncompleteReadException;
import dev.rondo.LimitOverrunException;
import dev.rondo.Rondo;
import dev.rondo.StreamReader;
import dev.rondo.Task;
import dev.rondo.spi.Capability;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// What readers promise about lines and other things that end with a separator.
abstract class StreamLineRules {
    private static final int LIMIT = 7;

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-18",
            text =
                    "readLine puts a line together from pieces, with its newline, and leaves the"
                            + " rest.",
            rows = "stream.readline-chunks")
    void putsLinesTogether(Subject subject) {
        play(
                subject,
                pair -> {
                    Task<byte[]> line = Rondo.createTask(() -> pair.reader.readLine());
                    for (String piece : List.of("in ", "three", " pieces\nand the rest\n")) {
                        pair.send(piece);
                        aMoment();
                    }

                    assertEquals(
                            "in three pieces\n", text(line.await()), "a line that came in pieces");
                    assertEquals(
                            "and the rest\n", text(pair.reader.readLine()), "the line after it");
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-19",
            text =
                    "At the end of the stream readLine returns the unterminated rest, and then"
                            + " nothing.",
            rows = "stream.readline-chunks")
    void readsTheLastLine(Subject subject) {
        play(
                subject,
                pair -> {
                    pair.fillAndEnd("some data");

                    assertEquals(
                            "some data",
                            text(pair.reader.readLine()),
                            "a last line without newline");
                    assertEquals("", text(pair.reader.readLine()), "readLine at the end");
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-20",
            text = "Iterating over the lines yields each, also an unterminated last one.",
            rows = "stream.readline-chunks")
    void iteratesLines(Subject subject) {
        play(
                subject,
                pair -> {
                    pair.fillAndEnd("one\ntwo\n\nlast");

                    List<String> lines = new ArrayList<>();
                    pair.reader.lines(StandardCharsets.UTF_8).forEach(lines::add);

                    assertEquals(
                            List.of("one", "two", "", "last"), lines, "the lines of the stream");
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-21",
            text =
                    "A line as text has neither newline nor carriage return, and is null at the end.",
            rows = "stream.readline-chunks")
    void readsLinesAsText(Subject subject) {
        play(
                subject,
                pair -> {
                    pair.fillAndEnd("unix\ndos\r\n\r\nGr\u00fc\u00dfe");

                    for (String line : List.of("unix", "dos", "", "Gr\u00fc\u00dfe")) {
                        assertEquals(
                                line,
                                pair.reader.readLine(StandardCharsets.UTF_8),
                                "a line as text");
                    }
                    assertNull(pair.reader.readLine(StandardCharsets.UTF_8), "a line at the end");
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-22",
            text =
                    "A line over the limit is refused and dropped through its newline; what follows"
                            + " it stays.",
            rows = "stream.readline-limit")
    void dropsLongLines(Subject subject) {
        play(
                subject,
                LIMIT,
                pair -> {
                    pair.fill("a long line\nnext\n");

                    LimitOverrunException overrun =
                            assertThrows(LimitOverrunException.class, pair.reader::readLine);

                    assertEquals(
                            "the separator comes after 11 bytes; the limit is 7",
                            overrun.getMessage());
                    assertEquals(
                            "next\n", text(pair.reader.readLine()), "the line after the long one");
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-23",
            text =
                    "A line over the limit whose newline has not come is refused, and all that is"
                            + " buffered is dropped.",
            rows = "stream.readline-limit")
    void dropsBeginningsOfLongLines(Subject subject) {
        play(
                subject,
                LIMIT,
                pair -> {
                    pair.fill("a long li");

                    LimitOverrunException overrun =
                            assertThrows(LimitOverrunException.class, pair.reader::readLine);

                    assertEquals("no separator in 9 bytes; the limit is 7", overrun.getMessage());
                    pair.send("ne\n");
                    assertEquals(
                            "ne\n", text(pair.reader.readLine()), "what came after the refusal");
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-24",
            text =
                    "The limit does not count the newline: a line of exactly the limit is accepted,"
                            + " and one byte more refused, with a newline or without.",
            rows = "stream.readline-limit-boundary")
    void doesNotCountTheNewline(Subject subject) {
        play(
                subject,
                LIMIT,
                pair -> {
                    pair.fill("1234567\n12345678\n");
                    assertEquals(
                            "1234567\n", text(pair.reader.readLine()), "7 bytes with a limit of 7");
                    assertThrows(
                            LimitOverrunException.class,
                            pair.reader::readLine,
                            "8 bytes and a newline");
                    pair.fill("1234567");
                    Task<byte[]> line = Rondo.createTask(() -> pair.reader.readLine());
                    aMoment();
                    pair.send("\n");
                    assertEquals("1234567\n", text(line.await()), "7 bytes, and the newline later");
                    pair.fill("12345678");
                    assertThrows(
                            LimitOverrunException.class,
                            pair.reader::readLine,
                            "8 bytes, no newline");
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-25",
            text =
                    "readUntil finds a separator that comes in pieces, also behind what only began"
                            + " like it.",
            rows = "stream.readuntil-split-separator")
    void findsSplitSeparators(Subject subject) {
        play(
                subject,
                pair -> {
                    Task<byte[]> reading =
                            Rondo.createTask(() -> pair.reader.readUntil(bytes("aaa")));
                    for (String piece : List.of("QWEaa", "XYa", "a", "a", "rest")) {
                        pair.send(piece);
                        aMoment();
                    }

                    assertEquals("QWEaaXYaaa", text(reading.await()), "up to the separator");
                    assertEquals("rest", text(pair.reader.readExactly(4)), "what follows it");
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-26",
            text =
                    "Where the stream ends before the separator, readUntil throws all that came,"
                            + " without an expected count, and leaves nothing.",
            rows = "stream.readuntil-eof")
    void throwsWhatCameBeforeTheEnd(Subject subject) {
        play(
                subject,
                pair -> {
                    pair.fillAndEnd("some data");

                    IncompleteReadException incomplete =
                            assertThrows(
                                    IncompleteReadException.class,
                                    () -> pair.reader.readUntil(bytes("\r\n")));

                    assertEquals("some data", text(incomplete.partial()), "the partial data");
                    assertEquals(OptionalInt.empty(), incomplete.expected(), "the expected count");
                    assertEquals(
                            "the stream ended after 9 bytes, without the separator",
                            incomplete.getMessage());
                    assertTrue(pair.reader.atEof(), "the partial data is no longer in the reader");
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-27",
            text = "readUntil refuses an empty separator, and no separator at all.",
            rows = "stream.readuntil-eof")
    void refusesEmptySeparators(Subject subject) {
        play(
                subject,
                pair -> {
                    StreamReader reader = pair.reader;
                    IllegalArgumentException none =
                            assertThrows(IllegalArgumentException.class, reader::readUntil);
                    IllegalArgumentException empty =
                            assertThrows(
                                    IllegalArgumentException.class,
                                    () -> reader.readUntil(bytes("x"), bytes("")));

                    assertEquals("no separator", none.getMessage());
                    assertEquals("empty separator", empty.getMessage());
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-28",
            text = "A separator beyond the limit is refused with its place, and nothing is taken.",
            rows = "stream.readuntil-limit-keeps-buffer")
    void keepsWhatIsBeyondTheLimit(Subject subject) {
        play(
                subject,
                LIMIT,
                pair -> {
                    pair.fill("some dataAAAmore");

                    LimitOverrunException overrun =
                            assertThrows(
                                    LimitOverrunException.class,
                                    () -> pair.reader.readUntil(bytes("AAA")));

                    assertEquals(
                            "the separator comes after 9 bytes; the limit is 7",
                            overrun.getMessage());
                    assertEquals(9, overrun.consumed(), "how many bytes come before the separator");
                    assertEquals(
                            "some dataAAAmore",
                            text(pair.reader.read(100)),
                            "what the refused readUntil has left");
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-29",
            text =
                    "More than the limit without a separator is refused with how much holds none,"
                            + " and nothing is taken.",
            rows = "stream.readuntil-limit-keeps-buffer")
    void keepsWhatHasNoSeparator(Subject subject) {
        play(
                subject,
                LIMIT,
                pair -> {
                    pair.fill("some dataAA");

                    LimitOverrunException overrun =
                            assertThrows(
                                    LimitOverrunException.class,
                                    () -> pair.reader.readUntil(bytes("AAA")));

                    assertEquals("no separator in 9 bytes; the limit is 7", overrun.getMessage());
                    byte[] before = pair.reader.readExactly(overrun.consumed());
                    assertEquals("some data", text(before), "what cannot be part of a separator");
                    pair.send("A");
                    assertEquals(
                            "AAA",
                            text(pair.reader.readUntil(bytes("AAA"))),
                            "the separator itself");
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-30",
            text =
                    "Of several separators the one that ends first wins, even if another began"
                            + " earlier or is longer.",
            rows = "stream.readuntil-multiple-separators")
    void firstEndWins(Subject subject) {
        play(
                subject,
                pair -> {
                    StreamReader reader = pair.reader;
                    pair.fill("some long;data\r\nrest#");

                    assertEquals(
                            "some long;",
                            text(reader.readUntil(bytes("long;data"), bytes(";"))),
                            "one separator within another that began earlier");
                    assertEquals(
                            "data\r\n",
                            text(reader.readUntil(bytes("\n"), bytes("\r\n"))),
                            "two separators that end together");
                    assertEquals(
                            "rest#",
                            text(reader.readUntil(bytes("#"), bytes("\r\n"))),
                            "one separator of which the other is not there");
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "STREAM-31",
            text = "A stream shorter than the longest separator may end with a shorter one.",
            rows = "stream.readuntil-multiple-separators")
    void copesWithLongSeparators(Subject subject) {
        play(
                subject,
                pair -> {
                    Task<byte[]> reading =
                            Rondo.createTask(() ->
                                    pair.reader.readUntil(bytes("a long separator"), bytes("END")));
                    for (String piece : List.of("E", "N", "D#")) {
                        pair.send(piece);
                        aMoment();
                    }

                    assertEquals("END", text(reading.await()), "up to the shorter separator");
                });
    }
}
