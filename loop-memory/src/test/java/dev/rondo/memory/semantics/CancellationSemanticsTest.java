package dev.rondo.memory.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future.State;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;

/// How a task is cancelled, and what it may answer.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class CancellationSemanticsTest {
    @RegisterExtension final LoopFixture fixture = new LoopFixture();

    private final EventLoop loop = fixture.loop;
    private final List<String> seen = new ArrayList<>();

    // cancel.delivered-at-suspension
    @Test
    void aCancelIsARequestThatArrivesWhereTheTaskWaits() {
        Task<Void> task =
                loop.createTask(() -> {
                    try {
                        Rondo.sleep(Duration.ofDays(1));
                    } finally {
                        seen.add("finally");
                    }
                });
        fixture.turns(1);

        assertTrue(task.cancel());
        assertFalse(task.isDone());
        assertEquals(List.of(), seen);

        fixture.turns(1);
        assertTrue(task.isCancelled());
        assertEquals(List.of("finally"), seen);
        assertFalse(task.cancel());
    }

    // cancel.delivered-at-suspension
    @Test
    void catchingExceptionsDoesNotSwallowACancel() {
        Task<Void> task =
                loop.createTask(() -> {
                    try {
                        Rondo.sleep(Duration.ofDays(1));
                    } catch (Exception e) {
                        seen.add("swallowed");
                    }
                });
        fixture.turns(1);

        task.cancel();
        fixture.turns(1);

        assertTrue(task.isCancelled());
        assertEquals(List.of(), seen);
    }

    // cancel.delivered-at-suspension
    @Test
    void aTaskThatIsReadyIsCancelledAtItsNextStep() {
        Promise<Integer> future = loop.createFuture();
        Task<Integer> task = loop.createTask(() -> future.await());
        fixture.turns(1);

        future.setResult(42);
        task.cancel("too late for the future");
        fixture.turns(1);

        assertTrue(task.isCancelled());
        assertEquals(42, future.resultNow());
    }

    // cancel.before-first-step
    @Test
    void aTaskThatIsCancelledBeforeItsFirstStepNeverRuns() {
        Task<Boolean> task = loop.createTask(() -> seen.add("body"));

        task.cancel("enough");

        assertEquals("enough", assertCancelled(task).getMessage());
        assertEquals(List.of(), seen);
    }

    // cancel.cancels-awaited-future
    @Test
    void theInnermostFutureIsCancelledAtOnce() {
        Promise<Integer> future = loop.createFuture();
        Task<Integer> inner = loop.createTask(() -> future.await());
        Task<Integer> outer = loop.createTask(() -> inner.await());
        fixture.turns(1);

        outer.cancel("enough");
        assertTrue(future.isCancelled());
        assertFalse(inner.isDone());
        assertEquals(1, inner.cancelling());

        assertEquals("enough", assertCancelled(outer).getMessage());
        assertEquals("enough", assertCancelled(inner).getMessage());
    }

    // cancel.cancels-awaited-future
    @Test
    void aChainMayBeDeeperThanAStack() {
        Promise<Void> future = loop.createFuture();
        LoopFuture<Void> last = future;
        for (int i = 0; i < 20_000; i++) {
            LoopFuture<Void> awaited = last;
            last = loop.createTask(() -> awaited.await());
        }
        fixture.turns(1);

        last.cancel();

        assertTrue(future.isCancelled());
        assertCancelled(last);
    }

    // cancel.cancels-awaited-future
    @Test
    void tasksThatAwaitEachOtherCanBeCancelled() {
        List<Task<?>> circle = new ArrayList<>();
        IntStream.range(0, 3)
                .forEach(i -> circle.add(loop.createTask(() -> circle.get((i + 1) % 3).await())));
        Task<?> outside = loop.createTask(() -> circle.getFirst().await());
        fixture.turns(1);

        outside.cancel("enough");
        fixture.turns(5);

        assertTrue(outside.isCancelled());
        circle.forEach(task -> assertTrue(task.isCancelled()));
    }

    // cancel.cancels-awaited-future
    @Test
    void tasksThatAwaitEachOtherThroughAGatherCanBeCancelled() {
        List<Task<?>> circle = new ArrayList<>();
        circle.add(loop.createTask(() -> Rondo.gather(circle.get(1)).await()));
        circle.add(loop.createTask(() -> Rondo.gather(circle.get(0)).await()));
        fixture.turns(1);

        circle.getFirst().cancel();
        fixture.turns(5);

        circle.forEach(task -> assertTrue(task.isCancelled()));
    }

    // cancel.inner-future-cancelled
    @Test
    void aCancelledFutureCancelsWhoAwaitsIt() {
        Promise<Integer> future = loop.createFuture();
        Task<Integer> task = loop.createTask(() -> future.await());
        fixture.turns(1);

        future.cancel("enough");

        assertEquals("enough", assertCancelled(task).getMessage());
        assertEquals(0, task.cancelling());
    }

    // cancel.inner-future-cancelled
    @Test
    void theOrderInWhichBothAreCancelledDoesNotMatter() {
        Promise<Integer> first = loop.createFuture();
        Promise<Integer> second = loop.createFuture();
        Task<Integer> futureFirst = loop.createTask(() -> first.await());
        Task<Integer> taskFirst = loop.createTask(() -> second.await());
        fixture.turns(1);

        first.cancel("future");
        futureFirst.cancel("task");
        taskFirst.cancel("task");
        assertFalse(second.cancel("future"));

        assertEquals("future", assertCancelled(futureFirst).getMessage());
        assertEquals("task", assertCancelled(taskFirst).getMessage());
    }

    // cancel.caught-and-returned
    @Test
    void aTaskMayAnswerWithAResult() {
        Task<Integer> task =
                loop.createTask(() -> {
                    try {
                        Rondo.sleep(Duration.ofDays(1));
                        return 0;
                    } catch (CancelledError e) {
                        return 42;
                    }
                });
        fixture.turns(1);

        task.cancel();

        assertEquals(42, loop.runUntilComplete(task));
        assertFalse(task.isCancelled());
    }

    // cancel.caught-and-ignored
    @Test
    void aTaskThatSwallowsACancelGoesOn() {
        Promise<Integer> first = loop.createFuture();
        Promise<Integer> second = loop.createFuture();
        Task<Integer> task =
                loop.createTask(() -> {
                    try {
                        first.await();
                    } catch (CancelledError e) {
                        seen.add("swallowed");
                    }
                    return second.await();
                });
        fixture.turns(1);

        task.cancel();
        fixture.turns(1);
        assertFalse(second.isCancelled());
        second.setResult(42);

        assertEquals(42, loop.runUntilComplete(task));
        assertEquals(1, task.cancelling());
    }

    // cancel.self
    @Test
    void aTaskThatCancelsItselfHearsOfItAtItsNextWait() {
        Task<Void> task =
                loop.createTask(() -> {
                    assertTrue(Rondo.currentTask().cancel());
                    seen.add("still here");
                    Rondo.sleep(Duration.ofSeconds(100));
                    seen.add("slept");
                });

        assertCancelled(task);

        assertEquals(List.of("still here"), seen);
        assertEquals(0, loop.time());
    }

    // cancel.self
    @Test
    void aSleepOfZeroIsAWaitToo() {
        assertCancelled(
                loop.createTask(() -> {
                    Rondo.currentTask().cancel();
                    Rondo.sleep(Duration.ZERO);
                }));
    }

    // cancel.self-then-return
    @Test
    void aTaskThatCancelsItselfAndReturnsIsCancelled() {
        Task<Integer> task =
                loop.createTask(() -> {
                    Rondo.currentTask().cancel("enough");
                    return 42;
                });

        assertEquals("enough", assertCancelled(task).getMessage());
    }

    // cancel.self-then-await-child
    @Test
    void aTaskThatCancelsItselfCancelsWhatItAwaitsNext() {
        Promise<Void> future = loop.createFuture();
        Task<Void> child = loop.createTask(() -> future.await());
        Task<Void> task =
                loop.createTask(() -> {
                    Rondo.currentTask().cancel();
                    child.await();
                });

        assertCancelled(task);

        assertTrue(child.isCancelled());
        assertTrue(future.isCancelled());
    }

    // cancel.counter
    @Test
    void everyCancelIsCounted() {
        Task<Void> task = loop.createTask(() -> Rondo.sleep(Duration.ofDays(1)));
        fixture.turns(1);

        assertTrue(task.cancel());
        assertTrue(task.cancel());
        assertEquals(2, task.cancelling());
        assertEquals(1, task.uncancel());
        assertEquals(0, task.uncancel());
        assertEquals(0, task.uncancel());

        assertCancelled(task);
        assertFalse(task.cancel());
        assertEquals(0, task.uncancel());
        assertTrue(task.isCancelled());
    }

    // cancel.uncancel-clears-pending
    @Test
    void aRequestThatWasNotDeliveredCanBeTakenBack() {
        Task<Integer> task =
                loop.createTask(() -> {
                    Task<?> self = Rondo.currentTask();
                    self.cancel();
                    self.cancel();
                    assertEquals(1, self.uncancel());
                    assertEquals(0, self.uncancel());
                    Rondo.sleep(Duration.ZERO);
                    return 42;
                });

        assertEquals(42, loop.runUntilComplete(task));
    }

    // cancel.message-roundtrip
    @Test
    void theMessageArrivesInTheBodyAndAtWhoAwaits() {
        Task<Void> task =
                loop.createTask(() -> {
                    try {
                        Rondo.sleep(Duration.ofDays(1));
                    } catch (CancelledError e) {
                        seen.add("body: " + e.getMessage());
                        throw e;
                    }
                });
        Task<Void> silent = loop.createTask(() -> Rondo.sleep(Duration.ofDays(1)));
        fixture.turns(1);

        task.cancel("enough");
        silent.cancel();

        assertEquals("enough", assertCancelled(task).getMessage());
        assertEquals(List.of("body: enough"), seen);
        assertEquals(null, assertCancelled(silent).getMessage());
    }

    // cancel.fatal-during-cancel
    @Test
    void aBodyThatAnswersWithAFailureHasFailed() {
        AssertionError answer = new AssertionError("boom");
        Task<Void> task =
                loop.createTask(() -> {
                    try {
                        Rondo.sleep(Duration.ofDays(1));
                    } finally {
                        raise(answer);
                    }
                });
        fixture.turns(1);

        task.cancel();

        assertSame(answer, assertThrows(AssertionError.class, () -> loop.runUntilComplete(task)));
        assertEquals(State.FAILED, task.state());
        assertSame(answer, task.exceptionNow());
    }

    // cancel.delivered-at-suspension
    @Test
    void aCancelFromAnotherThreadIsPassedOnToTheLoop() throws InterruptedException {
        CompletableFuture<Void> outside = new CompletableFuture<>();
        Task<Void> task = loop.createTask(() -> loop.wrap(outside).await());
        loop.callSoon(
                () -> Thread.ofPlatform().start(() -> assertTrue(task.cancel("from elsewhere"))));

        assertEquals("from elsewhere", assertCancelled(task).getMessage());

        fixture.turns(1);
        assertTrue(outside.isCancelled());
    }

    private static void raise(Error error) {
        throw error;
    }

    private CancelledError assertCancelled(LoopFuture<?> task) {
        CancelledError seenError =
                assertThrows(CancelledError.class, () -> loop.runUntilComplete(task));
        assertTrue(task.isCancelled());
        return seenError;
    }
}
