package dev.rondo.nio.usage;

import static dev.rondo.Rondo.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.rondo.CancelledError;
import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.Promise;
import dev.rondo.Task;
import dev.rondo.nio.traps.LoopWatch;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;

/// Completing a future twice, wrongly, or when it is not one's own.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CompletingTest {
    @RegisterExtension final LoopWatch watch = new LoopWatch();

    private final EventLoop loop = EventLoops.create("nio");
    private final Promise<Integer> promise = loop.createFuture();

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    private static void assertRefused(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalStateException.class, call).getMessage());
    }

    @Test
    void aResultIsSetOnce() {
        promise.setResult(1);

        assertRefused(
                "future is done already: Future[finished, result=1]", () -> promise.setResult(2));
        assertRefused(
                "future is done already: Future[finished, result=1]",
                () -> promise.setException(new Exception()));
        assertFalse(promise.trySetResult(2));
        assertFalse(promise.trySetException(new Exception()));
        assertFalse(promise.cancel());
        assertEquals(1, promise.resultNow());
    }

    @Test
    void aFailureIsSetOnce() {
        var exception = new Exception("first");
        promise.setException(exception);

        assertRefused(
                "future is done already: Future[finished, exception=java.lang.Exception: first]",
                () -> promise.setResult(2));
        assertFalse(promise.trySetException(new Exception()));
        assertSame(exception, promise.exceptionNow());
    }

    @Test
    void aCancelledFutureCannotBeCompleted() {
        Promise<Integer> cancelled = loop.createFuture();
        assertTrue(cancelled.cancel("enough"));

        assertRefused("future is done already: Future[cancelled]", () -> cancelled.setResult(1));
        assertFalse(cancelled.trySetResult(1));
        assertFalse(cancelled.cancel());
        assertTrue(cancelled.isCancelled());
    }

    @Test
    void aCancellationIsNoException() {
        var cancelled = new CancelledError("enough");
        var e = assertThrows(IllegalArgumentException.class, () -> promise.setException(cancelled));

        assertEquals("exception is a CancelledError; use cancel()", e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> promise.trySetException(cancelled));
        assertFalse(promise.isDone());
    }

    @Test
    void whatIsNotThereIsAnErrorThatSaysWhatIs() {
        Promise<Integer> failed = loop.createFuture();
        failed.setException(new Exception("failed"));
        Promise<Integer> cancelled = loop.createFuture();
        cancelled.cancel();

        assertRefused("future is not done: Future[pending]", promise::resultNow);
        assertRefused("future is not done: Future[pending]", promise::exceptionNow);
        assertRefused("future has failed", failed::resultNow);
        assertRefused("future was cancelled", cancelled::resultNow);
        assertRefused("future was cancelled", cancelled::exceptionNow);
        promise.setResult(1);
        assertRefused("future has a result", promise::exceptionNow);
    }

    /// A task is a promise to the cast alone.
    @SuppressWarnings("unchecked")
    private static Promise<Integer> asPromise(Task<Integer> task) {
        return (Promise<Integer>) (Object) task;
    }

    @TestFactory
    Stream<DynamicTest> aTaskCompletesItself() {
        Promise<Integer> task = asPromise(loop.createTask("own", () -> 1));
        return Stream.of(
                        Map.<String, Executable>entry("setResult", () -> task.setResult(2)),
                        Map.<String, Executable>entry(
                                "setException", () -> task.setException(new Exception())),
                        Map.<String, Executable>entry("trySetResult", () -> task.trySetResult(2)),
                        Map.<String, Executable>entry(
                                "trySetException", () -> task.trySetException(new Exception())))
                .map(call ->
                        dynamicTest(
                                call.getKey(),
                                () ->
                                        assertRefused(
                                                call.getKey()
                                                        + " on task 'own': a task completes"
                                                        + " itself; use a Promise",
                                                call.getValue())));
    }

    @Test
    void uncancelBelowZeroHasNoEffect() {
        Task<Void> task = loop.createTask(() -> sleep(Duration.ZERO));

        assertEquals(0, task.uncancel());
        assertEquals(0, task.cancelling());
        loop.runUntilComplete(task);
    }

    @Test
    void cancellingATaskThatIsDoneHasNoEffect() {
        Task<Integer> task = loop.createTask(() -> 1);
        loop.runUntilComplete(task);

        assertFalse(task.cancel());
        assertEquals(0, task.cancelling());
        assertEquals(1, task.resultNow());
    }

    @Test
    void aDoneCallbackAddedLateIsCalledLaterNonetheless() {
        var calls = new int[1];
        promise.setResult(1);
        promise.addDoneCallback(done -> calls[0]++);
        assertEquals(0, calls[0]);
        loop.runUntilComplete(() -> sleep(Duration.ZERO));

        assertEquals(1, calls[0]);
    }

    @Test
    void unwrapOfWhatTheBackendLacksIsAnError() {
        var e = assertThrows(IllegalArgumentException.class, () -> loop.unwrap(String.class));

        assertEquals("backend 'nio' has no java.lang.String", e.getMessage());
    }

    @Test
    void theDefaultExecutorTakesNothingAfterItsShutdown() {
        loop.runUntilComplete(loop.shutdownDefaultExecutor(Duration.ofSeconds(1)));

        assertRefused(
                "cannot runInExecutor: the default executor of loop 'nio' was shut down",
                () -> loop.runInExecutor(() -> 1));
    }

    @Test
    void anExecutorThatRejectsFailsTheFuture() {
        var rejection = new java.util.concurrent.RejectedExecutionException("full");
        var future =
                loop.runInExecutor(
                        command -> {
                            throw rejection;
                        },
                        () -> 1);

        assertSame(
                rejection,
                assertThrows(RuntimeException.class, () -> loop.runUntilComplete(future)));
    }
}
