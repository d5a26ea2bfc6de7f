package dev.rondo.nio.traps;

import static dev.rondo.Rondo.createTask;
import static dev.rondo.Rondo.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CancelledError;
import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Somebody who knows nothing of the loop interrupts one of its threads.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StrangersInterruptsTest {
    private static final Duration FOR_EVER = Duration.ofDays(1);

    @RegisterExtension final LoopWatch watch = new LoopWatch();

    private final EventLoop loop = EventLoops.create("nio");
    private final List<String> events = new ArrayList<>();

    /// The thread to interrupt.
    private volatile Thread target;

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    private void interruptWhenParked() {
        Limit.until("the thread has shown itself", () -> target != null);
        Limit.untilWaiting(target);
        target.interrupt();
    }

    private void interruptAtOnce() {
        Limit.until("the thread has shown itself", () -> target != null);
        target.interrupt();
    }

    @Test
    void aCoroutineThatWaitsIsCancelled() {
        Thread stranger = Thread.ofPlatform().start(this::interruptWhenParked);

        CancelledError error =
                assertThrows(
                        CancelledError.class,
                        () ->
                                loop.runUntilComplete(() -> {
                                    target = Thread.currentThread();
                                    sleep(FOR_EVER);
                                }));

        assertEquals("interrupted", error.getMessage());
        Limit.join(stranger);
    }

    @Test
    void theTaskMaySurviveIt() {
        Thread stranger = Thread.ofPlatform().start(this::interruptWhenParked);

        loop.runUntilComplete(() -> {
            target = Thread.currentThread();
            try {
                sleep(FOR_EVER);
            } catch (CancelledError e) {
                events.add("survived");
            }
            assertFalse(Thread.currentThread().isInterrupted());
            sleep(Duration.ofMillis(1));
        });

        assertEquals(List.of("survived"), events);
        Limit.join(stranger);
    }

    @Test
    void aCoroutineThatGivesUpTurnAfterTurnIsCancelled() {
        Thread stranger = Thread.ofPlatform().start(this::interruptAtOnce);

        assertThrows(
                CancelledError.class,
                () ->
                        loop.runUntilComplete(() -> {
                            while (true) {
                                target = Thread.currentThread();
                                sleep(Duration.ZERO);
                            }
                        }));

        Limit.join(stranger);
    }

    @Test
    void aFlagThatWasSetBeforeAnAwaitCancelsAndDoesNotSpin() {
        loop.runUntilComplete(() -> {
            Task<Void> task =
                    createTask(() -> {
                        Thread.currentThread().interrupt();
                        sleep(FOR_EVER);
                    });
            sleep(Duration.ofMillis(10));
            assertTrue(task.isCancelled());
        });

        assertTrue(loop.metrics().steps() < 100, loop.metrics()::toString);
    }

    @Test
    void aFlagThatWasSetBeforeAnAwaitOfWhatCannotBeCancelledDoesNotSpin() {
        loop.runUntilComplete(() -> {
            Task<Void> refusing = createTask(this::surviveOneCancellation);
            sleep(Duration.ZERO);
            Thread.currentThread().interrupt();
            refusing.await();
            events.add("goes on");
        });

        assertEquals(List.of("survived", "goes on"), events);
        assertTrue(loop.metrics().steps() < 100, loop.metrics()::toString);
    }

    private void surviveOneCancellation() {
        try {
            sleep(FOR_EVER);
        } catch (CancelledError e) {
            events.add("survived");
        }
        sleep(Duration.ofMillis(10));
    }

    @Test
    void theThreadOfTheCallbacksGoesOn() {
        loop.callSoon(() -> target = Thread.currentThread());
        loop.runUntilComplete(() -> {
            sleep(Duration.ZERO);
            target.interrupt();
            loop.callSoon(() -> events.add("called"));
            sleep(Duration.ofMillis(10));
        });

        assertEquals(List.of("called"), events);
        assertTrue(loop.metrics().polls() < 1000, loop.metrics()::toString);
    }

    @Test
    void aCallbackThatLeavesTheFlagSetHarmsNobody() {
        loop.callSoon(() -> Thread.currentThread().interrupt());
        loop.callSoon(() -> events.add("called"));
        loop.runUntilComplete(() -> sleep(Duration.ofMillis(10)));

        assertEquals(List.of("called"), events);
        assertTrue(loop.metrics().polls() < 1000, loop.metrics()::toString);
    }

    @Test
    void theLoopsOwnThreadGoesOnWaiting() {
        Engine.assumeScheduled("its own thread is the one of the callbacks");
        Thread carrier =
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith("rondo-nio-"))
                        .findAny()
                        .orElseThrow();
        Thread stranger = Thread.ofPlatform().start(this::interruptWhenParked);
        loop.runUntilComplete(() -> {
            target = carrier;
            sleep(Duration.ofMillis(20));
        });

        Limit.join(stranger);
        assertTrue(loop.metrics().polls() < 1000, loop.metrics()::toString);
    }

    @Test
    void theLoopsOwnThreadSurvivesBetweenTwoRuns() {
        Engine.assumeScheduled("its own thread is the one of the callbacks");
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("rondo-nio-"))
                .forEach(Thread::interrupt);

        assertEquals("alive", loop.runUntilComplete(() -> "alive"));
    }
}
