package dev.rondo.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CancelledError;
import dev.rondo.Context;
import dev.rondo.ContextVariable;
import dev.rondo.Coroutine;
import dev.rondo.EventLoop;
import dev.rondo.ExceptionContext;
import dev.rondo.Promise;
import dev.rondo.Rondo;
import dev.rondo.Runner;
import dev.rondo.Task;
import dev.rondo.TaskOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.function.Executable;

/// What a runner promises: main tasks, the orderly end, and interrupts of who waits for it.
///
/// Over 500 lines because each rule has a main that goes wrong in its own way.
abstract class RunnerRules {
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final ArithmeticException failure = new ArithmeticException("boom");

    /// Also of executors' threads.
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @Rule(
            id = "RUNNER-1",
            text = "A run returns the result of its main, and the runner's end closes the loop.",
            rows = "runner.returns-and-raises")
    void returnsTheResultAndClosesTheLoop(Subject subject) {
        EventLoop used;
        try (Runner runner = runner(subject)) {
            used = runner.loop();
            assertSame(used, runner.run(() -> Rondo.currentLoop()), "result of the main");
            assertFalse(used.isClosed(), "the loop must stay open for the next main");
        }

        assertTrue(used.isClosed(), "the loop must be closed with its runner");
    }

    @Rule(
            id = "RUNNER-2",
            text = "A run throws what its main throws, and the runner's end closes the loop.",
            rows = "runner.returns-and-raises")
    void throwsTheFailureAndClosesTheLoop(Subject subject) {
        List<EventLoop> used = new ArrayList<>();

        ArithmeticException thrown =
                assertThrows(
                        ArithmeticException.class,
                        () -> {
                            try (Runner runner = runner(subject)) {
                                used.add(runner.loop());
                                runner.run(this::fail);
                            }
                        });

        assertSame(failure, thrown, "what the run throws");
        assertEquals(0, thrown.getSuppressed().length, "the end must not fail as well");
        assertTrue(used.getFirst().isClosed(), "the loop must be closed with its runner");
    }

    @Rule(
            id = "RUNNER-3",
            text = "A main is a coroutine, an action or a future of the runner's loop.",
            rows = "runner.only-awaitables")
    void runsWhatCanBeAwaited(Subject subject) {
        try (Runner runner = runner(subject)) {
            Promise<Integer> future = runner.loop().createFuture();
            Promise<Integer> foreign = subject.loop().createFuture();
            runner.loop().callSoon(() -> future.setResult(42));

            assertEquals(42, runner.run(future), "result of a future");
            assertEquals(43, runner.run(() -> 43), "result of a coroutine");
            runner.run(() -> assertNotNull(Rondo.currentTask(), "an action runs as a task"));
            assertThrows(IllegalStateException.class, () -> runner.run(foreign));
            assertThrows(NullPointerException.class, () -> runner.run(nothing()));
        }
    }

    @Rule(
            id = "RUNNER-4",
            text =
                    "The runner's debug mode wins over the one the loop came with; unset, that stays.",
            rows = "runner.only-awaitables")
    void theDebugFlagWins(Subject subject) {
        for (boolean debug : List.of(true, false)) {
            Supplier<EventLoop> factory = () -> patientLoop(subject, debug);
            try (Runner unset = Runner.builder().loopFactory(factory).build();
                    Runner set = Runner.builder().loopFactory(factory).debug(!debug).build()) {
                assertEquals(debug, unset.run(this::isDebug), "debug mode of a loop left alone");
                assertEquals(!debug, set.run(this::isDebug), "debug mode that was asked for");
            }
        }
    }

    /// A loop whose debug mode does not say that the machine is busy.
    private static EventLoop patientLoop(Subject subject, boolean debug) {
        EventLoop loop = subject.newLoop(settings -> settings.debug(debug));
        loop.setSlowCallbackDuration(Duration.ofDays(1));
        return loop;
    }

    private boolean isDebug() {
        return Rondo.currentLoop().isDebug();
    }

    @Rule(
            id = "RUNNER-5",
            text = "Nothing can be run from inside of a running loop, and the body never runs.",
            rows = "runner.not-from-running-loop")
    void refusesToRunInsideALoop(Subject subject) {
        try (Runner runner = runner(subject)) {
            runner.run(() -> {
                Executable again = () -> runner.run(() -> seen.add("body"));
                assertRefused("is running here", again);
                assertRefused("is running here", () -> Rondo.run(() -> seen.add("body")));
                assertRefused("is running here", runner::close);
                Rondo.currentLoop().callSoon(() -> assertRefused("is running here", again));
                Rondo.sleep(Duration.ZERO);
            });
            runner.run(() -> Rondo.sleep(Duration.ZERO));
        }

        assertEquals(List.of(), seen, "a refused body ran");
    }

    @Rule(
            id = "RUNNER-6",
            text = "At its end a runner cancels the tasks that are left and waits for them.",
            rows = "runner.cancels-leftovers")
    void cancelsWhatIsLeftAndWaitsForIt(Subject subject) {
        try (Runner runner = runner(subject)) {
            runner.run(() -> {
                Rondo.createTask(this::cleanUp);
                Rondo.createTask(() -> seen.add("started last"));
            });
            assertEquals(List.of("started last"), seen, "what is left goes on until the end");
        }

        assertEquals(List.of("started last", "clean"), seen, "clean-up of what was left");
    }

    private void cleanUp() {
        try {
            Rondo.currentLoop().createFuture().await();
        } finally {
            Rondo.sleep(MOMENT);
            seen.add("clean");
        }
    }

    @Rule(
            id = "RUNNER-7",
            text =
                    "A task that fails while it is cancelled at the end is reported; the main's result stays.",
            rows = "runner.cancels-leftovers")
    void reportsAFailureOfWhatIsLeft(Subject subject) {
        Task<?>[] left = new Task<?>[1];
        int result;
        try (Runner runner = runner(subject)) {
            result =
                    runner.run(() -> {
                        left[0] = Rondo.createTask("left", this::failWhenCancelled);
                        Rondo.sleep(Duration.ZERO);
                        return 42;
                    });
        }

        assertEquals(42, result, "result of the main");
        List<ExceptionContext> reports = subject.takeReports();
        assertEquals(1, reports.size(), "reports of the failure: " + reports);
        assertSame(failure, reports.getFirst().exception(), "the reported exception");
        assertSame(left[0], reports.getFirst().task(), "the reported task");
        String message = reports.getFirst().message();
        assertTrue(message.contains("'left' failed when it was cancelled at the end"), message);
    }

    private void failWhenCancelled() {
        try {
            Rondo.currentLoop().createFuture().await();
        } catch (CancelledError e) {
            throw failure;
        }
    }

    @Rule(
            id = "RUNNER-8",
            text = "At its end a runner closes generators, whose clean-up may still wait.",
            rows = "runner.cancels-leftovers")
    void closesGenerators(Subject subject) {
        try (Runner runner = runner(subject)) {
            runner.run(() -> {
                Rondo.createTask(this::failWhenCancelled);
                Rondo.generate(
                                out -> {
                                    try {
                                        out.yield("first");
                                    } finally {
                                        Rondo.sleep(MOMENT);
                                        seen.add("clean");
                                    }
                                })
                        .iterator()
                        .next();
            });
        }

        assertEquals(1, subject.takeReports().size(), "reports of the task that failed before");
        assertEquals(List.of("clean"), seen, "clean-up of a generator that was left open");
    }

    @Rule(
            id = "RUNNER-9",
            text = "At its end a runner waits for work on the default executor.",
            rows = "runner.cancels-leftovers")
    void waitsForTheDefaultExecutor(Subject subject) {
        CountDownLatch gate = new CountDownLatch(1);
        try (Runner runner = runner(subject)) {
            runner.run(() -> {
                Rondo.currentLoop()
                        .runInExecutor(() -> {
                            gate.await();
                            return seen.add("work");
                        });
                Rondo.createTask(() -> openAfterTheCancellation(gate));
                Rondo.sleep(Duration.ZERO);
            });
        } finally {
            gate.countDown();
        }

        assertEquals(List.of("gate", "work"), seen, "work that the end has to wait for");
    }

    /// Opens the gate in a task that nobody cancels any more: it is created when the others are
    /// being cancelled, and needs more turns than they do.
    private void openAfterTheCancellation(CountDownLatch gate) {
        try {
            Rondo.currentLoop().createFuture().await();
        } finally {
            Rondo.createTask(() -> {
                for (int turn = 0; turn < 10; turn++) {
                    Rondo.sleep(Duration.ZERO);
                }
                seen.add("gate");
                gate.countDown();
            });
        }
    }

    @Rule(
            id = "RUNNER-10",
            text =
                    "A loop factory is called once, with the first use, and its loop is used and closed.",
            rows = "runner.loop-factory")
    void usesTheLoopOfTheFactory(Subject subject) {
        List<EventLoop> made = new ArrayList<>();
        Supplier<EventLoop> factory =
                () -> {
                    made.add(subject.newLoop());
                    return made.getLast();
                };
        try (Runner runner = Runner.builder().loopFactory(factory).build()) {
            assertEquals(0, made.size(), "loops made before the first use");
            runner.run(() -> assertSame(made.getLast(), Rondo.currentLoop(), "the running loop"));
            runner.run(() -> seen.add("second"));
            assertSame(made.getLast(), runner.loop(), "the runner's loop");
        }

        assertEquals(1, made.size(), "loops that the factory was asked for");
        assertTrue(made.getFirst().isClosed(), "the factory's loop must be closed at the end");
    }

    @Rule(
            id = "RUNNER-11",
            text = "One runner runs several mains on the same loop, where others go on meanwhile.",
            rows = "runner.reuse-and-close")
    void runsSeveralMains(Subject subject) {
        try (Runner runner = runner(subject)) {
            Task<String> longer =
                    runner.run(() ->
                            Rondo.createTask(() -> {
                                Rondo.sleep(MOMENT);
                                return "started by the first main";
                            }));
            assertEquals("started by the first main", runner.run(longer::await));
            assertThrows(ArithmeticException.class, () -> runner.run(this::fail));
            assertSame(longer.loop(), runner.run(() -> Rondo.currentLoop()), "after a failure");
        }
    }

    @Rule(
            id = "RUNNER-12",
            text = "A runner may be closed twice; any later use says that it is closed.",
            rows = "runner.reuse-and-close")
    void aClosedRunnerSaysSo(Subject subject) {
        Runner runner = runner(subject);
        EventLoop loop = runner.loop();
        runner.close();
        runner.close();

        assertTrue(loop.isClosed(), "close() must close the loop");
        assertRefused("Runner is closed", () -> runner.run(() -> seen.add("body")));
        assertRefused("Runner is closed", runner::loop);
        assertRefused("Runner is closed", () -> reopen(runner));
        assertEquals(List.of(), seen, "a closed runner ran a main");
    }

    private void reopen(Runner closed) {
        try (closed) {
            closed.run(() -> seen.add("body"));
        }
    }

    @Rule(
            id = "RUNNER-13",
            text =
                    "What a main sets in a context variable is there for the next main of its runner.",
            rows = "runner.keeps-context")
    void keepsTheContext(Subject subject) {
        ContextVariable<Integer> variable = ContextVariable.of("variable", 0);
        try (Runner runner = runner(subject);
                Runner other = runner(subject)) {
            assertEquals(0, runner.run(() -> increment(variable)), "in the first main");
            assertEquals(1, runner.run(() -> increment(variable)), "in the second main");
            assertThrows(
                    ArithmeticException.class,
                    () ->
                            runner.run(() -> {
                                increment(variable);
                                fail();
                            }));
            assertEquals(3, runner.run(() -> increment(variable)), "after a main that failed");
            assertEquals(0, other.run(() -> increment(variable)), "in another runner");
            TaskOptions apart = TaskOptions.DEFAULT.withContext(Context.empty());
            assertEquals(0, runner.run(apart, () -> increment(variable)), "in another context");
            assertEquals(4, runner.run(() -> variable.get()), "in the runner's own again");
            assertEquals(0, variable.get(), "outside of the runner");
        }
    }

    private static int increment(ContextVariable<Integer> variable) {
        int before = variable.get();
        variable.set(before + 1);
        return before;
    }

    @Rule(
            id = "RUNNER-14",
            text =
                    "An interrupt of the caller cancels a main that waits, lets it clean up, and is"
                            + " restored.",
            rows = "runner.interrupt-becomes-cancel")
    void anInterruptCancelsAMainThatWaits(Subject subject) {
        Thread caller = Thread.currentThread();
        try (Runner runner = runner(subject)) {
            CancelledError thrown =
                    assertThrows(
                            CancelledError.class,
                            () ->
                                    runner.run(() -> {
                                        caller.interrupt();
                                        waitAndCleanUp();
                                    }));
            assertTrue(Thread.interrupted(), "the interrupt must be restored");
            assertEquals("interrupted", thrown.getMessage(), "message of the cancellation");
            assertEquals(List.of("clean true"), seen, "clean-up, after its future was cancelled");
            assertEquals(42, runner.run(() -> 42), "the runner goes on");
        }
    }

    private void waitAndCleanUp() {
        Promise<Void> future = awaitedFromOutside();
        try {
            future.await();
        } finally {
            Rondo.sleep(MOMENT);
            seen.add("clean " + future.isCancelled());
        }
    }

    /// One for which a loop in virtual time waits, too: somebody outside could still complete it.
    private static Promise<Void> awaitedFromOutside() {
        return (Promise<Void>) Rondo.currentLoop().wrap(new CompletableFuture<Void>());
    }

    @Rule(
            id = "RUNNER-15",
            text = "An interrupt of the caller cancels a main that is busy giving up its turn.",
            rows = "runner.interrupt-becomes-cancel")
    void anInterruptCancelsAMainThatIsBusy(Subject subject) {
        Thread caller = Thread.currentThread();
        try (Runner runner = runner(subject)) {
            assertThrows(
                    CancelledError.class,
                    () ->
                            runner.run(() -> {
                                caller.interrupt();
                                while (true) {
                                    Rondo.sleep(Duration.ZERO);
                                }
                            }));
            assertTrue(Thread.interrupted(), "the interrupt must be restored");
        }
    }

    @Rule(
            id = "RUNNER-16",
            text = "A main that survives one interrupt is cancelled again by the next.",
            rows = "runner.interrupt-becomes-cancel")
    void aSecondInterruptCancelsAgain(Subject subject) {
        Thread caller = Thread.currentThread();
        try (Runner runner = runner(subject)) {
            assertThrows(
                    CancelledError.class,
                    () ->
                            runner.run(() -> {
                                caller.interrupt();
                                assertThrows(
                                        CancelledError.class, () -> awaitedFromOutside().await());
                                seen.add("survived");
                                caller.interrupt();
                                awaitedFromOutside().await();
                            }));
            assertTrue(Thread.interrupted(), "the interrupt must be restored");
        }

        assertEquals(List.of("survived"), seen, "a main may answer a cancellation otherwise");
    }

    @Rule(
            id = "RUNNER-17",
            text = "An interrupt of the caller ends runForever, and is restored.",
            rows = "runner.interrupt-becomes-cancel")
    void anInterruptEndsRunForever(Subject subject) {
        EventLoop loop = subject.loop();
        Thread caller = Thread.currentThread();
        loop.callSoon(caller::interrupt);

        loop.runForever();

        assertTrue(Thread.interrupted(), "the interrupt must be restored");
        assertFalse(loop.isRunning(), "the loop must have stopped");
    }

    @Rule(
            id = "RUNNER-18",
            text = "An interrupt that has cancelled the main does not disturb the runner's end.",
            rows = "runner.interrupt-becomes-cancel")
    void anInterruptDoesNotDisturbTheEnd(Subject subject) {
        Thread caller = Thread.currentThread();
        assertThrows(
                CancelledError.class,
                () -> {
                    try (Runner runner = runner(subject)) {
                        runner.run(() -> {
                            Rondo.createTask(this::cleanUp);
                            caller.interrupt();
                            waitAndCleanUp();
                        });
                    }
                });

        assertTrue(Thread.interrupted(), "the interrupt must be restored");
        assertEquals(List.of("clean true", "clean"), seen, "clean-up of the main and of the rest");
    }

    @Rule(
            id = "RUNNER-19",
            text =
                    "An interrupt does not replace the cancellation of a main that the program cancels.",
            rows = "runner.interrupt-of-cancelled-main")
    void anInterruptDoesNotReplaceACancellation(Subject subject) {
        Thread caller = Thread.currentThread();
        try (Runner runner = runner(subject)) {
            CancelledError thrown =
                    assertThrows(
                            CancelledError.class,
                            () ->
                                    runner.run(() -> {
                                        Task<?> main = Rondo.currentTask();
                                        Rondo.createTask(() -> {
                                            main.cancel("the program's");
                                            caller.interrupt();
                                        });
                                        awaitedFromOutside().await();
                                    }));
            assertTrue(Thread.interrupted(), "the interrupt must be restored");
            assertEquals("the program's", thrown.getMessage(), "message of the cancellation");
        }
    }

    @Rule(
            id = "RUNNER-20",
            text = "A runner works on any thread, platform or virtual.",
            rows = "runner.no-signal-support-ok")
    void worksOnAnyThread(Subject subject) {
        for (Thread.Builder builder : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
            EventLoop loop = subject.newLoop();
            CompletableFuture<Integer> result =
                    CompletableFuture.supplyAsync(() -> runOnce(loop), builder::start);
            assertEquals(42, subject.await(result), "result of a run on another thread");
        }
    }

    private static int runOnce(EventLoop loop) {
        try (Runner runner = Runner.builder().loopFactory(() -> loop).build()) {
            return runner.run(() -> {
                Rondo.sleep(MOMENT);
                return 42;
            });
        }
    }

    private static Runner runner(Subject subject) {
        return Runner.builder().loopFactory(subject::newLoop).build();
    }

    private static void assertRefused(String reason, Executable call) {
        String expected = "a refusal that says '" + reason + "'";
        String message = assertThrows(IllegalStateException.class, call, expected).getMessage();
        assertTrue(message.contains(reason), expected + ", not: " + message);
    }

    private void fail() {
        throw failure;
    }

    @SuppressWarnings("NullAway") // what a program without null checks may pass
    private static Coroutine<Integer> nothing() {
        return null;
    }
}
