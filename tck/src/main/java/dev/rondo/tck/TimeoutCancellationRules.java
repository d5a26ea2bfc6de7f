package dev.rondo.tck;

import static dev.rondo.Rondo.currentTask;
import static dev.rondo.Rondo.sleep;
import static dev.rondo.Rondo.timeout;
import static dev.rondo.Rondo.timeoutAt;
import static dev.rondo.tck.ScopeAssertions.assertLeaves;
import static dev.rondo.tck.ScopeAssertions.assertTimesOut;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CancelledError;
import dev.rondo.EventLoop;
import dev.rondo.Task;
import dev.rondo.Timeout;
import dev.rondo.TimerHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Scopes with a limit and other cancellations: which request is whose.
abstract class TimeoutCancellationRules {
    private static final Duration SHORT = Duration.ofMillis(2);
    private static final Duration DAY = Duration.ofDays(1);

    /// The timeouts of the scopes that were entered, in that order.
    private final List<Timeout> entered = new ArrayList<>();

    private final List<String> seen = new ArrayList<>();

    @Rule(
            id = "TIMEOUT-20",
            text = "A cancellation from elsewhere before the limit stays a cancellation.",
            rows = "timeout.foreign-cancel")
    void aForeignCancelStaysOne(Subject subject) {
        EventLoop loop = subject.loop();
        Task<Void> task = loop.createTask(() -> timeout(DAY, this::sleepForADay));
        subject.turns(1);
        task.cancel("enough");

        CancelledError thrown = assertEndsCancelled(loop, task);
        assertEquals("enough", thrown.getMessage(), "the message given to cancel");
        assertFalse(entered.getFirst().isExpired(), "it was not the limit");
        assertEquals(0, loop.metrics().pendingTimers(), "timers left by a scope that has ended");
    }

    @Rule(
            id = "TIMEOUT-21",
            text =
                    "A cancellation from elsewhere that meets the expiry of the limit stays a"
                            + " cancellation.",
            rows = "timeout.foreign-cancel")
    void aForeignCancelThatMeetsTheExpiryStaysOne(Subject subject) {
        EventLoop loop = subject.loop();
        long deadline = loop.time() + SHORT.toNanos();
        Task<Void> task = loop.createTask(() -> timeoutAt(deadline, this::sleepForADay));
        loop.callAt(deadline, () -> task.cancel("enough"));

        assertLeaves(
                CancelledError.class,
                () -> loop.runUntilComplete(task),
                "the limit may not take both cancellations for its own");
        assertEquals(1, task.cancelling(), "the request to cancel from elsewhere is left");
    }

    @Rule(
            id = "TIMEOUT-22",
            text =
                    "After a timeout the task is not cancelled, and as many requests to cancel are"
                            + " open as before.",
            rows = "timeout.outer-task-not-cancelled")
    void theTaskIsNotCancelledAfterwards(Subject subject) {
        EventLoop loop = subject.loop();
        loop.runUntilComplete(() -> {
            assertTimesOut(() -> timeout(Duration.ZERO, this::sleepForADay));
            assertEquals(0, currentTask().cancelling(), "requests to cancel left");
            sleep(Duration.ZERO);

            currentTask().cancel();
            assertThrows(CancelledError.class, () -> sleep(DAY));
            assertTimesOut(() -> timeout(Duration.ZERO, this::sleepForADay));
            assertEquals(1, currentTask().cancelling(), "requests to cancel left of one before");
            sleep(Duration.ZERO);
            currentTask().uncancel();
        });
    }

    @Rule(
            id = "TIMEOUT-23",
            text =
                    "A body that swallows the cancellation passes; the scope has expired, and the"
                            + " task is not cancelled.",
            rows = "timeout.outer-task-not-cancelled")
    void aBodyMaySwallowTheTimeout(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    Timeout ended =
                            timeout(
                                    Duration.ZERO,
                                    timeout -> {
                                        assertThrows(CancelledError.class, () -> sleep(DAY));
                                        return timeout;
                                    });
                    assertTrue(ended.isExpired(), "the limit was over");
                    assertEquals(0, currentTask().cancelling(), "requests to cancel left");
                    sleep(Duration.ZERO);
                });
    }

    @Rule(
            id = "TIMEOUT-24",
            text =
                    "In the clean-up of a cancelled task a limit works on its own, and expires as a"
                            + " timeout.",
            rows = "timeout.in-finally-after-cancel")
    void worksInTheCleanUpOfACancelledTask(Subject subject) {
        EventLoop loop = subject.loop();
        Task<Void> task =
                loop.createTask(() -> {
                    try {
                        sleep(DAY);
                    } finally {
                        assertTimesOut(() -> timeout(Duration.ZERO, this::sleepForADay));
                        assertEquals(1, currentTask().cancelling(), "requests to cancel left");
                        sleep(Duration.ZERO);
                        seen.add("went on cleaning up");
                    }
                });
        subject.turns(1);
        task.cancel();

        assertEndsCancelled(loop, task);
        assertEquals(List.of("cleaned up", "went on cleaning up"), seen, "what the clean-up did");
    }

    @Rule(
            id = "TIMEOUT-25",
            text = "A new cancel reaches a scope in the clean-up of a cancelled task as a cancel.",
            rows = "timeout.in-finally-after-cancel")
    void aNewCancelReachesTheCleanUp(Subject subject) {
        EventLoop loop = subject.loop();
        Task<Void> task =
                loop.createTask(() -> {
                    try {
                        sleep(DAY);
                    } finally {
                        timeout(DAY, this::sleepForADay);
                        seen.add("went on cleaning up");
                    }
                });
        subject.turns(1);
        task.cancel("first");
        subject.turns(2);
        task.cancel("second");

        CancelledError thrown = assertEndsCancelled(loop, task);
        assertEquals("second", thrown.getMessage(), "the cancel that reached the clean-up");
        assertEquals(List.of("cleaned up"), seen, "what the clean-up did");
    }

    @Rule(
            id = "TIMEOUT-26",
            text =
                    "A scope in the clean-up of one that has expired expires on its own, and the"
                            + " outer one throws its timeout after it.",
            rows = "timeout.in-finally-after-cancel")
    void worksInTheCleanUpOfAnExpiredScope(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    assertTimesOut(() ->
                            timeout(
                                    Duration.ZERO,
                                    () -> {
                                        try {
                                            sleep(DAY);
                                        } finally {
                                            assertTimesOut(() ->
                                                    timeout(Duration.ZERO, this::sleepForADay));
                                            seen.add("went on cleaning up");
                                        }
                                    }));
                    assertEquals(0, currentTask().cancelling(), "requests to cancel left");
                });

        assertEquals(List.of("cleaned up", "went on cleaning up"), seen, "what the clean-up did");
    }

    @Rule(
            id = "TIMEOUT-27",
            text =
                    "A timeout that is written by hand, of a timer, cancel and uncancel, leaves the"
                            + " task as it was.",
            rows = "cancel.structured-timeout-recipe")
    void aTimeoutCanBeWrittenByHand(Subject subject) {
        EventLoop loop = subject.loop();
        loop.runUntilComplete(() -> {
            assertEquals("timed out", timeoutByHand(loop, Duration.ZERO, DAY));
            assertEquals(0, currentTask().cancelling(), "requests to cancel left");
            sleep(Duration.ZERO);
            assertEquals("in time", timeoutByHand(loop, DAY, Duration.ZERO));
        });

        Task<String> task = loop.createTask(() -> timeoutByHand(loop, DAY, DAY.multipliedBy(2)));
        subject.turns(1);
        task.cancel();

        assertEndsCancelled(loop, task);
        assertEquals(1, task.cancelling(), "the request from elsewhere is not taken back");
    }

    /// The recipe: who has asked for a cancellation takes it back, and only if no other request is
    /// left it was his.
    private static String timeoutByHand(EventLoop loop, Duration limit, Duration work) {
        Task<?> task = currentTask();
        List<String> expired = new ArrayList<>();
        TimerHandle timer =
                loop.callLater(
                        limit,
                        () -> {
                            task.cancel();
                            expired.add("expired");
                        });
        try {
            sleep(work);
            return "in time";
        } catch (CancelledError e) {
            if (!expired.isEmpty() && task.uncancel() == 0) {
                return "timed out";
            }
            throw e;
        } finally {
            timer.cancel();
        }
    }

    private static CancelledError assertEndsCancelled(EventLoop loop, Task<?> task) {
        return assertLeaves(
                CancelledError.class,
                () -> loop.runUntilComplete(task),
                "a cancellation from elsewhere ends the task");
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
}
