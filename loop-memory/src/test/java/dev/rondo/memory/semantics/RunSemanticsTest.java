package dev.rondo.memory.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CancelledError;
import dev.rondo.Coroutine;
import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.ExceptionContext;
import dev.rondo.Promise;
import dev.rondo.Rondo;
import dev.rondo.Task;
import dev.rondo.memory.MemoryLoopProvider;
import dev.rondo.spi.IoDriver;
import dev.rondo.spi.LoopProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;

/// `Rondo.run` and `runUntilComplete`.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class RunSemanticsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);

    @RegisterExtension final LoopFixture fixture = new LoopFixture();

    private final EventLoop loop = fixture.loop;
    private final ArithmeticException failure = new ArithmeticException("boom");
    private final List<String> seen = new ArrayList<>();
    private final List<ExceptionContext> reports = new ArrayList<>();

    @BeforeAll
    static void chooseTheBackend() {
        System.setProperty(EventLoops.LOOP_PROPERTY, "memory");
    }

    @AfterAll
    static void leaveTheChoice() {
        System.clearProperty(EventLoops.LOOP_PROPERTY);
    }

    // runner.returns-and-raises
    @Test
    void runReturnsTheResultAndClosesTheLoop() {
        EventLoop used = Rondo.run(() -> Rondo.currentLoop());

        assertTrue(used.isClosed());
        assertEquals("memory", used.backend());
    }

    // runner.returns-and-raises
    @Test
    void runThrowsTheFailureAndClosesTheLoop() {
        EventLoop[] used = new EventLoop[1];

        assertSame(
                failure,
                assertThrows(
                        ArithmeticException.class,
                        () ->
                                Rondo.run(() -> {
                                    used[0] = Rondo.currentLoop();
                                    throw failure;
                                })));

        assertTrue(used[0].isClosed());
    }

    // runner.not-from-running-loop
    @Test
    void runRefusesToRunInsideALoop() {
        loop.runUntilComplete(() ->
                assertThrows(IllegalStateException.class, () -> Rondo.run(() -> seen.add("body"))));

        assertEquals(List.of(), seen);
    }

    // runner.cancels-leftovers
    @Test
    void runCancelsWhatIsLeftAndWaitsForIt() {
        Rondo.run(() -> {
            Rondo.createTask(() -> {
                try {
                    Rondo.sleep(DAY);
                } finally {
                    Rondo.sleep(SECOND);
                    seen.add("clean");
                }
            });
            Rondo.createTask(() -> seen.add("started last"));
        });

        assertEquals(List.of("started last", "clean"), seen);
    }

    // runner.cancels-leftovers
    @Test
    void runReportsAFailureOfWhatIsLeftAndKeepsTheResult() {
        Task<?>[] left = new Task<?>[1];

        int result =
                Rondo.run(() -> {
                    keepReports(Rondo.currentLoop());
                    left[0] =
                            Rondo.createTask(() -> {
                                try {
                                    Rondo.sleep(DAY);
                                } catch (CancelledError e) {
                                    throw failure;
                                }
                            });
                    Rondo.sleep(Duration.ZERO);
                    return 42;
                });

        assertEquals(42, result);
        assertEquals(1, reports.size());
        assertSame(failure, reports.getFirst().exception());
        assertSame(left[0], reports.getFirst().task());
    }

    // runner.cancels-leftovers
    @Test
    void runClosesGeneratorsThatMayStillWaitInTheirCleanUp() {
        Rondo.run(() -> {
            keepReports(Rondo.currentLoop());
            Rondo.generate(
                            out -> {
                                try {
                                    out.yield("first");
                                } finally {
                                    Rondo.sleep(SECOND);
                                    seen.add("clean");
                                }
                            })
                    .iterator()
                    .next();
        });

        assertEquals(List.of("clean"), seen);
        assertEquals(List.of(), reports);
    }

    // runner.cancels-leftovers
    @Test
    void runWaitsForTheDefaultExecutor() {
        CountDownLatch gate = new CountDownLatch(1);
        Rondo.run(() -> {
            Rondo.currentLoop()
                    .runInExecutor(() -> {
                        gate.await();
                        return seen.add("work");
                    });
            gate.countDown();
        });

        assertEquals(List.of("work"), seen);
    }

    // runner.interrupt-becomes-cancel
    @Test
    void anInterruptOfTheCallerCancelsAMainTaskThatWaits() {
        Thread caller = Thread.currentThread();

        assertThrows(
                CancelledError.class,
                () ->
                        Rondo.run(() -> {
                            Promise<Void> future = Rondo.currentLoop().createFuture();
                            caller.interrupt();
                            try {
                                future.await();
                            } finally {
                                Rondo.sleep(SECOND);
                                seen.add("clean " + future.isCancelled());
                            }
                        }));

        assertTrue(Thread.interrupted());
        assertEquals(List.of("clean true"), seen);
    }

    // runner.interrupt-becomes-cancel
    @Test
    void anInterruptOfTheCallerCancelsAMainTaskThatIsBusy() {
        Thread caller = Thread.currentThread();

        assertThrows(
                CancelledError.class,
                () ->
                        Rondo.run(() -> {
                            caller.interrupt();
                            Stream.generate(() -> Duration.ZERO).forEach(Rondo::sleep);
                        }));

        assertTrue(Thread.interrupted());
    }

    // runner.interrupt-of-cancelled-main
    @Test
    void anInterruptDoesNotReplaceTheCancelOfTheProgram() {
        Thread caller = Thread.currentThread();

        CancelledError thrown =
                assertThrows(
                        CancelledError.class,
                        () ->
                                Rondo.run(() -> {
                                    caller.interrupt();
                                    Rondo.currentTask().cancel("the program's");
                                    Rondo.sleep(DAY);
                                }));

        assertTrue(Thread.interrupted());
        assertEquals("the program's", thrown.getMessage());
    }

    // runner.interrupt-becomes-cancel
    @Test
    void anInterruptOfTheCallerStopsALoopThatRunsForEver() {
        Thread caller = Thread.currentThread();
        loop.callSoon(caller::interrupt);

        loop.runForever();

        assertTrue(Thread.interrupted());
        assertFalse(loop.isRunning());
    }

    // loop.orphan-stop-callback-removed
    @Test
    void aRunThatFailedLeavesNoStopBehind() {
        AtomicBoolean isBroken = new AtomicBoolean(true);
        try (EventLoop broken = EventLoops.builder().provider(breaking(isBroken)).build()) {
            Promise<Void> future = broken.createFuture();
            assertThrows(UncheckedIOException.class, () -> broken.runUntilComplete(future));
            broken.callSoon(() -> future.setResult(null));

            broken.runUntilComplete(() -> {
                Rondo.sleep(SECOND);
                Rondo.sleep(SECOND);
                seen.add("not stopped");
            });
        }

        assertEquals(List.of("not stopped"), seen);
    }

    // loop.stopped-before-complete
    @Test
    void timersKeepCountingBetweenRuns() {
        Task<Long> sleeper =
                loop.createTask(() -> {
                    Rondo.sleep(Duration.ofMillis(500));
                    return loop.time();
                });
        loop.runUntilComplete(() -> Rondo.sleep(Duration.ofMillis(300)));

        assertEquals(Duration.ofMillis(500), Duration.ofNanos(loop.runUntilComplete(sleeper)));
    }

    // loop.stopped-before-complete
    @Test
    void aDoneFutureEndsTheRunAfterOneIteration() {
        Promise<Integer> future = loop.createFuture();
        future.setResult(42);
        loop.callSoon(() -> seen.add("ready"));

        assertEquals(42, loop.runUntilComplete(future));

        assertEquals(List.of("ready"), seen);
    }

    // runner.returns-and-raises
    @Test
    void runWithoutABodyIsRefused() {
        assertThrows(NullPointerException.class, () -> Rondo.run((Coroutine<String>) null));
    }

    private void keepReports(EventLoop running) {
        running.setExceptionHandler((_, context) -> reports.add(context));
    }

    /// A backend whose driver fails the first wait.
    private static LoopProvider breaking(AtomicBoolean isBroken) {
        LoopProvider memory = new MemoryLoopProvider();
        return proxy(
                LoopProvider.class,
                memory,
                (name, result) ->
                        name.equals("open") ? breaking((IoDriver) result, isBroken) : result);
    }

    private static IoDriver breaking(IoDriver driver, AtomicBoolean isBroken) {
        return proxy(
                IoDriver.class,
                driver,
                (name, result) -> {
                    if (name.equals("await") && isBroken.getAndSet(false)) {
                        throw new IOException("broken");
                    }
                    return result;
                });
    }

    /// Sees the result of each call.
    private interface Interception {
        Object apply(String method, Object result) throws IOException;
    }

    private static <T> T proxy(Class<T> type, T target, Interception interception) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, arguments) -> {
                            try {
                                return interception.apply(
                                        method.getName(), method.invoke(target, arguments));
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
    }
}
