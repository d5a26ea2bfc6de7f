package dev.rondo.bench.load;

import java.util.Map;
import org.HdrHistogram.Histogram;

/// How long messages took, counted from when each was to be sent and not from when it was.
///
/// A client that waits for a slow server sends late, and measured from then it would leave out the
/// very messages that suffered: coordinated omission.
final class Latencies {
    private static final long HIGHEST_NANOS = 60_000_000_000L;
    private static final int DIGITS = 3;

    private final Histogram histogram = new Histogram(HIGHEST_NANOS, DIGITS);
    private final long startNanos;

    /// Creates an empty collection.
    ///
    /// @param startNanos messages that were to be sent before this are left out: the warm-up
    Latencies(long startNanos) {
        this.startNanos = startNanos;
    }

    /// Takes a message in.
    ///
    /// @param intendedNanos when it was to be sent
    /// @param receivedNanos when its echo was complete
    void add(long intendedNanos, long receivedNanos) {
        if (intendedNanos - startNanos >= 0) {
            histogram.recordValue(Math.min(receivedNanos - intendedNanos, HIGHEST_NANOS));
        }
    }

    long count() {
        return histogram.getTotalCount();
    }

    /// {@return the latency that a share of the messages does not exceed, in nanoseconds}
    ///
    /// @param percentile from 0 to 100
    long percentile(double percentile) {
        return histogram.getValueAtPercentile(percentile);
    }

    /// {@return what is reported, in nanoseconds}
    Answer summary() {
        return new Answer(
                Map.of(
                        "count", count(),
                        "p50", percentile(50),
                        "p99", percentile(99),
                        "p99.9", percentile(99.9)));
    }
}
