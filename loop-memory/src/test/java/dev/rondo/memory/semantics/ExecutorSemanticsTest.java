package dev.rondo.memory.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CancelledError;
import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.LoopFuture;
import dev.rondo.Rondo;
import dev.rondo.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Work on other threads, and futures from outside.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class ExecutorSemanticsTest {
    @RegisterExtension final LoopFixture fixture = new LoopFixture();

    private final EventLoop loop = fixture.loop;
    private final IOException failure = new IOException("boom");

    // executor.run
    @Test
    void workRunsOnAnotherThread() {
        loop.runUntilComplete(() -> {
            Thread mine = Thread.currentThread();
            assertNotSame(mine, loop.runInExecutor(Thread::currentThread).await());
            assertNotSame(mine, Rondo.toThread(Thread::currentThread));
        });
    }

    // executor.run
    @Test
    void aFailureOfTheWorkIsTheFuturesOwn() {
        loop.runUntilComplete(() -> {
            LoopFuture<?> future = loop.runInExecutor(this::fail);
            assertSame(failure, assertThrows(CompletionException.class, future::await).getCause());
            assertSame(failure, future.exceptionNow());
            assertSame(
                    failure,
                    assertThrows(CompletionException.class, () -> Rondo.toThread(this::fail))
                            .getCause());
        });
    }

    // executor.run
    @Test
    void tenPiecesOfWorkRunAtOnce() {
        CyclicBarrier all = new CyclicBarrier(10);
        List<Task<Integer>> tasks =
                IntStream.range(0, 10)
                        .mapToObj(number ->
                                loop.createTask(() ->
                                        Rondo.toThread(() -> {
                                            all.await();
                                            return number;
                                        })))
                        .toList();

        assertEquals(
                IntStream.range(0, 10).boxed().toList(),
                loop.runUntilComplete(() -> Rondo.gather(tasks).await()));
    }

    // executor.run
    @Test
    void anExecutorOfTheProgramIsUsed() {
        LoopFuture<Integer> inPlace = loop.runInExecutor(Runnable::run, () -> 42);
        LoopFuture<Integer> refused =
                loop.runInExecutor(
                        _ -> {
                            throw new RejectedExecutionException("full");
                        },
                        () -> 42);

        assertEquals(42, loop.runUntilComplete(inPlace));
        assertThrows(RejectedExecutionException.class, () -> loop.runUntilComplete(refused));
    }

    // executor.run
    @Test
    void cancellingTheFutureInterruptsTheWork() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        LoopFuture<Void> work =
                loop.runInExecutor(() -> blockUntilInterrupted(started, interrupted));
        started.await();

        loop.callSoon(work::cancel);

        assertThrows(CancelledError.class, () -> loop.runUntilComplete(work));
        interrupted.await();
    }

    // executor.late-completion-after-close
    @Test
    void workThatEndsAfterTheCloseDoesNotReachTheLoop() throws InterruptedException {
        CountDownLatch gate = new CountDownLatch(1);
        CompletableFuture<Thread> worker = new CompletableFuture<>();
        LoopFuture<Void> work;
        try (EventLoop other = EventLoops.create("memory")) {
            work =
                    other.runInExecutor(
                            command -> worker.complete(Thread.ofPlatform().start(command)),
                            () -> {
                                gate.await();
                                return null;
                            });
        }

        gate.countDown();
        worker.join().join();

        assertFalse(work.isDone());
    }

    // executor.shutdown-timeout
    @Test
    void theShutdownGivesUpAfterItsLimitAndSaysSo() {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch started = new CountDownLatch(1);
        LoopFuture<Boolean> ended =
                loop.runUntilComplete(() -> {
                    loop.runInExecutor(() -> blockUninterrupted(started, gate));
                    started.await();
                    return loop.shutdownDefaultExecutor(Duration.ofMillis(10));
                });

        assertFalse(loop.runUntilComplete(ended));

        fixture.turns(1);
        assertTrue(fixture.takeReports().getFirst().message().contains("did not end within"));
        gate.countDown();
    }

    // executor.shutdown-timeout
    @Test
    void theShutdownWaitsForTheWork() {
        LoopFuture<Integer> work = loop.runInExecutor(() -> 42);
        LoopFuture<Boolean> ended = loop.shutdownDefaultExecutor(Duration.ofDays(1));

        assertTrue(loop.runUntilComplete(ended));

        assertEquals(42, loop.runUntilComplete(work));
        assertThrows(IllegalStateException.class, () -> loop.runInExecutor(() -> 42));
    }

    // future.wrap-executor-future
    @Test
    void aFutureFromOutsideEndsOnTheLoop() {
        CompletableFuture<Integer> outside = CompletableFuture.supplyAsync(() -> 42);
        CompletableFuture<Integer> failed =
                CompletableFuture.supplyAsync(() -> {
                    throw new CompletionException(failure);
                });
        CompletableFuture<Integer> cancelled = new CompletableFuture<>();
        cancelled.cancel(true);
        LoopFuture<Integer> success = loop.wrap(outside);
        LoopFuture<Integer> failing = loop.wrap(failed);
        LoopFuture<Integer> cancelling = loop.wrap(cancelled.thenApply(result -> result));

        assertEquals(42, loop.runUntilComplete(success));
        assertThrows(CompletionException.class, () -> loop.runUntilComplete(failing));
        assertSame(failure, failing.exceptionNow());
        assertThrows(CancelledError.class, () -> loop.runUntilComplete(cancelling));
        assertTrue(cancelling.isCancelled());
    }

    // future.wrap-executor-future
    @Test
    void aCancellationFromOutsideIsNoFailure() {
        CompletableFuture<Integer> outside = new CompletableFuture<>();
        LoopFuture<Integer> wrapped = loop.wrap(outside);

        outside.completeExceptionally(new CancelledError("enough"));

        assertEquals(
                "enough",
                assertThrows(CancelledError.class, () -> loop.runUntilComplete(wrapped))
                        .getMessage());
        assertTrue(wrapped.isCancelled());
    }

    // future.wrap-cancel-propagates
    @Test
    void cancellingTheWrapperCancelsWhatItWraps() {
        CompletableFuture<Integer> outside = new CompletableFuture<>();
        LoopFuture<Integer> wrapped = loop.wrap(outside);

        wrapped.cancel();
        fixture.turns(1);

        assertTrue(outside.isCancelled());
    }

    // future.wrap-cancel-after-done
    @Test
    void whatHasItsResultAlreadyKeepsIt() {
        CompletableFuture<Integer> outside = new CompletableFuture<>();
        LoopFuture<Integer> wrapped = loop.wrap(outside);

        outside.complete(42);
        wrapped.cancel();
        fixture.turns(2);

        assertTrue(wrapped.isCancelled());
        assertEquals(42, outside.join());
    }

    private Integer fail() throws IOException {
        throw failure;
    }

    private static Void blockUntilInterrupted(CountDownLatch started, CountDownLatch interrupted)
            throws InterruptedException {
        started.countDown();
        try {
            new CountDownLatch(1).await();
        } finally {
            interrupted.countDown();
        }
        return null;
    }

    /// Goes on to wait when it is interrupted, until the gate opens.
    private static Void blockUninterrupted(CountDownLatch started, CountDownLatch gate) {
        started.countDown();
        try {
            gate.await();
        } catch (InterruptedException e) {
            blockUninterrupted(started, gate);
        }
        return null;
    }
}
