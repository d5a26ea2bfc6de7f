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
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Futures as the JDK sees them: `get`, and the bridge to `CompletableFuture`.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class FutureBridgeSemanticsTest {
    @RegisterExtension final LoopFixture fixture = new LoopFixture();

    private final EventLoop loop = fixture.loop;
    private final ArithmeticException failure = new ArithmeticException("boom");

    // future.wrap-executor-future
    @Test
    void anotherThreadGetsTheResult() throws Exception {
        Promise<Integer> future = loop.createFuture();
        FutureTask<Integer> getting = new FutureTask<>(future::get);
        CompletableFuture<Void> outside = new CompletableFuture<>();
        Thread.ofPlatform()
                .start(() -> {
                    getting.run();
                    outside.complete(null);
                });
        loop.createTask(() -> {
            Rondo.sleep(Duration.ofSeconds(1));
            future.setResult(42);
        });

        loop.runUntilComplete(loop.wrap(outside));

        assertEquals(42, getting.get());
    }

    // future.result-while-pending
    @Test
    void getInACoroutineSuspendsIt() {
        Promise<Integer> future = loop.createFuture();
        loop.callLater(Duration.ofSeconds(3), () -> future.setResult(42));

        loop.runUntilComplete(() -> {
            assertThrows(TimeoutException.class, () -> future.get(2, TimeUnit.SECONDS));
            assertFalse(future.isDone());
            assertEquals(42, future.get());
        });
    }

    // cancel.inner-future-cancelled
    @Test
    void aTaskThatIsCancelledInGetIsCancelledAndHasNotFailed() {
        Promise<Integer> future = loop.createFuture();
        Task<Integer> task = loop.createTask(() -> future.get());
        Task<Integer> limited = loop.createTask(() -> future.get(1, TimeUnit.DAYS));
        fixture.turns(1);

        limited.cancel();
        task.cancel("enough");

        assertThrows(CancelledError.class, () -> loop.runUntilComplete(task));
        assertTrue(task.isCancelled());
        assertTrue(limited.isCancelled());
    }

    // cancel.inner-future-cancelled
    @Test
    void getOfAFutureThatIsCancelledMeanwhileThrowsTheJdksException() {
        Promise<Integer> future = loop.createFuture();
        loop.callSoon(() -> future.cancel("enough"));

        loop.runUntilComplete(() -> assertThrows(CancellationException.class, () -> future.get()));
    }

    // future.set-exception-once
    @Test
    void getWrapsTheException() {
        Promise<Integer> future = loop.createFuture();
        IOException checked = new IOException("boom");
        future.setException(checked);

        assertSame(checked, assertThrows(ExecutionException.class, future::get).getCause());
    }

    // future.copy-state
    @Test
    void theJdksFutureEndsAsThisOneDoes() {
        Promise<Integer> future = loop.createFuture();
        Promise<Integer> failed = loop.createFuture();
        Promise<Integer> cancelled = loop.createFuture();
        CompletableFuture<Integer> success = future.toCompletableFuture();
        CompletableFuture<Integer> failing = failed.toCompletableFuture();
        CompletableFuture<Integer> cancelling = cancelled.toCompletableFuture();

        future.setResult(42);
        failed.setException(failure);
        cancelled.cancel();
        fixture.turns(1);

        assertEquals(42, success.resultNow());
        assertSame(failure, failing.exceptionNow());
        assertTrue(cancelling.isCancelled());
    }

    // gather.child-cancelled
    @Test
    void aCancellationNeverLeaksIntoTheJdkAsAFailure() throws Exception {
        Promise<Integer> future = loop.createFuture();
        LoopFuture<List<Integer>> gathered = Rondo.gather(future);
        CompletableFuture<List<Integer>> bridge = gathered.toCompletableFuture();

        future.cancel();
        fixture.turns(2);

        assertTrue(bridge.isCancelled());
        assertThrows(CancellationException.class, gathered::get);
    }

    // future.wrap-cancel-propagates
    @Test
    void cancellingTheJdksFutureCancelsThisOne() {
        Promise<Integer> future = loop.createFuture();
        CompletableFuture<Integer> bridge = future.toCompletableFuture();

        bridge.cancel(true);

        assertTrue(future.isCancelled());
    }

    private int run(LoopFuture<Integer> awaited) {
        return loop.runUntilComplete(awaited::await);
    }
}
