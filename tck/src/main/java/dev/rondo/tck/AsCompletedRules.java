package dev.rondo.tck;

import static dev.rondo.Rondo.asCompleted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CancelledError;
import dev.rondo.Completions;
import dev.rondo.EventLoop;
import dev.rondo.LoopFuture;
import dev.rondo.Promise;
import dev.rondo.Rondo;
import dev.rondo.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.function.Executable;

/// What `asCompleted` promises, of its futures and of its originals.
abstract class AsCompletedRules {
    private static final Duration SHORT = Duration.ofMillis(2);
    private static final Duration DAY = Duration.ofDays(1);

    private final ArithmeticException failure = new ArithmeticException("boom");

    @Rule(
            id = "WAIT-41",
            text = "Results come in the order in which the futures end, whatever theirs was.",
            rows = "ascompleted.completion-order")
    void comesInTheOrderOfTheEnds(Subject subject) {
        List<Promise<String>> futures = futures(subject.loop(), 3);
        List<String> seen = new ArrayList<>();
        Task<Void> iterating =
                subject.loop()
                        .createTask(() -> {
                            for (LoopFuture<String> next : asCompleted(futures)) {
                                seen.add(next.await());
                            }
                        });
        subject.turns(1);

        futures.get(2).setResult("c");
        subject.turns(2);
        assertEquals(List.of("c"), seen, "what came when the last one had ended");
        futures.get(0).setResult("a");
        subject.turns(2);
        futures.get(1).setResult("b");
        subject.loop().runUntilComplete(iterating);

        assertEquals(List.of("c", "a", "b"), seen);
    }

    @Rule(
            id = "WAIT-42",
            text = "The same future given twice gives one result.",
            rows = "ascompleted.completion-order")
    void givesTheSameOneOnce(Subject subject) {
        List<String> seen = new ArrayList<>();

        subject.loop()
                .runUntilComplete(() -> {
                    Task<String> ham = Rondo.createTask(() -> "ham");
                    Task<String> spam = Rondo.createTask(() -> "spam");
                    asCompleted(List.of(ham, ham, spam, ham))
                            .forEach(next -> seen.add(next.await()));
                });

        assertEquals(List.of("ham", "spam"), seen);
    }

    @Rule(
            id = "WAIT-43",
            text = "A future that has ended before comes first; failures come as they are.",
            rows = "ascompleted.completion-order")
    void givesFirstWhatHasEnded(Subject subject) {
        List<Promise<String>> futures = futures(subject.loop(), 2);
        futures.get(1).setResult("ended");

        subject.loop()
                .runUntilComplete(() -> {
                    Iterator<LoopFuture<String>> next = asCompleted(futures).iterator();
                    assertEquals("ended", next.next().await());
                    futures.get(0).setException(failure);
                    assertSame(
                            failure, assertThrows(ArithmeticException.class, next.next()::await));
                    assertFalse(next.hasNext());
                });
    }

    @Rule(
            id = "WAIT-44",
            text = "originals() gives the very futures that were passed in, each once it is done.",
            rows = "ascompleted.same-objects-when-async")
    void givesTheOriginals(Subject subject) {
        List<Promise<String>> futures = futures(subject.loop(), 3);
        futures.get(1).setResult("ended");
        List<LoopFuture<String>> seen = new ArrayList<>();
        Task<Void> iterating =
                subject.loop()
                        .createTask(() -> {
                            for (LoopFuture<String> done : asCompleted(futures).originals()) {
                                assertTrue(done.isDone(), "an original came before its end");
                                seen.add(done);
                            }
                        });
        subject.turns(3);

        futures.get(2).setException(failure);
        subject.turns(3);
        futures.get(0).cancel();
        subject.loop().runUntilComplete(iterating);

        List<Promise<String>> ended = List.of(futures.get(1), futures.get(2), futures.get(0));
        assertEquals(ended, seen, "what originals() gave");
        assertSame(failure, futures.get(2).exceptionNow());
    }

    @Rule(
            id = "WAIT-45",
            text = "A failure that is handled on its original is not reported.",
            rows = "ascompleted.same-objects-when-async")
    void reportsNoHandledFailure(Subject subject) {
        handleAFailureAndForgetIt(subject);

        assertEquals(List.of(), UnseenFailures.of(subject), "reported as unseen");
    }

    private void handleAFailureAndForgetIt(Subject subject) {
        Promise<String> failing = subject.loop().createFuture();
        failing.setException(failure);
        subject.loop()
                .runUntilComplete(() -> {
                    for (LoopFuture<String> done : asCompleted(List.of(failing)).originals()) {
                        assertSame(failure, done.exceptionNow());
                    }
                });
    }

    @Rule(
            id = "WAIT-46",
            text =
                    "When the limit is over, not before, each result that is missing is a"
                            + " TimeoutException; the tasks go on.",
            rows = "ascompleted.timeout")
    void failsTheRestWhenTheLimitIsOver(Subject subject) {
        List<Promise<String>> futures = futures(subject.loop(), 3);
        futures.get(1).setResult("in time");

        subject.loop()
                .runUntilComplete(() -> {
                    long start = subject.loop().time();
                    Iterator<LoopFuture<String>> next = asCompleted(futures, SHORT).iterator();
                    assertEquals("in time", next.next().await());
                    assertTimedOut(next.next()::await);
                    long took = subject.loop().time() - start;
                    assertTrue(
                            took >= SHORT.toNanos(),
                            () -> "a limit of 2 ms was over in " + took + " ns");
                    assertInstanceOf(TimeoutException.class, next.next().exceptionNow());
                    assertFalse(next.hasNext());
                });

        assertFalse(futures.get(0).isDone(), "a task was touched when the limit was over");
        assertFalse(futures.get(2).isDone(), "a task was touched when the limit was over");
    }

    @Rule(
            id = "WAIT-47",
            text =
                    "When the limit is over, originals() throws a TimeoutException for each that is"
                            + " missing; the tasks go on.",
            rows = "ascompleted.timeout")
    void originalsFailWhenTheLimitIsOver(Subject subject) {
        List<Promise<String>> futures = futures(subject.loop(), 3);
        futures.get(1).setResult("in time");

        subject.loop()
                .runUntilComplete(() -> {
                    Iterator<LoopFuture<String>> next =
                            asCompleted(futures, SHORT).originals().iterator();
                    assertSame(futures.get(1), next.next());
                    assertTimedOut(next::next);
                    futures.get(0).setResult("too late");
                    assertTimedOut(next::next);
                    assertFalse(next.hasNext());
                    assertThrows(NoSuchElementException.class, next::next);
                });

        assertFalse(futures.get(2).isDone(), "a task was touched when the limit was over");
    }

    private static void assertTimedOut(Executable wait) {
        CompletionException thrown = assertThrows(CompletionException.class, wait);
        assertInstanceOf(TimeoutException.class, thrown.getCause());
    }

    @Rule(
            id = "WAIT-48",
            text = "A limit that was not needed leaves no timer.",
            rows = "ascompleted.timeout")
    void leavesNoTimer(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    Task<String> task = Rondo.createTask(() -> "a");

                    for (LoopFuture<String> next : asCompleted(List.of(task), DAY)) {
                        assertEquals("a", next.await());
                    }

                    assertEquals(
                            0,
                            subject.loop().metrics().pendingTimers(),
                            "timers left by the limit");
                });
    }

    @Rule(
            id = "WAIT-49",
            text =
                    "An iteration that is broken off goes on with the same iterator, without losing"
                            + " or repeating a result.",
            rows = "ascompleted.resumable")
    void goesOnWhereItWasBrokenOff(Subject subject) {
        List<Promise<Integer>> futures = futures(subject.loop(), 4);
        List<Integer> plain = new ArrayList<>();
        List<Integer> originals = new ArrayList<>();

        subject.loop()
                .runUntilComplete(() -> {
                    Completions<Integer> completions = asCompleted(futures);
                    Iterator<LoopFuture<Integer>> next = completions.iterator();
                    Iterator<LoopFuture<Integer>> original = completions.originals().iterator();
                    for (int i = 0; i < 4; i++) {
                        futures.get(i).setResult(i);
                        if (i % 2 == 1) { // the iterators rest while two of them end
                            plain.addAll(List.of(next.next().await(), next.next().await()));
                            originals.add(original.next().resultNow());
                            originals.add(original.next().resultNow());
                        }
                    }
                });

        assertEquals(List.of(0, 1, 2, 3), plain, "the results of the plain iterator");
        assertEquals(List.of(0, 1, 2, 3), originals, "the results of the originals");
    }

    @Rule(
            id = "WAIT-50",
            text = "Who is cancelled while it waits for the next original takes none away.",
            rows = "ascompleted.resumable")
    void losesNoOriginalToACancellation(Subject subject) {
        EventLoop loop = subject.loop();
        List<Promise<Integer>> futures = futures(loop, 1);
        Iterator<LoopFuture<Integer>> next = asCompleted(futures).originals().iterator();
        Task<LoopFuture<Integer>> cancelled = loop.createTask(next::next);
        subject.turns(1);

        cancelled.cancel();
        assertThrows(CancelledError.class, () -> loop.runUntilComplete(cancelled));
        assertTrue(next.hasNext(), "the cancelled task has taken an original away");
        futures.get(0).setResult(1);

        assertSame(futures.get(0), loop.runUntilComplete(next::next));
    }

    @Rule(
            id = "WAIT-51",
            text =
                    "The futures may be awaited in any order, also at the same time: the nth ends as"
                            + " the nth to end does.",
            rows = "ascompleted.nth-future-is-nth-completion")
    void nthIsTheNthToEnd(Subject subject) {
        List<Promise<String>> futures = futures(subject.loop(), 2);
        List<LoopFuture<String>> inOrder = new ArrayList<>();
        asCompleted(futures).forEach(inOrder::add);
        Task<String> second = subject.loop().createTask(() -> inOrder.get(1).await());
        Task<String> first = subject.loop().createTask(() -> inOrder.get(0).await());
        subject.turns(1);

        futures.get(1).setResult("b");
        subject.turns(2);
        assertTrue(first.isDone(), "the first one did not end with the first to end");
        assertEquals("b", first.resultNow());
        futures.get(0).setResult("a");

        assertEquals("a", subject.loop().runUntilComplete(second));
    }

    @Rule(
            id = "WAIT-52",
            text = "Who gives up waiting takes no result away: the next one gets it.",
            rows = "ascompleted.nth-future-is-nth-completion")
    void losesNoResultToACancellation(Subject subject) {
        List<Promise<Integer>> futures = futures(subject.loop(), 2);
        Iterator<LoopFuture<Integer>> next = asCompleted(futures).iterator();
        next.next().cancel();
        LoopFuture<Integer> second = next.next();

        futures.get(0).setResult(1);
        subject.turns(1);

        assertTrue(second.isDone(), "the result went to one that was cancelled");
        assertEquals(1, second.resultNow());
        assertFalse(futures.get(1).isDone(), "the cancellation was passed on");
    }

    @Rule(
            id = "WAIT-53",
            text =
                    "asCompleted of nothing, and of bodies that were to become tasks, is an illegal"
                            + " state where no loop runs; futures of different loops are an illegal"
                            + " argument.",
            rows = "ascompleted.argument-errors")
    void needsALoop(Subject subject) {
        List<LoopFuture<String>> nothing = List.of();
        Promise<String> mine = subject.loop().createFuture();
        Promise<String> foreign = subject.newLoop().createFuture();

        assertThrows(IllegalStateException.class, () -> asCompleted(nothing));
        assertThrows(
                IllegalStateException.class,
                () -> asCompleted(List.of(Rondo.createTask(() -> "a"))));
        assertThrows(IllegalArgumentException.class, () -> asCompleted(List.of(mine, foreign)));
        subject.loop()
                .runUntilComplete(() -> {
                    assertFalse(asCompleted(nothing).iterator().hasNext());
                    assertFalse(asCompleted(nothing, DAY).originals().iterator().hasNext());
                });
    }

    private static <T> List<Promise<T>> futures(EventLoop loop, int count) {
        List<Promise<T>> futures = new ArrayList<>();
        while (futures.size() < count) {
            futures.add(loop.createFuture());
        }
        return futures;
    }
}
