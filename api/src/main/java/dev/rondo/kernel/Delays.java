package dev.rondo.kernel;

import java.time.Duration;

/// Deadlines out of delays, without overflow: clocks are compared by difference, so no two
/// deadlines may be further apart than what a `long` holds. That is 146 years ahead and 73 back,
/// and room for the time that passes in between.
final class Delays {
    private static final long LIMIT = Long.MAX_VALUE / 2;
    private static final long LIMIT_BACK = -(Long.MAX_VALUE / 4);

    private Delays() {}

    static long deadline(long now, Duration delay) {
        return deadline(now, nanos(delay));
    }

    static long deadline(long now, long delayNanos) {
        return now + Math.clamp(delayNanos, LIMIT_BACK, LIMIT);
    }

    /// {@return the deadline, moved to where it can be compared with the time}
    static long clamp(long now, long deadline) {
        long difference;
        try {
            difference = Math.subtractExact(deadline, now);
        } catch (ArithmeticException e) {
            difference = deadline < 0 ? LIMIT_BACK : LIMIT;
        }
        return now + Math.clamp(difference, LIMIT_BACK, LIMIT);
    }

    static long nanos(Duration delay) {
        try {
            return delay.toNanos();
        } catch (ArithmeticException e) {
            return delay.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }
}
