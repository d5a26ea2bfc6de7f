package dev.rondo.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    private static final long MILLISECOND = 1_000_000;

    /// A server that stands still for a fifth of a second delays two hundred messages, not one.
    @Test
    void countsEveryMessageThatAStallHasDelayed() {
        Latencies latencies = new Latencies(0);
        Pacing pacing = new Pacing(0, 1_000);
        LongStream.range(0, 200).forEach(i -> latencies.add(pacing.intended(i), 200 * MILLISECOND));
        assertEquals(200, latencies.count());
        assertEquals(100, latencies.percentile(50) / 1e6, 1.5);
        assertEquals(200, latencies.percentile(100) / 1e6, 0.5);
    }

    @Test
    void leavesTheWarmUpOut() {
        Latencies latencies = new Latencies(10);
        latencies.add(9, 1_000_000);
        latencies.add(10, 110);
        assertEquals(1, latencies.count());
        assertEquals(100, latencies.percentile(100));
    }

    @Test
    void keepsALatencyBeyondItsRangeAtTheEndOfIt() {
        Latencies latencies = new Latencies(0);
        latencies.add(0, Long.MAX_VALUE);
        assertEquals(60, latencies.percentile(100) / 1e9, 0.1);
    }

    @Test
    void sumsUpInPercentiles() throws IOException {
        Latencies latencies = new Latencies(0);
        LongStream.rangeClosed(1, 1_000).forEach(n -> latencies.add(0, n));
        Answer summary = Answer.parse(latencies.summary().toString());
        assertEquals(1_000, summary.number("count"));
        assertEquals(500, summary.number("p50"), 2);
        assertEquals(990, summary.number("p99"), 2);
        assertTrue(summary.number("p99.9") > summary.number("p99"));
    }
}
