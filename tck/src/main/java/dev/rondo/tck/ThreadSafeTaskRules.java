package dev.rondo.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CancelledError;
import dev.rondo.Coroutine;
import dev.rondo.EventLoop;
import dev.rondo.ExceptionContext;
import dev.rondo.Rondo;
import dev.rondo.Task;
import dev.rondo.TaskFactory;
import dev.rondo.TaskOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/// What a loop promises to other threads that have it run coroutines.
///
/// Each thread of these rules is one that the loop waits for with `toThread`, so that a loop in
/// virtual time does not run ahead of it.
abstract class ThreadSafeTaskRules {
    private static final int MANY = 10;

    private final ArithmeticException failure = new ArithmeticException("boom");
    private final List<String> seen = new ArrayList<>();

    @Rule(
            id = "TASK-101",
            text = "Ten threads at once each get the result of the coroutine that they handed in.",
            rows = "threadsafe.submit-result")
    void threadsGetTheirResults(Subject subject) {
        EventLoop loop = subject.loop();
        CyclicBarrier all = new CyclicBarrier(MANY);

        List<Integer> results =
                loop.runUntilComplete(() ->
                        Rondo.gather(
                                        IntStream.range(0, MANY)
                                                .mapToObj(number -> handIn(loop, all, number))
                                                .toList())
                                .await());

        assertEquals(IntStream.range(0, MANY).boxed().toList(), results, "each has its own result");
    }

    private static Task<Integer> handIn(EventLoop loop, CyclicBarrier all, int number) {
        return Rondo.createTask(() ->
                Rondo.toThread(() -> {
                    all.await();
                    return loop.runCoroutineThreadSafe(
                                    () -> {
                                        assertSame(
                                                loop, Rondo.currentLoop(), "where the body runs");
                                        Rondo.sleep(Duration.ZERO);
                                        return number;
                                    })
                            .get();
                }));
    }

    @Rule(
            id = "TASK-102",
            text =
                    "What a coroutine throws is thrown at the thread that handed it in, and not reported.",
            rows = "threadsafe.submit-result")
    void threadsGetTheException(Subject subject) {
        EventLoop loop = subject.loop();

        loop.runUntilComplete(() ->
                Rondo.toThread(() -> {
                    CompletableFuture<Void> future = loop.runCoroutineThreadSafe(this::fail);
                    assertSame(
                            failure,
                            assertThrows(ExecutionException.class, future::get).getCause(),
                            "cause of what get() throws");
                    return "seen";
                }));
    }

    @Rule(
            id = "TASK-103",
            text = "A thread that gives up waiting and cancels leaves no task behind.",
            rows = "threadsafe.submit-timeout-cancels")
    void cancellingAfterATimeoutLeavesNoTask(Subject subject) {
        EventLoop loop = subject.loop();

        loop.runUntilComplete(() -> {
            Rondo.toThread(() -> {
                CompletableFuture<Void> started = new CompletableFuture<>();
                CompletableFuture<Void> future =
                        loop.runCoroutineThreadSafe(() -> {
                            started.complete(nothing());
                            loop.createFuture().await();
                        });
                subject.await(started);
                assertThrows(TimeoutException.class, () -> future.get(0, TimeUnit.SECONDS));
                assertTrue(future.cancel(true), "cancel() of a pending future must be true");
                return "cancelled";
            });
            Rondo.sleep(Duration.ZERO);
            Rondo.sleep(Duration.ZERO);
            assertEquals(List.of(Rondo.currentTask()), loop.tasks(), "tasks besides this one");
        });
    }

    @Rule(
            id = "TASK-104",
            text =
                    "A task that is cancelled on its loop is a cancellation for the thread that waits.",
            rows = "threadsafe.submit-task-cancelled")
    void aTaskCancelledOnTheLoopIsCancelledForTheThread(Subject subject) {
        EventLoop loop = subject.loop();

        loop.runUntilComplete(() ->
                Rondo.toThread(() -> {
                    CompletableFuture<Void> future =
                            loop.runCoroutineThreadSafe(() -> {
                                Rondo.currentTask().cancel();
                                Rondo.sleep(Duration.ZERO);
                            });
                    assertThrows(CancellationException.class, future::get);
                    assertTrue(future.isCancelled(), "not cancelled: " + future);
                    return "seen";
                }));
    }

    @Rule(
            id = "TASK-105",
            text = "Cancelling the thread's future cancels the running task.",
            rows = "threadsafe.submit-cancel-from-thread")
    void cancellingTheFutureCancelsTheTask(Subject subject) {
        EventLoop loop = subject.loop();
        CompletableFuture<String> ended = new CompletableFuture<>();

        loop.runUntilComplete(() ->
                Rondo.toThread(() -> {
                    CompletableFuture<Void> started = new CompletableFuture<>();
                    CompletableFuture<Void> future =
                            loop.runCoroutineThreadSafe(() -> waitForEver(started, ended));
                    subject.await(started);
                    assertTrue(future.cancel(true), "cancel() of a pending future must be true");
                    return subject.await(ended);
                }));

        assertEquals("cancelled", ended.resultNow(), "how the task ended");
    }

    private static void waitForEver(
            CompletableFuture<Void> started, CompletableFuture<String> ended) {
        started.complete(nothing());
        try {
            Rondo.currentLoop().createFuture().await();
        } finally {
            ended.complete(Rondo.currentTask().cancelling() > 0 ? "cancelled" : "gone on");
        }
    }

    @Rule(
            id = "TASK-106",
            text = "A coroutine whose future is cancelled before its loop runs never starts.",
            rows = "threadsafe.submit-cancel-from-thread")
    void cancellingBeforeTheStartKeepsTheBodyFromRunning(Subject subject) {
        CompletableFuture<Boolean> future =
                subject.loop().runCoroutineThreadSafe(() -> seen.add("body"));

        future.cancel(true);
        subject.turns(3);

        assertEquals(List.of(), seen, "a cancelled body ran");
        assertEquals(List.of(), subject.loop().tasks(), "tasks that are left");
    }

    @Rule(
            id = "TASK-107",
            text = "No thread waits for ever: a loop that is closed ends the futures of its tasks.",
            rows = "threadsafe.submit-result")
    void aClosedLoopLeavesNobodyWaiting(Subject subject) {
        EventLoop loop = subject.newLoop();
        Coroutine<Void> never = () -> loop.<Void>createFuture().await();
        CompletableFuture<Void> started = loop.runCoroutineThreadSafe(never);
        loop.runUntilComplete(() -> Rondo.sleep(Duration.ZERO));
        CompletableFuture<Void> late = loop.runCoroutineThreadSafe(never);
        assertFalse(started.isDone(), "the task waits");
        subject.leavesPendingTasks();
        loop.close();

        assertTrue(started.isDone(), "future of a task that was unwound: " + started);
        assertTrue(late.isDone(), "future of a task that was never created: " + late);
        assertThrows(
                IllegalStateException.class,
                () -> loop.runCoroutineThreadSafe(never),
                "a closed loop took a coroutine");
    }

    @Rule(
            id = "TASK-108",
            text = "What a task factory throws reaches the thread, and the exception handler once.",
            rows = "threadsafe.submit-factory-failure")
    void aFactoryThatThrowsFailsTheFuture(Subject subject) {
        EventLoop loop = subject.loop();

        loop.runUntilComplete(() -> {
            loop.setTaskFactory(new Throwing(failure));
            Rondo.toThread(() -> {
                CompletableFuture<Boolean> future =
                        loop.runCoroutineThreadSafe(() -> seen.add("body"));
                assertSame(
                        failure,
                        assertThrows(ExecutionException.class, future::get).getCause(),
                        "cause of what get() throws");
                return "seen";
            });
        });

        List<ExceptionContext> reports = subject.takeReports();
        assertEquals(1, reports.size(), "reports of the factory's failure: " + reports);
        assertSame(failure, reports.getFirst().exception(), "the reported exception");
        assertEquals(List.of(), seen, "a body without a task ran");
    }

    /// A factory that refuses every task.
    private record Throwing(RuntimeException failure) implements TaskFactory {
        @Override
        public <T> Task<T> createTask(Maker maker, TaskOptions options, Coroutine<T> body) {
            throw failure;
        }
    }

    @Rule(
            id = "TASK-110",
            text = "A failure that comes when the thread has cancelled its future is reported.",
            rows = "threadsafe.submit-cancel-from-thread")
    void aFailureAfterTheCancellationIsReported(Subject subject) {
        EventLoop loop = subject.loop();
        CompletableFuture<Void> future =
                loop.runCoroutineThreadSafe(() -> {
                    try {
                        loop.createFuture().await();
                    } catch (CancelledError e) {
                        throw failure;
                    }
                });
        subject.turns(2);

        future.cancel(true);
        subject.turns(2);

        assertSame(failure, subject.awaitReport().exception(), "the reported exception");
    }

    private void fail() {
        throw failure;
    }

    @SuppressWarnings("NullAway") // Void has no other value
    private static Void nothing() {
        return null;
    }
}
