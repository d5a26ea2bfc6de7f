package dev.rondo.memory.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CancelledError;
import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.LoopFuture;
import dev.rondo.Promise;
import dev.rondo.Rondo;
import dev.rondo.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;

/// `waitFor`.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class WaitForSemanticsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);

    @RegisterExtension final LoopFixture fixture = new LoopFixture();

    private final EventLoop loop = fixture.loop;
    private final ArithmeticException failure = new ArithmeticException("boom");
    private final List<String> seen = new ArrayList<>();

    // waitfor.result-and-null-timeout
    @Test
    void waitForReturnsTheResult() {
        loop.runUntilComplete(() -> {
            assertEquals("slept", Rondo.waitFor(sleeper(SECOND), DAY));
            LoopFuture<Void> failing = Rondo.createTask(() -> raise(failure));
            assertSame(
                    failure,
                    assertThrows(ArithmeticException.class, () -> Rondo.waitFor(failing, DAY)));
            assertEquals(0, loop.metrics().pendingTimers());
        });
    }

    // waitfor.timeout-cancels-and-waits
    @Test
    void waitForWaitsUntilTheCancelledTaskHasEnded() {
        loop.runUntilComplete(() -> {
            Task<Void> task =
                    Rondo.createTask(() -> {
                        try {
                            Rondo.sleep(DAY);
                        } finally {
                            Rondo.sleep(SECOND);
                            seen.add("clean");
                        }
                    });
            TimeoutException thrown =
                    assertThrows(TimeoutException.class, () -> Rondo.waitFor(task, SECOND));
            assertInstanceOf(CancelledError.class, thrown.getCause());
            assertEquals(List.of("clean"), seen);
            assertTrue(task.isCancelled());
        });
    }

    // waitfor.zero-timeout-done
    @Test
    void waitForWithoutTimeTakesWhatIsThere() {
        loop.runUntilComplete(() -> {
            Promise<Integer> done = loop.createFuture();
            done.setResult(42);
            Promise<Integer> cancelled = loop.createFuture();
            cancelled.cancel("enough");
            for (Duration limit : List.of(Duration.ZERO, SECOND.negated())) {
                assertEquals(42, Rondo.waitFor(done, limit));
                assertThrows(CancelledError.class, () -> Rondo.waitFor(cancelled, limit));
            }
        });
    }

    // waitfor.zero-timeout-done
    @Test
    void waitForWithoutTimeCancelsWhatRunsAndWaitsForItsEnd() {
        loop.runUntilComplete(() -> {
            for (Duration limit : List.of(Duration.ZERO, SECOND.negated())) {
                Task<Void> task = Rondo.createTask(() -> sleepNoting(DAY));
                Rondo.sleep(Duration.ZERO);
                assertThrows(TimeoutException.class, () -> Rondo.waitFor(task, limit));
                assertTrue(task.isCancelled());
            }
        });

        assertEquals(List.of("finally", "finally"), seen);
    }

    // waitfor.zero-timeout-never-starts
    @Test
    void waitForWithoutTimeNeverStartsATask() {
        loop.runUntilComplete(() -> {
            Task<Boolean> task = Rondo.createTask(() -> seen.add("started"));
            assertThrows(TimeoutException.class, () -> Rondo.waitFor(task, Duration.ZERO));
        });

        assertEquals(List.of(), seen);
    }

    // waitfor.zero-timeout-done
    @Test
    void waitForRefusesAFutureOfAnotherLoop() {
        try (EventLoop other = EventLoops.create("memory")) {
            Promise<Void> foreign = other.createFuture();
            loop.runUntilComplete(() -> {
                for (Duration limit : List.of(SECOND, Duration.ZERO)) {
                    assertThrows(IllegalStateException.class, () -> Rondo.waitFor(foreign, limit));
                }
            });
            assertFalse(foreign.isDone());
        }
    }

    // waitfor.suppressed-cancel-returns-value
    @Test
    void aTaskThatAnswersTheTimeoutWithAResultIsHeard() {
        for (Duration limit : List.of(SECOND, Duration.ZERO)) {
            Task<String> task =
                    loop.createTask(() -> {
                        try {
                            Rondo.sleep(DAY);
                            return "slept";
                        } catch (CancelledError e) {
                            return "answered";
                        }
                    });
            fixture.turns(1);

            assertEquals("answered", loop.runUntilComplete(() -> Rondo.waitFor(task, limit)));
        }
    }

    // waitfor.error-during-cancel
    @Test
    void aTaskThatAnswersTheTimeoutWithAFailureIsHeard() {
        for (Duration limit : List.of(SECOND, Duration.ZERO)) {
            Task<Void> task = loop.createTask(this::sleepAndFail);
            fixture.turns(1);

            assertSame(
                    failure,
                    assertThrows(
                            ArithmeticException.class,
                            () -> loop.runUntilComplete(() -> Rondo.waitFor(task, limit))));
        }
    }

    // waitfor.outer-cancel-cancels-inner
    @Test
    void aCancelOfWhoWaitsCancelsWhatHeWaitsFor() {
        Task<Void> inner =
                loop.createTask(() -> {
                    try {
                        Rondo.sleep(DAY);
                    } finally {
                        Rondo.sleep(SECOND);
                        seen.add("clean");
                    }
                });
        Task<Void> outer = loop.createTask(() -> Rondo.waitFor(inner, DAY));
        fixture.turns(2);

        outer.cancel("enough");

        assertEquals(
                "enough",
                assertThrows(CancelledError.class, () -> loop.runUntilComplete(outer))
                        .getMessage());
        assertEquals(List.of("clean"), seen);
        assertTrue(inner.isCancelled());
    }

    // waitfor.cancel-vs-completion-race
    @Test
    void aCancelIsNotLostWhenTheInnerOneEndsMeanwhile() {
        Promise<Integer> inner = loop.createFuture();
        Task<Integer> outer = loop.createTask(() -> Rondo.waitFor(inner, DAY));
        fixture.turns(1);

        inner.setResult(42);
        outer.cancel();

        assertThrows(CancelledError.class, () -> loop.runUntilComplete(outer));
        assertEquals(42, inner.resultNow());
    }

    // waitfor.result-vs-timeout-race
    @Test
    void aResultBeforeTheTimeoutIsReturned() {
        Promise<Integer> inner = loop.createFuture();
        Task<Integer> outer = loop.createTask(() -> Rondo.waitFor(inner, SECOND));
        loop.callSoon(() -> inner.setResult(42));

        assertEquals(42, loop.runUntilComplete(outer));
    }

    // waitfor.shielded
    @Test
    void aShieldedTaskOutlivesTheTimeout() {
        Task<String> task = sleeper(Duration.ofSeconds(10));
        loop.runUntilComplete(() -> {
            for (Duration limit : List.of(SECOND, Duration.ZERO)) {
                assertThrows(
                        TimeoutException.class, () -> Rondo.waitFor(Rondo.shield(task), limit));
            }
        });

        assertEquals("slept", loop.runUntilComplete(task));
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

    private Task<String> sleeper(Duration delay) {
        return loop.createTask(() -> {
            Rondo.sleep(delay);
            return "slept";
        });
    }

    private static void raise(Exception exception) throws Exception {
        throw exception;
    }
}
