package dev.rondo.memory.network;

import static dev.rondo.memory.network.NetworkFixture.bytes;
import static dev.rondo.memory.network.NetworkFixture.pattern;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.ContextVariable;
import dev.rondo.Protocol;
import dev.rondo.Rondo;
import dev.rondo.Server;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The life of a connection, from `connectionMade` to `connectionLost`.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class TransportTest {
    /// More than a connection of this backend holds on its way.
    private static final int MUCH = 1_000_000;

    @RegisterExtension final NetworkFixture fixture = new NetworkFixture();

    private final Recorder client = fixture.client;
    private final Recorder served = fixture.served;

    @BeforeEach
    void connect() {
        fixture.connect();
    }

    // tcp.callback-state-order
    @Test
    void callsComeInOrderAndOnce() {
        client.transport.write(bytes("hello "));
        client.transport.write(bytes("world"));
        client.transport.writeEof();

        fixture.until(() -> served.has("lost") && client.has("lost"));
        fixture.settle();

        assertEquals(List.of("made", "data", "eof", "lost"), served.events);
        assertEquals("hello world", served.text());
        assertNull(served.lostWith);
        assertEquals(List.of("made", "eof", "lost"), client.events);
    }

    // tcp.eof-closes-by-default
    @Test
    void theEndOfTheInputClosesByDefault() {
        served.on("eof", () -> assertFalse(served.transport.isClosing()));

        client.transport.writeEof();
        fixture.until(() -> served.has("eof"));

        assertTrue(served.transport.isClosing());
        fixture.until(() -> served.has("lost"));
    }

    // tcp.eof-keep-open
    @Test
    void aProtocolCanKeepTheOtherHalfOpen() {
        served.keepsOpenAtEof = true;

        client.transport.writeEof();
        fixture.until(() -> served.has("eof"));
        served.transport.write(bytes("late answer"));
        served.transport.close();
        fixture.until(() -> client.has("lost"));

        assertEquals("late answer", client.text());
    }

    // tcp.write-partial
    @Test
    void whatTheSystemDoesNotTakeFollowsInOrder() {
        byte[] sent = pattern(MUCH);
        client.transport.write(ByteBuffer.wrap(sent, 0, MUCH - 1000));
        client.transport.write(ByteBuffer.wrap(sent, MUCH - 1000, 1000));

        assertTrue(client.transport.writeBufferSize() > 0);
        fixture.until(() -> served.bytes().length == MUCH);

        assertArrayEquals(sent, served.bytes());
        assertEquals(0, client.transport.writeBufferSize());
    }

    // tcp.write-immediate
    @Test
    void theCallersBufferIsHisAgain() {
        byte[] sent = pattern(MUCH);
        byte[] reused = sent.clone();
        ByteBuffer buffer = ByteBuffer.wrap(reused);

        client.transport.write(buffer);
        Arrays.fill(reused, (byte) 0);

        assertFalse(buffer.hasRemaining());
        fixture.until(() -> served.bytes().length == MUCH);
        assertArrayEquals(sent, served.bytes());
    }

    // tcp.write-empty
    @Test
    void writingNothingDoesNothing() {
        client.transport.write(new byte[0]);
        fixture.settle();

        assertEquals(List.of("made"), served.events);
    }

    @Test
    void eachProtocolSeesItsDataInNetworkOrder() {
        ByteOrder[] seen = new ByteOrder[2];
        served.transport.setProtocol(new OrderWatcher(seen));
        client.transport.write(bytes("1"));
        fixture.until(() -> seen[0] != null);
        client.transport.write(bytes("2"));
        fixture.until(() -> seen[1] != null);

        assertEquals(ByteOrder.BIG_ENDIAN, seen[1]);
    }

    private record OrderWatcher(ByteOrder[] seen) implements Protocol {
        @Override
        public void dataReceived(ByteBuffer data) {
            seen[seen[0] == null ? 0 : 1] = data.order();
            data.order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    // tcp.close-flushes
    @Test
    void closeSendsWhatIsQueuedAndReadsNothingMore() {
        client.transport.write(pattern(MUCH));
        client.transport.close();
        client.transport.close();
        served.transport.write(bytes("unwanted"));

        fixture.until(() -> client.has("lost") && served.has("lost"));
        fixture.settle();

        assertArrayEquals(pattern(MUCH), served.bytes());
        assertEquals(List.of("made", "pause", "resume", "lost"), client.events);
        assertNull(client.lostWith);
    }

    // tcp.write-during-close-flush
    @Test
    void whatIsWrittenWhileItClosesIsSent() {
        client.on("resume", () -> client.transport.write(bytes("the end")));
        client.transport.write(new byte[MUCH]);
        client.transport.close();

        fixture.until(() -> served.has("lost"));

        assertEquals(MUCH + "the end".length(), served.bytes().length);
        assertTrue(served.text().endsWith("the end"));
    }

    // tcp.write-after-close
    @Test
    void writesAfterTheEndAreDroppedAndTheFifthWarns() {
        client.transport.close();
        try (Logged logged = new Logged()) {
            for (int i = 0; i < 4; i++) {
                client.transport.write(bytes("dropped"));
            }
            assertEquals(List.of(), logged.messages());

            client.transport.write(bytes("dropped"));

            assertEquals(1, logged.messages().size());
            assertTrue(logged.messages().getFirst().contains("write number 5"), logged::toString);
        }
        fixture.until(() -> served.has("lost"));
        assertEquals("", served.text());
    }

    // tcp.abort-discards
    @Test
    void abortDropsWhatIsQueuedAndTellsLater() {
        client.transport.write(new byte[MUCH]);
        client.transport.abort();
        client.transport.abort();

        assertFalse(client.has("lost"));
        assertEquals(0, client.transport.writeBufferSize());
        fixture.until(() -> client.has("lost") && served.has("lost"));
        fixture.settle();

        assertNull(client.lostWith);
        assertEquals(List.of("made", "pause", "lost"), client.events);
        assertInstanceOf(IOException.class, served.lostWith);
    }

    // tcp.abort-discards
    @Test
    void abortEndsAFlushThatWouldTakeForEver() {
        served.transport.pauseReading();
        client.transport.write(new byte[MUCH]);
        client.transport.close();
        fixture.settle();
        assertFalse(client.has("lost"));

        client.transport.abort();

        fixture.until(() -> client.has("lost"));
    }

    @Test
    void whatWasNotSentIsNeverSentToAnother() {
        byte[] secret = new byte[MUCH];
        Arrays.fill(secret, (byte) 's');
        client.transport.write(secret);
        client.transport.abort();
        Recorder otherServed = new Recorder();
        Recorder other = new Recorder();
        Server server =
                fixture.loop.runUntilComplete(
                        fixture.loop.createServer(() -> otherServed, NetworkFixture.HOST, 0));
        fixture.loop.runUntilComplete(
                fixture.loop.createConnection(() -> other, NetworkFixture.HOST, server.port()));

        other.transport.write(pattern(MUCH));
        fixture.until(() -> otherServed.bytes().length >= MUCH);
        fixture.settle();

        assertArrayEquals(pattern(MUCH), otherServed.bytes());
    }

    // tcp.reset-on-read
    @Test
    void aResetIsGivenToConnectionLostAndReportedToNobody() {
        served.transport.abort();

        fixture.until(() -> client.has("lost"));

        assertInstanceOf(IOException.class, client.lostWith);
        assertEquals(List.of("made", "lost"), client.events);
    }

    // tcp.write-error-fatal
    @Test
    void anErrorOfAWriteEndsTheConnection() {
        client.transport.pauseReading();
        served.transport.close();
        fixture.until(() -> served.has("lost"));

        client.transport.write(bytes("to nobody"));

        assertTrue(client.transport.isClosing());
        fixture.until(() -> client.has("lost"));
        assertInstanceOf(IOException.class, client.lostWith);
    }

    // tcp.write-eof
    @Test
    void writeEofWaitsForWhatIsQueued() {
        served.keepsOpenAtEof = true;
        client.transport.write(pattern(MUCH));
        client.transport.writeEof();
        client.transport.writeEof();

        fixture.until(() -> served.has("eof"));
        served.transport.write(bytes("answer"));
        fixture.until(() -> client.text().equals("answer"));

        assertArrayEquals(pattern(MUCH), served.bytes());
        assertTrue(client.transport.canWriteEof());
    }

    // tcp.write-eof
    @Test
    void afterWriteEofAWriteIsAnError() {
        client.transport.writeEof();

        IllegalStateException refusal =
                assertThrows(
                        IllegalStateException.class, () -> client.transport.write(bytes("more")));

        assertTrue(refusal.getMessage().contains("after writeEof()"), refusal::getMessage);
    }

    // tcp.write-eof
    @Test
    void writeEofAfterCloseIsHarmless() {
        client.transport.close();
        client.transport.writeEof();

        fixture.until(() -> client.has("lost"));
        assertNull(client.lostWith);
    }

    // tcp.pause-resume-reading
    @Test
    void readingStopsAndGoesOn() {
        served.transport.pauseReading();
        served.transport.pauseReading();
        assertFalse(served.transport.isReading());
        client.transport.write(bytes("late"));
        fixture.settle();
        assertEquals("", served.text());

        served.transport.resumeReading();
        served.transport.resumeReading();

        assertTrue(served.transport.isReading());
        fixture.until(() -> served.text().equals("late"));
    }

    // tcp.pause-resume-reading
    @Test
    void readingCannotBeStartedAgainWhenClosing() {
        served.transport.write(new byte[MUCH]);
        client.transport.pauseReading();
        served.transport.close();
        served.transport.pauseReading();
        served.transport.resumeReading();
        client.transport.write(new byte[MUCH]);
        fixture.settle();

        assertFalse(served.transport.isReading());
        assertEquals("", served.text());
        // nor is it read and thrown away: the other side is held back
        assertTrue(client.transport.writeBufferSize() > MUCH / 2);
    }

    // tcp.protocol-switch
    @Test
    void anotherProtocolTakesOver() {
        Recorder second = new Recorder();
        second.events.add("put in");
        client.transport.write(bytes("first"));
        fixture.until(() -> served.text().equals("first"));

        served.transport.setProtocol(second);
        client.transport.write(bytes("second"));
        client.transport.close();
        fixture.until(() -> second.has("lost"));

        assertSame(second, served.transport.protocol());
        assertEquals("second", second.text());
        assertEquals(List.of("made", "data"), served.events);
    }

    @Test
    void namesItsEndsAndItsState() {
        String description = client.transport.toString();
        assertTrue(description.contains("127.0.0.1:" + fixture.server.port()), description);
        assertTrue(description.endsWith("(open)"), description);
        assertEquals(client.transport.localAddress(), served.transport.remoteAddress());
    }

    @Test
    void anotherThreadIsRefused() {
        CompletableFuture<Throwable> refusal = new CompletableFuture<>();
        fixture.run(() -> {
            Thread.ofPlatform()
                    .start(() ->
                            refusal.complete(
                                    assertThrows(
                                            IllegalStateException.class,
                                            () -> client.transport.write(bytes("x")))));
            fixture.loop.wrap(refusal).await();
        });

        String message = refusal.join().getMessage();
        assertTrue(message.contains("write") && message.contains("callSoonThreadSafe"), message);
    }

    @Test
    void closingIsHarmlessWhenTheLoopWasClosed() {
        fixture.loop.close();

        client.transport.close();
        client.transport.abort();
        fixture.server.close();

        assertThrows(IllegalStateException.class, () -> client.transport.write(bytes("x")));
    }

    @Test
    void aLoopThatIsClosedTellsNobody() {
        client.transport.write(new byte[MUCH]);

        fixture.loop.close();

        assertEquals(List.of("made", "pause"), client.events);
    }

    @Test
    void eachCallSeesTheContextOfWhoMadeTheServer() {
        ContextVariable<String> variable = ContextVariable.of("variable", "initial");
        List<String> seen = new ArrayList<>();
        served.on(
                "data",
                () -> {
                    seen.add(variable.get());
                    variable.set("changed by a call");
                });
        fixture.run(() -> {
            variable.set("of the maker");
            Server server = fixture.loop.createServer(() -> served, NetworkFixture.HOST, 0).await();
            var connection = Rondo.openConnection(NetworkFixture.HOST, server.port());
            variable.set("later");
            connection.writer().write(bytes("1"));
            Rondo.sleep(Duration.ofMillis(1));
            connection.writer().write(bytes("2"));
            Rondo.sleep(Duration.ofMillis(1));
        });

        assertEquals(List.of("of the maker", "of the maker"), seen);
    }
}
