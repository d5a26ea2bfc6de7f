package dev.rondo.examples;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Looks again and again: for what ends soon, but tells nobody.
final class Poll {
    private static final long LIMIT_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();

    /// Something to look at.
    interface Look {
        List<String> now() throws IOException;
    }

    private Poll() {}

    /// {@return an empty list as soon as there is one, else what was last seen before the limit}
    static List<String> untilEmpty(Look look) throws IOException {
        long start = System.nanoTime();
        List<String> seen = look.now();
        while (!seen.isEmpty() && System.nanoTime() - start < LIMIT_NANOS) {
            LockSupport.parkNanos(PAUSE_NANOS);
            seen = look.now();
        }
        return seen;
    }
}
