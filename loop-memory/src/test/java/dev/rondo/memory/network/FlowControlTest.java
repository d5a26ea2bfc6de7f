package dev.rondo.memory.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Water marks: when a protocol is told to pause and to go on.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class FlowControlTest {
    /// What a connection of this backend holds on its way.
    private static final int PIPE = 64 * 1024;

    private static final int HIGH = 64 * 1024;
    private static final int LOW = 16 * 1024;

    @RegisterExtension final NetworkFixture fixture = new NetworkFixture();

    private final Recorder client = fixture.client;
    private final Recorder served = fixture.served;

    @BeforeEach
    void fillThePipe() {
        fixture.connect();
        served.transport.pauseReading();
        client.transport.write(new byte[PIPE]);
        assertEquals(0, client.transport.writeBufferSize());
    }

    // tcp.flow-limits-defaults
    @Test
    void aWriterIsPausedAboveTheHighWaterMark() {
        client.transport.write(new byte[HIGH]);
        assertFalse(client.has("pause"));

        client.transport.write(new byte[1]);

        assertTrue(client.has("pause"));
        assertEquals(HIGH + 1, client.transport.writeBufferSize());
    }

    // tcp.flow-pause-once
    @Test
    void pauseAndResumeComeOncePerCrossing() {
        client.transport.write(new byte[HIGH + 1]);
        client.transport.write(new byte[HIGH]);
        served.transport.resumeReading();
        fixture.until(() -> client.has("resume"));
        fixture.settle();
        served.transport.pauseReading();
        client.transport.write(new byte[PIPE + HIGH + 1]);

        assertEquals(List.of("made", "pause", "resume", "pause"), client.events);
    }

    // tcp.flow-pause-once
    @ParameterizedTest
    @CsvSource({LOW + ", true", (LOW + 1) + ", false"})
    void aWriterIsResumedAtTheLowWaterMarkAndNotBefore(int left, boolean isResumed) {
        client.transport.write(new byte[PIPE + left]);
        assertTrue(client.has("pause"));

        served.on("data", served.transport::pauseReading);
        served.transport.resumeReading();
        fixture.settle();

        assertEquals(left, client.transport.writeBufferSize());
        assertEquals(isResumed, client.has("resume"));
    }

    @Test
    void aWriterThatIsResumedMayWriteAgain() {
        client.on("resume", () -> client.transport.write(new byte[HIGH / 2]));
        client.transport.write(new byte[HIGH + 1]);

        served.transport.resumeReading();

        fixture.until(() -> served.bytes().length == PIPE + HIGH + 1 + HIGH / 2);
    }

    // tcp.flow-pause-once
    @Test
    void lowerLimitsHoldForWhatIsThere() {
        client.transport.write(new byte[1000]);

        client.transport.setWriteBufferLimits(100, 999);
        client.transport.setWriteBufferLimits(100, 999);

        assertEquals(List.of("made", "pause"), client.events);
    }

    // tcp.flow-limits-defaults
    @Test
    void limitsThatMakeNoSenseAreRefused() {
        IllegalArgumentException refusal =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> client.transport.setWriteBufferLimits(2, 1));
        assertEquals("not 0 <= low <= high: low is 2, high is 1", refusal.getMessage());
        assertThrows(
                IllegalArgumentException.class, () -> client.transport.setWriteBufferLimits(-1, 1));
    }

    @Test
    void zeroLimitsPauseWithTheFirstByteThatIsQueued() {
        client.transport.setWriteBufferLimits(0, 0);
        client.transport.write(new byte[1]);
        assertTrue(client.has("pause"));

        served.transport.resumeReading();

        fixture.until(() -> client.has("resume"));
    }
}
