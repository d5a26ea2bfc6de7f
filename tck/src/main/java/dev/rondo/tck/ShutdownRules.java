package dev.rondo.tck;

import static dev.rondo.Rondo.createTask;
import static dev.rondo.Rondo.gather;
import static dev.rondo.Rondo.sleep;
import static dev.rondo.Rondo.toThread;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CancelledError;
import dev.rondo.Connection;
import dev.rondo.EventLoop;
import dev.rondo.ExceptionContext;
import dev.rondo.Handle;
import dev.rondo.LoopFuture;
import dev.rondo.Promise;
import dev.rondo.Protocol;
import dev.rondo.Server;
import dev.rondo.Task;
import dev.rondo.spi.Capability;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.function.Executable;

/// The end of a loop.
abstract class ShutdownRules {
    private static final Duration DAY = Duration.ofDays(1);

    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

    @Rule(
            id = "SHUTDOWN-1",
            text = "A loop is closed once; to close it again changes nothing.",
            rows = "loop.close-idempotent")
    void canBeClosedAgain(Subject subject) {
        EventLoop loop = subject.loop();
        assertFalse(loop.isClosed(), "isClosed() of a new loop");

        loop.close();
        assertTrue(loop.isClosed(), "isClosed() after close()");
        loop.close();

        assertTrue(loop.isClosed(), "isClosed() after the second close()");
    }

    @Rule(
            id = "SHUTDOWN-2",
            text =
                    "A loop that runs cannot be closed: not by a task, nor a callback, nor another"
                            + " thread.",
            rows = "loop.close-while-running")
    void cannotBeClosedWhileItRuns(Subject subject) {
        EventLoop loop = subject.loop();
        String inside = "is running, and this code runs in it";
        loop.callSoon(() -> assertRefused(inside, loop::close));

        loop.runUntilComplete(() -> {
            assertRefused(inside, loop::close);
            toThread(() -> {
                assertRefused("is running already", loop::close);
                return null;
            });
        });

        assertFalse(loop.isClosed(), "isClosed() after attempts that were refused");
        assertEquals("goes on", loop.runUntilComplete(() -> sleep(Duration.ZERO, "goes on")));
    }

    @Rule(
            id = "SHUTDOWN-3",
            text = "A closed loop refuses all that runs, schedules, creates or changes.",
            rows = "loop.closed-rejects-everything")
    void refusesEverythingOnceClosed(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Integer> future = loop.createFuture();
        loop.close();

        assertClosed("runUntilComplete", () -> loop.runUntilComplete(future));
        assertClosed("runUntilComplete", () -> loop.runUntilComplete(() -> seen.add("body")));
        assertClosed("runForever", loop::runForever);
        assertClosed("stop", loop::stop);
        assertClosed("callSoon", () -> loop.callSoon(() -> {}));
        assertClosed("callSoonThreadSafe", () -> loop.callSoonThreadSafe(() -> {}));
        assertClosed("runCoroutineThreadSafe", () -> loop.runCoroutineThreadSafe(() -> 1));
        assertClosed("callLater", () -> loop.callLater(Duration.ZERO, () -> {}));
        assertClosed("callAt", () -> loop.callAt(0, () -> {}));
        assertClosed("createFuture", loop::createFuture);
        assertClosed("runInExecutor", () -> loop.runInExecutor(() -> 1));
        assertClosed("runInExecutor", () -> loop.runInExecutor(Runnable::run, () -> 1));
        assertClosed("shutdownDefaultExecutor", () -> loop.shutdownDefaultExecutor(Duration.ZERO));
        assertClosed(
                "setDefaultExecutor", () -> loop.setDefaultExecutor(ForkJoinPool.commonPool()));
        assertClosed("wrap", () -> loop.wrap(new CompletableFuture<>()));
        assertClosed("unwrap", () -> loop.unwrap(Object.class));
        assertClosed("setExceptionHandler", () -> loop.setExceptionHandler(null));
        assertClosed("setDebug", () -> loop.setDebug(true));
        assertClosed("setTaskFactory", () -> loop.setTaskFactory(null));
        assertClosed("setSlowCallbackDuration", () -> loop.setSlowCallbackDuration(Duration.ZERO));
        assertEquals(List.of(), seen, "bodies that ran");
    }

    @Rule(
            id = "SHUTDOWN-4",
            text = "The futures of a closed loop can neither be completed nor observed.",
            rows = "loop.closed-rejects-everything")
    void refusesToCompleteFuturesOnceClosed(Subject subject) {
        Promise<Integer> future = subject.loop().createFuture();
        subject.loop().close();

        assertClosed("setResult", () -> future.setResult(1));
        assertClosed("setResult", () -> future.trySetResult(1));
        assertClosed("setException", () -> future.setException(new Exception()));
        assertClosed("setException", () -> future.trySetException(new Exception()));
        assertClosed("addDoneCallback", () -> future.addDoneCallback(_ -> {}));
        assertFalse(future.isDone(), "a refused call has completed the future");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "SHUTDOWN-5",
            text = "A closed loop neither connects nor listens.",
            rows = "loop.closed-rejects-everything")
    void refusesToConnectOnceClosed(Subject subject) {
        EventLoop loop = subject.loop();
        Protocol protocol = new Protocol() {};
        loop.close();

        assertClosed(
                "createConnection", () -> loop.createConnection(() -> protocol, "127.0.0.1", 1));
        assertClosed("createServer", () -> loop.createServer(() -> protocol, "127.0.0.1", 0));
    }

    @Rule(
            id = "SHUTDOWN-6",
            text =
                    "The executor of a loop rejects commands once it closes, and reports one that"
                            + " came before and did not run.",
            rows = "loop.closed-rejects-everything")
    void rejectsCommands(Subject subject) {
        EventLoop loop = subject.loop();
        Executor executor = loop.asExecutor();
        loop.createTask(() -> {
            try {
                sleep(DAY);
            } finally {
                assertThrows(
                        RejectedExecutionException.class,
                        () -> executor.execute(() -> seen.add("too late")));
                seen.add("rejected");
            }
        });
        subject.turns(1);
        executor.execute(() -> seen.add("overtaken"));

        loop.close();

        assertThrows(RejectedExecutionException.class, () -> executor.execute(() -> {}));
        assertEquals(List.of("rejected"), seen, "commands that ran");
        List<ExceptionContext> reports = subject.takeReports();
        assertEquals(1, reports.size(), "reports of the command that was overtaken");
        assertTrue(
                reports.getFirst().message().startsWith("a command was not run"),
                () -> "the report says: " + reports.getFirst().message());
    }

    @Rule(
            id = "SHUTDOWN-7",
            text = "A task that is created on a closed loop is refused, and leaves nothing behind.",
            rows = "loop.create-task-on-closed")
    void createsNoTaskOnceClosed(Subject subject) {
        EventLoop loop = subject.loop();
        loop.close();

        assertClosed("create a task", () -> loop.createTask(() -> seen.add("body")));
        assertClosed("create a task", () -> loop.createTask("name", () -> {}));

        assertEquals(List.of(), seen, "bodies that started");
        assertEquals(List.of(), loop.tasks(), "tasks of the closed loop");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "SHUTDOWN-8",
            text =
                    "A loop with open connections and servers can be closed; they can still be"
                            + " printed, and leave nothing open.",
            rows = "loop.close-with-open-transports")
    void closesWithOpenTransports(Subject subject) {
        EventLoop loop = subject.loop();
        Server server =
                loop.runUntilComplete(loop.createServer(() -> new Protocol() {}, "127.0.0.1", 0));
        Connection<Protocol> client =
                loop.runUntilComplete(
                        loop.createConnection(() -> new Protocol() {}, "127.0.0.1", server.port()));
        client.transport().write(ByteBuffer.wrap(new byte[100]));

        loop.close();

        assertFalse(client.transport().toString().isBlank(), "the connection prints nothing");
        assertFalse(server.toString().isBlank(), "the server prints nothing");
    }

    @Rule(
            id = "SHUTDOWN-9",
            text =
                    "Closing a loop unwinds its pending tasks: they see a cancellation where they"
                            + " wait, and again at each further wait.",
            rows = "loop.close-idempotent")
    void unwindsPendingTasks(Subject subject) {
        EventLoop loop = subject.loop();
        Task<Void> pending =
                loop.createTask(() -> {
                    try {
                        sleep(DAY);
                    } finally {
                        seen.add("finally");
                        assertThrows(CancelledError.class, () -> sleep(DAY));
                        assertRefused("is closing", () -> createTask(() -> seen.add("too late")));
                        seen.add("end");
                    }
                });
        subject.turns(1);
        Task<Boolean> unstarted = loop.createTask(() -> seen.add("never started"));

        loop.close();

        assertEquals(List.of("finally", "end"), seen, "clean-up of the pending task");
        assertTrue(pending.isCancelled(), () -> "not cancelled: " + pending);
        assertTrue(unstarted.isCancelled(), () -> "not cancelled: " + unstarted);
    }

    @Rule(
            id = "SHUTDOWN-10",
            text = "Closing a loop unwinds tasks that wait for each other, however they do.",
            rows = "loop.close-idempotent")
    void unwindsTasksThatWaitForEachOther(Subject subject) {
        EventLoop loop = subject.loop();
        List<LoopFuture<?>> tasks = new ArrayList<>();
        LoopFuture<Void> last = loop.createFuture();
        for (int i = 0; i < 20; i++) {
            LoopFuture<Void> awaited = last;
            boolean isDirect = i % 2 == 0;
            last =
                    loop.createTask(() -> {
                        if (isDirect) {
                            awaited.await();
                        } else {
                            gather(awaited).await();
                        }
                    });
            tasks.add(last);
        }
        subject.turns(1);

        loop.close();

        for (LoopFuture<?> task : tasks) {
            assertTrue(task.isCancelled(), () -> "not cancelled: " + task);
        }
    }

    @Rule(
            id = "SHUTDOWN-11",
            text = "A closed loop still answers questions, and so do its futures.")
    void answersOnceClosed(Subject subject) {
        EventLoop loop = subject.loop();
        String name = loop.toString();
        long before = loop.time();
        Promise<Integer> pending = loop.createFuture();
        Promise<Integer> done = loop.createFuture();
        done.setResult(1);

        loop.close();

        assertFalse(loop.isRunning(), "isRunning() after close()");
        assertEquals(subject.provider().name(), loop.backend(), "backend() after close()");
        assertEquals(name, loop.toString(), "the loop, printed after close()");
        assertEquals(List.of(), loop.tasks(), "tasks() after close()");
        assertEquals(0, loop.metrics().pendingTasks(), "pendingTasks() after close()");
        assertTrue(loop.time() - before >= 0, "time() went back after close()");
        assertEquals(1, done.resultNow(), "result of a future after close()");
        assertEquals(1, done.await(), "await() of a future that is done, after close()");
        assertFalse(pending.cancel(), "cancel() of a future after close()");
    }

    @Rule(
            id = "SHUTDOWN-12",
            text = "Handles that were left when a loop was closed can be cancelled.")
    void cancelsHandlesOnceClosed(Subject subject) {
        EventLoop loop = subject.loop();
        List<Handle> handles =
                List.of(
                        loop.callSoon(() -> {}),
                        loop.callSoonThreadSafe(() -> {}),
                        loop.callLater(DAY, () -> {}),
                        loop.createFuture().addDoneCallback(_ -> {}));
        loop.close();

        for (Handle handle : handles) {
            handle.cancel();
            assertTrue(handle.isCancelled(), () -> "not cancelled: " + handle);
        }
    }

    @Rule(
            id = "SHUTDOWN-13",
            text = "A pending future of a closed loop cannot be waited for, and says why.")
    void doesNotWaitOnceClosed(Subject subject) {
        Promise<Integer> pending = subject.loop().createFuture();
        subject.loop().close();

        assertRefused("is closed", pending::get);
        assertRefused("is closed", () -> pending.get(1, TimeUnit.DAYS));
        assertThrows(IllegalStateException.class, pending::await);
    }

    @Rule(
            id = "SHUTDOWN-14",
            text = "A thread that waits for a future of a loop is released when that is closed.")
    void releasesWaitingThreads(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Integer> pending = loop.createFuture();
        CompletableFuture<Void> released = new CompletableFuture<>();
        Thread waiting =
                subject.startThread(() -> {
                    assertRefused("is closed", pending::get);
                    released.complete(null);
                });
        Patience.untilWaiting(waiting);

        loop.close();

        subject.await(released);
    }

    @Rule(
            id = "SHUTDOWN-34",
            text =
                    "The views for the JDK of a loop's futures end with it: a pending one fails, before"
                            + " and after.")
    void endsTheViewsOfItsFutures(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Integer> pending = loop.createFuture();
        Promise<Integer> done = loop.createFuture();
        CompletableFuture<Integer> before = pending.toCompletableFuture();
        CompletableFuture<Integer> beforeDone = done.toCompletableFuture();
        done.setResult(1);

        loop.close();

        assertEquals(1, beforeDone.getNow(0), "the view of a future that was done");
        assertSaysThatItWasClosed(before);
        assertSaysThatItWasClosed(pending.toCompletableFuture());
        assertEquals(1, done.toCompletableFuture().getNow(0), "made after close()");
    }

    private static void assertSaysThatItWasClosed(CompletableFuture<Integer> view) {
        assertTrue(view.isDone(), "the view of a pending future must be done");
        String message = String.valueOf(view.exceptionNow().getMessage());
        assertTrue(message.contains("was closed"), () -> "why: " + message);
    }

    @Rule(id = "SHUTDOWN-15", text = "What is reported to a closed loop is logged.")
    void logsReportsOnceClosed(Subject subject) {
        EventLoop loop = subject.loop();
        loop.close();

        loop.callExceptionHandler(new ExceptionContext("too late", new ArithmeticException("why")));

        List<String> logs = subject.takeLogs();
        assertEquals(1, logs.size(), () -> "entries for one report: " + logs);
        assertTrue(
                logs.getFirst().startsWith("too late")
                        && logs.getFirst().contains("ArithmeticException: why"),
                () -> "logged: " + logs.getFirst());
    }

    @Rule(
            id = "SHUTDOWN-16",
            text = "Closing does not wait for work on the executor, whose end then harms nobody.")
    void doesNotWaitForWork(Subject subject) throws InterruptedException {
        EventLoop loop = subject.loop();
        CountDownLatch isClosed = new CountDownLatch(1);
        List<Thread> workers = new ArrayList<>();
        LoopFuture<String> work =
                loop.runInExecutor(
                        command -> workers.add(subject.startThread(command)),
                        () -> {
                            subject.await(isClosed);
                            return "done";
                        });

        loop.close();
        isClosed.countDown();

        workers.getFirst().join();
        assertFalse(work.isDone(), "a future of a closed loop was completed");
    }

    private static void assertClosed(String operation, Executable call) {
        String message = assertThrows(IllegalStateException.class, call, operation).getMessage();
        assertTrue(
                message.startsWith("cannot " + operation + ": ") && message.endsWith("is closed"),
                () -> "the refusal of %s says: %s".formatted(operation, message));
    }

    private static void assertRefused(String fragment, Executable call) {
        String message = assertThrows(IllegalStateException.class, call, fragment).getMessage();
        assertTrue(
                message.contains(fragment),
                () -> "no '%s' in the message: %s".formatted(fragment, message));
    }
}
