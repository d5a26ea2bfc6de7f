package dev.rondo.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.Coroutine;
import dev.rondo.EventLoop;
import dev.rondo.ExceptionContext;
import dev.rondo.LoopFuture;
import dev.rondo.Promise;
import dev.rondo.Rondo;
import dev.rondo.Task;
import dev.rondo.TaskFactory;
import dev.rondo.TaskOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.function.Executable;

/// Tasks that nobody cancels: how they come about, run, and end.
abstract class TaskRules {
    @Rule(
            id = "TASK-1",
            text = "A task is done when its body is, with the body's result, on its loop.",
            rows = "task.result")
    void hasTheResultOfItsBody(Subject subject) {
        EventLoop loop = subject.loop();
        Task<Integer> task = loop.createTask(() -> 42);
        assertFalse(task.isDone(), "done before the loop has run");

        assertEquals(42, loop.runUntilComplete(task), "the result of the run");

        assertTrue(task.isDone(), "not done after the run");
        assertEquals(42, task.resultNow(), "the result that the task keeps");
        assertSame(loop, task.loop(), "the loop that the task names");
        assertEquals(42, loop.runUntilComplete(() -> task.await()), "what another task awaits");
    }

    @Rule(
            id = "TASK-2",
            text =
                    "The first step of a task is made in the next iteration, in the order of"
                            + " creation among all that is ready.",
            rows = "task.result")
    void startsInTheNextIteration(Subject subject) {
        EventLoop loop = subject.loop();
        List<String> seen = new ArrayList<>();
        loop.callSoon(() -> {
            loop.createTask(() -> seen.add("a"));
            loop.callSoon(() -> seen.add("callback"));
            loop.createTask(() -> seen.add("b"));
            seen.add("created");
        });

        subject.turns(1);
        assertEquals(List.of("created"), seen, "ran in the iteration of the creation");
        subject.turns(1);
        assertEquals(List.of("created", "a", "callback", "b"), seen, "ran in the next iteration");
    }

    @Rule(
            id = "TASK-3",
            text =
                    "A task makes one step an iteration, and tasks that give up their turn alternate.",
            rows = "task.result")
    void makesOneStepAnIteration(Subject subject) {
        List<String> seen = new ArrayList<>();
        for (String name : List.of("a", "b")) {
            subject.loop()
                    .createTask(() -> {
                        seen.add(name + 1);
                        Rondo.sleep(Duration.ZERO);
                        seen.add(name + 2);
                    });
        }

        subject.turns(1);
        assertEquals(List.of("a1", "b1"), seen, "the steps of one iteration");
        subject.turns(1);
        assertEquals(List.of("a1", "b1", "a2", "b2"), seen, "the steps of two iterations");
    }

    @Rule(
            id = "TASK-4",
            text =
                    "A task cannot be completed from outside: setResult and setException throw, and"
                            + " it ends with its own result.",
            rows = "task.set-result-forbidden")
    void completesItself(Subject subject) {
        Task<String> task = subject.loop().createTask(() -> "own");
        @SuppressWarnings("unchecked") // what a task is inside
        Promise<String> promise = (Promise<String>) (Object) task;
        ArithmeticException failure = new ArithmeticException("boom");

        for (Executable completion :
                List.<Executable>of(
                        () -> promise.setResult("foreign"),
                        () -> promise.trySetResult("foreign"),
                        () -> promise.setException(failure),
                        () -> promise.trySetException(failure))) {
            assertThrows(
                    IllegalStateException.class, completion, "a task was completed from outside");
        }

        assertEquals("own", subject.loop().runUntilComplete(task), "the result of the task");
    }

    @Rule(
            id = "TASK-5",
            text =
                    "A task that awaits a future of another loop fails at once, with both loops named.",
            rows = "task.other-loop-future")
    void cannotAwaitAFutureOfAnotherLoop(Subject subject) {
        Promise<Void> foreign = subject.newLoop().createFuture();
        Task<Void> task = subject.loop().createTask(() -> foreign.await());

        subject.turns(1);

        assertTrue(task.isDone(), "the task waits for a future that its loop cannot complete");
        String message = String.valueOf(task.exceptionNow().getMessage());
        assertEquals(IllegalStateException.class, task.exceptionNow().getClass(), message);
        assertTrue(message.contains("another loop"), message);
        assertTrue(message.contains(subject.loop().toString()), message);
    }

    @Rule(
            id = "TASK-6",
            text = "A task that awaits itself fails instead of waiting for ever.",
            rows = "task.self-await")
    void cannotAwaitItself(Subject subject) {
        Task<?> task = subject.loop().createTask("selfish", () -> Rondo.currentTask().await());

        subject.turns(1);

        assertTrue(task.isDone(), "the task waits for itself");
        String message = String.valueOf(task.exceptionNow().getMessage());
        assertEquals(IllegalStateException.class, task.exceptionNow().getClass(), message);
        assertTrue(message.contains("selfish"), message);
    }

    @Rule(
            id = "TASK-7",
            text = "Tasks without a name get names that differ and count upwards.",
            rows = "task.names")
    void numbersTasksWithoutAName(Subject subject) {
        EventLoop loop = subject.loop();
        List<Task<Void>> tasks =
                Stream.generate(() -> loop.createTask(() -> {})).limit(12).toList();
        subject.turns(1);

        List<Integer> numbers =
                tasks.stream()
                        .map(task -> Integer.parseInt(task.name().replaceFirst("^Task-", "")))
                        .toList();
        assertEquals(numbers.stream().sorted().distinct().toList(), numbers, "not counted upwards");
    }

    @Rule(
            id = "TASK-8",
            text = "A task keeps the name that it was given, until it is given another one.",
            rows = "task.names")
    void keepsItsName(Subject subject) {
        EventLoop loop = subject.loop();
        Task<Void> named = loop.createTask("given", () -> {});
        Task<Void> withOptions = loop.createTask(TaskOptions.DEFAULT.withName("chosen"), () -> {});
        Task<Void> renamed = loop.createTask(() -> {});
        renamed.setName("renamed");
        subject.turns(1);

        assertEquals("given", named.name(), "a name given to createTask");
        assertEquals("chosen", withOptions.name(), "a name given in options");
        assertEquals("renamed", renamed.name(), "a name given later");
    }

    @Rule(
            id = "TASK-9",
            text =
                    "ensureFuture leaves a future or task as it is, and makes a task of a body and a"
                            + " future of a stage of the JDK.",
            rows = "task.ensure-future-identity")
    void ensuresFutures(Subject subject) {
        EventLoop loop = subject.loop();
        loop.runUntilComplete(() -> {
            Promise<Integer> future = loop.createFuture();
            Task<Integer> task = Rondo.createTask(() -> 42);

            assertSame(future, Rondo.ensureFuture(future), "ensureFuture of a future");
            assertSame(task, Rondo.ensureFuture(task), "ensureFuture of a task");
            assertEquals(42, task.await());
            Task<Integer> made = Rondo.ensureFuture(() -> 43);
            assertEquals(43, made.await(), "ensureFuture of a body");
            CompletableFuture<Integer> stage = CompletableFuture.completedFuture(44);
            assertEquals(44, Rondo.ensureFuture(stage).await(), "ensureFuture of a stage");
        });
    }

    @Rule(
            id = "TASK-10",
            text = "A task whose body returns a future has that future as its result.",
            rows = "task.returning-future-not-flattened")
    void doesNotFlattenFutures(Subject subject) {
        Promise<Integer> future = subject.loop().createFuture();
        Task<LoopFuture<Integer>> task = subject.loop().createTask(() -> future);
        subject.turns(1);

        assertTrue(task.isDone(), "the task waits for the future that it returned");
        assertSame(future, task.resultNow(), "the result");
    }

    @Rule(
            id = "TASK-11",
            text = "The creator gets the error of a creation that fails, and no task is left.",
            rows = "task.creation-failure-not-leaked")
    void failedCreationLeavesNothing(Subject subject) {
        EventLoop loop = subject.loop();
        NullPointerException withoutBody =
                assertThrows(
                        NullPointerException.class,
                        () -> loop.createTask(TaskRules.<Coroutine<Void>>none()));
        assertEquals("body", withoutBody.getMessage(), "what the error says is missing");

        ArithmeticException failure = new ArithmeticException("boom");
        loop.setTaskFactory(new FailingFactory(failure));
        ArithmeticException seen =
                assertThrows(
                        ArithmeticException.class,
                        () -> loop.createTask(() -> {}),
                        "a factory that threw did not fail the creator");
        assertSame(failure, seen, "what the creator saw");

        EventLoop closed = subject.newLoop();
        closed.close();
        assertThrows(
                IllegalStateException.class,
                () -> closed.createTask(() -> {}),
                "a closed loop took a task");
        assertEquals(List.of(), loop.tasks(), "tasks left on the loop");
        assertEquals(0, closed.metrics().pendingTasks(), "tasks left on the closed loop");
    }

    @Rule(
            id = "TASK-12",
            text =
                    "The exception of a failed task shows the line that threw it, and who awaited the"
                            + " task.",
            rows = "task.exception-has-trace")
    void failureHasATrace(Subject subject) {
        EventLoop loop = subject.loop();
        Task<Void> failing = loop.createTask(TaskRules::failHere);
        subject.turns(1);
        assertTrue(failing.isDone(), "not done an iteration later");
        assertTrue(methodsOf(failing.exceptionNow()).contains("failHere"), "no line that threw");

        ArithmeticException seen =
                assertThrows(
                        ArithmeticException.class,
                        () -> loop.runUntilComplete(() -> awaitHere(failing)));

        List<String> methods = methodsOf(seen);
        assertTrue(
                methods.indexOf("awaitHere") > methods.indexOf("failHere"),
                () -> "who awaited is not behind who threw: " + methods);
    }

    @Rule(
            id = "TASK-13",
            text =
                    "A task that has failed and is collected, without anybody having looked at its"
                            + " exception, is reported once, with its name and the original trace.",
            rows = "exc.unretrieved-task-exception")
    void reportsFailuresThatNobodySaw(Subject subject) {
        subject.loop().createTask("forgotten", TaskRules::failHere);
        subject.turns(1);

        ExceptionContext report = subject.awaitReport();

        Throwable exception = report.exception();
        assertEquals(ArithmeticException.class, exception == null ? null : exception.getClass());
        assertTrue(
                exception != null && methodsOf(exception).contains("failHere"),
                "the original trace is lost");
        assertTrue(report.message().contains("never retrieved"), report.message());
        assertTrue(report.message().contains("'forgotten'"), report.message());
        subject.turns(2);
        assertEquals(List.of(), subject.takeReports(), "reported once more");
    }

    @Rule(
            id = "TASK-14",
            text =
                    "A task factory makes all tasks that are created from then on, with the options"
                            + " of their creators, until null takes it away.",
            rows = "task.factory")
    void factoryMakesAllTasks(Subject subject) {
        EventLoop loop = subject.loop();
        List<@Nullable String> names = new ArrayList<>();
        loop.setTaskFactory(new NotingFactory(names));

        loop.createTask(TaskOptions.DEFAULT.withName("prepared"), () -> {});
        assertEquals(List.of("prepared"), names, "createTask while the loop does not run");
        names.clear();
        loop.runUntilComplete(() -> {});
        assertEquals(Arrays.asList((String) null), names, "runUntilComplete of a body");
        names.clear();
        loop.asExecutor().execute(() -> {});
        subject.turns(3);
        assertEquals(Arrays.asList((String) null), names, "a command of asExecutor");
        names.clear();
        loop.runCoroutineThreadSafe(() -> {});
        subject.turns(3);
        assertEquals(Arrays.asList((String) null), names, "runCoroutineThreadSafe");
        loop.runUntilComplete(() -> {
            names.clear();
            Rondo.createTask("inside", () -> {}).await();
            Rondo.taskGroup(group -> {
                group.createTask("grouped", () -> {});
            });
        });
        assertEquals(List.of("inside", "grouped"), names, "tasks of a task");

        loop.setTaskFactory(null);
        names.clear();
        loop.runUntilComplete(() -> {});
        assertEquals(List.of(), names, "created after the factory was taken away");
    }

    @Rule(
            id = "TASK-15",
            text = "A task factory may change the options and the body of a task.",
            rows = "task.factory")
    void factoryChangesTasks(Subject subject) {
        List<String> seen = new ArrayList<>();
        subject.loop().setTaskFactory(new ChangingFactory(seen));

        Task<?> task =
                subject.loop()
                        .runUntilComplete(() -> {
                            seen.add("body");
                            return Rondo.currentTask();
                        });

        assertEquals("renamed", task.name(), "the name that the factory chose");
        assertEquals(List.of("before", "body"), seen, "what ran");
    }

    @Rule(
            id = "TASK-16",
            text = "A task factory that returns no task of its loop fails the creator.",
            rows = "task.factory")
    void factoryMustReturnATask(Subject subject) {
        EventLoop loop = subject.loop();
        Task<Void> foreign = subject.newLoop().createTask(() -> {});
        foreign.cancel();
        for (Task<Void> returned : Arrays.asList(TaskRules.<Task<Void>>none(), foreign)) {
            loop.setTaskFactory(new ReturningFactory(returned));

            IllegalStateException refusal =
                    assertThrows(
                            IllegalStateException.class,
                            () -> loop.createTask(() -> {}),
                            "the creator got what the factory returned");

            assertTrue(
                    String.valueOf(refusal.getMessage()).contains("ReturningFactory"),
                    refusal.getMessage());
        }
        foreign.loop().stop();
        foreign.loop().runForever();
    }

    @Rule(
            id = "TASK-17",
            text =
                    "Each command that any thread gives to asExecutor runs as a coroutine of the loop,"
                            + " so that it may wait.")
    void commandsAreCoroutines(Subject subject) {
        EventLoop loop = subject.loop();
        List<CompletableFuture<Integer>> answers =
                Stream.iterate(5, delay -> delay - 1)
                        .limit(5)
                        .map(delay ->
                                CompletableFuture.supplyAsync(
                                        () -> {
                                            Rondo.sleep(Duration.ofMillis(delay));
                                            return delay;
                                        },
                                        loop.asExecutor()))
                        .toList();
        CompletableFuture<Void> all =
                CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new));

        loop.runUntilComplete(loop.wrap(all));

        assertEquals(
                List.of(5, 4, 3, 2, 1),
                answers.stream().map(CompletableFuture::join).toList(),
                "the results of the commands");
    }

    @Rule(
            id = "TASK-18",
            text = "What a command of asExecutor throws goes to the exception handler, once.")
    void failuresOfCommandsAreReported(Subject subject) {
        ArithmeticException failure = new ArithmeticException("boom");
        subject.loop()
                .asExecutor()
                .execute(() -> {
                    throw failure;
                });

        subject.turns(3);

        List<@Nullable Throwable> reported = new ArrayList<>();
        subject.takeReports().forEach(report -> reported.add(report.exception()));
        assertEquals(List.of(failure), reported, "what was reported");
    }

    /// Refuses all tasks.
    private record FailingFactory(RuntimeException failure) implements TaskFactory {
        @Override
        public <T> Task<T> createTask(Maker maker, TaskOptions options, Coroutine<T> body) {
            throw failure;
        }
    }

    /// Returns always the same.
    private record ReturningFactory(Task<Void> task) implements TaskFactory {
        @Override
        @SuppressWarnings("unchecked") // who asks for another type gets what he must not get
        public <T> Task<T> createTask(Maker maker, TaskOptions options, Coroutine<T> body) {
            return (Task<T>) task;
        }
    }

    /// Writes down the names of the tasks that are created.
    private record NotingFactory(List<@Nullable String> names) implements TaskFactory {
        @Override
        public <T> Task<T> createTask(Maker maker, TaskOptions options, Coroutine<T> body) {
            names.add(options.name());
            return maker.make(options, body);
        }
    }

    /// Gives every task a name, and says when its body starts.
    private record ChangingFactory(List<String> seen) implements TaskFactory {
        @Override
        public <T> Task<T> createTask(Maker maker, TaskOptions options, Coroutine<T> body) {
            return maker.make(
                    options.withName("renamed"),
                    () -> {
                        seen.add("before");
                        return body.run();
                    });
        }
    }

    private static List<String> methodsOf(Throwable exception) {
        return Arrays.stream(exception.getStackTrace())
                .map(StackTraceElement::getMethodName)
                .toList();
    }

    private static void failHere() {
        throw new ArithmeticException("boom");
    }

    private static void awaitHere(LoopFuture<Void> future) {
        future.await();
    }

    @SuppressWarnings("NullAway") // what a caller without the checks may pass
    private static <T> T none() {
        return null;
    }
}
