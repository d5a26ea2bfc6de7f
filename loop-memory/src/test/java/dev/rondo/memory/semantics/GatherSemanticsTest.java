package dev.rondo.memory.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CancelledError;
import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.ExceptionContext;
import dev.rondo.LoopFuture;
import dev.rondo.Outcome;
import dev.rondo.Promise;
import dev.rondo.Rondo;
import dev.rondo.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;

/// `gather` and `gatherOutcomes`.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class GatherSemanticsTest {
    @RegisterExtension final LoopFixture fixture = new LoopFixture();

    private final EventLoop loop = fixture.loop;
    private final ArithmeticException failure = new ArithmeticException("boom");

    // gather.results-in-argument-order
    @Test
    void resultsComeInTheOrderOfTheArguments() {
        List<Promise<String>> futures = futures(3);
        LoopFuture<List<String>> gathered = Rondo.gather(futures);

        futures.get(1).setResult("b");
        futures.get(2).setResult("c");
        fixture.turns(2);
        assertFalse(gathered.isDone());
        futures.get(0).setResult("a");

        assertEquals(List.of("a", "b", "c"), loop.runUntilComplete(gathered));
    }

    // gather.first-exception-propagates
    @Test
    void theFirstFailureIsTheResultAtOnceAndTheOthersGoOn() {
        List<Promise<String>> futures = futures(4);
        LoopFuture<List<String>> gathered = Rondo.gather(futures);

        futures.get(1).setException(failure);
        fixture.turns(1);

        assertSame(failure, gathered.exceptionNow());
        futures.get(0).setResult("a");
        futures.get(2).cancel();
        assertFalse(futures.get(3).isDone());
        fixture.turns(1);
        assertSame(failure, gathered.exceptionNow());
    }

    // gather.later-child-failure-not-logged
    @Test
    void aLaterFailureIsNotReported() {
        failTwoAndForgetThem();
        loop.createFuture().setException(new ArithmeticException("the one to wait for"));

        ExceptionContext report = fixture.awaitReport();

        assertEquals("the one to wait for", report.exception().getMessage());
        assertEquals(List.of(), fixture.takeReports());
    }

    // gather.return-exceptions
    @Test
    void outcomesWaitForEveryChild() {
        List<Promise<String>> futures = futures(3);
        LoopFuture<List<Outcome<String>>> gathered = Rondo.gatherOutcomes(futures);

        futures.get(2).setException(failure);
        futures.get(0).setResult("a");
        fixture.turns(2);
        assertFalse(gathered.isDone());
        futures.get(1).setResult("b");

        assertEquals(
                List.of(
                        new Outcome.Success<>("a"),
                        new Outcome.Success<>("b"),
                        new Outcome.Failure<String>(failure)),
                loop.runUntilComplete(gathered));
    }

    // gather.child-cancelled
    @Test
    void aCancelledChildFailsTheGatherWhichIsNotCancelledItself() {
        List<Promise<String>> futures = futures(2);
        LoopFuture<List<String>> gathered = Rondo.gather(futures);

        futures.get(1).cancel("enough");

        CancelledError thrown =
                assertThrows(CancelledError.class, () -> loop.runUntilComplete(gathered));
        assertEquals("enough", thrown.getMessage());
        assertFalse(gathered.isCancelled());
        assertEquals(State.FAILED, gathered.state());
        assertFalse(futures.get(0).isDone());
    }

    // gather.child-cancelled-return-exceptions
    @Test
    void aCancelledChildIsAnOutcome() {
        List<Promise<String>> futures = futures(2);
        LoopFuture<List<Outcome<String>>> gathered = Rondo.gatherOutcomes(futures);

        futures.get(0).cancel("enough");
        fixture.turns(2);
        assertFalse(gathered.isDone());
        futures.get(1).setResult("b");

        assertEquals(
                List.of(new Outcome.Cancelled<String>("enough"), new Outcome.Success<>("b")),
                loop.runUntilComplete(gathered));
    }

    // gather.cancel-outer-cancels-children
    @Test
    void cancellingWhoAwaitsCancelsTheUnfinishedChildren() {
        Promise<String> done = loop.createFuture();
        Promise<String> future = loop.createFuture();
        Task<String> child = loop.createTask(() -> future.await());
        LoopFuture<List<String>> gathered = Rondo.gather(done, child);
        Task<List<String>> waiting = loop.createTask(() -> gathered.await());
        done.setResult("a");
        fixture.turns(1);

        waiting.cancel("enough");

        assertTrue(future.isCancelled());
        assertEquals(
                "enough",
                assertThrows(CancelledError.class, () -> loop.runUntilComplete(waiting))
                        .getMessage());
        assertTrue(waiting.isCancelled());
        assertTrue(child.isCancelled());
        assertFalse(gathered.cancel());
        assertEquals("a", done.resultNow());
    }

    // gather.cancel-refused-when-children-done
    @Test
    void cannotBeCancelledWhenAllChildrenAreDone() {
        Promise<String> future = loop.createFuture();
        LoopFuture<List<String>> gathered = Rondo.gather(future);
        future.setResult("a");

        assertFalse(gathered.cancel());

        assertEquals(List.of("a"), loop.runUntilComplete(gathered));
    }

    // gather.cancel-refused-when-children-done
    @Test
    void whoAwaitsIsCancelledEvenWhenAllChildrenAreDone() {
        Promise<String> future = loop.createFuture();
        LoopFuture<List<String>> gathered = Rondo.gather(future);
        Task<List<String>> waiting = loop.createTask(() -> gathered.await());
        fixture.turns(1);

        future.setResult("a");
        waiting.cancel();

        assertThrows(CancelledError.class, () -> loop.runUntilComplete(waiting));
        assertEquals(List.of("a"), gathered.resultNow());
    }

    // gather.cancel-not-swallowed-by-return-exceptions
    @Test
    void outcomesDoNotSwallowACancel() {
        Task<Void> first = loop.createTask(() -> Rondo.sleep(Duration.ofDays(1)));
        Task<String> last =
                loop.createTask(() -> {
                    try {
                        Rondo.sleep(Duration.ofDays(1));
                        return "slept";
                    } catch (CancelledError e) {
                        return "answered";
                    }
                });
        LoopFuture<List<Outcome<Object>>> gathered = Rondo.gatherOutcomes(first, last);
        Task<?> waiting = loop.createTask(() -> gathered.await());
        fixture.turns(1);

        waiting.cancel("enough");

        CancelledError thrown =
                assertThrows(CancelledError.class, () -> loop.runUntilComplete(waiting));
        assertEquals("enough", thrown.getMessage());
        assertEquals("answered", last.resultNow());
    }

    // gather.results-in-argument-order
    @Test
    void aGatherOfWhatIsDoneIsDoneAtOnce() {
        Promise<String> future = loop.createFuture();
        future.setResult("a");

        assertEquals(List.of("a"), Rondo.gather(future, future).resultNow().subList(0, 1));
    }

    // gather.empty
    @Test
    void nothingGivesAnEmptyListWhereALoopRuns() {
        assertEquals(
                List.of(),
                loop.runUntilComplete(() -> Rondo.gather(List.<LoopFuture<String>>of()).await()));
        assertThrows(
                IllegalStateException.class, () -> Rondo.gather(List.<LoopFuture<String>>of()));
    }

    // gather.mixed-loops-rejected
    @Test
    void refusesFuturesOfDifferentLoops() {
        try (EventLoop other = EventLoops.create("memory")) {
            Promise<String> mine = loop.createFuture();
            Promise<String> foreign = other.createFuture();

            assertThrows(IllegalArgumentException.class, () -> Rondo.gather(mine, foreign));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Rondo.asCompleted(List.of(mine, foreign)));
            assertSame(other, Rondo.gather(foreign).loop());
        }
    }

    // gather.duplicates-run-once
    @Test
    void theSameFutureMayStandThereMoreThanOnce() {
        Promise<String> abc = loop.createFuture();
        Promise<String> def = loop.createFuture();
        LoopFuture<List<String>> gathered = Rondo.gather(abc, abc, def, abc);

        abc.setResult("abc");
        def.setResult("def");

        assertEquals(List.of("abc", "abc", "def", "abc"), loop.runUntilComplete(gathered));
    }

    // gather.bad-argument
    @Test
    void refusesNull() {
        assertThrows(
                NullPointerException.class, () -> Rondo.gather(loop.<String>createFuture(), null));
    }

    // gather.shield-children
    @Test
    void cancellingAGatherOfShieldsLeavesTheInnerOnes() {
        List<Promise<String>> futures = futures(2);
        LoopFuture<List<String>> gathered =
                Rondo.gather(Rondo.shield(futures.get(0)), Rondo.shield(futures.get(1)));

        assertTrue(gathered.cancel());
        assertThrows(CancelledError.class, () -> loop.runUntilComplete(gathered));

        futures.forEach(future -> assertTrue(future.trySetResult("completed")));
        fixture.turns(1);
    }

    // gather.shield-children
    @Test
    void cancellingAShieldOfAGatherLeavesTheGather() {
        Promise<String> future = loop.createFuture();
        LoopFuture<List<String>> gathered = Rondo.gather(future);
        LoopFuture<List<String>> shield = Rondo.shield(gathered);

        shield.cancel();
        fixture.turns(1);
        future.setResult("a");

        assertEquals(List.of("a"), loop.runUntilComplete(gathered));
        assertTrue(shield.isCancelled());
    }

    private void failTwoAndForgetThem() {
        List<Promise<String>> futures = futures(2);
        LoopFuture<List<String>> gathered = Rondo.gather(futures);
        futures.get(0).setException(failure);
        fixture.turns(1);
        futures.get(1).setException(new ArithmeticException("later"));
        fixture.turns(1);
        assertSame(failure, gathered.exceptionNow());
    }

    private List<Promise<String>> futures(int count) {
        List<Promise<String>> futures = new ArrayList<>();
        while (futures.size() < count) {
            futures.add(loop.createFuture());
        }
        return futures;
    }
}
