package dev.rondo.memory.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CancelledError;
import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.ExceptionContext;
import dev.rondo.Handle;
import dev.rondo.LoopFuture;
import dev.rondo.Rondo;
import dev.rondo.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Callbacks, `stop`, which loop runs where, and the exception handler.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class CallbackSemanticsTest {
    @RegisterExtension final LoopFixture fixture = new LoopFixture();

    private final EventLoop loop = fixture.loop;
    private final List<String> seen = new ArrayList<>();

    // callback.call-soon-fifo-args
    @Test
    void callbacksRunInTheOrderOfScheduling() {
        loop.callSoon(() -> seen.add("a"));
        loop.callSoon(() -> seen.add("b"));
        loop.callSoon(() -> seen.add("c"));

        fixture.turns(1);

        assertEquals(List.of("a", "b", "c"), seen);
    }

    // callback.iteration-snapshot
    @Test
    void anIterationRunsWhatWasReadyWhenItBegan() {
        loop.callSoon(() -> {
            seen.add("first");
            loop.callSoon(() -> seen.add("its follower"));
        });
        loop.callSoon(() -> seen.add("second"));

        fixture.turns(1);

        assertEquals(List.of("first", "second"), seen);
    }

    // callback.iteration-snapshot
    @Test
    void stopLetsTheIterationEnd() {
        loop.callSoon(() -> seen.add("before"));
        loop.callSoon(loop::stop);
        loop.callSoon(() -> seen.add("after"));

        loop.runForever();

        assertEquals(List.of("before", "after"), seen);
    }

    // callback.cancelled-handle-not-queued
    @Test
    void aCancelledCallbackIsSkipped() {
        Handle[] second = new Handle[1];
        loop.callSoon(() -> second[0].cancel());
        second[0] = loop.callSoon(() -> seen.add("second"));

        fixture.turns(1);

        assertEquals(List.of(), seen);
    }

    // callback.handle-state
    @Test
    void aHandleTellsWhetherItWasCancelled() {
        Handle handle = loop.callSoon(() -> seen.add("called"));
        assertFalse(handle.isCancelled());

        handle.cancel();
        handle.cancel();

        assertTrue(handle.isCancelled());
    }

    // callback.threadsafe-wakes-loop
    @Test
    void anotherThreadWakesTheLoop() {
        CompletableFuture<Void> outside = new CompletableFuture<>();
        LoopFuture<Void> waiting = loop.wrap(outside);
        Thread.ofPlatform()
                .start(() ->
                        loop.callSoonThreadSafe(() -> {
                            seen.add("hello");
                            loop.callSoon(() -> seen.add("world"));
                            loop.callSoon(() -> outside.complete(null));
                        }));

        loop.runUntilComplete(waiting);

        assertEquals(List.of("hello", "world"), seen);
    }

    // callback.threadsafe-wakes-loop
    @Test
    void onTheLoopsThreadBothWaysOfSchedulingKeepTheOrder() {
        loop.callSoon(() -> {
            loop.callSoonThreadSafe(() -> seen.add("a"));
            loop.callSoon(() -> seen.add("b"));
            loop.callSoonThreadSafe(() -> seen.add("c"));
        });

        fixture.turns(2);

        assertEquals(List.of("a", "b", "c"), seen);
    }

    // callback.threadsafe-wakes-loop
    @Test
    void anIdleLoopKeepsTheOrderOfBothWaysOfScheduling() {
        loop.callSoon(() -> seen.add("a"));
        loop.callSoonThreadSafe(() -> seen.add("b"));
        loop.callSoon(() -> seen.add("c"));

        fixture.turns(1);

        assertEquals(List.of("a", "b", "c"), seen);
    }

    // callback.threadsafe-cancel-before-start
    @Test
    void anotherThreadCancelsBeforeTheStart() throws InterruptedException {
        Handle handle = loop.callSoonThreadSafe(() -> seen.add("called"));
        Thread canceller = Thread.ofPlatform().start(handle::cancel);
        canceller.join();

        fixture.turns(1);

        assertEquals(List.of(), seen);
        assertTrue(handle.isCancelled());
    }

    // callback.threadsafe-self-cancel
    @Test
    void aCallbackThatCancelsItselfRunsToItsEnd() {
        Handle[] self = new Handle[1];
        self[0] =
                loop.callSoonThreadSafe(() -> {
                    self[0].cancel();
                    seen.add("end");
                });

        fixture.turns(1);

        assertEquals(List.of("end"), seen);
        assertTrue(self[0].isCancelled());
    }

    // loop.stop-before-run
    @Test
    void aStopBeforeTheRunMakesItOneIteration() {
        loop.callLater(Duration.ofSeconds(1), () -> seen.add("timer"));
        loop.callSoon(() -> loop.callSoon(() -> seen.add("second")));
        long iterations = loop.metrics().iterations();

        loop.stop();
        loop.runForever();

        assertEquals(1, loop.metrics().iterations() - iterations);
        assertEquals(0, loop.time());
        assertEquals(List.of(), seen);
    }

    // loop.stopped-before-complete
    @Test
    void aRunThatWasStoppedLeavesItsTaskPending() {
        Task<Void> counting =
                loop.createTask(() -> {
                    while (seen.size() < 10) {
                        seen.add("step");
                        if (seen.size() == 2) {
                            loop.stop();
                        }
                        Rondo.sleep(Duration.ofMillis(100));
                    }
                });

        IllegalStateException stopped =
                assertThrows(IllegalStateException.class, () -> loop.runUntilComplete(counting));

        assertTrue(stopped.getMessage().contains("stopped before"), stopped.getMessage());
        assertFalse(counting.isDone());
        assertEquals(2, seen.size());
        counting.cancel();
        assertThrows(CancelledError.class, () -> loop.runUntilComplete(counting));
    }

    // loop.no-reentrant-run
    @Test
    void refusesToRunInsideItself() {
        Task<String> inner = loop.createTask(() -> "inner");

        loop.runUntilComplete(() -> {
            assertThrows(IllegalStateException.class, () -> loop.runUntilComplete(inner));
            assertThrows(
                    IllegalStateException.class,
                    () -> loop.runUntilComplete(() -> seen.add("body")));
            assertThrows(IllegalStateException.class, loop::runForever);
        });

        assertEquals(List.of(), seen);
    }

    // loop.no-second-loop-in-thread
    @Test
    void refusesToRunAnotherLoopInsideALoop() {
        try (EventLoop other = EventLoops.create("memory")) {
            loop.runUntilComplete(() -> {
                assertThrows(IllegalStateException.class, other::runForever);
                assertThrows(
                        IllegalStateException.class,
                        () -> other.runUntilComplete(() -> seen.add("body")));
                assertSame(loop, Rondo.currentLoop());
            });
            loop.callSoon(() -> assertThrows(IllegalStateException.class, other::runForever));
            fixture.turns(1);
        }

        assertEquals(List.of(), seen);
    }

    // loop.running-loop-lookup, loop.current-loop-is-per-thread
    @Test
    void theRunningLoopIsFoundInTasksAndCallbacksAlone() {
        assertThrows(IllegalStateException.class, Rondo::currentLoop);
        loop.callSoon(() -> seen.add("callback " + (Rondo.currentLoop() == loop)));

        assertThrows(
                ArithmeticException.class,
                () ->
                        loop.runUntilComplete(() -> {
                            seen.add("task " + (Rondo.currentLoop() == loop));
                            throw new ArithmeticException();
                        }));

        assertEquals(List.of("callback true", "task true"), seen);
        assertThrows(IllegalStateException.class, Rondo::currentLoop);
    }

    // loop.running-loop-lookup
    @Test
    void aCallbackIsNoTask() {
        loop.callSoon(() -> {
            assertThrows(IllegalStateException.class, Rondo::currentTask);
            assertThrows(IllegalStateException.class, () -> Rondo.sleep(Duration.ofSeconds(1)));
        });

        fixture.turns(1);
    }

    // exc.context-fields
    @Test
    void theExceptionHandlerHearsOfAFailedCallbackOnce() {
        ArithmeticException failure = new ArithmeticException("boom");
        loop.setDebug(true);
        Handle handle =
                loop.callSoon(() -> {
                    throw failure;
                });
        loop.callSoon(() -> seen.add("next"));

        fixture.turns(1);

        List<ExceptionContext> reports = fixture.takeReports();
        assertEquals(1, reports.size());
        ExceptionContext report = reports.getFirst();
        assertTrue(report.message().startsWith("exception in callback"), report.message());
        assertSame(failure, report.exception());
        assertSame(handle, report.handle());
        assertTrue(
                report.creationSite().stream()
                        .anyMatch(
                                frame -> frame.getMethodName().startsWith("theExceptionHandler")));
        assertEquals(List.of("next"), seen);
    }

    // exc.context-fields
    @Test
    void anErrorOrACancellationOutOfACallbackIsReportedToo() {
        loop.callSoon(() -> {
            throw new AssertionError("boom");
        });
        loop.callLater(
                Duration.ZERO,
                () -> {
                    throw new CancelledError();
                });

        fixture.turns(1);

        List<ExceptionContext> reports = fixture.takeReports();
        assertInstanceOf(AssertionError.class, reports.get(0).exception());
        assertInstanceOf(CancelledError.class, reports.get(1).exception());
    }

    // exc.default-logs
    @Test
    void withoutAHandlerErrorsAreLogged() {
        loop.setExceptionHandler(null);
        try (LogCapture log = new LogCapture()) {
            ArithmeticException soon = new ArithmeticException("soon");
            ArithmeticException timer = new ArithmeticException("timer");
            loop.callSoon(() -> raise(soon));
            loop.callLater(Duration.ZERO, () -> raise(timer));

            fixture.turns(1);

            assertEquals(List.of(soon, timer), log.thrown());
            assertTrue(log.messages().getFirst().startsWith("exception in callback"));
        }
    }

    // exc.broken-custom-handler
    @Test
    void aHandlerThatThrowsIsLoggedWithWhatItWasToldAndTheLoopGoesOn() {
        ArithmeticException failure = new ArithmeticException("callback");
        IllegalStateException broken = new IllegalStateException("handler");
        loop.setExceptionHandler((_, _) -> raise(broken));
        try (LogCapture log = new LogCapture()) {
            loop.callSoon(() -> raise(failure));
            loop.callSoon(() -> seen.add("next"));

            fixture.turns(1);

            assertEquals(List.of(broken, failure), log.thrown());
            assertTrue(
                    log.messages().getFirst().startsWith("unhandled error in exception handler"));
            assertEquals(List.of("next"), seen);
        }
    }

    private static void raise(RuntimeException exception) {
        throw exception;
    }
}
