package dev.rondo.bench.micro;

import static java.time.Duration.ofSeconds;

import dev.rondo.EventLoop;
import dev.rondo.Rondo;
import dev.rondo.TimerHandle;
import java.time.Duration;
import java.util.Arrays;

/// Timers that are due in some hours, in no order.
final class OutstandingTimers {
    private static final Runnable NEVER =
            () -> {
                throw new AssertionError("a timer that is hours away");
            };

    // Scattered by a multiplication, so that each run has the same order.
    private static final Duration[] DELAYS = new Duration[1024];

    static {
        Arrays.setAll(DELAYS, i -> ofSeconds(10_000).plusNanos(i * 2654435761L % 1_000_000_000));
    }

    private final TimerHandle[] handles;

    OutstandingTimers(int count) {
        handles = new TimerHandle[count];
    }

    void schedule() {
        EventLoop loop = Rondo.currentLoop();
        for (int i = 0; i < handles.length; i++) {
            handles[i] = loop.callLater(DELAYS[i & 1023], NEVER);
        }
    }

    /// Cancels all, in the order in which they were scheduled.
    void cancel() {
        for (TimerHandle handle : handles) {
            handle.cancel();
        }
    }
}
