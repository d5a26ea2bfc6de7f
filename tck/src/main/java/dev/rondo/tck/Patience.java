package dev.rondo.tck;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Looks again for some time where nothing tells of the end: threads and descriptors that are about
/// to go.
final class Patience {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private Patience() {}

    /// Waits until a thread waits for something, or has ended.
    static void untilWaiting(Thread thread) {
        untilEmpty(() ->
                switch (thread.getState()) {
                    case BLOCKED, WAITING, TIMED_WAITING, TERMINATED -> List.of();
                    case NEW, RUNNABLE -> List.of("it runs");
                });
    }

    /// {@return what is left: nothing as soon as that is so, or what stays for the whole time}
    static List<String> untilEmpty(Supplier<List<String>> look) {
        Duration ofWait = RuleLimit.ofWait();
        long limitNanos = (ofWait.compareTo(LIMIT) < 0 ? ofWait : LIMIT).toNanos();
        long start = System.nanoTime();
        List<String> left = look.get();
        while (!left.isEmpty() && System.nanoTime() - start < limitNanos) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            left = look.get();
        }
        return left;
    }
}
