package dev.rondo.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
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
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future.State;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// What a loop promises of work on other threads, and of futures from outside.
abstract class ExecutorRules {
    private static final int MANY = 10;

    private final IOException failure = new IOException("boom");

    @Rule(
            id = "EXECUTOR-1",
            text = "Blocking work runs on another thread, and its value comes back to the loop.",
            rows = "executor.run")
    void workRunsOnAnotherThread(Subject subject) {
        EventLoop loop = subject.loop();

        loop.runUntilComplete(() -> {
            Thread mine = Thread.currentThread();
            LoopFuture<Thread> future = loop.runInExecutor(Thread::currentThread);
            assertNotSame(mine, future.await(), "thread of runInExecutor");
            assertNotSame(mine, Rondo.toThread(Thread::currentThread), "thread of toThread");
            assertSame(mine, Thread.currentThread(), "the coroutine goes on where it was");
        });
    }

    @Rule(
            id = "EXECUTOR-2",
            text = "What the work throws is the exception of its future.",
            rows = "executor.run")
    void aFailureOfTheWorkIsTheFuturesOwn(Subject subject) {
        EventLoop loop = subject.loop();

        loop.runUntilComplete(() -> {
            LoopFuture<?> future = loop.runInExecutor(this::fail);
            assertSame(
                    failure,
                    assertThrows(CompletionException.class, future::await, "await()").getCause(),
                    "cause of what await() throws");
            assertSame(failure, future.exceptionNow(), "exception of the future");
            assertSame(
                    failure,
                    assertThrows(CompletionException.class, () -> Rondo.toThread(this::fail))
                            .getCause(),
                    "cause of what toThread throws");
        });
    }

    @Rule(
            id = "EXECUTOR-3",
            text = "Ten pieces of blocking work run at the same time, each of them once.",
            rows = "executor.run")
    void tenPiecesOfWorkRunAtOnce(Subject subject) {
        EventLoop loop = subject.loop();
        CyclicBarrier all = new CyclicBarrier(MANY);
        AtomicInteger calls = new AtomicInteger();

        List<Integer> results =
                loop.runUntilComplete(() ->
                        Rondo.gather(
                                        IntStream.range(0, MANY)
                                                .mapToObj(number -> meet(all, calls, number))
                                                .toList())
                                .await());

        assertEquals(IntStream.range(0, MANY).boxed().toList(), results, "each has its own result");
        assertEquals(MANY, calls.get(), "calls of the work");
    }

    private static Task<Integer> meet(CyclicBarrier all, AtomicInteger calls, int number) {
        return Rondo.createTask(() ->
                Rondo.toThread(() -> {
                    calls.incrementAndGet();
                    all.await();
                    return number;
                }));
    }

    @Rule(
            id = "EXECUTOR-4",
            text = "An executor that is named runs the work; if it refuses, the future fails.",
            rows = "executor.run")
    void anExecutorOfTheProgramIsUsed(Subject subject) {
        EventLoop loop = subject.loop();
        RejectedExecutionException full = new RejectedExecutionException("full");
        Thread caller = Thread.currentThread();
        LoopFuture<Thread> inPlace = loop.runInExecutor(Runnable::run, Thread::currentThread);
        LoopFuture<Integer> refused =
                loop.runInExecutor(
                        _ -> {
                            throw full;
                        },
                        () -> 42);

        assertSame(caller, loop.runUntilComplete(inPlace), "where a direct executor runs it");
        assertSame(
                full,
                assertThrows(
                        RejectedExecutionException.class, () -> loop.runUntilComplete(refused)),
                "what the executor threw");
    }

    @Rule(
            id = "EXECUTOR-5",
            text = "Cancelling the future of work that runs interrupts it.",
            rows = "executor.run")
    void cancellingTheFutureInterruptsTheWork(Subject subject) {
        EventLoop loop = subject.loop();
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        LoopFuture<Void> work = loop.runInExecutor(() -> sleepUntilInterrupt(started, interrupted));
        subject.await(started);

        loop.callSoon(work::cancel);

        assertThrows(CancelledError.class, () -> loop.runUntilComplete(work));
        subject.await(interrupted);
    }

    @Rule(
            id = "EXECUTOR-6",
            text = "Work whose future was cancelled before it could start does not run.",
            rows = "executor.run")
    void cancelledWorkDoesNotStart(Subject subject) {
        EventLoop loop = subject.loop();
        List<Runnable> queue = new ArrayList<>();
        AtomicInteger calls = new AtomicInteger();
        LoopFuture<Integer> work = loop.runInExecutor(queue::add, calls::incrementAndGet);

        work.cancel();
        subject.turns(1);
        queue.forEach(Runnable::run);
        subject.turns(1);

        assertEquals(1, queue.size(), "what the executor got");
        assertEquals(0, calls.get(), "calls of work that was cancelled");
    }

    @Rule(
            id = "EXECUTOR-7",
            text = "Work that ends after its loop was closed does not reach the loop any more.",
            rows = "executor.late-completion-after-close")
    void workThatEndsAfterTheCloseDoesNotReachTheLoop(Subject subject) {
        EventLoop loop = subject.newLoop();
        List<Runnable> queue = new ArrayList<>();
        LoopFuture<Integer> cancelled = loop.runInExecutor(queue::add, () -> 42);
        LoopFuture<Integer> pending = loop.runInExecutor(queue::add, () -> 42);
        pending.addDoneCallback(_ -> queue.clear());
        cancelled.cancel();
        loop.close();

        queue.forEach(Runnable::run);

        assertEquals(2, queue.size(), "a callback ran on a closed loop");
        assertTrue(cancelled.isCancelled(), "the cancelled future must stay cancelled");
        assertFalse(pending.isDone(), "the loop is closed, nobody has the turn to complete this");
    }

    @Rule(
            id = "EXECUTOR-8",
            text = "The default executor can be chosen, and is shut down by its loop.",
            rows = "executor.default-type-check")
    void theDefaultExecutorCanBeChosen(Subject subject) {
        EventLoop loop = subject.newLoop();
        ExecutorService first = Executors.newSingleThreadExecutor(named("first"));
        ExecutorService second = Executors.newSingleThreadExecutor(named("second"));
        loop.setDefaultExecutor(first);
        assertEquals("first", nameOfWorker(loop), "worker of the chosen executor");
        loop.setDefaultExecutor(second);
        assertEquals("second", nameOfWorker(loop), "worker after another choice");
        assertFalse(first.isShutdown(), "one that was replaced is the program's again");
        first.shutdown();

        loop.close();

        assertTrue(second.isShutdown(), "a closed loop must shut its default executor down");
    }

    @Rule(
            id = "EXECUTOR-9",
            text = "What cannot run work is refused as default executor, and the old one stays.",
            rows = "executor.default-type-check")
    void aUselessDefaultExecutorIsRefused(Subject subject) {
        EventLoop loop = subject.loop();
        ExecutorService ended = Executors.newSingleThreadExecutor();
        ended.shutdown();

        assertThrows(NullPointerException.class, () -> loop.setDefaultExecutor(nothing()));
        assertThrows(
                IllegalArgumentException.class,
                () -> loop.setDefaultExecutor(ended),
                "an executor that is shut down was accepted");
        assertEquals(
                42,
                loop.runUntilComplete(loop.runInExecutor(() -> 42)),
                "work on the default executor after a refused choice");
    }

    @Rule(
            id = "EXECUTOR-10",
            text = "A shutdown of the default executor waits for its work; none is taken later.",
            rows = "executor.shutdown-timeout")
    void theShutdownWaitsForTheWork(Subject subject) {
        EventLoop loop = subject.loop();
        CountDownLatch gate = new CountDownLatch(1);
        LoopFuture<Integer> work =
                loop.runInExecutor(() -> {
                    gate.await();
                    return 42;
                });

        LoopFuture<Boolean> ended = loop.shutdownDefaultExecutor(Duration.ofDays(1));
        subject.turns(1);
        assertFalse(ended.isDone(), "the shutdown must wait for work that runs");
        gate.countDown();

        assertTrue(loop.runUntilComplete(ended), "all work has ended");
        assertEquals(42, loop.runUntilComplete(work), "result of work that was waited for");
        assertThrows(
                IllegalStateException.class,
                () -> loop.runInExecutor(() -> 42),
                "work after the shutdown was accepted");
        assertThrows(
                IllegalStateException.class,
                () -> loop.setDefaultExecutor(ForkJoinPool.commonPool()),
                "a default executor after the shutdown was accepted");
    }

    @Rule(
            id = "EXECUTOR-11",
            text = "A shutdown of the default executor gives up after its limit, and reports that.",
            rows = "executor.shutdown-timeout")
    void theShutdownGivesUpAfterItsLimit(Subject subject) {
        EventLoop loop = subject.loop();
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch started = new CountDownLatch(1);
        LoopFuture<Void> stuck = loop.runInExecutor(() -> awaitUninterrupted(started, gate));
        subject.await(started);

        assertFalse(
                loop.runUntilComplete(loop.shutdownDefaultExecutor(Duration.ofMillis(10))),
                "the shutdown must say that work was left");
        assertFalse(stuck.isDone(), "work that goes on has no result yet");
        gate.countDown();
        loop.runUntilComplete(stuck);

        List<String> reports =
                subject.takeReports().stream().map(ExceptionContext::message).toList();
        assertEquals(1, reports.size(), "reports of a shutdown that gave up");
        assertTrue(reports.getFirst().contains("did not end within PT0.01S"), reports.getFirst());
    }

    @Rule(
            id = "EXECUTOR-12",
            text = "A shutdown that gives up cancels the futures of work that has not started.",
            rows = "executor.shutdown-timeout")
    void workThatIsDroppedIsCancelled(Subject subject) {
        assertDropsWhatHasNotStarted(
                subject, Executors.newFixedThreadPool(1), "future of work that will never run");
    }

    @Rule(
            id = "EXECUTOR-13",
            text = "A wrapped future ends on the loop, with the value computed on another thread.",
            rows = "future.wrap-executor-future")
    void aFutureFromOutsideEndsOnTheLoop(Subject subject) {
        EventLoop loop = subject.loop();
        CompletableFuture<Integer> outside = new CompletableFuture<>();
        LoopFuture<Integer> wrapped = loop.wrap(outside);
        CompletableFuture<String> where = new CompletableFuture<>();
        wrapped.addDoneCallback(done -> where.complete(Rondo.currentLoop() + ""));
        CountDownLatch completed = new CountDownLatch(1);
        subject.startThread(() -> {
            outside.complete(42); // comes back when all that depends on it has run
            completed.countDown();
        });
        subject.await(completed);

        assertFalse(wrapped.isDone(), "only the loop may complete its future, when it runs");
        assertEquals(42, loop.runUntilComplete(wrapped::await), "result of the wrapper");
        assertEquals(loop.toString(), where.resultNow(), "loop of the done callback");
    }

    @Rule(
            id = "EXECUTOR-14",
            text = "A wrapped future fails with the failure itself, unwrapped.",
            rows = "future.wrap-executor-future")
    void aFailureFromOutsideIsUnwrapped(Subject subject) {
        EventLoop loop = subject.loop();
        CompletableFuture<Integer> outside = new CompletableFuture<>();
        LoopFuture<Integer> wrapped = loop.wrap(outside);
        LoopFuture<Integer> dependent = loop.wrap(outside.thenApply(value -> value));

        outside.completeExceptionally(failure);
        subject.turns(1);

        assertSame(failure, wrapped.exceptionNow(), "exception of the wrapper");
        assertSame(failure, dependent.exceptionNow(), "the JDK's wrapping must not show");
    }

    @Rule(
            id = "EXECUTOR-15",
            text =
                    "A future that was cancelled outside is cancelled on the loop, and has not failed.",
            rows = "future.wrap-executor-future")
    void aCancellationFromOutsideIsNoFailure(Subject subject) {
        EventLoop loop = subject.loop();
        CompletableFuture<Integer> cancelled = new CompletableFuture<>();
        CompletableFuture<Integer> awaited = new CompletableFuture<>();
        List<LoopFuture<Integer>> wrapped =
                List.of(
                        loop.wrap(cancelled),
                        loop.wrap(cancelled.thenApply(value -> value)),
                        loop.wrap(awaited));

        cancelled.cancel(true);
        awaited.completeExceptionally(new CancelledError("enough"));
        subject.turns(1);

        wrapped.forEach(each -> assertTrue(each.isCancelled(), "not cancelled: " + each));
        assertEquals(
                "enough",
                assertThrows(CancelledError.class, () -> loop.runUntilComplete(wrapped.get(2)))
                        .getMessage(),
                "message of a cancellation that came through a stage");
    }

    @Rule(
            id = "EXECUTOR-16",
            text = "Cancelling a wrapper cancels the pending future that it wraps.",
            rows = "future.wrap-cancel-propagates")
    void cancellingTheWrapperCancelsWhatItWraps(Subject subject) {
        CompletableFuture<Integer> outside = new CompletableFuture<>();
        LoopFuture<Integer> wrapped = subject.loop().wrap(outside);

        wrapped.cancel();
        subject.turns(1);

        assertTrue(outside.isCancelled(), "the wrapped future must be cancelled: " + outside);
    }

    @Rule(
            id = "EXECUTOR-17",
            text = "Cancelling the JDK's view of a future cancels the future.",
            rows = "future.wrap-cancel-propagates")
    void cancellingTheJdksFutureCancelsThisOne(Subject subject) {
        Promise<Integer> future = subject.loop().createFuture();
        CompletableFuture<Integer> bridge = future.toCompletableFuture();

        assertTrue(bridge.cancel(true), "cancel of a pending future must be true");
        subject.turns(1);

        assertTrue(future.isCancelled(), "the loop's future must be cancelled: " + future);
    }

    @Rule(
            id = "EXECUTOR-18",
            text = "A wrapper that is cancelled too late leaves the result to the wrapped future.",
            rows = "future.wrap-cancel-after-done")
    void whatHasItsResultAlreadyKeepsIt(Subject subject) {
        CompletableFuture<Integer> outside = new CompletableFuture<>();
        LoopFuture<Integer> wrapped = subject.loop().wrap(outside);

        outside.complete(42);
        assertTrue(wrapped.cancel(), "the wrapper is pending until the loop runs");
        subject.turns(2);

        assertTrue(wrapped.isCancelled(), "the wrapper must be cancelled: " + wrapped);
        assertEquals(State.SUCCESS, outside.state(), "the wrapped future keeps its result");
        assertEquals(42, outside.join(), "result of the wrapped future");
    }

    @Rule(
            id = "EXECUTOR-19",
            text =
                    "A shutdown that gives up cancels the futures of work that has not started, also"
                            + " where the executor does not give it back.",
            rows = "executor.shutdown-timeout")
    void workThatIsKeptByItsExecutorIsCancelled(Subject subject) {
        assertDropsWhatHasNotStarted(
                subject, new ForkJoinPool(1), "future of work that its executor keeps");
    }

    private static void assertDropsWhatHasNotStarted(
            Subject subject, ExecutorService executor, String what) {
        EventLoop loop = subject.loop();
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch started = new CountDownLatch(1);
        loop.setDefaultExecutor(executor);
        LoopFuture<Void> stuck = loop.runInExecutor(() -> awaitUninterrupted(started, gate));
        LoopFuture<Integer> waiting = loop.runInExecutor(() -> 42);
        subject.await(started);

        loop.runUntilComplete(loop.shutdownDefaultExecutor(Duration.ofMillis(1)));
        gate.countDown();
        loop.runUntilComplete(stuck);

        assertEquals(1, subject.takeReports().size(), "reports of a shutdown that gave up");
        assertTrue(waiting.isCancelled(), () -> what + ": " + waiting);
    }

    private Integer fail() throws IOException {
        throw failure;
    }

    private static ThreadFactory named(String name) {
        return task -> Thread.ofPlatform().name(name).unstarted(task);
    }

    private static String nameOfWorker(EventLoop loop) {
        return loop.runUntilComplete(() -> Rondo.toThread(() -> Thread.currentThread().getName()));
    }

    @SuppressWarnings("NullAway") // what a program without null checks may pass
    private static ExecutorService nothing() {
        return null;
    }

    private static Void sleepUntilInterrupt(CountDownLatch started, CountDownLatch interrupted)
            throws InterruptedException {
        started.countDown();
        try {
            new CountDownLatch(1).await();
        } finally {
            interrupted.countDown();
        }
        return nothingToReturn();
    }

    /// Goes on to wait when it is interrupted, until the gate opens. Work that keeps a thread until
    /// a gate opens, whoever interrupts it.
    static Void awaitUninterrupted(CountDownLatch started, CountDownLatch gate) {
        started.countDown();
        try {
            gate.await();
        } catch (InterruptedException e) {
            awaitUninterrupted(started, gate);
        }
        return nothingToReturn();
    }

    @SuppressWarnings("NullAway") // Void has no other value
    private static Void nothingToReturn() {
        return null;
    }
}
