package dev.rondo.tck;

import static dev.rondo.ReturnWhen.ALL_COMPLETED;
import static dev.rondo.ReturnWhen.FIRST_COMPLETED;
import static dev.rondo.ReturnWhen.FIRST_EXCEPTION;
import static dev.rondo.Rondo.waitUntil;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CancelledError;
import dev.rondo.EventLoop;
import dev.rondo.LoopFuture;
import dev.rondo.Promise;
import dev.rondo.ReturnWhen;
import dev.rondo.Rondo;
import dev.rondo.Task;
import dev.rondo.WaitResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What `waitUntil` promises.
abstract class WaitRules {
    private static final Duration SHORT = Duration.ofMillis(2);
    private static final Duration DAY = Duration.ofDays(1);

    private final ArithmeticException failure = new ArithmeticException("boom");

    @Rule(
            id = "WAIT-21",
            text =
                    "ALL_COMPLETED waits until every future is done, and returns all of them as"
                            + " done.",
            rows = "wait.all-completed")
    void waitsForAll(Subject subject) {
        List<Promise<Integer>> futures = futures(subject.loop(), 3);
        Task<WaitResult<Promise<Integer>>> waiting =
                subject.loop().createTask(() -> waitUntil(futures, ALL_COMPLETED));
        subject.turns(1);

        futures.get(2).setResult(1);
        fail(futures.get(0));
        subject.turns(3);
        assertFalse(waiting.isDone(), "the wait for all has ended before the last one");
        futures.get(1).cancel();
        WaitResult<Promise<Integer>> result = subject.loop().runUntilComplete(waiting);

        assertEquals(List.copyOf(futures), List.copyOf(result.done()), "those that are done");
        assertEquals(Set.of(), result.pending());
    }

    @Rule(
            id = "WAIT-22",
            text = "A wait for futures that are all done takes no time, only turns.",
            rows = "wait.all-completed")
    void isOverAtOnceWhenAllAreDone(Subject subject) {
        List<Promise<Integer>> futures = futures(subject.loop(), 2);
        futures.forEach(future -> future.setResult(1));

        Task<WaitResult<Promise<Integer>>> waiting =
                subject.loop().createTask(() -> waitUntil(futures, ALL_COMPLETED, DAY));
        subject.turns(3);

        assertTrue(waiting.isDone(), "the wait for futures that are done has not ended");
        assertEquals(Set.copyOf(futures), waiting.resultNow().done());
    }

    @Rule(
            id = "WAIT-23",
            text = "A wait for nothing, or for a future of another loop, is an illegal argument.",
            rows = "wait.argument-errors")
    void refusesNothingAndStrangers(Subject subject) {
        Promise<Integer> mine = subject.loop().createFuture();
        Promise<Integer> foreign = subject.newLoop().createFuture();

        subject.loop()
                .runUntilComplete(() -> {
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> waitUntil(List.<LoopFuture<?>>of(), ALL_COMPLETED));
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> waitUntil(List.of(mine, foreign), FIRST_COMPLETED, SHORT));
                    assertThrows(
                            NullPointerException.class,
                            () -> waitUntil(List.of(mine), none(), SHORT));
                });
    }

    @Rule(
            id = "WAIT-24",
            text =
                    "FIRST_COMPLETED returns as soon as one is done; the others are pending, and not"
                            + " cancelled.",
            rows = "wait.first-completed")
    void waitsForTheFirst(Subject subject) {
        List<Promise<Integer>> futures = futures(subject.loop(), 3);
        Task<WaitResult<Promise<Integer>>> waiting =
                subject.loop().createTask(() -> waitUntil(futures, FIRST_COMPLETED));
        subject.turns(2);
        assertFalse(waiting.isDone(), "the wait for the first has ended before one was done");

        futures.get(1).setResult(1);
        subject.turns(2);

        assertTrue(waiting.isDone(), "the wait has not ended with the first one");
        assertEquals(Set.of(futures.get(1)), waiting.resultNow().done());
        assertEquals(
                List.of(futures.get(0), futures.get(2)),
                List.copyOf(waiting.resultNow().pending()));
        assertFalse(futures.get(0).isDone(), "a pending one was touched");
        assertFalse(futures.get(2).isDone(), "a pending one was touched");
    }

    @Rule(
            id = "WAIT-25",
            text = "Whatever is done when the waiting task goes on counts as done.",
            rows = "wait.reports-all-done-at-wakeup")
    void countsWhatIsDoneByThen(Subject subject) {
        List<Promise<Integer>> futures = futures(subject.loop(), 2);
        Task<WaitResult<Promise<Integer>>> waiting =
                subject.loop().createTask(() -> waitUntil(futures, FIRST_COMPLETED));
        subject.turns(1);

        futures.get(0).setResult(1);
        subject.turns(1);
        futures.get(1).setResult(2); // the task is ready, the callback of this one is not

        assertEquals(
                Set.copyOf(futures),
                subject.loop().runUntilComplete(waiting).done(),
                "what was done when the task went on");
    }

    @Rule(
            id = "WAIT-26",
            text = "FIRST_EXCEPTION returns when one fails while it waits.",
            rows = "wait.first-exception")
    void waitsForTheFirstFailure(Subject subject) {
        List<Promise<Integer>> futures = futures(subject.loop(), 4);
        Task<WaitResult<Promise<Integer>>> waiting =
                subject.loop().createTask(() -> waitUntil(futures, FIRST_EXCEPTION));
        subject.turns(1);

        futures.get(0).setResult(1);
        futures.get(1).cancel();
        subject.turns(3);
        assertFalse(waiting.isDone(), "the wait for a failure has ended without one");
        fail(futures.get(2));
        subject.turns(2);

        assertTrue(waiting.isDone(), "the wait has not ended with the first failure");
        assertEquals(Set.of(futures.get(3)), waiting.resultNow().pending());
    }

    @Rule(
            id = "WAIT-27",
            text = "FIRST_EXCEPTION returns without waiting when one has failed before.",
            rows = "wait.first-exception")
    void seesAFailureFromBefore(Subject subject) {
        List<Promise<Integer>> futures = futures(subject.loop(), 2);
        fail(futures.get(1));

        Task<WaitResult<Promise<Integer>>> waiting =
                subject.loop().createTask(() -> waitUntil(futures, FIRST_EXCEPTION));
        subject.turns(3);

        assertTrue(waiting.isDone(), "the wait did not see a failure from before");
        assertEquals(Set.of(futures.get(1)), waiting.resultNow().done());
    }

    @Rule(
            id = "WAIT-28",
            text = "FIRST_EXCEPTION waits for all when none fails.",
            rows = "wait.first-exception")
    void waitsForAllWhenNoneFails(Subject subject) {
        List<Promise<Integer>> futures = futures(subject.loop(), 2);
        Task<WaitResult<Promise<Integer>>> waiting =
                subject.loop().createTask(() -> waitUntil(futures, FIRST_EXCEPTION));
        subject.turns(1);

        futures.forEach(future -> future.setResult(1));
        subject.turns(2);

        assertTrue(waiting.isDone(), "the wait has not ended although all are done");
        assertEquals(Set.copyOf(futures), waiting.resultNow().done());
    }

    @Rule(
            id = "WAIT-29",
            text = "A wait throws no failure of a future; it is found on those that are done.",
            rows = "wait.does-not-raise")
    void throwsNoFailure(Subject subject) {
        Promise<Integer> failing = subject.loop().createFuture();
        Promise<Integer> cancelled = subject.loop().createFuture();
        fail(failing);
        cancelled.cancel();

        subject.loop()
                .runUntilComplete(() -> {
                    for (ReturnWhen when : ReturnWhen.values()) {
                        WaitResult<Promise<Integer>> result =
                                waitUntil(List.of(failing, cancelled), when);

                        assertEquals(List.of(failing, cancelled), List.copyOf(result.done()));
                    }
                });
    }

    @Rule(
            id = "WAIT-30",
            text =
                    "A wait does not count as looking at a failure: nobody else does, and it is"
                            + " reported.")
    void doesNotLookAtFailures(Subject subject) {
        waitForAFailureAndForgetIt(subject);

        assertSame(failure, subject.awaitReport().exception(), "reported as unseen");
    }

    private void waitForAFailureAndForgetIt(Subject subject) {
        Promise<Integer> failing = subject.loop().createFuture();
        failing.setException(failure);
        subject.loop()
                .runUntilComplete(() -> {
                    waitUntil(List.of(failing), FIRST_EXCEPTION);
                });
    }

    @Rule(
            id = "WAIT-31",
            text =
                    "When its limit is over, a wait returns what is done and what is not by then,"
                            + " not before, and cancels nothing.",
            rows = "wait.timeout")
    void splitsWhenTheLimitIsOver(Subject subject) {
        List<Promise<Integer>> futures = futures(subject.loop(), 3);
        futures.get(1).setResult(1);

        subject.loop()
                .runUntilComplete(() -> {
                    long start = subject.loop().time();
                    WaitResult<Promise<Integer>> result = waitUntil(futures, ALL_COMPLETED, SHORT);

                    long took = subject.loop().time() - start;
                    assertTrue(
                            took >= SHORT.toNanos(),
                            () -> "a limit of 2 ms was over in " + took + " ns");
                    assertEquals(Set.of(futures.get(1)), result.done());
                    assertEquals(
                            List.of(futures.get(0), futures.get(2)), List.copyOf(result.pending()));
                });

        assertFalse(futures.get(0).isDone(), "a pending one was touched");
        assertFalse(futures.get(2).isDone(), "a pending one was touched");
    }

    @Rule(
            id = "WAIT-32",
            text = "A wait that ends before its limit leaves no timer.",
            rows = "wait.timeout")
    void leavesNoTimer(Subject subject) {
        Promise<Integer> future = subject.loop().createFuture();
        future.setResult(1);

        subject.loop()
                .runUntilComplete(() -> {
                    waitUntil(List.of(future), ALL_COMPLETED, DAY);

                    assertEquals(
                            0, subject.loop().metrics().pendingTimers(), "timers left by the wait");
                });
    }

    @Rule(
            id = "WAIT-33",
            text = "What is done in the very turn in which the limit is over counts as done.",
            rows = "wait.timeout")
    void countsWhatIsDoneAtTheLimit(Subject subject) {
        List<Promise<Integer>> futures = futures(subject.loop(), 2);

        WaitResult<Promise<Integer>> result =
                subject.loop()
                        .runUntilComplete(() -> {
                            subject.loop().callSoon(() -> futures.get(1).setResult(1));
                            return waitUntil(futures, ALL_COMPLETED, Duration.ZERO);
                        });

        assertEquals(Set.of(futures.get(1)), result.done(), "done in the turn of the limit");
        assertEquals(Set.of(futures.get(0)), result.pending());
    }

    @Rule(
            id = "WAIT-34",
            text = "Anything that can be iterated is taken, once and as it comes.",
            rows = "wait.any-iterable")
    void takesALazySequence(Subject subject) {
        List<Task<Integer>> created = new ArrayList<>();

        WaitResult<Task<Integer>> result =
                subject.loop()
                        .runUntilComplete(() -> {
                            Stream<Task<Integer>> lazy =
                                    Stream.of(1, 2, 3)
                                            .map(number -> Rondo.createTask(() -> number));
                            Iterable<Task<Integer>> tasks = lazy.peek(created::add)::iterator;
                            return waitUntil(tasks, ALL_COMPLETED);
                        });

        assertEquals(created, List.copyOf(result.done()), "the tasks of a lazy sequence");
    }

    @Rule(
            id = "WAIT-35",
            text = "The same future given twice counts once.",
            rows = "wait.any-iterable")
    void countsTheSameOneOnce(Subject subject) {
        Promise<Integer> future = subject.loop().createFuture();
        Task<WaitResult<Promise<Integer>>> waiting =
                subject.loop().createTask(() -> waitUntil(List.of(future, future), ALL_COMPLETED));
        subject.turns(1);

        future.setResult(1);
        subject.turns(2);

        assertTrue(waiting.isDone(), "a future that was given twice was waited for twice");
        assertEquals(Set.of(future), waiting.resultNow().done());
    }

    @Rule(
            id = "WAIT-36",
            text =
                    "Cancelling a task that waits raises there, and leaves what it waits for"
                            + " running.",
            rows = "wait.cancel-leaves-children")
    void leavesTheFuturesToThemselves(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Integer> awaited = loop.createFuture();
        Task<Integer> child = loop.createTask(() -> awaited.await());
        Task<WaitResult<Task<Integer>>> waiting =
                loop.createTask(() -> waitUntil(List.of(child), ALL_COMPLETED));
        subject.turns(1);

        waiting.cancel("enough");

        CancelledError thrown =
                assertThrows(CancelledError.class, () -> loop.runUntilComplete(waiting));
        assertEquals("enough", thrown.getMessage());
        assertEquals(0, child.cancelling(), "requests to cancel that were passed on");
        awaited.setResult(1);
        assertEquals(1, loop.runUntilComplete(child));
    }

    /// Fails a future and looks at that, so that it is not reported.
    private void fail(Promise<?> future) {
        future.setException(failure);
        assertSame(failure, future.exceptionNow());
    }

    @SuppressWarnings("NullAway") // what a caller without null checks might pass
    private static <T> T none() {
        return null;
    }

    private static List<Promise<Integer>> futures(EventLoop loop, int count) {
        List<Promise<Integer>> futures = new ArrayList<>();
        while (futures.size() < count) {
            futures.add(loop.createFuture());
        }
        return futures;
    }
}
