package dev.rondo.memory.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.Coroutine;
import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.ExceptionContext;
import dev.rondo.LoopFuture;
import dev.rondo.Promise;
import dev.rondo.Rondo;
import dev.rondo.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Tasks that nobody cancels.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class TaskSemanticsTest {
    @RegisterExtension final LoopFixture fixture = new LoopFixture();

    private final EventLoop loop = fixture.loop;
    private final ArithmeticException failure = new ArithmeticException("boom");
    private final List<String> seen = new ArrayList<>();

    // task.result
    @Test
    void hasTheResultOfItsBody() {
        Task<Integer> task = loop.createTask(() -> 42);
        assertFalse(task.isDone());

        assertEquals(42, loop.runUntilComplete(task));

        assertTrue(task.isDone());
        assertEquals(42, task.resultNow());
        assertSame(loop, task.loop());
        assertEquals(42, loop.runUntilComplete(() -> task.await()));
    }

    // task.result
    @Test
    void startsInTheNextIterationInTheOrderOfCreation() {
        loop.callSoon(() -> {
            loop.createTask(() -> seen.add("a"));
            loop.callSoon(() -> seen.add("callback"));
            loop.createTask(() -> seen.add("b"));
            seen.add("created");
        });

        fixture.turns(1);
        assertEquals(List.of("created"), seen);
        fixture.turns(1);
        assertEquals(List.of("created", "a", "callback", "b"), seen);
    }

    // task.result
    @Test
    void takesOneStepAnIteration() {
        for (String name : List.of("a", "b")) {
            loop.createTask(() -> {
                seen.add(name + 1);
                Rondo.sleep(Duration.ZERO);
                seen.add(name + 2);
            });
        }

        fixture.turns(2);

        assertEquals(List.of("a1", "b1", "a2", "b2"), seen);
    }

    // task.set-result-forbidden
    @Test
    void completesItself() {
        Task<String> task = loop.createTask(() -> "own");
        @SuppressWarnings("unchecked") // what a task is inside
        Promise<String> promise = (Promise<String>) (Object) task;

        assertThrows(IllegalStateException.class, () -> promise.setResult("foreign"));
        assertThrows(IllegalStateException.class, () -> promise.setException(failure));
        assertThrows(IllegalStateException.class, () -> promise.trySetResult("foreign"));

        assertEquals("own", loop.runUntilComplete(task));
    }

    // task.other-loop-future
    @Test
    void cannotAwaitAFutureOfAnotherLoop() {
        try (EventLoop other = EventLoops.create("memory")) {
            Promise<Void> foreign = other.createFuture();

            IllegalStateException thrown =
                    assertThrows(
                            IllegalStateException.class,
                            () -> loop.runUntilComplete(() -> foreign.await()));

            assertTrue(thrown.getMessage().contains("another loop"), thrown.getMessage());
        }
    }

    // task.self-await
    @Test
    void cannotAwaitItself() {
        assertThrows(
                IllegalStateException.class,
                () -> loop.runUntilComplete(() -> Rondo.currentTask().await()));
    }

    // task.names
    @Test
    void hasAName() {
        Task<Void> first = loop.createTask(() -> {});
        Task<Void> second = loop.createTask(() -> {});
        Task<Void> third = loop.createTask("chosen", () -> {});
        fixture.turns(1);

        assertTrue(number(first) < number(second));
        assertEquals("chosen", third.name());
        third.setName("renamed");
        assertEquals("renamed", third.name());
    }

    // task.returning-future-not-flattened
    @Test
    void aFutureAsResultStaysAFuture() {
        Promise<Integer> future = loop.createFuture();
        Task<LoopFuture<Integer>> task = loop.createTask(() -> future);

        assertSame(future, loop.runUntilComplete(task));
    }

    // task.creation-failure-not-leaked
    @Test
    void withoutABodyNoTaskIsLeft() {
        assertThrows(NullPointerException.class, () -> loop.createTask((Coroutine<String>) null));
        assertThrows(NullPointerException.class, () -> loop.createTask(null, () -> "body"));

        assertEquals(List.of(), loop.tasks());
    }

    // task.exception-has-trace
    @Test
    void aFailureShowsItsLineAndWhoAwaitedIt() {
        Task<Void> failing = loop.createTask(TaskSemanticsTest::fail);

        ArithmeticException thrown =
                assertThrows(
                        ArithmeticException.class,
                        () -> loop.runUntilComplete(() -> awaitHere(failing)));

        List<String> methods =
                Arrays.stream(thrown.getStackTrace())
                        .map(StackTraceElement::getMethodName)
                        .toList();
        assertTrue(methods.indexOf("fail") >= 0, methods.toString());
        assertTrue(methods.indexOf("awaitHere") > methods.indexOf("fail"), methods.toString());
    }

    // exc.unretrieved-task-exception
    @Test
    void aFailureThatNobodyRetrievedIsReported() {
        loop.createTask(
                "forgotten",
                () -> {
                    throw failure;
                });
        fixture.turns(1);

        ExceptionContext report = fixture.awaitReport();

        assertSame(failure, report.exception());
        assertTrue(report.message().contains("'forgotten'"), report.message());
        assertTrue(report.message().contains("never retrieved"), report.message());
    }

    // task.result
    @Test
    void knowsItselfWhileItRuns() {
        Task<Task<?>> task = loop.createTask(Rondo::currentTask);

        assertSame(task, loop.runUntilComplete(task));
        assertNotEquals(task, loop.runUntilComplete(() -> Rondo.currentTask()));
    }

    // threadsafe.submit-result
    @Test
    void otherThreadsGetTheResultsOfWhatTheySubmit() {
        List<CompletableFuture<Integer>> answers =
                IntStream.range(0, 10)
                        .mapToObj(number ->
                                CompletableFuture.supplyAsync(() -> number)
                                        .thenApplyAsync(this::slowly, loop.asExecutor()))
                        .toList();
        CompletableFuture<Void> all =
                CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new));

        loop.runUntilComplete(loop.wrap(all));

        assertEquals(
                IntStream.range(0, 10).boxed().toList(),
                answers.stream().map(CompletableFuture::join).toList());
    }

    // threadsafe.submit-result
    @Test
    void otherThreadsGetTheFailureOfWhatTheySubmit() {
        CompletableFuture<Void> answer =
                CompletableFuture.runAsync(
                        () -> {
                            Rondo.sleep(Duration.ofSeconds(1));
                            throw failure;
                        },
                        loop.asExecutor());

        assertThrows(ArithmeticException.class, () -> loop.runUntilComplete(loop.wrap(answer)));

        assertSame(failure, assertThrows(CompletionException.class, answer::join).getCause());
    }

    // threadsafe.submit-factory-failure
    @Test
    void whatACommandThrowsIsReported() {
        loop.asExecutor()
                .execute(() -> {
                    throw failure;
                });

        fixture.turns(3);

        assertSame(failure, fixture.takeReports().getFirst().exception());
    }

    // task.result
    @Test
    void aLoopKnowsItsPendingTasksInTheOrderOfCreation() {
        List<Task<Void>> tasks =
                Stream.of("a", "b", "c")
                        .map(name -> loop.createTask(name, () -> Rondo.sleep(Duration.ofDays(1))))
                        .toList();
        fixture.turns(1);

        tasks.get(1).cancel();
        fixture.turns(1);

        assertEquals(List.of(tasks.get(0), tasks.get(2)), loop.tasks());
    }

    private int slowly(int number) {
        Rondo.sleep(Duration.ofSeconds(10 - number));
        return number;
    }

    private static void fail() {
        throw new ArithmeticException("boom");
    }

    private static void awaitHere(LoopFuture<Void> future) {
        future.await();
    }

    private static int number(Task<?> task) {
        return Integer.parseInt(task.name().substring("Task-".length()));
    }
}
