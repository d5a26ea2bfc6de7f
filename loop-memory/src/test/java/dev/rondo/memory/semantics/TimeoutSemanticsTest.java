package dev.rondo.memory.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CancelledError;
import dev.rondo.EventLoop;
import dev.rondo.Rondo;
import dev.rondo.Task;
import dev.rondo.TaskGroupException;
import dev.rondo.TimerHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;

/// `timeout`.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class TimeoutSemanticsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);

    @RegisterExtension final LoopFixture fixture = new LoopFixture();

    private final EventLoop loop = fixture.loop;
    private final ArithmeticException failure = new ArithmeticException("boom");
    private final List<String> seen = new ArrayList<>();

    // timeout.basic, timeout.cause-chain
    @Test
    void aBodyThatOutlivesTheLimitIsCancelled() {
        loop.runUntilComplete(() -> {
            TimeoutException thrown =
                    assertThrows(
                            TimeoutException.class,
                            () -> Rondo.timeout(SECOND, () -> sleepNoting(DAY)));
            assertInstanceOf(CancelledError.class, thrown.getCause());
        });

        assertEquals(List.of("finally"), seen);
        assertEquals(SECOND, Duration.ofNanos(loop.time()));
    }

    // timeout.basic
    @Test
    void aBodyThatEndsInTimeLeavesNoTimer() {
        loop.runUntilComplete(() -> {
            assertEquals(42, Rondo.timeout(SECOND, () -> 42));
            assertEquals(0, loop.metrics().pendingTimers());
        });
    }

    // timeout.zero-and-past
    @Test
    void aLimitOfZeroOrLessEndsTheFirstWait() {
        loop.runUntilComplete(() -> {
            for (Duration limit : List.of(Duration.ZERO, SECOND.negated())) {
                assertThrows(
                        TimeoutException.class,
                        () ->
                                Rondo.timeout(
                                        limit,
                                        () -> {
                                            seen.add("before");
                                            Rondo.sleep(Duration.ZERO);
                                            seen.add("after");
                                        }));
            }
        });

        assertEquals(List.of("before", "before"), seen);
    }

    // timeout.zero-and-past
    @Test
    void aLimitOfZeroLetsABodyPassThatDoesNotWait() {
        assertEquals(
                42,
                loop.runUntilComplete(() -> {
                    int result = Rondo.timeout(Duration.ZERO, () -> 42);
                    Rondo.sleep(Duration.ZERO);
                    return result;
                }));
    }

    // timeout.nested-same-deadline
    @Test
    void ofTwoLimitsThatEndTogetherTheOuterOneThrows() {
        loop.runUntilComplete(() -> {
            assertThrows(
                    TimeoutException.class,
                    () ->
                            Rondo.timeout(
                                    SECOND,
                                    () -> {
                                        assertThrows(
                                                CancelledError.class,
                                                () ->
                                                        Rondo.timeout(
                                                                SECOND, () -> Rondo.sleep(DAY)));
                                        throw new CancelledError("passed on");
                                    }));
            assertEquals(0, Rondo.currentTask().cancelling());
        });
    }

    // timeout.nested-inner-caught-outer-fires
    @Test
    void catchingTheInnerTimeoutDoesNotDisarmTheOuterOne() {
        loop.runUntilComplete(() ->
                assertThrows(
                        TimeoutException.class,
                        () ->
                                Rondo.timeout(
                                        SECOND.multipliedBy(2),
                                        () -> {
                                            assertThrows(
                                                    TimeoutException.class,
                                                    () ->
                                                            Rondo.timeout(
                                                                    SECOND,
                                                                    () -> Rondo.sleep(DAY)));
                                            Rondo.sleep(DAY);
                                        })));

        assertEquals(SECOND.multipliedBy(2), Duration.ofNanos(loop.time()));
    }

    // timeout.nested-inner-caught-outer-fires
    @Test
    void aLoopThatWasBusyPastBothLimitsEndsTheOuterOne() {
        loop.runUntilComplete(() ->
                assertThrows(
                        TimeoutException.class,
                        () ->
                                Rondo.timeout(
                                        Duration.ofNanos(-1),
                                        () -> {
                                            Rondo.timeout(
                                                    Duration.ofNanos(-2), () -> Rondo.sleep(DAY));
                                            seen.add("inner scope passed");
                                        })));

        assertEquals(List.of(), seen);
    }

    // timeout.foreign-exception
    @Test
    void anExceptionBeforeTheLimitPassesUnchanged() {
        loop.runUntilComplete(() -> {
            assertSame(
                    failure,
                    assertThrows(
                            ArithmeticException.class,
                            () -> Rondo.timeout(SECOND, () -> raise(failure))));
            assertEquals(0, failure.getSuppressed().length);
            TimeoutException own = new TimeoutException("the body's own");
            assertSame(
                    own,
                    assertThrows(
                            TimeoutException.class, () -> Rondo.timeout(SECOND, () -> raise(own))));
        });
    }

    // timeout.foreign-exception
    @Test
    void anExceptionThatAnswersTheTimeoutWinsAndCarriesIt() {
        loop.runUntilComplete(() -> {
            assertSame(
                    failure,
                    assertThrows(
                            ArithmeticException.class,
                            () -> Rondo.timeout(SECOND, this::sleepAndFail)));
            assertInstanceOf(TimeoutException.class, failure.getSuppressed()[0]);
            assertEquals(0, Rondo.currentTask().cancelling());
        });
    }

    // timeout.foreign-cancel
    @Test
    void aCancelFromElsewhereStaysACancel() {
        Task<Void> task =
                loop.createTask(() -> Rondo.timeout(DAY, () -> Rondo.sleep(Duration.ofDays(2))));
        loop.callLater(SECOND, () -> task.cancel("enough"));

        assertEquals(
                "enough",
                assertThrows(CancelledError.class, () -> loop.runUntilComplete(task)).getMessage());
        assertEquals(SECOND, Duration.ofNanos(loop.time()));
        assertEquals(0, loop.metrics().pendingTimers());
    }

    // timeout.foreign-cancel
    @Test
    void aCancelFromElsewhereThatMeetsTheTimeoutStaysACancel() {
        Task<Void> task = loop.createTask(() -> Rondo.timeout(SECOND, () -> Rondo.sleep(DAY)));
        loop.callLater(SECOND, () -> task.cancel("enough"));

        assertThrows(CancelledError.class, () -> loop.runUntilComplete(task));
        assertTrue(task.isCancelled());
        assertEquals(1, task.cancelling());
    }

    // timeout.outer-task-not-cancelled
    @Test
    void afterATimeoutTheTaskIsNotCancelled() {
        loop.runUntilComplete(() -> {
            assertThrows(
                    TimeoutException.class, () -> Rondo.timeout(SECOND, () -> Rondo.sleep(DAY)));
            assertEquals(0, Rondo.currentTask().cancelling());
            Rondo.sleep(SECOND);
        });
    }

    // timeout.outer-task-not-cancelled
    @Test
    void aBodyThatSwallowsTheTimeoutPassesAndLeavesTheTaskUncancelled() {
        loop.runUntilComplete(() -> {
            String answer =
                    Rondo.timeout(
                            SECOND,
                            () -> {
                                assertThrows(CancelledError.class, () -> Rondo.sleep(DAY));
                                return "swallowed";
                            });
            assertEquals("swallowed", answer);
            assertEquals(0, Rondo.currentTask().cancelling());
            Rondo.sleep(SECOND);
        });
    }

    // timeout.single-use
    @Test
    void needsATask() {
        loop.callSoon(() -> {
            assertThrows(IllegalStateException.class, () -> Rondo.timeout(SECOND, () -> 42));
            assertThrows(
                    IllegalStateException.class, () -> Rondo.waitFor(loop.createFuture(), SECOND));
        });

        fixture.turns(1);
    }

    // timeout.in-finally-after-cancel
    @Test
    void inTheCleanUpOfACancelledTaskALimitWorksOnItsOwn() {
        Task<Void> task =
                loop.createTask(() -> {
                    try {
                        Rondo.sleep(DAY);
                    } finally {
                        assertThrows(
                                TimeoutException.class,
                                () -> Rondo.timeout(SECOND, () -> Rondo.sleep(DAY)));
                        assertEquals(1, Rondo.currentTask().cancelling());
                        Rondo.sleep(SECOND);
                        seen.add("clean");
                    }
                });
        fixture.turns(1);
        task.cancel();

        assertThrows(CancelledError.class, () -> loop.runUntilComplete(task));
        assertEquals(List.of("clean"), seen);
    }

    // timeout.in-finally-after-cancel
    @Test
    void aSecondCancelReachesTheCleanUpAsACancel() {
        Task<Void> task =
                loop.createTask(() -> {
                    try {
                        Rondo.sleep(DAY);
                    } finally {
                        Rondo.timeout(SECOND, () -> sleepNoting(DAY));
                        seen.add("clean");
                    }
                });
        fixture.turns(1);
        task.cancel();
        fixture.turns(1);
        task.cancel();

        assertThrows(CancelledError.class, () -> loop.runUntilComplete(task));
        assertEquals(List.of("finally"), seen);
    }

    // timeout.around-task-group
    @Test
    void aGroupWhoseTaskCrashesInItsCleanUpThrowsTheCrash() {
        loop.runUntilComplete(() -> {
            TaskGroupException thrown =
                    assertThrows(
                            TaskGroupException.class,
                            () ->
                                    Rondo.timeout(
                                            SECOND,
                                            () ->
                                                    Rondo.taskGroup(group -> {
                                                        group.createTask(this::sleepAndFail);
                                                    })));
            assertEquals(List.of(failure), thrown.failures());
            assertEquals(0, Rondo.currentTask().cancelling());
            Rondo.sleep(SECOND);
        });
    }

    // cancel.structured-timeout-recipe
    @Test
    void aTimeoutCanBeWrittenByHand() {
        loop.runUntilComplete(() -> {
            assertEquals("timed out", timeoutByHand(SECOND, DAY));
            assertEquals("in time", timeoutByHand(DAY, SECOND));
            assertEquals(0, Rondo.currentTask().cancelling());
            Rondo.sleep(SECOND);
        });
    }

    private String timeoutByHand(Duration limit, Duration work) {
        Task<?> task = Rondo.currentTask();
        TimerHandle timer = loop.callLater(limit, task::cancel);
        try {
            Rondo.sleep(work);
            return "in time";
        } catch (CancelledError e) {
            return task.uncancel() == 0 ? "timed out" : "cancelled";
        } finally {
            timer.cancel();
        }
    }

    private void sleepNoting(Duration delay) {
        try {
            Rondo.sleep(delay);
        } finally {
            seen.add("finally");
        }
    }

    private void sleepAndFail() throws Exception {
        try {
            Rondo.sleep(DAY);
        } finally {
            raise(failure);
        }
    }

    private static void raise(Exception exception) throws Exception {
        throw exception;
    }
}
