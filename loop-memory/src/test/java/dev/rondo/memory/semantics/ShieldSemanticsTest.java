package dev.rondo.memory.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CancelledError;
import dev.rondo.EventLoop;
import dev.rondo.ExceptionContext;
import dev.rondo.LoopFuture;
import dev.rondo.Promise;
import dev.rondo.Rondo;
import dev.rondo.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;

/// `shield` and `asCompleted`.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class ShieldSemanticsTest {
    @RegisterExtension final LoopFixture fixture = new LoopFixture();

    private final EventLoop loop = fixture.loop;
    private final ArithmeticException failure = new ArithmeticException("boom");
    private final List<String> seen = new ArrayList<>();

    // ascompleted.completion-order
    @Test
    void completedOnesComeInTheOrderOfTheirEnd() {
        List<Task<Integer>> tasks = List.of(sleeper(3), sleeper(1), sleeper(2));

        loop.runUntilComplete(() -> {
            for (LoopFuture<Integer> next :
                    Rondo.asCompleted(
                            List.of(tasks.get(0), tasks.get(1), tasks.get(2), tasks.get(1)))) {
                seen.add("" + next.await());
            }
        });

        assertEquals(List.of("1", "2", "3"), seen);
    }

    // ascompleted.completion-order
    @Test
    void whatHasEndedAlreadyComesFirst() {
        List<Promise<String>> futures = futures(2);
        futures.get(1).setResult("ended");

        loop.runUntilComplete(() -> {
            Iterator<LoopFuture<String>> next = Rondo.asCompleted(futures).iterator();
            assertEquals("ended", next.next().await());
            futures.get(0).setException(failure);
            assertSame(failure, assertThrows(ArithmeticException.class, next.next()::await));
            assertFalse(next.hasNext());
        });
    }

    // ascompleted.argument-errors
    @Test
    void completedOnesOfNothingNeedARunningLoop() {
        List<LoopFuture<String>> nothing = List.of();

        assertThrows(IllegalStateException.class, () -> Rondo.asCompleted(nothing));
        assertFalse(loop.runUntilComplete(() -> Rondo.asCompleted(nothing).iterator().hasNext()));
        List<LoopFuture<String>> withNull = new ArrayList<>(nothing);
        withNull.add(null);
        assertThrows(NullPointerException.class, () -> Rondo.asCompleted(withNull));
    }

    // ascompleted.resumable
    @Test
    void theIterationCanBeBrokenOffAndResumed() {
        List<Task<Integer>> tasks = List.of(sleeper(1), sleeper(2), sleeper(3), sleeper(4));

        loop.runUntilComplete(() -> {
            Iterator<LoopFuture<Integer>> next = Rondo.asCompleted(tasks).iterator();
            next.next().await();
            next.next().await();
            Rondo.sleep(Duration.ofSeconds(10));
            seen.add("" + next.next().await());
            seen.add("" + next.next().await());
        });

        assertEquals(List.of("3", "4"), seen);
    }

    // ascompleted.nth-future-is-nth-completion
    @Test
    void theNthFutureIsTheNthCompletionInWhateverOrderTheyAreAwaited() {
        List<LoopFuture<Integer>> inOrder = new ArrayList<>();
        Rondo.asCompleted(List.of(sleeper(2), sleeper(1))).forEach(inOrder::add);

        loop.runUntilComplete(() -> {
            assertEquals(2, inOrder.get(1).await());
            assertEquals(1, inOrder.get(0).await());
        });
    }

    // ascompleted.timeout
    @Test
    void whoGivesUpWaitingTakesNoResultAway() {
        List<Task<Integer>> tasks = List.of(sleeper(10), sleeper(20));

        loop.runUntilComplete(() -> {
            Iterator<LoopFuture<Integer>> next = Rondo.asCompleted(tasks).iterator();
            LoopFuture<Integer> first = next.next();
            assertThrows(TimeoutException.class, () -> Rondo.waitFor(first, Duration.ofSeconds(1)));
            assertEquals(10, next.next().await());
        });

        assertFalse(tasks.get(1).isDone());
        assertEquals(20, loop.runUntilComplete(tasks.get(1)));
    }

    // shield.passes-result-and-error
    @Test
    void aShieldEndsAsTheInnerOneDoes() {
        Promise<String> future = loop.createFuture();
        Promise<String> failing = loop.createFuture();
        LoopFuture<String> shield = Rondo.shield(future);
        LoopFuture<String> failed = Rondo.shield(failing);

        future.setResult("a");
        failing.setException(failure);
        fixture.turns(1);

        assertEquals("a", shield.resultNow());
        assertSame(failure, failed.exceptionNow());
        assertEquals("a", loop.runUntilComplete(Rondo.shield(future)));
    }

    // shield.inner-cancelled
    @Test
    void aCancelledInnerOneCancelsTheShield() {
        Promise<String> future = loop.createFuture();
        LoopFuture<String> shield = Rondo.shield(future);

        future.cancel();
        fixture.turns(1);

        assertTrue(shield.isCancelled());
    }

    // shield.outer-cancelled-inner-runs
    @Test
    void aCancelDoesNotPassTheShield() {
        Task<Integer> inner = sleeper(1);
        LoopFuture<Integer> shield = Rondo.shield(inner);
        Task<Integer> waiting = loop.createTask(() -> shield.await());
        fixture.turns(1);

        waiting.cancel();

        assertThrows(CancelledError.class, () -> loop.runUntilComplete(waiting));
        assertTrue(shield.isCancelled());
        assertEquals(List.of(), inner.awaitedBy());
        assertEquals(1, loop.runUntilComplete(inner));
        assertEquals(0, inner.cancelling());
    }

    // shield.late-inner-error-reported-once
    @Test
    void aLateFailureBehindACancelledShieldIsReportedOnce() {
        Promise<String> future = loop.createFuture();
        Promise<String> successful = loop.createFuture();
        Rondo.shield(future).cancel();
        Rondo.shield(future).cancel();
        Rondo.shield(successful).cancel();
        fixture.turns(1);

        future.setException(failure);
        successful.setResult("a");
        fixture.turns(2);

        List<ExceptionContext> reports = fixture.takeReports();
        assertEquals(1, reports.size());
        assertSame(failure, reports.getFirst().exception());
        assertInstanceOf(Promise.class, reports.getFirst().future());
    }

    private List<Promise<String>> futures(int count) {
        List<Promise<String>> futures = new ArrayList<>();
        while (futures.size() < count) {
            futures.add(loop.createFuture());
        }
        return futures;
    }

    private Task<Integer> sleeper(int seconds) {
        return loop.createTask(() -> {
            Rondo.sleep(Duration.ofSeconds(seconds));
            return seconds;
        });
    }
}
