package dev.rondo.memory.network;

import static dev.rondo.memory.network.NetworkFixture.bytes;
import static dev.rondo.memory.network.NetworkFixture.pattern;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.Server;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What the kit cannot see of a transport: its name, its memory, and how it is on a closed loop.
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

    @Test
    void namesItsEndsAndItsState() {
        String description = client.transport.toString();
        assertTrue(description.contains("127.0.0.1:" + fixture.server.port()), description);
        assertTrue(description.endsWith("(open)"), description);
        assertEquals(client.transport.localAddress(), served.transport.remoteAddress());
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
}
