package dev.rondo.tck;

import static dev.rondo.Rondo.currentTask;
import static dev.rondo.Rondo.sleep;
import static dev.rondo.Rondo.taskGroup;
import static dev.rondo.Rondo.timeout;
import static dev.rondo.Rondo.timeoutAt;
import static dev.rondo.tck.ScopeAssertions.assertLeaves;
import static dev.rondo.tck.ScopeAssertions.assertTimesOut;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CancelledError;
import dev.rondo.EventLoop;
import dev.rondo.TaskGroupException;
import dev.rondo.Timeout;
import dev.rondo.spi.Capability;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/// What leaves a scope with a limit: which timeout, and which exception of the body.
abstract class TimeoutFailureRules {
    private static final Duration SHORT = Duration.ofMillis(2);
    private static final Duration DAY = Duration.ofDays(1);

    private final ArithmeticException failure = new ArithmeticException("boom");

    /// The timeouts of the scopes that were entered, in that order.
    private final List<Timeout> entered = new ArrayList<>();

    private final List<String> seen = new ArrayList<>();

    @Rule(
            id = "TIMEOUT-13",
            text =
                    "Nested scopes with the same deadline all expire; the inner ones let the"
                            + " cancellation through, and the outermost throws the timeout.",
            rows = "timeout.nested-same-deadline")
    void theOutermostOfScopesWithOneDeadlineThrows(Subject subject) {
        EventLoop loop = subject.loop();
        loop.runUntilComplete(() -> {
            long deadline = loop.time() + SHORT.toNanos();
            assertTimesOut(() -> timeoutAt(deadline, _ -> sleepForADayWithin(deadline)));
            assertEquals(0, currentTask().cancelling(), "requests to cancel left");
        });

        assertEquals(List.of("cleaned up", "inner cancelled"), seen, "what the inner scope saw");
        assertTrue(entered.getFirst().isExpired(), "the inner scope has expired as well");
    }

    private Object sleepForADayWithin(long deadline) throws TimeoutException {
        try {
            timeoutAt(deadline, this::sleepForADay);
            return "passed";
        } catch (CancelledError e) {
            seen.add("inner cancelled");
            throw e;
        }
    }

    @Rule(
            id = "TIMEOUT-14",
            text = "Catching the timeout of an inner scope does not disarm the outer one.",
            rows = "timeout.nested-inner-caught-outer-fires")
    void theOuterScopeStaysArmed(Subject subject) {
        EventLoop loop = subject.loop();
        loop.runUntilComplete(() -> {
            long outer = loop.time() + SHORT.toNanos();
            assertTimesOut(() ->
                    timeoutAt(
                            outer,
                            _ -> {
                                sleepWithin(loop.time(), () -> {});
                                sleep(DAY);
                                seen.add("went on");
                            }));
            assertTrue(loop.time() >= outer, "the outer scope ends at its own deadline");
        });

        assertFalse(seen.contains("went on"), () -> "the outer scope was left alone: " + seen);
    }

    /// Catches the timeout of a scope, unless the outer one is seen to be over as well.
    private void sleepWithin(long deadline, Runnable first) {
        try {
            timeoutAt(
                    deadline,
                    timeout -> {
                        first.run();
                        sleepForADay(timeout);
                    });
        } catch (TimeoutException _) {
            seen.add("inner timeout");
        }
    }

    @Rule(
            id = "TIMEOUT-15",
            text = "A loop that was busy past the deadlines of nested scopes ends the outer one.",
            rows = "timeout.nested-inner-caught-outer-fires")
    void aBusyLoopEndsTheOuterScope(Subject subject) {
        EventLoop loop = subject.loop();
        loop.runUntilComplete(() -> {
            long inner = loop.time() + SHORT.toNanos();
            long outer = inner + SHORT.toNanos();
            assertTimesOut(() ->
                    timeoutAt(
                            outer,
                            _ -> {
                                sleepWithin(inner, () -> computeUntil(outer, subject));
                                sleep(DAY);
                                seen.add("went on");
                            }));
            assertEquals(0, currentTask().cancelling(), "requests to cancel left");
        });

        assertFalse(seen.contains("went on"), () -> "the outer scope was left alone: " + seen);
    }

    /// Keeps the loop busy; where time is virtual it does not pass meanwhile.
    private static void computeUntil(long deadline, Subject subject) {
        while (subject.supports(Capability.REAL_TIME) && subject.loop().time() < deadline) {
            Thread.onSpinWait();
        }
    }

    @Rule(
            id = "TIMEOUT-16",
            text = "The cause of the timeout is the cancellation that ended the body.",
            rows = "timeout.cause-chain")
    void theTimeoutNamesTheCancellation(Subject subject) {
        List<CancelledError> caught = new ArrayList<>();
        subject.loop()
                .runUntilComplete(() -> {
                    TimeoutException thrown =
                            assertTimesOut(() ->
                                    timeout(
                                            Duration.ZERO,
                                            () -> {
                                                try {
                                                    sleep(DAY);
                                                } catch (CancelledError e) {
                                                    caught.add(e);
                                                    throw e;
                                                }
                                            }));
                    assertSame(caught.getFirst(), thrown.getCause(), "the cause of the timeout");
                });
    }

    @Rule(
            id = "TIMEOUT-17",
            text = "An exception that ends the body before the limit passes unchanged.",
            rows = "timeout.foreign-exception")
    void aForeignExceptionPasses(Subject subject) {
        TimeoutException own = new TimeoutException("the body's own");
        IOException checked = new IOException("checked");
        subject.loop()
                .runUntilComplete(() -> {
                    assertSame(failure, assertThrows(Throwable.class, () -> raiseIn(failure)));
                    assertSame(own, assertThrows(Throwable.class, () -> raiseIn(own)));
                    CompletionException around =
                            assertThrows(CompletionException.class, () -> raiseIn(checked));
                    assertSame(checked, around.getCause(), "the checked exception of the body");
                });

        entered.forEach(timeout -> assertFalse(timeout.isExpired(), "expired before its limit"));
        assertEquals(0, failure.getSuppressed().length, "exceptions added to the body's own");
    }

    private void raiseIn(Exception exception) throws TimeoutException {
        timeout(
                DAY,
                timeout -> {
                    entered.add(timeout);
                    throw exception;
                });
    }

    @Rule(
            id = "TIMEOUT-18",
            text =
                    "An exception with which the body answers the timeout wins, and carries the"
                            + " timeout as suppressed.",
            rows = "timeout.foreign-exception")
    void anExceptionThatAnswersTheTimeoutWins(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    assertSame(
                            failure,
                            assertThrows(
                                    Throwable.class,
                                    () -> timeout(Duration.ZERO, this::sleepAndFail)),
                            "what leaves the scope");
                    assertEquals(0, currentTask().cancelling(), "requests to cancel left");
                });

        assertEquals(1, failure.getSuppressed().length, "what the exception carries");
        assertInstanceOf(TimeoutException.class, failure.getSuppressed()[0]);
        assertTrue(entered.getFirst().isExpired(), "the scope has expired all the same");
    }

    @Rule(
            id = "TIMEOUT-19",
            text =
                    "A group that a timeout cancels, and whose task fails in its clean-up, throws"
                            + " that failure and no timeout.",
            rows = "timeout.around-task-group")
    void theFailureOfAGroupWins(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    TaskGroupException thrown =
                            assertLeaves(
                                    TaskGroupException.class,
                                    () -> timeout(SHORT, () -> sleepAndFailInAGroup()),
                                    "a task failed in its clean-up");
                    assertEquals(List.of(failure), thrown.failures(), "the failures of the group");
                    assertEquals(0, currentTask().cancelling(), "requests to cancel left");
                    sleep(Duration.ZERO);
                });
    }

    private void sleepAndFailInAGroup() {
        taskGroup(group -> {
            group.createTask(() -> {
                try {
                    sleep(DAY);
                } finally {
                    raise(failure);
                }
            });
        });
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

    private void sleepAndFail(Timeout timeout) {
        entered.add(timeout);
        try {
            sleep(DAY);
        } finally {
            raise(failure);
        }
    }

    private static void raise(RuntimeException exception) {
        throw exception;
    }
}
