package dev.rondo.memory.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CancelledError;
import dev.rondo.EventLoop;
import dev.rondo.ExceptionContext;
import dev.rondo.LoopFuture;
import dev.rondo.Promise;
import dev.rondo.Rondo;
import dev.rondo.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The end of a loop.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class CloseSemanticsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);

    @RegisterExtension final LoopFixture fixture = new LoopFixture();

    private final EventLoop loop = fixture.loop;
    private final List<String> seen = new ArrayList<>();

    // loop.close-idempotent
    @Test
    void canBeClosedMoreThanOnce() {
        assertFalse(loop.isClosed());
        loop.close();
        loop.close();
        assertTrue(loop.isClosed());
    }

    // loop.close-while-running
    @Test
    void refusesToCloseWhileItRuns() {
        loop.runUntilComplete(() -> {
            assertThrows(IllegalStateException.class, loop::close);
            LoopFuture<IllegalStateException> elsewhere =
                    loop.runInExecutor(
                            () -> assertThrows(IllegalStateException.class, loop::close));
            assertTrue(elsewhere.await().getMessage().contains("running"));
        });
        loop.callSoon(() -> assertThrows(IllegalStateException.class, loop::close));
        fixture.turns(1);

        assertFalse(loop.isClosed());
    }

    // loop.closed-rejects-everything
    @Test
    void refusesEverythingOnceClosed() {
        Promise<Void> future = loop.createFuture();
        loop.close();

        Stream.<Runnable>of(
                        loop::runForever,
                        loop::stop,
                        loop::createFuture,
                        () -> loop.runUntilComplete(future),
                        () -> loop.runUntilComplete(() -> seen.add("body")),
                        () -> loop.callSoon(() -> {}),
                        () -> loop.callSoonThreadSafe(() -> {}),
                        () -> loop.callLater(SECOND, () -> {}),
                        () -> loop.callAt(0, () -> {}),
                        () -> loop.runInExecutor(() -> 42),
                        () -> loop.runInExecutor(Runnable::run, () -> 42),
                        () -> future.addDoneCallback(_ -> {}))
                .forEach(use -> assertThrows(IllegalStateException.class, use::run));
        assertThrows(RejectedExecutionException.class, () -> loop.asExecutor().execute(() -> {}));
        assertEquals(List.of(), seen);
    }

    // loop.create-task-on-closed
    @Test
    void takesNoTaskOnceClosed() {
        loop.close();

        assertThrows(IllegalStateException.class, () -> loop.createTask(() -> seen.add("body")));
        assertEquals(List.of(), loop.tasks());
    }

    // loop.close-idempotent
    @Test
    void closeUnwindsPendingTasks() {
        Task<Void> pending =
                loop.createTask(() -> {
                    try {
                        Rondo.sleep(DAY);
                    } finally {
                        seen.add("finally");
                        assertThrows(CancelledError.class, () -> Rondo.sleep(SECOND));
                        assertThrows(
                                IllegalStateException.class,
                                () -> Rondo.createTask(() -> seen.add("too late")));
                        seen.add("end");
                    }
                });
        fixture.turns(1);
        Task<Boolean> unstarted = loop.createTask(() -> seen.add("never started"));

        loop.close();

        assertEquals(List.of("finally", "end"), seen);
        assertTrue(pending.isCancelled());
        assertTrue(unstarted.isCancelled());
    }

    // loop.close-idempotent
    @Test
    void closeUnwindsTasksThatWaitForEachOther() {
        LoopFuture<Void> last = loop.createFuture();
        List<LoopFuture<?>> tasks = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            LoopFuture<Void> awaited = last;
            boolean isDirect = i % 2 == 0;
            last =
                    loop.createTask(() -> {
                        if (isDirect) {
                            awaited.await();
                        } else {
                            Rondo.gather(awaited).await();
                        }
                    });
            tasks.add(last);
        }
        fixture.turns(1);

        loop.close();

        tasks.forEach(task -> assertTrue(task.isCancelled(), task::toString));
        assertEquals(List.of(), fixture.takeReports());
    }

    // loop.close-idempotent
    @Test
    void closeReportsATaskThatDoesNotEnd() {
        Task<?> stubborn =
                loop.createTask(
                        "stubborn",
                        () ->
                                Stream.generate(() -> SECOND)
                                        .forEach(CloseSemanticsTest::sleepSwallowing));
        fixture.turns(1);

        loop.close();

        List<ExceptionContext> told = fixture.takeReports();
        assertEquals(1, told.size());
        assertTrue(told.getFirst().message().contains("'stubborn'"));
        assertSame(stubborn, told.getFirst().task());
    }

    // loop.closed-rejects-everything
    @Test
    void aCommandThatTheCloseOvertakesIsReportedAndALaterOneRejected() {
        loop.createTask(() -> {
            try {
                Rondo.sleep(DAY);
            } finally {
                assertThrows(
                        RejectedExecutionException.class,
                        () -> loop.asExecutor().execute(() -> seen.add("rejected")));
                seen.add("clean");
            }
        });
        fixture.turns(1);
        loop.asExecutor().execute(() -> seen.add("overtaken"));

        loop.close();

        assertEquals(List.of("clean"), seen);
        assertTrue(fixture.takeReports().getFirst().message().contains("was not run"));
    }

    private static void sleepSwallowing(Duration delay) {
        try {
            Rondo.sleep(delay);
        } catch (CancelledError e) {
            assertFalse(e.getMessage().isEmpty());
        }
    }
}
