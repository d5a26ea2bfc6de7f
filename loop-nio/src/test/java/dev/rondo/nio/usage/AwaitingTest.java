package dev.rondo.nio.usage;

import static dev.rondo.ReturnWhen.FIRST_COMPLETED;
import static dev.rondo.Rondo.asCompleted;
import static dev.rondo.Rondo.createTask;
import static dev.rondo.Rondo.currentLoop;
import static dev.rondo.Rondo.currentTask;
import static dev.rondo.Rondo.gather;
import static dev.rondo.Rondo.gatherOutcomes;
import static dev.rondo.Rondo.shield;
import static dev.rondo.Rondo.sleep;
import static dev.rondo.Rondo.staggeredRace;
import static dev.rondo.Rondo.taskGroup;
import static dev.rondo.Rondo.timeout;
import static dev.rondo.Rondo.toThread;
import static dev.rondo.Rondo.waitFor;
import static dev.rondo.Rondo.waitUntil;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.rondo.ContextVariable;
import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.Promise;
import dev.rondo.Task;
import dev.rondo.nio.traps.LoopWatch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;

/// Waiting where nobody can wait, or for what one cannot wait for.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AwaitingTest {
    private static final String NO_LOOP =
            ": no loop is running here; call it in a coroutine or callback, or use Rondo.run(…)";
    private static final String IN_CALLBACK =
            " in a callback: it would block the loop; create a task, or use addDoneCallback";
    private static final Duration SHORT = Duration.ofMillis(1);

    @RegisterExtension final LoopWatch watch = new LoopWatch();

    private final EventLoop loop = EventLoops.create("nio");
    private final Promise<Void> pending = loop.createFuture();

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    /// What suspends the caller, with what the refusal says cannot be done.
    private Stream<Map.Entry<String, Executable>> waits() {
        return Stream.of(
                Map.entry("sleep", () -> sleep(SHORT)),
                Map.entry("sleep", () -> sleep(Duration.ZERO)),
                Map.entry("use toThread", () -> toThread(() -> 1)),
                Map.entry("use timeout", () -> timeout(SHORT, () -> {})),
                Map.entry("use waitFor", () -> waitFor(pending, SHORT)),
                Map.entry("use waitFor", () -> waitFor(pending, Duration.ZERO)),
                Map.entry("use waitUntil", () -> waitUntil(List.of(pending), FIRST_COMPLETED)),
                Map.entry("use staggeredRace", () -> staggeredRace(List.of(() -> 1))),
                Map.entry("open a task group", () -> taskGroup(group -> {})),
                Map.entry("ask for the current task", () -> currentTask()));
    }

    /// What needs a loop and does not suspend.
    private static Stream<Map.Entry<String, Executable>> uses() {
        ContextVariable<String> variable = ContextVariable.of("variable");
        return Stream.of(
                Map.entry("use the running loop", () -> currentLoop()),
                Map.entry("use the running loop", () -> createTask(() -> 1)),
                Map.entry("use the running loop", () -> createTask(() -> {})),
                Map.entry("use the running loop", () -> createTask("name", () -> 1)),
                Map.entry("use the running loop", () -> createTask("name", () -> {})),
                Map.entry("gather nothing", () -> gather()),
                Map.entry("gather nothing", () -> gather(List.of())),
                Map.entry("gather nothing", () -> gatherOutcomes(List.of())),
                Map.entry("asCompleted nothing", () -> asCompleted(List.of())),
                Map.entry("set a context variable", () -> variable.set("value")));
    }

    private static void assertRefused(String message, Executable call) {
        assertEquals(
                "cannot " + message, assertThrows(IllegalStateException.class, call).getMessage());
    }

    @TestFactory
    Stream<DynamicTest> aPlainThreadIsRefused() {
        return Stream.concat(waits(), uses())
                .map(call ->
                        dynamicTest(
                                call.getKey(),
                                () -> assertRefused(call.getKey() + NO_LOOP, call.getValue())));
    }

    @TestFactory
    Stream<DynamicTest> aCallbackIsRefused() {
        return waits().map(call -> dynamicTest(call.getKey(), () -> assertRefusedInCallback(call)));
    }

    private void assertRefusedInCallback(Map.Entry<String, Executable> call) {
        var thrown = new AtomicReference<Throwable>();
        loop.callSoon(() -> {
            try {
                assertRefused(call.getKey() + IN_CALLBACK, call.getValue());
            } catch (Throwable e) {
                thrown.set(e);
            }
            loop.stop();
        });
        loop.runForever();
        assertEquals(null, thrown.get());
    }

    private static void assertAwaitRefused(Executable await) {
        String message = assertThrows(IllegalStateException.class, await).getMessage();
        assertEquals(
                "cannot await on "
                        + Thread.currentThread()
                        + ", which runs no coroutine of loop 'nio'; use get() there, or"
                        + " runUntilComplete",
                message);
    }

    @Test
    void awaitOnAPlainThreadIsRefused() {
        assertAwaitRefused(pending::await);
        assertAwaitRefused(shield(pending)::await);
    }

    @Test
    void awaitInACallbackIsRefused() {
        assertRefusedInCallback(Map.entry("await", pending::await));
    }

    @Test
    void getInACallbackIsRefusedInsteadOfBlockingTheLoop() {
        assertRefusedInCallback(Map.entry("get() a pending future", pending::get));
        assertRefusedInCallback(
                Map.entry("get() a pending future", () -> pending.get(1, TimeUnit.DAYS)));
    }

    @Test
    void futuresOfTwoLoopsCannotBeGathered() {
        try (EventLoop other = EventLoops.create("nio")) {
            Promise<Void> foreign = other.createFuture();
            var e = assertThrows(IllegalArgumentException.class, () -> gather(pending, foreign));
            assertEquals(
                    "gather of futures of different loops: loop 'nio' and loop 'nio'",
                    e.getMessage());
        }
    }

    @Test
    void aTaskCannotAwaitItself() {
        var self = new AtomicReference<Task<Void>>();
        self.set(loop.createTask("narcissus", () -> self.get().await()));

        var e = assertThrows(IllegalStateException.class, () -> loop.runUntilComplete(self.get()));
        assertEquals("task 'narcissus' cannot await itself", e.getMessage());
    }
}
