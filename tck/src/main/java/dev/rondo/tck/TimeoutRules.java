package dev.rondo.tck;

import static dev.rondo.Rondo.currentTask;
import static dev.rondo.Rondo.sleep;
import static dev.rondo.Rondo.timeout;
import static dev.rondo.Rondo.timeoutAt;
import static dev.rondo.Rondo.waitFor;
import static dev.rondo.tck.ScopeAssertions.assertTimesOut;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoop;
import dev.rondo.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.function.Executable;

/// What scopes with a limit promise: when they expire, and how the limit is moved.
abstract class TimeoutRules {
    private static final Duration SHORT = Duration.ofMillis(2);
    private static final Duration DAY = Duration.ofDays(1);

    /// The timeouts of the scopes that were entered, in that order.
    private final List<Timeout> entered = new ArrayList<>();

    private final List<String> seen = new ArrayList<>();

    @Rule(
            id = "TIMEOUT-1",
            text =
                    "When its limit is over, the body of a scope is cancelled where it waits, and the"
                            + " scope throws a timeout.",
            rows = "timeout.basic")
    void endsABodyThatOutlivesItsLimit(Subject subject) {
        EventLoop loop = subject.loop();
        loop.runUntilComplete(() -> {
            long start = loop.time();
            assertTimesOut(() -> timeout(SHORT, this::sleepForADay));
            long passed = loop.time() - start;
            assertTrue(passed >= SHORT.toNanos(), () -> "expired after " + passed + " ns of 2 ms");
        });

        assertEquals(List.of("cleaned up"), seen, "what the cancelled body did");
        assertTrue(entered.getFirst().isExpired(), "a timeout that was thrown says it has expired");
    }

    @Rule(
            id = "TIMEOUT-2",
            text =
                    "A scope that ends in time returns what its body returns, has not expired, and"
                            + " leaves no timer.",
            rows = "timeout.basic")
    void leavesNothingOfABodyThatEndsInTime(Subject subject) {
        EventLoop loop = subject.loop();
        Timeout ended =
                loop.runUntilComplete(() ->
                        timeout(
                                DAY,
                                timeout -> {
                                    sleep(Duration.ZERO);
                                    return timeout;
                                }));

        assertFalse(ended.isExpired(), "a scope that ended in time has not expired");
        assertTrue(ended.when().orElseThrow() > loop.time(), "its deadline lies in the future");
        assertEquals(0, loop.metrics().pendingTimers(), "timers left by a scope that has ended");
    }

    @Rule(
            id = "TIMEOUT-3",
            text = "A scope can be given a deadline on the clock of its loop.",
            rows = "timeout.basic")
    void takesADeadline(Subject subject) {
        EventLoop loop = subject.loop();
        loop.runUntilComplete(() -> {
            long soon = loop.time() + SHORT.toNanos();
            assertTimesOut(() -> timeoutAt(soon, this::sleepForADay));
            assertTrue(loop.time() >= soon, () -> "expired at " + loop.time() + " of " + soon);
            assertEquals(OptionalLong.of(soon), entered.getFirst().when(), "the deadline given");

            long late = loop.time() + DAY.toNanos();
            Timeout ended = timeoutAt(late, timeout -> timeout);
            assertFalse(ended.isExpired(), "a scope that ended in time has not expired");
            assertEquals(OptionalLong.of(late), ended.when(), "the deadline given");
        });
    }

    @Rule(
            id = "TIMEOUT-4",
            text = "A disabled timeout has no deadline and no timer, and never expires.",
            rows = "timeout.disabled")
    void neverExpiresWhenDisabled(Subject subject) {
        EventLoop loop = subject.loop();
        Timeout ended =
                loop.runUntilComplete(() ->
                        timeout(
                                Timeout.UNLIMITED,
                                timeout -> {
                                    assertEquals(OptionalLong.empty(), timeout.when(), "deadline");
                                    assertEquals(0, loop.metrics().pendingTimers(), "its timers");
                                    sleep(SHORT);
                                    return timeout;
                                }));

        assertFalse(ended.isExpired(), "a timeout without a limit has expired");
        assertEquals(
                42,
                loop.runUntilComplete(() -> waitFor(loop.createTask(() -> 42), Timeout.UNLIMITED)),
                "the result of a wait without a limit");
    }

    @Rule(
            id = "TIMEOUT-5",
            text =
                    "A limit of zero or less, or a deadline that has passed, ends a scope at its"
                            + " first wait, even if that is for one turn.",
            rows = "timeout.zero-and-past")
    void endsTheFirstWaitWhenTheLimitIsOverAlready(Subject subject) {
        EventLoop loop = subject.loop();
        loop.runUntilComplete(() -> {
            assertTimesOut(() -> timeout(Duration.ZERO, this::yieldOnce));
            assertTimesOut(() -> timeout(DAY.negated(), this::yieldOnce));
            assertTimesOut(() -> timeoutAt(loop.time(), this::yieldOnce));
            assertTimesOut(() -> timeoutAt(loop.time() - DAY.toNanos(), this::yieldOnce));
        });

        assertEquals(
                List.of("started", "started", "started", "started"),
                seen,
                "each body is to start, and not to go on after its wait");
    }

    @Rule(
            id = "TIMEOUT-6",
            text = "A limit that is over already lets a body pass that does not wait.",
            rows = "timeout.zero-and-past")
    void letsABodyPassThatDoesNotWait(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    Timeout ended = timeout(Duration.ZERO, timeout -> timeout);
                    assertFalse(ended.isExpired(), "the scope ended before anything could expire");
                    sleep(Duration.ZERO); // not cancelled by what is left of the scope
                    assertEquals(0, currentTask().cancelling(), "requests to cancel left");
                });
    }

    @Rule(
            id = "TIMEOUT-7",
            text = "A deadline that was moved to later ends the scope then, and not before.",
            rows = "timeout.reschedule")
    void canBeMovedToLater(Subject subject) {
        EventLoop loop = subject.loop();
        loop.runUntilComplete(() -> {
            long later = loop.time() + 4 * SHORT.toNanos();
            assertTimesOut(() ->
                    timeout(
                            SHORT,
                            timeout -> {
                                timeout.rescheduleAt(later);
                                assertEquals(OptionalLong.of(later), timeout.when(), "deadline");
                                sleep(DAY);
                                seen.add("went on");
                            }));
            assertTrue(loop.time() >= later, "the scope ends at the new deadline");
        });

        assertEquals(List.of(), seen, "what the body did after its wait");
    }

    @Rule(
            id = "TIMEOUT-8",
            text = "A deadline can be moved to earlier, also to what has passed.",
            rows = "timeout.reschedule")
    void canBeMovedToEarlier(Subject subject) {
        EventLoop loop = subject.loop();
        loop.runUntilComplete(() -> {
            for (Duration fromNow : List.of(SHORT, Duration.ZERO, DAY.negated())) {
                long start = loop.time();
                assertTimesOut(() ->
                        timeout(
                                DAY,
                                timeout -> {
                                    timeout.reschedule(fromNow);
                                    yieldOnceOrSleep(fromNow);
                                }));
                assertTrue(loop.time() - start < DAY.toNanos() / 2, "ended by the old deadline");
            }
        });

        assertEquals(List.of(), seen, "what the bodies did after their waits");
    }

    private void yieldOnceOrSleep(Duration limit) {
        sleep(limit.isPositive() ? DAY.multipliedBy(2) : Duration.ZERO);
        seen.add("went on");
    }

    @Rule(
            id = "TIMEOUT-9",
            text = "A timeout can be disabled while it is active, and be given a deadline again.",
            rows = "timeout.reschedule")
    void canBeDisabledAndEnabled(Subject subject) {
        EventLoop loop = subject.loop();
        loop.runUntilComplete(() ->
                assertTimesOut(() ->
                        timeout(
                                SHORT,
                                timeout -> {
                                    timeout.disable();
                                    assertEquals(OptionalLong.empty(), timeout.when(), "disabled");
                                    sleep(SHORT.multipliedBy(2));
                                    timeout.reschedule(Timeout.UNLIMITED);
                                    assertEquals(OptionalLong.empty(), timeout.when(), "no limit");
                                    assertEquals(0, loop.metrics().pendingTimers(), "its timers");
                                    seen.add("outlived the limit");
                                    timeout.reschedule(Duration.ZERO);
                                    sleep(DAY);
                                    seen.add("went on");
                                })));

        assertEquals(List.of("outlived the limit"), seen, "what the body did");
    }

    @Rule(
            id = "TIMEOUT-10",
            text =
                    "A timeout that is expiring, has expired or has finished cannot be moved; the"
                            + " error names its state.",
            rows = {"timeout.reschedule", "timeout.single-use"})
    void cannotBeMovedAfterItsEnd(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    assertTimesOut(() ->
                            timeout(
                                    Duration.ZERO,
                                    timeout -> {
                                        entered.add(timeout);
                                        try {
                                            sleep(DAY);
                                        } finally {
                                            assertTrue(timeout.isExpired(), "while expiring");
                                            assertCannotBeMoved(timeout, "expiring");
                                        }
                                    }));
                    assertCannotBeMoved(entered.getFirst(), "expired");
                    assertCannotBeMoved(timeout(DAY, timeout -> timeout), "finished");
                });
    }

    private static void assertCannotBeMoved(Timeout timeout, String state) {
        assertRefused(() -> timeout.reschedule(DAY), state);
        assertRefused(() -> timeout.rescheduleAt(0), state);
        assertRefused(timeout::disable, state);
    }

    private static boolean assertRefused(Executable move, String reason) {
        String message =
                assertThrows(
                                IllegalStateException.class,
                                move,
                                "a timeout is not to be moved here: " + reason)
                        .getMessage();
        assertTrue(message.contains(reason), () -> "the reason is to be named: " + message);
        return true;
    }

    @Rule(
            id = "TIMEOUT-11",
            text = "A timeout cannot be moved by a thread that does not have the turn of its loop.",
            rows = "timeout.reschedule")
    void cannotBeMovedByAnotherThread(Subject subject) {
        EventLoop loop = subject.loop();
        loop.runUntilComplete(() ->
                timeout(
                        DAY,
                        timeout -> {
                            loop.runInExecutor(() -> assertRefused(timeout::disable, "turn"))
                                    .await();
                            assertTrue(timeout.when().isPresent(), "it was not disabled");
                        }));
    }

    @Rule(
            id = "TIMEOUT-12",
            text = "A scope with a limit needs a task.",
            rows = "timeout.single-use")
    void needsATask(Subject subject) {
        EventLoop loop = subject.loop();
        assertNeedsATask(() -> timeout(DAY, () -> 42));
        assertNeedsATask(() -> timeoutAt(0, _ -> 42));
        loop.callSoon(() -> {
            assertNeedsATask(() -> timeout(DAY, () -> 42));
            assertNeedsATask(() -> timeoutAt(0, _ -> 42));
            seen.add("refused in a callback");
        });
        subject.turns(1);

        assertEquals(List.of("refused in a callback"), seen);
    }

    private static void assertNeedsATask(Executable scope) {
        assertThrows(IllegalStateException.class, scope, "there is no task to cancel");
    }

    private void sleepForADay(Timeout timeout) {
        entered.add(timeout);
        try {
            sleep(DAY);
            seen.add("went on");
        } finally {
            seen.add("cleaned up");
        }
    }

    private void yieldOnce(Timeout timeout) {
        entered.add(timeout);
        seen.add("started");
        sleep(Duration.ZERO);
        seen.add("went on");
    }
}
