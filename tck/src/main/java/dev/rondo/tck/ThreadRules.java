package dev.rondo.tck;

import static dev.rondo.Rondo.gather;
import static dev.rondo.Rondo.shield;
import static dev.rondo.Rondo.toThread;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoop;
import dev.rondo.ExceptionContext;
import dev.rondo.Promise;
import dev.rondo.Protocol;
import dev.rondo.Task;
import dev.rondo.spi.Capability;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.function.Executable;

/// What other threads may do with a loop that runs, and what not.
abstract class ThreadRules {
    @Rule(
            id = "CALLBACK-34",
            text =
                    "While a loop runs, what schedules, creates or changes is refused on any other"
                            + " thread, in debug mode or not.")
    void refusesOtherThreads(Subject subject) throws Throwable {
        EventLoop loop = subject.loop();

        BackgroundRun.during(
                subject,
                () -> {
                    assertRefused("callSoon", () -> loop.callSoon(() -> {}));
                    assertRefused("callLater", () -> loop.callLater(Duration.ZERO, () -> {}));
                    assertRefused("callAt", () -> loop.callAt(0, () -> {}));
                    assertRefused("createFuture", loop::createFuture);
                    assertRefused("create a task", () -> loop.createTask(() -> 1));
                    assertRefused("create a task", () -> loop.createTask("name", () -> {}));
                    assertRefused("runInExecutor", () -> loop.runInExecutor(() -> 1));
                    assertRefused(
                            "runInExecutor", () -> loop.runInExecutor(Runnable::run, () -> 1));
                    assertRefused(
                            "shutdownDefaultExecutor",
                            () -> loop.shutdownDefaultExecutor(Duration.ZERO));
                    assertRefused("wrap", () -> loop.wrap(new CompletableFuture<>()));
                    assertRefused("setExceptionHandler", () -> loop.setExceptionHandler(null));
                    assertRefused("setDebug", () -> loop.setDebug(true));
                    assertRefused("setTaskFactory", () -> loop.setTaskFactory(null));
                    assertRefused(
                            "setSlowCallbackDuration",
                            () -> loop.setSlowCallbackDuration(Duration.ZERO));
                });
    }

    @Rule(
            id = "CALLBACK-35",
            text =
                    "While a loop runs, its futures and tasks are completed, observed and composed"
                            + " by its own code alone.")
    void refusesToCompleteFromOtherThreads(Subject subject) throws Throwable {
        Promise<Integer> pending = subject.loop().createFuture();
        Task<Integer> task = subject.loop().createTask(pending::await);

        BackgroundRun.during(
                subject,
                () -> {
                    assertRefused("setResult", () -> pending.setResult(1));
                    assertRefused("setResult", () -> pending.trySetResult(1));
                    assertRefused("setException", () -> pending.setException(new Exception()));
                    assertRefused("setException", () -> pending.trySetException(new Exception()));
                    assertRefused("addDoneCallback", () -> pending.addDoneCallback(_ -> {}));
                    assertRefused("addDoneCallback", () -> task.addDoneCallback(_ -> {}));
                    assertRefused("uncancel", task::uncancel);
                    assertRefused("gather", () -> gather(pending));
                    assertRefused("shield", () -> shield(pending));
                    assertFalse(pending.isDone(), "a refused call has completed the future");
                    task.cancel();
                    assertThrows(CancellationException.class, task::get);
                });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "CALLBACK-36",
            text = "While a loop runs, connections and servers are made by its own code alone.")
    void refusesToConnectFromOtherThreads(Subject subject) throws Throwable {
        EventLoop loop = subject.loop();
        Protocol protocol = new Protocol() {};

        BackgroundRun.during(
                subject,
                () -> {
                    assertRefused(
                            "createServer",
                            () -> loop.createServer(() -> protocol, "127.0.0.1", 0));
                    assertRefused(
                            "createConnection",
                            () -> loop.createConnection(() -> protocol, "127.0.0.1", 1));
                });
    }

    @Rule(
            id = "CALLBACK-37",
            text =
                    "Work that a coroutine has given to another thread, or to another loop, is a"
                            + " stranger, too.")
    void refusesWhatTheLoopHasStartedElsewhere(Subject subject) {
        EventLoop loop = subject.loop();
        EventLoop other = subject.newLoop();

        loop.runUntilComplete(() -> {
            toThread(() -> {
                assertRefused("callSoon", () -> loop.callSoon(() -> {}));
                other.runUntilComplete(
                        () -> assertRefused("callSoon", () -> loop.callSoon(() -> {})));
                return null;
            });
        });
    }

    @Rule(
            id = "CALLBACK-38",
            text = "Any thread may submit, stop, cancel, report and ask, also while the loop runs.")
    void answersOtherThreads(Subject subject) throws Throwable {
        EventLoop loop = subject.loop();
        Promise<Integer> pending = loop.createFuture();
        Task<Integer> task = loop.createTask("waiting", pending::await);
        CountDownLatch called = new CountDownLatch(2);

        BackgroundRun.during(
                subject,
                () -> {
                    loop.callSoonThreadSafe(called::countDown);
                    loop.asExecutor().execute(called::countDown);
                    subject.await(called);
                    assertTrue(loop.isRunning(), "isRunning()");
                    assertFalse(loop.isClosed(), "isClosed()");
                    assertTrue(
                            loop.tasks().contains(task), () -> task + " is not in " + loop.tasks());
                    assertTrue(loop.metrics().pendingTasks() > 0, "pendingTasks() of the metrics");
                    assertEquals("waiting", task.name());
                    assertFalse(task.isDone(), "isDone()");
                    loop.callExceptionHandler(new ExceptionContext("from a thread", null));
                    assertTrue(task.cancel("from a thread"), "cancel() of a pending task");
                    assertThrows(CancellationException.class, task::get);
                });

        assertTrue(pending.isCancelled(), "what the cancelled task waited for");
        assertEquals(
                List.of("from a thread"),
                subject.takeReports().stream().map(ExceptionContext::message).toList(),
                "reports");
    }

    private static void assertRefused(String operation, Executable call) {
        String message = assertThrows(IllegalStateException.class, call, operation).getMessage();
        assertTrue(
                message.startsWith(operation + " on loop '")
                        && message.contains("use callSoonThreadSafe or asExecutor"),
                () -> "the refusal of %s says: %s".formatted(operation, message));
    }
}
