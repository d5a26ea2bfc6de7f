package dev.rondo.nio.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.ExceptionContext;
import dev.rondo.LoopFuture;
import dev.rondo.Promise;
import dev.rondo.Protocol;
import dev.rondo.Task;
import dev.rondo.nio.traps.Limit;
import dev.rondo.nio.traps.LoopWatch;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;

/// What a closed loop refuses, and what it still answers.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClosedTest {
    @RegisterExtension final LoopWatch watch = new LoopWatch();

    private final EventLoop loop = EventLoops.create("nio");
    private final Promise<Integer> pending = loop.createFuture();

    /// Every method that schedules, runs or changes something, by the name that its refusal begins
    /// with.
    private Stream<Map.Entry<String, Executable>> refusals() {
        Protocol protocol = new Protocol() {};
        return Stream.of(
                Map.entry("runUntilComplete", () -> loop.runUntilComplete(pending)),
                Map.entry("runUntilComplete", () -> loop.runUntilComplete(() -> 1)),
                Map.entry("runUntilComplete", () -> loop.runUntilComplete(() -> {})),
                Map.entry("runForever", loop::runForever),
                Map.entry("stop", loop::stop),
                Map.entry("callSoon", () -> loop.callSoon(() -> {})),
                Map.entry("callSoonThreadSafe", () -> loop.callSoonThreadSafe(() -> {})),
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
                Map.entry("unwrap", () -> loop.unwrap(Selector.class)),
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
                Map.entry("addDoneCallback", () -> pending.addDoneCallback(done -> {})));
    }

    @TestFactory
    Stream<DynamicTest> itRefuses() {
        loop.close();
        return refusals()
                .map(refusal ->
                        dynamicTest(
                                refusal.getKey(),
                                () -> assertRefused(refusal.getKey(), refusal.getValue())));
    }

    private static void assertRefused(String operation, Executable call) {
        assertEquals(
                "cannot " + operation + ": loop 'nio' is closed",
                assertThrows(IllegalStateException.class, call).getMessage());
    }

    @Test
    void itAnswersWhatItWas() {
        loop.close();

        assertTrue(loop.isClosed());
        assertFalse(loop.isRunning());
        assertEquals("nio", loop.backend());
        assertEquals("loop 'nio'", loop.toString());
        assertEquals(List.of(), loop.tasks());
        assertEquals(0, loop.metrics().pendingTasks());
        assertFalse(loop.isDebug());
        assertFalse(loop.engine().isEmpty());
        assertTrue(loop.time() <= loop.time());
    }

    @Test
    void closingTwiceHasNoEffect() {
        loop.close();
        loop.close();

        assertTrue(loop.isClosed());
    }

    @Test
    void itsExecutorRejects() {
        var executor = loop.asExecutor();
        loop.close();

        var e = assertThrows(RejectedExecutionException.class, () -> executor.execute(() -> {}));
        assertEquals("loop 'nio' is closed", e.getMessage());
    }

    @Test
    void whatIsReportedToItIsLogged() {
        loop.close();
        loop.callExceptionHandler(new ExceptionContext("too late", null));

        assertEquals(List.of("too late"), watch.takeReports());
    }

    @Test
    void itsFuturesAnswerStill() {
        Promise<Integer> done = loop.createFuture();
        done.setResult(1);
        loop.close();

        assertEquals(1, done.resultNow());
        assertEquals(1, done.await());
        assertFalse(pending.isDone());
        assertFalse(pending.cancel());
    }

    @Test
    void itsPendingFuturesCannotBeWaitedFor() {
        loop.close();

        assertThrows(IllegalStateException.class, pending::await);
        assertThrows(IllegalStateException.class, pending::get);
        assertThrows(IllegalStateException.class, () -> pending.get(1, TimeUnit.DAYS));
    }

    @Test
    void whoWaitsForItsFuturesWhenItClosesIsReleased() {
        var thrown = new AtomicReference<Throwable>();
        Thread waiting =
                Thread.ofPlatform()
                        .start(() -> thrown.set(assertThrows(Throwable.class, pending::get)));
        Limit.untilWaiting(waiting);
        loop.close();
        Limit.join(waiting);

        assertEquals(
                "cannot get: loop 'nio' is closed, and nobody completes Future[pending]",
                thrown.get().getMessage());
    }

    @Test
    void handlesThatWereLeftCanBeCancelled() {
        var soon = loop.callSoon(() -> {});
        var later = loop.callLater(Duration.ofDays(1), () -> {});
        var done = pending.addDoneCallback(future -> {});
        loop.close();
        soon.cancel();
        later.cancel();
        done.cancel();

        assertTrue(soon.isCancelled());
        assertTrue(later.isCancelled());
        assertTrue(done.isCancelled());
    }

    @Test
    void aLoopThatNeverRanClosesAndUnwindsItsTasks() {
        Task<Integer> task = loop.createTask(() -> 1);
        loop.close();

        assertTrue(task.isCancelled());
    }

    @Test
    void workOfItsExecutorThatEndsLaterHarmsNobody() {
        var gate = new CountDownLatch(1);
        LoopFuture<Integer> work =
                loop.runInExecutor(() -> {
                    Limit.await(gate);
                    return 1;
                });
        loop.close();
        gate.countDown();

        assertFalse(work.isDone());
    }
}
