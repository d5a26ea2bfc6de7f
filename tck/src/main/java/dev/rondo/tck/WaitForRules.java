package dev.rondo.tck;

import static dev.rondo.Rondo.waitFor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CancelledError;
import dev.rondo.EventLoop;
import dev.rondo.LoopFuture;
import dev.rondo.Promise;
import dev.rondo.Rondo;
import dev.rondo.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/// What `waitFor` promises.
abstract class WaitForRules {
    private static final Duration SHORT = Duration.ofMillis(2);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);
    private static final List<Duration> NO_TIME = List.of(Duration.ZERO, SHORT.negated());

    private final ArithmeticException failure = new ArithmeticException("boom");
    private final List<String> seen = new ArrayList<>();

    @Rule(
            id = "WAIT-71",
            text =
                    "waitFor returns the result, or throws the failure, however long the limit is,"
                            + " and leaves no timer.",
            rows = "waitfor.result-and-null-timeout")
    void returnsTheResult(Subject subject) {
        EventLoop loop = subject.loop();
        loop.runUntilComplete(() -> {
            for (Duration limit : List.of(Duration.ofMinutes(1), FOR_EVER)) {
                Task<String> task =
                        Rondo.createTask(() -> {
                            Rondo.sleep(SHORT);
                            return "slept";
                        });
                assertEquals("slept", waitFor(task, limit));

                Promise<String> failing = loop.createFuture();
                loop.callSoon(() -> failing.setException(failure));
                assertSame(
                        failure,
                        assertThrows(ArithmeticException.class, () -> waitFor(failing, limit)));
            }
            assertEquals(0, loop.metrics().pendingTimers(), "timers left by waitFor");
        });
    }

    @Rule(
            id = "WAIT-72",
            text =
                    "When the limit is over, not before, waitFor cancels the task, waits until it has"
                            + " ended, and throws a TimeoutException whose cause is the"
                            + " cancellation.",
            rows = "waitfor.timeout-cancels-and-waits")
    void cancelsAndWaits(Subject subject) {
        EventLoop loop = subject.loop();
        loop.runUntilComplete(() -> {
            Task<Void> task = Rondo.createTask(this::sleepAndCleanUp);
            long start = loop.time();

            TimeoutException thrown =
                    assertThrows(TimeoutException.class, () -> waitFor(task, SHORT));

            long took = loop.time() - start;
            assertTrue(
                    took >= SHORT.toNanos(), () -> "a limit of 2 ms was over in " + took + " ns");
            assertInstanceOf(CancelledError.class, thrown.getCause(), "the cause of the timeout");
            assertTrue(task.isCancelled(), () -> "the task after the timeout: " + task);
            assertEquals(List.of("clean"), seen, "the clean-up that waitFor had to wait for");
        });
    }

    @Rule(
            id = "WAIT-73",
            text =
                    "Without time, zero or less, waitFor still gives the result of a future that is"
                            + " done, and its cancellation.",
            rows = "waitfor.zero-timeout-done")
    void takesWhatIsThere(Subject subject) {
        EventLoop loop = subject.loop();
        loop.runUntilComplete(() -> {
            Promise<Integer> done = loop.createFuture();
            done.setResult(42);
            Promise<Integer> cancelled = loop.createFuture();
            cancelled.cancel("enough");
            for (Duration limit : NO_TIME) {
                assertEquals(42, waitFor(done, limit));
                assertThrows(CancelledError.class, () -> waitFor(cancelled, limit));
            }
        });
    }

    @Rule(
            id = "WAIT-74",
            text =
                    "Without time waitFor cancels a task that runs, waits until it has ended, and"
                            + " throws a TimeoutException.",
            rows = "waitfor.zero-timeout-done")
    void cancelsWithoutTime(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    for (Duration limit : NO_TIME) {
                        seen.clear();
                        Task<Void> task = Rondo.createTask(this::sleepAndCleanUp);
                        Rondo.sleep(Duration.ZERO);

                        TimeoutException thrown =
                                assertThrows(TimeoutException.class, () -> waitFor(task, limit));

                        assertInstanceOf(CancelledError.class, thrown.getCause());
                        assertTrue(task.isCancelled(), () -> "the task after the timeout: " + task);
                        assertEquals(
                                List.of("clean"),
                                seen,
                                "the clean-up that waitFor had to wait for");
                    }
                });
    }

    @Rule(
            id = "WAIT-75",
            text = "Without time waitFor never starts a task that has not started.",
            rows = "waitfor.zero-timeout-never-starts")
    void neverStartsWithoutTime(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    for (Duration limit : NO_TIME) {
                        Task<Boolean> task = Rondo.createTask(() -> seen.add("started"));
                        assertThrows(TimeoutException.class, () -> waitFor(task, limit));
                        assertEquals(List.of(), seen, "what the body did");
                    }
                });
    }

    @Rule(
            id = "WAIT-76",
            text =
                    "A task that answers the cancellation with a value is heard: waitFor returns the"
                            + " value.",
            rows = "waitfor.suppressed-cancel-returns-value")
    void returnsTheAnswer(Subject subject) {
        for (Duration limit : List.of(SHORT, Duration.ZERO)) {
            Task<String> task =
                    subject.loop()
                            .createTask(() -> {
                                try {
                                    Rondo.sleep(DAY);
                                    return "slept";
                                } catch (CancelledError e) {
                                    return "answered";
                                }
                            });
            subject.turns(1);

            assertEquals("answered", subject.loop().runUntilComplete(() -> waitFor(task, limit)));
        }
    }

    @Rule(
            id = "WAIT-77",
            text =
                    "A task that answers the cancellation with an exception is heard: waitFor throws"
                            + " that.",
            rows = "waitfor.error-during-cancel")
    void throwsTheAnswer(Subject subject) {
        for (Duration limit : List.of(SHORT, Duration.ZERO)) {
            Task<Void> task =
                    subject.loop()
                            .createTask(() -> {
                                try {
                                    Rondo.sleep(DAY);
                                } catch (CancelledError e) {
                                    throw failure;
                                }
                            });
            subject.turns(1);

            Throwable thrown =
                    assertThrows(
                            Throwable.class,
                            () -> subject.loop().runUntilComplete(() -> waitFor(task, limit)));
            assertSame(failure, thrown, "thrown by waitFor");
        }
    }

    @Rule(
            id = "WAIT-78",
            text =
                    "Cancelling a task in waitFor cancels what it waits for; the cancellation is"
                            + " raised after that has ended.",
            rows = "waitfor.outer-cancel-cancels-inner")
    void passesACancellationOn(Subject subject) {
        EventLoop loop = subject.loop();
        Task<Void> inner = loop.createTask(this::sleepAndCleanUp);
        Task<Void> outer = loop.createTask(() -> waitFor(inner, DAY));
        subject.turns(2);

        outer.cancel("enough");

        assertCancelledAfter(inner, outer, subject);
    }

    @Rule(
            id = "WAIT-79",
            text =
                    "Cancelling a task that waits without a limit does the same: it cancels what it"
                            + " waits for, and is raised after that has ended.",
            rows = "waitfor.outer-cancel-cancels-inner")
    void passesACancellationOnWithoutALimit(Subject subject) {
        EventLoop loop = subject.loop();
        Task<Void> inner = loop.createTask(this::sleepAndCleanUp);
        Task<Void> outer = loop.createTask(() -> inner.await());
        subject.turns(2);

        outer.cancel("enough");

        assertCancelledAfter(inner, outer, subject);
    }

    private void assertCancelledAfter(Task<?> inner, Task<?> outer, Subject subject) {
        CancelledError thrown =
                assertThrows(CancelledError.class, () -> subject.loop().runUntilComplete(outer));
        assertEquals("enough", thrown.getMessage());
        assertTrue(inner.isCancelled(), () -> "the inner task after the cancellation: " + inner);
        assertEquals(List.of("clean"), seen, "the clean-up that had to be waited for");
    }

    @Rule(
            id = "WAIT-80",
            text =
                    "A cancellation is not lost when what is waited for ends in the same turn; that"
                            + " keeps its result.",
            rows = "waitfor.cancel-vs-completion-race")
    void losesNoCancellation(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Integer> inner = loop.createFuture();
        Task<Integer> outer = loop.createTask(() -> waitFor(inner, DAY));
        subject.turns(1);

        inner.setResult(42);
        outer.cancel();

        assertThrows(CancelledError.class, () -> loop.runUntilComplete(outer));
        assertEquals(42, inner.resultNow());
    }

    @Rule(
            id = "WAIT-81",
            text =
                    "A result from before the limit is returned, also one from a callback that was"
                            + " scheduled in the turn of waitFor.",
            rows = "waitfor.result-vs-timeout-race")
    void returnsAResultFromBeforeTheLimit(Subject subject) {
        EventLoop loop = subject.loop();
        loop.runUntilComplete(() -> {
            for (Duration limit : List.of(Duration.ofMinutes(1), DAY)) {
                Promise<Integer> inner = loop.createFuture();
                loop.callSoon(() -> inner.setResult(42));

                assertEquals(42, waitFor(inner, limit));
            }
        });
    }

    @Rule(
            id = "WAIT-82",
            text =
                    "waitFor of a shield cancels the shield alone when the limit is over, or there is"
                            + " no time; the task goes on to its result.",
            rows = "waitfor.shielded")
    void cancelsTheShieldAlone(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<String> awaited = loop.createFuture();
        Task<String> task = loop.createTask(() -> awaited.await());
        loop.runUntilComplete(() -> {
            for (Duration limit : List.of(SHORT, Duration.ZERO)) {
                LoopFuture<String> shield = Rondo.shield(task);
                assertThrows(TimeoutException.class, () -> waitFor(shield, limit));
                assertTrue(shield.isCancelled(), () -> "the shield after the timeout: " + shield);
                assertEquals(0, task.cancelling(), "requests to cancel the shielded task");
            }
            loop.callSoon(() -> awaited.setResult("done"));
            assertEquals("done", waitFor(Rondo.shield(task), DAY));
        });
        assertEquals("done", task.resultNow());
    }

    @Rule(id = "WAIT-83", text = "waitFor refuses a future of another loop, and leaves it alone.")
    void refusesAFutureOfAnotherLoop(Subject subject) {
        Promise<Void> foreign = subject.newLoop().createFuture();
        List<Exception> refusals = new ArrayList<>();

        for (Duration limit : List.of(SHORT, Duration.ZERO)) {
            refusals.clear();
            subject.loop()
                    .createTask(() -> {
                        try {
                            waitFor(foreign, limit);
                        } catch (IllegalStateException | TimeoutException e) {
                            refusals.add(e);
                        }
                    });
            subject.turns(1);

            assertEquals(1, refusals.size(), "a future of another loop was not refused");
            assertInstanceOf(IllegalStateException.class, refusals.getFirst());
        }

        assertFalse(foreign.isDone(), "the future of another loop was touched");
    }

    @Rule(
            id = "WAIT-84",
            text =
                    "Who is cancelled while it waits, without time, for a task to end goes on at"
                            + " once.")
    void canBeCancelledWhileTheTaskEnds(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Void> cleaned = loop.createFuture();
        Task<Void> inner =
                loop.createTask(() -> {
                    try {
                        Rondo.sleep(DAY);
                    } finally {
                        cleaned.await();
                    }
                });
        subject.turns(1);
        Task<Void> outer = loop.createTask(() -> waitFor(inner, Duration.ZERO));
        subject.turns(2);

        outer.cancel();
        subject.turns(1);

        assertTrue(outer.isCancelled(), () -> "the waiting task after its cancellation: " + outer);
        assertFalse(inner.isDone());
        cleaned.setResult(null);
        assertThrows(CancelledError.class, () -> loop.runUntilComplete(inner));
    }

    private void sleepAndCleanUp() {
        try {
            Rondo.sleep(DAY);
        } finally {
            Rondo.sleep(SHORT);
            seen.add("clean");
        }
    }
}
