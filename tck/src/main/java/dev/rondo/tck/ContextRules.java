package dev.rondo.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.Context;
import dev.rondo.ContextVariable;
import dev.rondo.EventLoop;
import dev.rondo.LoopFuture;
import dev.rondo.Promise;
import dev.rondo.Rondo;
import dev.rondo.Task;
import dev.rondo.TaskOptions;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/// Context variables: which code sees which values.
abstract class ContextRules {
    private static final String SEEN = "who saw which value";

    private final ContextVariable<String> variable = ContextVariable.of("variable", "initial");

    @Rule(
            id = "CONTEXT-1",
            text =
                    "A task gets its creator's values when it is created; later changes of one are"
                            + " invisible to the other.",
            rows = "context.copied-at-creation")
    void isCopiedAtCreation(Subject subject) {
        List<String> seen = new ArrayList<>();
        subject.loop()
                .runUntilComplete(() -> {
                    variable.set("at creation");
                    Task<Void> child =
                            Rondo.createTask(() -> {
                                note(seen, "child");
                                variable.set("the child's");
                                Rondo.sleep(Duration.ofMillis(1));
                                note(seen, "child");
                            });
                    variable.set("the parent's");
                    Rondo.sleep(Duration.ZERO);
                    note(seen, "parent");
                    child.await();
                    note(seen, "parent");
                });

        assertEquals(
                List.of(
                        "child: at creation",
                        "parent: the parent's",
                        "child: the child's",
                        "parent: the parent's"),
                seen,
                SEEN);
    }

    @Rule(
            id = "CONTEXT-2",
            text = "Tasks that take turns keep their own values, such as a precision.",
            rows = "context.copied-at-creation")
    void isSeparateInInterleavedTasks(Subject subject) {
        ContextVariable<MathContext> precision =
                ContextVariable.of("precision", MathContext.DECIMAL32);
        List<Task<List<String>>> tasks = new ArrayList<>();
        for (int digits : List.of(3, 6)) {
            tasks.add(
                    subject.loop()
                            .createTask(() -> {
                                precision.set(new MathContext(digits));
                                List<String> thirds = new ArrayList<>();
                                for (int i = 0; i < 3; i++) {
                                    Rondo.sleep(Duration.ZERO);
                                    thirds.add(third(precision.get()));
                                }
                                return thirds;
                            }));
        }
        subject.turns(4);

        assertEquals(
                List.of("0.333", "0.333", "0.333"),
                tasks.getFirst().resultNow(),
                "of three digits");
        assertEquals(
                List.of("0.333333", "0.333333", "0.333333"),
                tasks.getLast().resultNow(),
                "of six digits");
    }

    private static String third(MathContext precision) {
        return BigDecimal.ONE.divide(BigDecimal.valueOf(3), precision).toString();
    }

    @Rule(
            id = "CONTEXT-3",
            text =
                    "A callback runs with the values of who scheduled it, at the time when he did;"
                            + " what it sets, only what it schedules itself sees.",
            rows = "context.copied-at-creation")
    void callbacksHaveTheValuesOfWhoScheduledThem(Subject subject) {
        EventLoop loop = subject.loop();
        List<String> seen = new ArrayList<>();
        loop.runUntilComplete(() -> {
            variable.set("scheduled");
            loop.callSoon(() -> {
                note(seen, "soon");
                variable.set("the callback's");
                loop.callSoon(() -> note(seen, "follower"));
            });
            loop.callSoonThreadSafe(() -> note(seen, "thread-safe"));
            loop.callLater(Duration.ofMillis(1), () -> note(seen, "later"));
            variable.set("changed");
            Rondo.sleep(Duration.ofMillis(2));
            note(seen, "task");
        });

        Collections.sort(seen); // a millisecond may be over at once
        assertEquals(
                List.of(
                        "follower: the callback's",
                        "later: scheduled",
                        "soon: scheduled",
                        "task: changed",
                        "thread-safe: scheduled"),
                seen,
                SEEN);
    }

    @Rule(
            id = "CONTEXT-4",
            text =
                    "What another thread submits does not see the values of what happens to run"
                            + " meanwhile.",
            rows = "context.copied-at-creation")
    void otherThreadsHaveNoValues(Subject subject) {
        EventLoop loop = subject.loop();
        List<String> seen = new ArrayList<>();
        CompletableFuture<Void> outside = new CompletableFuture<>();
        LoopFuture<Void> waiting = loop.wrap(outside);
        loop.callSoon(() -> {
            variable.set("of what happens to run");
            CountDownLatch submitted = new CountDownLatch(1);
            subject.startThread(() -> {
                loop.callSoonThreadSafe(() -> note(seen, "callback"));
                loop.asExecutor()
                        .execute(() -> {
                            note(seen, "command");
                            outside.complete(null);
                        });
                submitted.countDown();
            });
            while (submitted.getCount() > 0) {
                Thread.onSpinWait(); // a latch would give up the turn
            }
        });

        loop.runUntilComplete(waiting);

        assertEquals(List.of("callback: initial", "command: initial"), seen, SEEN);
    }

    @Rule(
            id = "CONTEXT-5",
            text =
                    "A variable that was not set has its initial value, or says by name that it has"
                            + " none; outside of a loop it cannot be set.",
            rows = "context.copied-at-creation")
    void unsetVariableSaysSo(Subject subject) {
        ContextVariable<String> empty = ContextVariable.of("the empty one");
        assertEquals("initial", variable.get(), "outside of a loop");
        subject.loop()
                .runUntilComplete(() -> {
                    assertEquals("initial", variable.get(), "in a task");
                    String message =
                            assertThrows(NoSuchElementException.class, empty::get).getMessage();
                    assertTrue(String.valueOf(message).contains("the empty one"), message);
                });
        assertThrows(
                IllegalStateException.class,
                () -> empty.set("outside of a loop"),
                "a plain thread set a variable");
    }

    @Rule(
            id = "CONTEXT-6",
            text =
                    "A done callback runs with the values of who added it, at the time when he did,"
                            + " and what it sets no task sees.",
            rows = "context.done-callback-isolated")
    void doneCallbacksAreIsolated(Subject subject) {
        EventLoop loop = subject.loop();
        List<String> seen = new ArrayList<>();
        loop.runUntilComplete(() -> {
            Promise<Integer> future = loop.createFuture();
            variable.set("added");
            future.addDoneCallback(_ -> {
                note(seen, "callback");
                variable.set("the callback's");
            });
            variable.set("the task's");
            future.setResult(42);
            Rondo.sleep(Duration.ZERO);
            note(seen, "task");
        });

        assertEquals(List.of("callback: added", "task: the task's"), seen, SEEN);
    }

    @Rule(
            id = "CONTEXT-7",
            text =
                    "A context in a task's options is used itself: tasks that get it one after the"
                            + " other see and change it.",
            rows = "context.explicit-shared")
    void explicitContextIsShared(Subject subject) {
        ContextVariable<Integer> number = ContextVariable.of("number", 0);
        List<Optional<Integer>> seen = new ArrayList<>();
        subject.loop()
                .runUntilComplete(() -> {
                    Context context = Context.copyCurrent();
                    TaskOptions shared = TaskOptions.DEFAULT.withContext(context);
                    seen.add(context.get(number));
                    Rondo.createTask(shared, () -> number.set(number.get() + 1)).await();
                    seen.add(context.get(number));
                    Rondo.createTask(shared, () -> number.set(number.get() + 1)).await();
                    seen.add(context.get(number));
                    assertEquals(0, number.get(), "in the creator");
                });

        assertEquals(
                List.of(Optional.empty(), Optional.of(1), Optional.of(2)), seen, "in the context");
    }

    @Rule(
            id = "CONTEXT-8",
            text =
                    "Tasks that share a context at the same time see each other's changes at each step.",
            rows = "context.explicit-shared")
    void explicitContextIsSharedAtEachStep(Subject subject) {
        Context context = Context.empty();
        List<String> seen = new ArrayList<>();
        for (String name : List.of("a", "b")) {
            subject.loop()
                    .createTask(
                            TaskOptions.DEFAULT.withContext(context),
                            () -> {
                                note(seen, name);
                                variable.set(name + 1);
                                Rondo.sleep(Duration.ZERO);
                                note(seen, name);
                                variable.set(name + 2);
                            });
        }
        subject.turns(2);

        assertEquals(List.of("a: initial", "b: a1", "a: b1", "b: a2"), seen, SEEN);
        assertEquals(Optional.of("b2"), context.get(variable), "what is left in the context");
    }

    @Rule(
            id = "CONTEXT-9",
            text =
                    "What a task with an explicit context creates or schedules gets a copy of its"
                            + " values, as anywhere else.",
            rows = "context.explicit-shared")
    void explicitContextIsNotInherited(Subject subject) {
        EventLoop loop = subject.loop();
        Context context = Context.empty();
        List<String> seen = new ArrayList<>();
        Task<Void> task =
                loop.createTask(
                        TaskOptions.DEFAULT.withContext(context),
                        () -> {
                            variable.set("shared");
                            Rondo.createTask(() -> noteAndSet(seen, "child"));
                            loop.callSoon(() -> noteAndSet(seen, "callback"));
                            variable.set("changed");
                        });
        task.addDoneCallback(_ -> note(seen, "done callback"));
        subject.turns(2);

        assertEquals(
                List.of("child: shared", "callback: shared", "done callback: initial"), seen, SEEN);
        assertEquals(Optional.of("changed"), context.get(variable), "what is left in the context");
    }

    private void noteAndSet(List<String> seen, String who) {
        note(seen, who);
        variable.set(who);
    }

    @Rule(
            id = "CONTEXT-10",
            text =
                    "Code that runs in a context sees and changes it, also over a wait; afterwards its"
                            + " caller has his own values again.",
            rows = "context.explicit-shared")
    void runsInAContext(Subject subject) {
        Context context = Context.empty();
        List<String> seen = new ArrayList<>();
        subject.loop()
                .runUntilComplete(() -> {
                    variable.set("the caller's");
                    context.run(() -> {
                        note(seen, "inside");
                        variable.set("the context's");
                        Rondo.sleep(Duration.ZERO);
                        note(seen, "inside");
                    });
                    note(seen, "outside");
                });

        assertEquals(
                List.of("inside: initial", "inside: the context's", "outside: the caller's"),
                seen,
                SEEN);
        assertEquals(
                Optional.of("the context's"), context.get(variable), "what is left in the context");
    }

    @Rule(
            id = "CONTEXT-11",
            text = "What an eager task sets in its first step, its creator does not see.",
            rows = "eager.context-isolated")
    void eagerStepIsIsolated(Subject subject) {
        List<String> seen = new ArrayList<>();
        subject.loop()
                .runUntilComplete(() -> {
                    variable.set("the creator's");
                    Task<Void> task =
                            Rondo.createTask(
                                    TaskOptions.DEFAULT.withEagerStart(true),
                                    () -> {
                                        note(seen, "task");
                                        variable.set("the task's");
                                        Rondo.sleep(Duration.ZERO);
                                        note(seen, "task");
                                    });
                    note(seen, "creator");
                    task.await();
                    note(seen, "creator");
                });

        assertEquals(
                List.of(
                        "task: the creator's",
                        "creator: the creator's",
                        "task: the task's",
                        "creator: the creator's"),
                seen,
                SEEN);
    }

    @Rule(
            id = "CONTEXT-12",
            text =
                    "Work of toThread sees the caller's values, and what it submits to the loop has"
                            + " them; work of runInExecutor does not.",
            rows = "context.to-thread")
    void toThreadCarriesValues(Subject subject) {
        EventLoop loop = subject.loop();
        loop.runUntilComplete(() -> {
            variable.set("the caller's");
            assertEquals("the caller's", Rondo.toThread(variable::get), "in toThread");
            LoopFuture<String> plain = loop.runInExecutor(variable::get);
            assertEquals("initial", plain.await(), "in runInExecutor");

            Promise<String> answer = loop.createFuture();
            Rondo.toThread(() -> loop.callSoonThreadSafe(() -> answer.setResult(variable.get())));
            assertEquals("the caller's", answer.await(), "in what toThread submitted");
        });
    }

    @Rule(
            id = "CONTEXT-13",
            text = "The exception handler sees the values of the callback that failed.",
            rows = "exc.handler-runs-in-failing-context")
    void handlerSeesTheValuesOfACallback(Subject subject) {
        EventLoop loop = subject.loop();
        List<String> seen = new ArrayList<>();
        loop.setExceptionHandler((_, _) -> note(seen, "handler"));
        loop.callSoon(() -> {
            variable.set("the callback's");
            throw new ArithmeticException("boom");
        });
        subject.turns(1);

        assertEquals(List.of("handler: the callback's"), seen, SEEN);
    }

    @Rule(
            id = "CONTEXT-14",
            text = "The exception handler sees the values of the task that failed.",
            rows = "exc.handler-runs-in-failing-context")
    void handlerSeesTheValuesOfATask(Subject subject) {
        EventLoop loop = subject.loop();
        List<String> seen = new ArrayList<>();
        loop.setExceptionHandler((_, _) -> note(seen, "handler"));
        loop.createTask(() -> {
            variable.set("the task's");
            throw new ArithmeticException("boom");
        });
        subject.collectUntil(() -> "the handler was not called", () -> !seen.isEmpty());

        assertEquals(List.of("handler: the task's"), seen, SEEN);
    }

    private void note(List<String> seen, String who) {
        seen.add(who + ": " + variable.get());
    }
}
