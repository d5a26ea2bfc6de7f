package dev.rondo.nio.usage;

import static dev.rondo.Rondo.gather;
import static dev.rondo.Rondo.shield;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.ExceptionContext;
import dev.rondo.Promise;
import dev.rondo.Protocol;
import dev.rondo.Rondo;
import dev.rondo.Task;
import dev.rondo.nio.traps.Limit;
import dev.rondo.nio.traps.LoopWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;

/// While a loop runs, its methods are for the code that has its turn. Another thread is refused
/// always, not only in debug mode.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WrongThreadTest {
    @RegisterExtension final LoopWatch watch = new LoopWatch();

    private final EventLoop loop = EventLoops.create("nio");
    private final Promise<Integer> pending = loop.createFuture();
    private final Task<Integer> task = loop.createTask("waiting", pending::await);

    /// Written by the loop.
    private final List<String> events = new ArrayList<>();

    private Thread runner;

    @BeforeEach
    void runLoop() {
        assertFalse(loop.isDebug());
        var started = new CountDownLatch(1);
        loop.callSoon(() -> loop.callSoon(started::countDown));
        runner = Thread.ofPlatform().start(loop::runForever);
        Limit.await(started);
    }

    private void endRun() {
        if (runner.isAlive()) {
            loop.stop();
            Limit.join(runner);
        }
    }

    @AfterEach
    void closeLoop() {
        endRun();
        loop.close();
    }

    /// What needs the turn, with what the refusal begins with.
    private Stream<Map.Entry<String, Executable>> calls() {
        Protocol protocol = new Protocol() {};
        return Stream.of(
                Map.entry("callSoon", () -> loop.callSoon(() -> {})),
                Map.entry("callLater", () -> loop.callLater(Duration.ZERO, () -> {})),
                Map.entry("callAt", () -> loop.callAt(0, () -> {})),
                Map.entry("createFuture", loop::createFuture),
                Map.entry("create a task", () -> loop.createTask(() -> 1)),
                Map.entry("create a task", () -> loop.createTask("name", () -> 1)),
                Map.entry("create a task", () -> loop.createTask(() -> {})),
                Map.entry("create a task", () -> loop.createTask("name", () -> {})),
                Map.entry("runInExecutor", () -> loop.runInExecutor(() -> 1)),
                Map.entry("runInExecutor", () -> loop.runInExecutor(Runnable::run, () -> 1)),
                Map.entry(
                        "shutdownDefaultExecutor",
                        () -> loop.shutdownDefaultExecutor(Duration.ZERO)),
                Map.entry("wrap", () -> loop.wrap(new CompletableFuture<>())),
                Map.entry(
                        "createConnection",
                        () -> loop.createConnection(() -> protocol, "127.0.0.1", 1)),
                Map.entry("createServer", () -> loop.createServer(() -> protocol, "127.0.0.1", 0)),
                Map.entry("setExceptionHandler", () -> loop.setExceptionHandler(null)),
                Map.entry("setDebug", () -> loop.setDebug(true)),
                Map.entry("setResult", () -> pending.setResult(1)),
                Map.entry("setResult", () -> pending.trySetResult(1)),
                Map.entry("setException", () -> pending.setException(new Exception())),
                Map.entry("setException", () -> pending.trySetException(new Exception())),
                Map.entry("addDoneCallback", () -> pending.addDoneCallback(done -> {})),
                Map.entry("addDoneCallback", () -> task.addDoneCallback(done -> {})),
                Map.entry("uncancel", task::uncancel),
                Map.entry("gather", () -> gather(pending)),
                Map.entry("shield", () -> shield(pending)));
    }

    private static void assertRefused(String operation, Executable call) {
        String message = assertThrows(IllegalStateException.class, call).getMessage();
        assertTrue(message.startsWith(operation + " on loop 'nio' from Thread["), message);
        assertTrue(
                message.endsWith(
                        "which does not have the loop's turn; use callSoonThreadSafe or"
                                + " asExecutor"),
                message);
    }

    @TestFactory
    Stream<DynamicTest> anotherThreadIsRefused() {
        return calls().map(call ->
                dynamicTest(call.getKey(), () -> assertRefused(call.getKey(), call.getValue())));
    }

    @Test
    void aCoroutineOfAnotherLoopIsRefused() {
        try (EventLoop other = EventLoops.create("nio")) {
            var e =
                    assertThrows(
                            IllegalStateException.class,
                            () -> other.runUntilComplete(() -> loop.callSoon(() -> {})));
            assertTrue(e.getMessage().startsWith("callSoon on loop 'nio' from"), e.getMessage());
        }
    }

    @Test
    void workOnTheLoopsOwnExecutorIsRefused() {
        loop.asExecutor()
                .execute(() ->
                        events.add(
                                Rondo.toThread(() ->
                                        assertThrows(
                                                        IllegalStateException.class,
                                                        () -> loop.callSoon(() -> {}))
                                                .getMessage()
                                                .substring(0, 8))));
        Limit.until("the work has been refused", () -> events.size() == 1);
        endRun();

        assertEquals(List.of("callSoon"), events);
    }

    @Test
    void whatIsForAnyThreadWorks() throws Exception {
        var called = new CountDownLatch(2);
        loop.callSoonThreadSafe(called::countDown);
        loop.asExecutor().execute(called::countDown);
        Limit.await(called);

        assertTrue(loop.isRunning());
        assertFalse(loop.isClosed());
        assertTrue(loop.time() <= loop.time());
        assertEquals(List.of(task), loop.tasks());
        assertEquals(1, loop.metrics().pendingTasks());
        assertEquals("waiting", task.name());
        assertFalse(task.isDone());
        assertTrue(task.awaiting().isPresent());
        assertTrue(task.toString().contains("waiting"));
        assertFalse(task.stack().isEmpty());
    }

    @Test
    void aCancellationFromAnotherThreadIsPassedOn() {
        assertTrue(task.cancel("from a thread"));

        var e = assertThrows(java.util.concurrent.CancellationException.class, task::get);
        assertEquals("from a thread", e.getMessage());
        assertTrue(pending.isCancelled());
    }

    @Test
    void aHandleIsCancelledFromAnotherThread() {
        var handle = loop.callSoonThreadSafe(() -> events.add("may run"));
        handle.cancel();

        assertTrue(handle.isCancelled());
    }

    @Test
    void anErrorIsReportedFromAnotherThread() {
        loop.callExceptionHandler(new ExceptionContext("from a thread", null));
        Limit.until("it is reported", () -> watch.countReports() == 1);

        assertEquals(List.of("from a thread"), watch.takeReports());
    }

    @Test
    void aStageForAnotherThreadIsCompletedByTheLoop() throws Exception {
        CompletableFuture<Integer> stage = task.toCompletableFuture();
        loop.callSoonThreadSafe(() -> pending.setResult(42));

        assertEquals(42, stage.get());
    }
}
