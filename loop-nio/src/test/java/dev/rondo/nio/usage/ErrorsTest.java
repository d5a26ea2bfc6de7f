package dev.rondo.nio.usage;

import static dev.rondo.Rondo.gather;
import static dev.rondo.Rondo.shield;
import static dev.rondo.Rondo.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.ExceptionContext;
import dev.rondo.LoopFuture;
import dev.rondo.Promise;
import dev.rondo.Rondo;
import dev.rondo.Task;
import dev.rondo.nio.traps.Limit;
import dev.rondo.nio.traps.LoopWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// An error that nobody is there to catch goes to the exception handler, and the loop goes on.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ErrorsTest {
    private static final IllegalArgumentException FAILURE =
            new IllegalArgumentException("deliberate");

    @RegisterExtension final LoopWatch watch = new LoopWatch();

    private final EventLoop loop = EventLoops.create("nio");
    private final List<ExceptionContext> reports = new ArrayList<>();
    private final List<String> events = new ArrayList<>();

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    private void collectReports() {
        loop.setExceptionHandler((from, context) -> {
            assertSame(loop, from);
            reports.add(context);
        });
    }

    private static void fail() {
        throw FAILURE;
    }

    private void runShortly() {
        loop.runUntilComplete(() -> sleep(Duration.ofMillis(1)));
    }

    private ExceptionContext onlyReport() {
        assertEquals(1, reports.size(), reports::toString);
        return reports.getFirst();
    }

    @Test
    void aCallbackThatThrowsIsReportedAndTheNextIsCalled() {
        collectReports();
        var handle = loop.callSoon(ErrorsTest::fail);
        loop.callSoon(() -> events.add("next"));
        runShortly();

        ExceptionContext report = onlyReport();
        assertTrue(report.message().startsWith("exception in callback "), report.message());
        assertSame(FAILURE, report.exception());
        assertSame(handle, report.handle());
        assertNull(report.task());
        assertEquals(List.of(), report.creationSite());
        assertEquals(List.of("next"), events);
    }

    @Test
    void timersDoneCallbacksAndErrorsOfTheMachineAreReportedToo() {
        collectReports();
        Promise<Void> future = loop.createFuture();
        loop.callLater(Duration.ofNanos(1), ErrorsTest::fail);
        future.addDoneCallback(done -> fail());
        future.setResult(null);
        loop.callSoon(() -> {
            throw new StackOverflowError("deliberate");
        });
        loop.callSoon(() -> {
            throw new dev.rondo.CancelledError("deliberate");
        });
        runShortly();

        assertEquals(4, reports.size(), reports::toString);
        assertTrue(
                reports.stream()
                        .anyMatch(report -> report.message().startsWith("exception in done")));
    }

    @Test
    void aHandlerThatThrowsIsLoggedWithWhatItWasToHandle() {
        loop.setExceptionHandler((from, context) -> {
            throw new IllegalStateException("bad handler");
        });
        loop.callSoon(ErrorsTest::fail);
        loop.callSoon(() -> events.add("next"));
        runShortly();

        List<String> logged = watch.takeReports();
        assertEquals(2, logged.size(), logged::toString);
        assertEquals(
                "unhandled error in exception handler; java.lang.IllegalStateException: bad"
                        + " handler",
                logged.getFirst());
        assertTrue(logged.getLast().startsWith("exception in callback "), logged::toString);
        assertTrue(logged.getLast().endsWith("deliberate"), logged::toString);
        assertEquals(List.of("next"), events);
    }

    @Test
    void theDefaultHandlerLogs() {
        loop.callSoon(ErrorsTest::fail);
        loop.callExceptionHandler(new ExceptionContext("by hand", null));
        runShortly();

        List<String> logged = watch.takeReports();
        assertEquals(2, logged.size(), logged::toString);
        assertTrue(logged.contains("by hand"), logged::toString);
    }

    @Test
    void aHandlerMayBeTakenBack() {
        collectReports();
        loop.setExceptionHandler(null);
        loop.callSoon(ErrorsTest::fail);
        runShortly();

        assertEquals(List.of(), reports);
        assertEquals(1, watch.takeReports().size());
    }

    @Test
    void aHandlerMayScheduleAndStop() {
        loop.setExceptionHandler((from, context) -> {
            from.createTask(() -> events.add("task"));
            from.callSoon(from::stop);
        });
        loop.callSoon(ErrorsTest::fail);
        loop.runForever();

        assertEquals(List.of("task"), events);
    }

    @Test
    void aTasksFailureIsItsOwnerBusiness() {
        collectReports();
        Task<Void> task = loop.createTask(ErrorsTest::fail);
        runShortly();

        assertSame(FAILURE, task.exceptionNow());
        assertEquals(List.of(), reports);
    }

    @Test
    void uncheckedExceptionsAreThrownAsTheyAreAndCheckedOnesAsACause() {
        assertSame(
                FAILURE,
                assertThrows(
                        RuntimeException.class, () -> loop.runUntilComplete(ErrorsTest::fail)));
        var checked = new Exception("checked");
        var e =
                assertThrows(
                        CompletionException.class,
                        () ->
                                loop.runUntilComplete(() -> {
                                    throw checked;
                                }));
        assertSame(checked, e.getCause());
    }

    @Test
    void theTraceOfAFailureShowsWhoAwaitsIt() {
        loop.runUntilComplete(() -> {
            Task<Void> task =
                    loop.createTask(() -> {
                        throw new IllegalArgumentException("fresh");
                    });
            var e = assertThrows(IllegalArgumentException.class, () -> awaitHere(task));
            assertTrue(
                    Arrays.stream(e.getStackTrace())
                            .anyMatch(frame -> frame.getMethodName().equals("awaitHere")));
        });
    }

    private static void awaitHere(Task<Void> task) {
        task.await();
    }

    /// Has the collector find what nobody holds any more.
    private static void collectUntil(String what, java.util.function.BooleanSupplier condition) {
        Limit.until(
                what,
                () -> {
                    System.gc();
                    return condition.getAsBoolean();
                });
    }

    @Test
    void aFailureThatNobodyAskedForIsReportedOnceItCannotBeAskedForAnyMore() {
        collectReports();
        loop.createTask("forgotten", ErrorsTest::fail);
        loop.<Void>createFuture().setException(FAILURE);
        runShortly();
        collectUntil(
                "both failures are reported",
                () -> {
                    runShortly();
                    return reports.size() == 2;
                });

        List<String> messages = reports.stream().map(ExceptionContext::message).sorted().toList();
        assertEquals(
                List.of(
                        "exception of a future was never retrieved",
                        "exception of task 'forgotten' was never retrieved"),
                messages);
        assertSame(FAILURE, reports.getFirst().exception());
    }

    @Test
    void oneWhoseLoopIsClosedIsLogged() {
        loop.createTask("forgotten", ErrorsTest::fail);
        runShortly();
        loop.close();
        collectUntil("the failure is logged", () -> watch.countReports() > 0);

        String logged = watch.takeReports().getFirst();
        assertTrue(logged.startsWith("exception of task 'forgotten' was never retrieved"), logged);
        assertTrue(logged.endsWith("java.lang.IllegalArgumentException: deliberate"), logged);
    }

    @Test
    void oneThatSomebodyHasSeenIsNotReported() {
        collectReports();
        seeFailures();
        loop.createTask("the last to be collected", ErrorsTest::fail);
        runShortly();
        collectUntil(
                "the last one is reported",
                () -> {
                    runShortly();
                    return !reports.isEmpty();
                });

        assertEquals(
                "exception of task 'the last to be collected' was never retrieved",
                onlyReport().message());
    }

    private void seeFailures() {
        loop.runUntilComplete(() -> {
            var awaited = loop.createTask(ErrorsTest::fail);
            var asked = loop.createTask(ErrorsTest::fail);
            LoopFuture<?> gathered = gather(loop.createTask(ErrorsTest::fail));
            LoopFuture<?> outcomes = Rondo.gatherOutcomes(loop.createTask(ErrorsTest::fail));
            var shielded = shield(loop.createTask(ErrorsTest::fail));
            var bridged = loop.createTask(ErrorsTest::fail).toCompletableFuture();
            sleep(Duration.ofMillis(1));
            assertThrows(RuntimeException.class, awaited::await);
            assertSame(FAILURE, asked.exceptionNow());
            assertThrows(RuntimeException.class, gathered::await);
            outcomes.await();
            assertThrows(RuntimeException.class, shielded::await);
            assertTrue(bridged.isCompletedExceptionally());
        });
    }
}
