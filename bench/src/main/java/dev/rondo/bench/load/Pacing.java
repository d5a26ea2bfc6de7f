package dev.rondo.bench.load;

/// When messages are to be sent: at a fixed rate, whatever became of those before.
///
/// @param startNanos when the first is to be sent, on the clock of [System#nanoTime]
/// @param perSecond how many a second
record Pacing(long startNanos, int perSecond) {
    private static final long SECOND = 1_000_000_000L;

    /// {@return when a message is to be sent}
    ///
    /// @param index its number, from 0
    long intended(long index) {
        // in two parts, so that neither overflows nor loses a fraction for good
        return startNanos + index / perSecond * SECOND + index % perSecond * SECOND / perSecond;
    }

    /// {@return how many messages are to be sent in a time}
    long count(double seconds) {
        return Math.round(perSecond * seconds);
    }
}
