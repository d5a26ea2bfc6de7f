package dev.rondo.nio.traps;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits with a limit, so that a test that hangs says what it waited for. The limits are no claims.
public final class Limit {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Limit() {}

    /// Waits for a latch.
    public static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS), "latch still closed");
        } catch (InterruptedException e) {
            fail("interrupted", e);
        }
    }

    /// Takes a permit.
    public static void acquire(Semaphore semaphore) {
        try {
            assertTrue(
                    semaphore.tryAcquire(LIMIT.toMillis(), TimeUnit.MILLISECONDS),
                    "no permit came");
        } catch (InterruptedException e) {
            fail("interrupted", e);
        }
    }

    /// Waits for the end of a thread.
    public static void join(Thread thread) {
        try {
            assertTrue(thread.join(LIMIT), () -> "still alive: " + thread);
        } catch (InterruptedException e) {
            fail("interrupted", e);
        }
    }

    /// Waits for something that nothing announces, such as the state of a thread.
    ///
    /// @param what the thing, for the message
    public static void until(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - start < LIMIT.toNanos(), () -> "never: " + what);
            LockSupport.parkNanos(100_000);
        }
    }

    /// Waits until a thread is parked or blocked.
    public static void untilWaiting(Thread thread) {
        until(
                thread + " waits",
                () ->
                        switch (thread.getState()) {
                            case WAITING, TIMED_WAITING, BLOCKED -> true;
                            default -> false;
                        });
    }
}
