package dev.rondo.tck;

import static dev.rondo.tck.ConnectedPair.bytes;
import static dev.rondo.tck.ConnectedPair.pattern;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoop;
import dev.rondo.LoopFuture;
import dev.rondo.Transport;
import dev.rondo.WriteBufferLimits;
import dev.rondo.spi.Capability;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;

/// Files that are sent over a connection.
abstract class SendFileRules {
    private static final int LENGTH = 1_100_000;

    /// What a rule does with a file.
    @FunctionalInterface
    private interface WithFile {
        void run(FileChannel file) throws IOException;
    }

    private static void withFile(int length, WithFile body) throws IOException {
        Path path = Files.createTempFile("rondo-tck", ".data");
        try {
            Files.write(path, pattern(length));
            try (FileChannel file = FileChannel.open(path)) {
                body.run(file);
            }
        } finally {
            Files.delete(path);
        }
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-81",
            text =
                    "sendFile sends a whole file, tells how many bytes that were, and leaves the"
                            + " file's position at its end.",
            rows = "sendfile.complete")
    void sendsWholeFile(Subject subject) throws IOException {
        withFile(
                LENGTH,
                file -> {
                    ConnectedPair pair = ConnectedPair.of(subject);
                    EventLoop loop = subject.loop();

                    long sent = loop.runUntilComplete(loop.sendFile(pair.client.transport(), file));

                    assertEquals(LENGTH, sent, "the result");
                    assertEquals(LENGTH, file.position(), "the position of the file");
                    pair.until("all bytes", () -> pair.served.bytes().length >= LENGTH);
                    assertArrayEquals(pattern(LENGTH), pair.served.bytes(), "what has arrived");
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-82",
            text =
                    "Offset and count are honoured: nothing is sent of an empty file, of no"
                            + " bytes, or from the end on.",
            rows = "sendfile.complete")
    void sendsPartOfFile(Subject subject) throws IOException {
        withFile(
                2000,
                file -> {
                    ConnectedPair pair = ConnectedPair.of(subject);
                    assertEquals(100, sent(subject, pair, file, 1000, 100), "bytes sent of 100");
                    assertEquals(
                            1100, file.position(), "the position after 100 bytes from 1000 on");
                    assertEquals(
                            0, sent(subject, pair, file, 2000, 100), "bytes sent from the end on");
                    assertEquals(2000, file.position(), "the position, from the end on");
                    assertEquals(0, sent(subject, pair, file, 7, 0), "bytes sent of none");
                    pair.until("100 bytes", () -> pair.served.bytes().length >= 100);
                    assertArrayEquals(
                            Arrays.copyOfRange(pattern(2000), 1000, 1100),
                            pair.served.bytes(),
                            "what has arrived");
                });
        withFile(
                0,
                file -> {
                    ConnectedPair pair = ConnectedPair.of(subject);
                    assertEquals(
                            0, sent(subject, pair, file, 0, Long.MAX_VALUE), "of an empty file");
                });
    }

    private static long sent(
            Subject subject, ConnectedPair pair, FileChannel file, long offset, long count) {
        EventLoop loop = subject.loop();
        return loop.runUntilComplete(loop.sendFile(pair.client.transport(), file, offset, count));
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-83",
            text =
                    "What is written before sendFile arrives before the file, what is written"
                            + " after it after the file.",
            rows = "sendfile.complete")
    void keepsOrder(Subject subject) throws IOException {
        withFile(
                LENGTH,
                file -> {
                    ConnectedPair pair = ConnectedPair.of(subject);
                    EventLoop loop = subject.loop();
                    pair.served.transport().pauseReading();
                    int before = pair.fill();
                    LoopFuture<Long> future = loop.sendFile(pair.client.transport(), file);
                    pair.settle();
                    assertFalse(future.isDone(), "done although nothing was taken");
                    pair.served.transport().resumeReading();
                    loop.runUntilComplete(future);
                    pair.client.transport().write(bytes("after"));
                    int all = before + LENGTH + "after".length();

                    pair.until("all bytes", () -> pair.served.bytes().length >= all);

                    byte[] received = pair.served.bytes();
                    assertEquals(all, received.length, "bytes received");
                    assertArrayEquals(
                            pattern(LENGTH),
                            Arrays.copyOfRange(received, before, before + LENGTH),
                            "the file, in its place");
                    assertTrue(
                            pair.served.text().endsWith("after"),
                            "what was written after the file");
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-84",
            text =
                    "On a closing transport sendFile throws IllegalStateException and sends"
                            + " nothing.",
            rows = "sendfile.closing-transport")
    void refusesClosingTransport(Subject subject) throws IOException {
        withFile(
                100,
                file -> {
                    ConnectedPair pair = ConnectedPair.of(subject);
                    pair.client.transport().close();

                    assertThrows(
                            IllegalStateException.class,
                            () -> subject.loop().sendFile(pair.client.transport(), file),
                            "a closing transport");
                    pair.until("the end", () -> pair.served.has("lost"));
                    assertEquals(0, pair.served.bytes().length, "bytes received");
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-85",
            text = "A negative offset or count, and a transport of another loop, are refused.",
            rows = "sendfile.closing-transport")
    void refusesBadArguments(Subject subject) throws IOException {
        withFile(
                100,
                file -> {
                    ConnectedPair pair = ConnectedPair.of(subject);
                    EventLoop loop = subject.loop();
                    Transport transport = pair.client.transport();
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> loop.sendFile(transport, file, -1, 1),
                            "offset -1");
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> loop.sendFile(transport, file, 0, -1),
                            "count -1");
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> subject.newLoop().sendFile(transport, file),
                            "a transport of another loop");
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-86",
            text =
                    "While a file is sent, write and another sendFile throw"
                            + " IllegalStateException, and the file goes on; afterwards writing"
                            + " is allowed.",
            rows = "sendfile.closing-transport")
    void refusesWritesMeanwhile(Subject subject) throws IOException {
        withFile(
                LENGTH,
                file -> {
                    ConnectedPair pair = ConnectedPair.of(subject);
                    EventLoop loop = subject.loop();
                    Transport transport = pair.client.transport();
                    LoopFuture<Long> future = loop.sendFile(transport, file);

                    String message =
                            assertThrows(
                                            IllegalStateException.class,
                                            () -> transport.write(bytes("between")),
                                            "written into the file")
                                    .getMessage();
                    assertTrue(String.valueOf(message).contains("sendFile"), message);
                    assertThrows(
                            IllegalStateException.class,
                            () -> loop.sendFile(transport, file),
                            "two files at once");

                    assertEquals(LENGTH, loop.runUntilComplete(future), "the result");
                    transport.write(bytes("after"));
                    pair.until("all", () -> pair.served.bytes().length >= LENGTH + 5);
                    assertTrue(
                            pair.served.text().endsWith("after"),
                            "what was written after the file");
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-87",
            text =
                    "If the connection ends before the file, sendFile fails with an IOException,"
                            + " and the file's position shows how far it came.",
            rows = "sendfile.peer-closes")
    void peerClosesInTheMiddle(Subject subject) throws IOException {
        withFile(
                8 * LENGTH,
                file -> {
                    ConnectedPair pair = ConnectedPair.of(subject);
                    EventLoop loop = subject.loop();
                    pair.served.on(
                            "data",
                            () -> {
                                // a driver that completes tells of a piece when all of it is sent
                                if (pair.served.bytes().length >= LENGTH) {
                                    pair.served.transport().abort();
                                }
                            });

                    CompletionException thrown =
                            assertThrows(
                                    CompletionException.class,
                                    () ->
                                            loop.runUntilComplete(
                                                    loop.sendFile(pair.client.transport(), file)),
                                    "sent to a peer that has closed");

                    IOException failure = assertInstanceOf(IOException.class, thrown.getCause());
                    long position = file.position();
                    assertTrue(position < 8 * LENGTH, "the position is at the end");
                    assertTrue(position > 0, "the position shows no progress");
                    assertTrue(
                            String.valueOf(failure.getMessage())
                                    .contains("after " + position + " bytes"),
                            failure::getMessage);
                    assertTrue(pair.client.transport().isClosing(), "the transport is open");
                    pair.until("connectionLost", () -> pair.client.has("lost"));
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-88",
            text = "A sendFile that is cancelled ends, and the transport can be written to again.",
            rows = "sendfile.peer-closes")
    void cancelledTransferEnds(Subject subject) throws IOException {
        withFile(
                LENGTH,
                file -> {
                    ConnectedPair pair = ConnectedPair.of(subject);
                    EventLoop loop = subject.loop();
                    pair.served.transport().pauseReading();
                    int before = pair.fill();
                    LoopFuture<Long> future = loop.sendFile(pair.client.transport(), file);
                    future.cancel();
                    subject.turns(1);
                    pair.client.transport().write(bytes("after"));
                    pair.served.transport().resumeReading();

                    pair.until("what was written", () -> pair.served.text().endsWith("after"));
                    pair.settle();
                    assertEquals(
                            before + "after".length(),
                            pair.served.bytes().length,
                            "bytes received");
                    loop.runUntilComplete(loop.shutdownDefaultExecutor(Duration.ofSeconds(10)));
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-89",
            text =
                    "A file takes no more memory than a write up to the high-water mark, and does"
                            + " not pause the protocol.",
            rows = {"sendfile.complete", "tcp.flow-pause-once"})
    void fileDoesNotFillTheQueue(Subject subject) throws IOException {
        withFile(
                LENGTH,
                file -> {
                    ConnectedPair pair = ConnectedPair.of(subject);
                    EventLoop loop = subject.loop();
                    List<Long> sizes = new ArrayList<>();
                    pair.served.on(
                            "data", () -> sizes.add(pair.client.transport().writeBufferSize()));

                    loop.runUntilComplete(loop.sendFile(pair.client.transport(), file));
                    pair.until("all bytes", () -> pair.served.bytes().length >= LENGTH);

                    assertTrue(
                            Collections.max(sizes) <= WriteBufferLimits.DEFAULT.high(),
                            () -> "bytes queued: " + sizes);
                    assertEquals(List.of("made"), pair.client.events, "what the sender has heard");
                });
    }
}
