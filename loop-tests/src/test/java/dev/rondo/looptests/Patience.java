package dev.rondo.looptests;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Waits, with a limit that is no claim, for what happens soon and is announced to nobody.
public final class Patience {
    /// When a wait is given up.
    public static final Duration LIMIT = Duration.ofMinutes(5);

    private static final long PAUSE_NANOS = Duration.ofMillis(1).toNanos();

    private Patience() {}

    /// Waits until something is so.
    ///
    /// @param what the thing, for the message
    /// @param question whether it is
    public static void until(String what, Callable<Boolean> question) throws Exception {
        until(() -> what, question);
    }

    /// Waits until something is so.
    ///
    /// @param what the thing and what is there instead, for the message; asked when the wait is
    ///   given up
    /// @param question whether it is
    public static void until(Supplier<String> what, Callable<Boolean> question) throws Exception {
        long start = System.nanoTime();
        while (!question.call()) {
            if (System.nanoTime() - start > LIMIT.toNanos()) {
                throw new AssertionError("it never came about: " + what.get());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /// {@return an empty list as soon as there is one, else what is still there after ten seconds}
    ///
    /// @param look tells what is there
    public static List<String> untilEmpty(Callable<List<String>> look) throws Exception {
        long start = System.nanoTime();
        List<String> seen = look.call();
        while (!seen.isEmpty() && System.nanoTime() - start < 10_000_000_000L) {
            LockSupport.parkNanos(PAUSE_NANOS);
            seen = look.call();
        }
        return seen;
    }
}
