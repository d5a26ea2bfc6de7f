package dev.rondo.nio.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.Promise;
import dev.rondo.Task;
import dev.rondo.nio.traps.LoopWatch;
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
    void unwrapOfWhatTheBackendLacksIsAnError() {
        var e = assertThrows(IllegalArgumentException.class, () -> loop.unwrap(String.class));

        assertEquals("backend 'nio' has no java.lang.String", e.getMessage());
    }
}
