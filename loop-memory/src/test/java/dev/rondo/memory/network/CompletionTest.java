package dev.rondo.memory.network;

import static dev.rondo.memory.network.NetworkFixture.bytes;
import static dev.rondo.memory.network.NetworkFixture.pattern;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The kernel over a backend that owns what it writes until it says that it has written it.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class CompletionTest {
    private static final int MUCH = 500_000;

    private final CompletionProvider provider = new CompletionProvider();

    @RegisterExtension final NetworkFixture fixture = new NetworkFixture(provider);

    private final Recorder client = fixture.client;
    private final Recorder served = fixture.served;

    @AfterEach
    void theBuffersWereLeftAlone() {
        assertEquals(List.of(), provider.violations);
    }

    @Test
    void writesArriveInOrder() {
        fixture.connect();
        byte[] sent = pattern(MUCH);
        for (int i = 0; i < MUCH; i += 1000) {
            client.transport.write(ByteBuffer.wrap(sent, i, 1000));
            fixture.turns(i % 3000 == 0 ? 1 : 0);
        }

        fixture.until(() -> served.bytes().length == MUCH);

        assertArrayEquals(sent, served.bytes());
    }

    @Test
    void theCallersBufferIsHisAgainAtOnce() {
        fixture.connect();
        byte[] reused = pattern(100);
        client.transport.write(reused);
        Arrays.fill(reused, (byte) 0);

        fixture.until(() -> served.bytes().length == 100);

        assertArrayEquals(pattern(100), served.bytes());
    }

    @Test
    void flowControlCountsWhatTheDriverHasNotTaken() {
        fixture.connect();
        client.transport.write(new byte[1000]);
        assertEquals(0, client.transport.writeBufferSize());
        client.transport.write(new byte[MUCH]);
        assertEquals(MUCH, client.transport.writeBufferSize());
        assertEquals(List.of("made", "pause"), client.events);

        fixture.until(() -> client.has("resume"));

        assertTrue(client.transport.writeBufferSize() <= 16 * 1024);
    }

    @Test
    void theDriverOwnsNoMoreThanAQueueMayHold() {
        fixture.connect();
        client.transport.write(new byte[MUCH]);

        assertEquals(MUCH - 64 * 1024, client.transport.writeBufferSize());
    }

    @Test
    void closeStillSendsThePendingWrite() {
        fixture.connect();
        client.transport.write(pattern(MUCH));
        client.transport.close();

        fixture.until(() -> served.has("lost"));

        assertArrayEquals(pattern(MUCH), served.bytes());
        assertNull(client.lostWith);
    }

    @Test
    void closeWaitsForWhatTheDriverHasNotTaken() {
        fixture.connect();
        client.transport.write(pattern(MUCH));
        client.transport.write(pattern(MUCH));
        client.transport.close();

        fixture.until(() -> served.has("lost"));

        assertEquals(2 * MUCH, served.bytes().length);
        assertNull(client.lostWith);
    }

    @Test
    void abortEndsACloseThatStillSends() {
        fixture.connect();
        served.transport.pauseReading();
        client.transport.write(pattern(MUCH));
        client.transport.close();
        fixture.turns(2);

        client.transport.abort();

        fixture.until(() -> client.has("lost"));
    }

    @Test
    void writeEofWaitsForThePendingWrite() {
        fixture.connect();
        client.transport.write(bytes("all of it"));
        client.transport.writeEof();

        fixture.until(() -> served.has("eof"));

        assertEquals("all of it", served.text());
    }

    @Test
    void abortLeavesThePendingBuffersToTheDriver() {
        fixture.connect();
        client.transport.write(pattern(MUCH));
        fixture.turns(2);
        client.transport.abort();
        served.transport.write(pattern(MUCH));

        fixture.until(() -> client.has("lost") && served.has("lost"));
    }
}
