package dev.rondo.tck;

import static dev.rondo.Rondo.currentLoop;
import static dev.rondo.Rondo.currentTask;
import static dev.rondo.Rondo.sleep;
import static dev.rondo.Rondo.toThread;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CancelledError;
import dev.rondo.Connection;
import dev.rondo.EventLoop;
import dev.rondo.Promise;
import dev.rondo.Protocol;
import dev.rondo.Rondo;
import dev.rondo.Server;
import dev.rondo.Task;
import dev.rondo.spi.Capability;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.function.Executable;

/// Running a loop, stopping it, and which loop runs where.
abstract class RunRules {
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

    @Rule(
            id = "CALLBACK-18",
            text = "A run that was stopped before it began is one iteration that does not wait.",
            rows = "loop.stop-before-run")
    void runsOneIterationWhenStoppedBefore(Subject subject) {
        EventLoop loop = subject.loop();
        loop.callLater(HOUR, () -> seen.add("timer"));
        loop.callSoon(() -> {
            seen.add("first");
            loop.callSoon(() -> seen.add("second"));
        });
        long iterations = loop.metrics().iterations();
        long start = loop.time();

        loop.stop();
        loop.runForever();

        assertEquals(1, loop.metrics().iterations() - iterations, "iterations");
        assertEquals(List.of("first"), seen, "callbacks of the one iteration");
        assertTrue(loop.time() - start < HOUR.toNanos(), "the loop waited for its timer");
    }

    @Rule(
            id = "CALLBACK-19",
            text =
                    "A host can drive a loop by single iterations: while one lasts the loop runs"
                            + " here, and in between nothing does.",
            rows = "loop.hosted-run-primitives")
    void canBeDrivenByIterations(Subject subject) {
        EventLoop loop = subject.loop();
        Runnable[] tick = new Runnable[1];
        tick[0] =
                () -> {
                    assertSame(loop, currentLoop());
                    seen.add("tick " + loop.isRunning());
                    loop.callSoon(tick[0]);
                };
        loop.callSoon(tick[0]);
        loop.callSoon(() -> seen.add("once"));

        for (int i = 1; i <= 3; i++) {
            loop.stop();
            loop.runForever();

            assertEquals(i, Collections.frequency(seen, "tick true"), "ticks");
            assertFalse(loop.isRunning(), "isRunning() between two iterations");
            assertThrows(IllegalStateException.class, Rondo::currentLoop);
        }
        assertEquals(1, Collections.frequency(seen, "once"), "calls of a callback");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "CALLBACK-20",
            text =
                    "An I/O callback that stops the loop is not called again for the same event in"
                            + " the next run.",
            rows = "loop.event-not-repeated-after-stop")
    void doesNotRepeatAnEvent(Subject subject) {
        EventLoop loop = subject.loop();
        Protocol stopping =
                new Protocol() {
                    @Override
                    public void dataReceived(ByteBuffer data) {
                        seen.add("received " + data.remaining());
                        loop.stop();
                    }
                };
        Server server = loop.runUntilComplete(loop.createServer(() -> stopping, "127.0.0.1", 0));
        Connection<Protocol> client =
                loop.runUntilComplete(
                        loop.createConnection(() -> new Protocol() {}, "127.0.0.1", server.port()));
        client.transport().write(ByteBuffer.wrap(new byte[] {1}));

        loop.runForever();
        subject.turns(5);

        assertEquals(List.of("received 1"), seen, "calls for one byte");
        client.transport().close();
        server.close();
        loop.runUntilComplete(() -> sleep(MILLI));
    }

    @Rule(
            id = "CALLBACK-21",
            text =
                    "When stop ends runUntilComplete it throws, and the task is pending and goes on"
                            + " with the next run.",
            rows = "loop.stopped-before-complete")
    void leavesTheTaskPendingWhenStopped(Subject subject) {
        EventLoop loop = subject.loop();
        Task<Void> counting =
                loop.createTask(
                        "counting",
                        () ->
                                IntStream.range(0, 10)
                                        .forEach(i -> {
                                            seen.add("step");
                                            if (seen.size() == 2) {
                                                loop.stop();
                                            }
                                            sleep(MILLI);
                                        }));

        assertMessage(
                "the loop was stopped before the future was done: Task[pending, name='counting'",
                () -> loop.runUntilComplete(counting));

        assertEquals(2, seen.size(), "steps before the stop");
        assertFalse(counting.isDone(), "the task has ended");
        loop.runUntilComplete(counting);
        assertEquals(10, seen.size(), "steps after the second run");
    }

    @Rule(
            id = "CALLBACK-22",
            text = "A task that a stop has left pending can be cancelled and run to its end.",
            rows = "loop.stopped-before-complete")
    void canCancelWhatWasStopped(Subject subject) {
        EventLoop loop = subject.loop();
        Task<Void> sleeper =
                loop.createTask(() -> {
                    try {
                        sleep(HOUR);
                    } finally {
                        seen.add("clean");
                    }
                });
        loop.callSoon(loop::stop);
        assertThrows(IllegalStateException.class, () -> loop.runUntilComplete(sleeper));

        sleeper.cancel();

        assertThrows(CancelledError.class, () -> loop.runUntilComplete(sleeper));
        assertEquals(List.of("clean"), seen, "clean-up of the cancelled task");
    }

    @Rule(
            id = "CALLBACK-23",
            text =
                    "A future that is done ends its run after one iteration, and a stop in the same"
                            + " one is over with it.")
    void endsTheRunWithItsFuture(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<String> future = loop.createFuture();
        future.setResult("done");
        loop.callSoon(() -> seen.add("ready"));
        assertEquals("done", loop.runUntilComplete(future), "result of the future");
        assertEquals(List.of("ready"), seen, "callbacks of the iteration");

        String stopped =
                loop.runUntilComplete(() -> {
                    loop.stop();
                    return "stopped and done";
                });

        assertEquals("stopped and done", stopped, "result of a task that ends with a stop");
        assertEquals("next", loop.runUntilComplete(() -> sleep(MILLI, "next")), "the next run");
    }

    @Rule(
            id = "CALLBACK-24",
            text = "What a run leaves scheduled goes on with the next one; timers keep counting.")
    void goesOnWithTheNextRun(Subject subject) {
        EventLoop loop = subject.loop();
        long start = loop.time();
        Task<Long> sleeper =
                loop.createTask(() -> {
                    sleep(MILLI.multipliedBy(3));
                    return loop.time() - start;
                });
        loop.runUntilComplete(() -> sleep(MILLI));

        long took = loop.runUntilComplete(sleeper);

        assertTrue(took >= 3_000_000, () -> "a sleep of 3 ms took " + took + " ns");
        if (!subject.supports(Capability.REAL_TIME)) {
            assertEquals(3_000_000, took, "virtual nanoseconds of 3 ms over two runs");
        }
    }

    @Rule(
            id = "CALLBACK-25",
            text = "A loop cannot be run from inside itself, and the inner body does not start.",
            rows = "loop.no-reentrant-run")
    void refusesToRunInsideItself(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Void> pending = loop.createFuture();
        Executable attempts =
                () -> {
                    String why = "is running, and this code runs in it; use await() or createTask";
                    assertMessage(why, () -> loop.runUntilComplete(() -> seen.add("body")));
                    assertMessage(why, () -> loop.runUntilComplete(() -> {}));
                    assertMessage(why, () -> loop.runUntilComplete(pending));
                    assertMessage(why, loop::runForever);
                };

        loop.runUntilComplete(() -> assertAll(attempts));
        loop.callSoon(() -> assertAll(attempts));
        subject.turns(2);

        assertEquals(List.of(), seen, "bodies that started");
        assertEquals(0, loop.metrics().pendingTasks(), "tasks of bodies that were refused");
    }

    @Rule(
            id = "CALLBACK-26",
            text =
                    "Another loop cannot be run from inside a loop, which stays the one that runs"
                            + " here.",
            rows = "loop.no-second-loop-in-thread")
    void refusesToRunAnotherLoopInside(Subject subject) {
        EventLoop loop = subject.loop();
        EventLoop other = subject.newLoop();
        Executable attempts =
                () -> {
                    String why = "is running on this thread; run the other loop on a thread of its";
                    assertMessage(why, () -> other.runUntilComplete(() -> seen.add("body")));
                    assertMessage(why, other::runForever);
                    assertMessage(why, other::close);
                    assertSame(loop, currentLoop(), "the loop that runs here");
                };

        loop.runUntilComplete(() -> assertAll(attempts));
        loop.callSoon(() -> assertAll(attempts));
        subject.turns(2);

        assertEquals(List.of(), seen, "bodies that started");
    }

    @Rule(
            id = "CALLBACK-27",
            text =
                    "Several loops can be run one after the other on a thread, and at a time on"
                            + " threads of their own.",
            rows = "loop.no-second-loop-in-thread")
    void runsLoopsSideBySide(Subject subject) {
        EventLoop loop = subject.loop();
        EventLoop other = subject.newLoop();

        assertEquals(1, loop.runUntilComplete(() -> 1));
        assertEquals(2, other.runUntilComplete(() -> 2));
        EventLoop inner =
                loop.runUntilComplete(
                        () -> toThread(() -> other.runUntilComplete(() -> currentLoop())));

        assertSame(other, inner, "the loop that ran on a thread of its own");
    }

    @Rule(
            id = "CALLBACK-28",
            text = "While one thread runs a loop no other can run it.",
            rows = "loop.no-reentrant-run")
    void isRunByOneThread(Subject subject) throws Throwable {
        EventLoop loop = subject.loop();

        BackgroundRun.during(
                subject,
                () -> {
                    assertTrue(loop.isRunning(), "isRunning() while another thread runs it");
                    String why = "is running already; use callSoonThreadSafe or asExecutor";
                    assertMessage(why, loop::runForever);
                    assertMessage(why, () -> loop.runUntilComplete(() -> seen.add("body")));
                });

        assertEquals(List.of(), seen, "bodies that started");
    }

    @Rule(
            id = "CALLBACK-29",
            text =
                    "The running loop is found in tasks and callbacks, and nowhere once the run is"
                            + " over, also when it failed.",
            rows = "loop.running-loop-lookup")
    void findsTheRunningLoop(Subject subject) {
        EventLoop loop = subject.loop();
        assertNoLoopHere();
        loop.callSoon(() -> seen.add("callback " + (currentLoop() == loop)));

        assertThrows(
                ArithmeticException.class,
                () ->
                        loop.runUntilComplete(() -> {
                            seen.add("task " + (currentLoop() == loop));
                            throw new ArithmeticException();
                        }));

        assertEquals(List.of("callback true", "task true"), seen, "where the loop is found");
        assertNoLoopHere();
    }

    @Rule(
            id = "CALLBACK-30",
            text = "A callback is no task: it has no current task and cannot sleep or await.",
            rows = "loop.running-loop-lookup")
    void isNoTaskInACallback(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Void> pending = loop.createFuture();
        String why = "in a callback: it would block the loop; create a task";
        loop.callSoon(() ->
                assertAll(() -> {
                    assertMessage(why, Rondo::currentTask);
                    assertMessage(why, () -> sleep(HOUR));
                    assertMessage(why, pending::await);
                }));

        subject.turns(1);
    }

    @Rule(
            id = "CALLBACK-31",
            text =
                    "Which loop runs is a matter of the thread: other threads find none, and to ask"
                            + " makes none.",
            rows = "loop.current-loop-is-per-thread")
    void isFoundOnItsThreadAlone(Subject subject) {
        EventLoop loop = subject.loop();

        loop.runUntilComplete(() -> {
            toThread(() -> {
                assertNoLoopHere();
                assertNoLoopHere(); // the first question has installed nothing
                return null;
            });
            assertSame(loop, currentLoop(), "the loop that runs here");
            assertSame(loop, currentTask().loop(), "the loop of the task that runs here");
        });

        assertNoLoopHere();
    }

    @Rule(
            id = "CALLBACK-32",
            text = "An interrupt of a thread that runs a loop for ever stops it, and is restored.")
    void isStoppedByAnInterrupt(Subject subject) {
        EventLoop loop = subject.loop();
        Thread runner = Thread.currentThread();
        loop.callSoon(runner::interrupt);

        loop.runForever();

        assertTrue(Thread.interrupted(), "the interrupt was swallowed");
        assertFalse(loop.isRunning(), "isRunning() after the run");
    }

    @Rule(
            id = "CALLBACK-33",
            text =
                    "A driver that fails ends the run with its exception; the loop is not stopped"
                            + " early afterwards.",
            rows = {"callback.wakeup-full-ignored", "loop.orphan-stop-callback-removed"})
    void endsTheRunWhenTheDriverFails(Subject subject) {
        FailingProvider failing = new FailingProvider(subject.provider());
        EventLoop loop = subject.newLoop(settings -> settings.provider(failing));
        Promise<Void> future = loop.createFuture();
        failing.failNextWait();
        UncheckedIOException thrown =
                assertThrows(UncheckedIOException.class, () -> loop.runUntilComplete(future));
        assertEquals("broken", thrown.getCause().getMessage(), "what the driver has thrown");
        loop.callSoon(() -> future.setResult(null));

        loop.runUntilComplete(() -> {
            sleep(MILLI);
            sleep(MILLI);
            seen.add("not stopped");
        });

        assertEquals(List.of("not stopped"), seen, "the end of the next run");
    }

    private static void assertNoLoopHere() {
        String message =
                assertThrows(IllegalStateException.class, Rondo::currentLoop, "where no loop runs")
                        .getMessage();
        assertTrue(message.contains("no loop is running here"), () -> "refused with: " + message);
    }

    private static void assertMessage(String fragment, Executable call) {
        String message = assertThrows(IllegalStateException.class, call, fragment).getMessage();
        assertTrue(
                message.contains(fragment),
                () -> "no '%s' in the message: %s".formatted(fragment, message));
    }

    /// Makes what an assertion throws unchecked; in a callback it then reaches the exception
    /// handler, and so the rule.
    private static void assertAll(Executable assertions) {
        try {
            assertions.execute();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
