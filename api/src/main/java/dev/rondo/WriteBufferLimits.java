package dev.rondo;

/// When a transport tells its protocol to pause and to resume writing.
///
/// Source: the arguments of `WriteTransport.set_write_buffer_limits`.
///
/// @param low at this many buffered bytes writing resumes
/// @param high above this many buffered bytes writing pauses
public record WriteBufferLimits(int low, int high) {
    private static final int HIGH_BY_LOW = 4;

    /// 16 KiB and 64 KiB: what a transport starts with.
    public static final WriteBufferLimits DEFAULT = ofHigh(64 * 1024);

    /// Creates the limits.
    ///
    /// @throws IllegalArgumentException unless 0 <= low <= high
    public WriteBufferLimits {
        if (low < 0 || low > high) {
            throw new IllegalArgumentException(
                    "not 0 <= low <= high: low is " + low + ", high is " + high);
        }
    }

    /// {@return limits of which the high one is four times the low one}
    ///
    /// @param low at this many buffered bytes writing resumes
    /// @throws IllegalArgumentException if it is negative
    public static WriteBufferLimits ofLow(int low) {
        long high = (long) HIGH_BY_LOW * low;
        return new WriteBufferLimits(low, (int) Math.min(high, Integer.MAX_VALUE));
    }

    /// {@return limits of which the low one is a quarter of the high one}
    ///
    /// @param high above this many buffered bytes writing pauses
    /// @throws IllegalArgumentException if it is negative
    public static WriteBufferLimits ofHigh(int high) {
        return new WriteBufferLimits(high < 0 ? 0 : high / HIGH_BY_LOW, high);
    }
}
