package dev.rondo.nio.traps;

import static dev.rondo.Rondo.createTask;
import static dev.rondo.Rondo.sleep;
import static dev.rondo.Rondo.timeout;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CancelledError;
import dev.rondo.Coroutine;
import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.Task;
import dev.rondo.TaskOptions;
import dev.rondo.nio.traps.BlockingCall.Site;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A coroutine that blocks in the JDK does not stop the loop, and can be cancelled, under
/// `scheduled`.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BlockingCallsTest {
    private static final String KEEPS_THE_TURN =
            "a coroutine that blocks in the JDK keeps the turn";

    @RegisterExtension final LoopWatch watch = new LoopWatch();

    private final EventLoop loop = EventLoops.create("nio");
    private final List<String> events = new ArrayList<>();

    /// The thread of the coroutine that blocks.
    private volatile Thread blocker;

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    private void note(String event) {
        events.add(event);
    }

    private void block(Site site) throws Exception {
        blocker = Thread.currentThread();
        site.block();
    }

    /// Gives up turns until the coroutine is parked in the JDK.
    private void untilBlocked() {
        Limit.until(
                "the coroutine is parked",
                () -> {
                    sleep(Duration.ZERO);
                    return blocker != null && isWaiting(blocker);
                });
    }

    private static boolean isWaiting(Thread thread) {
        return switch (thread.getState()) {
            case WAITING, TIMED_WAITING, BLOCKED -> true;
            default -> false;
        };
    }

    /// Runs a body that blocks as a task, and cancels it while it blocks.
    private <T> Task<T> cancelWhileBlocked(Coroutine<T> body) {
        return loop.runUntilComplete(() -> {
            Task<T> task = createTask(body);
            untilBlocked();
            assertTrue(task.cancel("enough"));
            return task;
        });
    }

    /// {@return the error with which the task ended}
    private CancelledError cancellationOf(Task<?> task) {
        return assertThrows(CancelledError.class, () -> loop.runUntilComplete(task));
    }

    private static boolean isCausedBy(Throwable error, Class<?> type) {
        return Stream.iterate(error, e -> e != null, Throwable::getCause)
                .anyMatch(type::isInstance);
    }

    @ParameterizedTest
    @EnumSource
    void itDoesNotStopTheLoop(BlockingCall call) throws Exception {
        Engine.assumeScheduled(KEEPS_THE_TURN);
        try (Site site = call.open()) {
            loop.runUntilComplete(() -> {
                Task<Void> task = createTask(() -> block(site));
                untilBlocked();
                sleep(Duration.ofMillis(1));
                assertFalse(task.isDone());
                site.release();
                if (call == BlockingCall.THREAD_SLEEP) {
                    task.cancel(); // nothing else ends a sleep before its time
                } else {
                    task.await();
                }
            });
        }
    }

    @Test
    void aBlockingCallKeepsTheTurnUnderHandoffOnly() {
        loop.createTask(() -> {
            note("blocks");
            Thread.sleep(5);
            note("goes on");
        });
        Task<Void> other = loop.createTask(() -> note("other"));

        loop.runUntilComplete(other);
        loop.close();

        assertEquals(
                Engine.isScheduled()
                        ? List.of("blocks", "other")
                        : List.of("blocks", "goes on", "other"),
                events);
    }

    @Test
    void anEagerTaskThatBlocksGivesTheTurnBackUnderScheduledOnly() {
        loop.runUntilComplete(() -> {
            Task<Void> task =
                    createTask(
                            TaskOptions.DEFAULT.withEagerStart(true),
                            () -> {
                                note("blocks");
                                Thread.sleep(5);
                                note("goes on");
                            });
            note("creator");
            task.await();
        });

        assertEquals(
                Engine.isScheduled()
                        ? List.of("blocks", "creator", "goes on")
                        : List.of("blocks", "goes on", "creator"),
                events);
    }

    @Test
    void underHandoffACancellationHasToWaitForTheBlockingCall() {
        Engine.assumeHandoff("it interrupts the call");
        var latch = new CountDownLatch(1);
        Task<String> task =
                loop.createTask(() -> {
                    Thread.startVirtualThread(() -> cancelAndRelease(latch));
                    latch.await();
                    return "not interrupted";
                });
        toCancel = task;

        assertEquals("not interrupted", loop.runUntilComplete(task));
    }

    private volatile Task<String> toCancel;

    private void cancelAndRelease(CountDownLatch latch) {
        toCancel.cancel();
        latch.countDown();
    }

    @ParameterizedTest
    @EnumSource
    void aCancellationEndsIt(BlockingCall call) throws Exception {
        Engine.assumeScheduled(KEEPS_THE_TURN);
        try (Site site = call.open()) {
            Task<String> task =
                    cancelWhileBlocked(() -> {
                        block(site);
                        return "done";
                    });
            if (!call.isInterruptible()) {
                assertFalse(task.isDone());
                site.release();
            }

            assertEquals("enough", cancellationOf(task).getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBodyThatSwallowsTheInterruptAndReturnsIsCancelled(BlockingCall call) throws Exception {
        Engine.assumeScheduled(KEEPS_THE_TURN);
        try (Site site = call.open()) {
            Task<String> task =
                    cancelWhileBlocked(() -> {
                        try {
                            block(site);
                        } catch (Exception e) {
                            note("swallowed");
                        }
                        return "done";
                    });
            site.release();

            assertEquals("enough", cancellationOf(task).getMessage());
            assertEquals(call.isInterruptible() ? List.of("swallowed") : List.of(), events);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBodyThatSwallowsTheInterruptAndRetriesIsCancelledAtItsNextAwait(BlockingCall call)
            throws Exception {
        Engine.assumeScheduled(KEEPS_THE_TURN);
        try (Site site = call.open()) {
            Task<String> task =
                    cancelWhileBlocked(() -> {
                        tryThreeTimes(site);
                        sleep(Duration.ofDays(1));
                        return "done";
                    });
            if (!call.isInterruptible()) {
                site.release();
            }

            assertEquals("enough", cancellationOf(task).getMessage());
            assertEquals(call.isInterruptible() ? 3 : 0, events.size());
        }
    }

    private void tryThreeTimes(Site site) {
        for (int i = 0; i < 3; i++) {
            try {
                block(site);
            } catch (Exception e) {
                note("swallowed");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBodyThatEndsWithAnotherExceptionIsCancelledBecauseOfIt(BlockingCall call)
            throws Exception {
        Engine.assumeScheduled(KEEPS_THE_TURN);
        try (Site site = call.open()) {
            Task<String> task =
                    cancelWhileBlocked(() -> {
                        try {
                            block(site);
                        } catch (Exception e) {
                            throw new UnsupportedOperationException(e);
                        }
                        throw new UnsupportedOperationException("after the call");
                    });
            site.release();

            assertTrue(isCausedBy(cancellationOf(task), UnsupportedOperationException.class));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTimeoutEndsIt(BlockingCall call) throws Exception {
        Engine.assumeScheduled(KEEPS_THE_TURN);
        try (Site site = call.open()) {
            loop.runUntilComplete(() -> {
                if (!call.isInterruptible()) {
                    loop.callLater(Duration.ofMillis(20), site::release);
                }
                timeoutOf(call, site);
                note("not cancelled");
                Thread.sleep(1); // no interrupt is left behind
                note("goes on");
            });
        }

        assertEquals(List.of("not cancelled", "goes on"), events);
    }

    /// What no interrupt ends is awaited, and has its result when the limit is long over.
    private void timeoutOf(BlockingCall call, Site site) throws TimeoutException {
        if (call.isInterruptible()) {
            assertThrows(
                    TimeoutException.class, () -> timeout(Duration.ofMillis(5), () -> block(site)));
        } else {
            timeout(Duration.ofMillis(5), () -> block(site));
        }
    }

    @ParameterizedTest
    @EnumSource
    void closingTheLoopUnwindsIt(BlockingCall call) throws Exception {
        Engine.assumeScheduled(KEEPS_THE_TURN);
        try (Site site = call.open()) {
            Task<Void> task = loop.createTask(() -> blockWithFinally(site));
            loop.runUntilComplete(this::untilBlocked);
            if (!call.isInterruptible()) {
                site.release();
            }
            loop.close();

            assertTrue(task.isDone());
            assertEquals(List.of("finally"), events);
        }
    }

    private void blockWithFinally(Site site) throws Exception {
        try {
            block(site);
        } finally {
            note("finally");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LOCK", "MONITOR"})
    void whatNoInterruptReachesIsReportedByCloseAndEndsElsewhere(BlockingCall call)
            throws Exception {
        Engine.assumeScheduled(KEEPS_THE_TURN);
        var ended = new CountDownLatch(1);
        try (Site site = call.open()) {
            loop.setExceptionHandler((_, context) -> note(context.message()));
            loop.createTask(
                    "blocked",
                    () -> {
                        block(site);
                        ended.countDown();
                    });
            loop.runUntilComplete(this::untilBlocked);
            loop.close();

            assertEquals(List.of("task 'blocked' did not end when its loop was closed"), events);
        }
        Limit.await(ended);
    }

    @Test
    void aBodyThatBlocksAgainAfterEveryInterruptDoesNotStopTheLoop() throws Exception {
        Engine.assumeScheduled(KEEPS_THE_TURN);
        var latch = new CountDownLatch(1);
        Task<Void> task = cancelWhileBlocked(() -> awaitUninterruptibly(latch));

        loop.runUntilComplete(() -> sleep(Duration.ofMillis(1)));
        assertFalse(task.isDone());
        latch.countDown();

        assertEquals("enough", cancellationOf(task).getMessage());
    }

    private Void awaitUninterruptibly(CountDownLatch latch) {
        blocker = Thread.currentThread();
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                // as a bad program does
            }
        }
        return null;
    }
}
