package dev.rondo.tck;

import static dev.rondo.Rondo.sleep;
import static dev.rondo.Rondo.taskGroup;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CancelledError;
import dev.rondo.Context;
import dev.rondo.ContextVariable;
import dev.rondo.EventLoop;
import dev.rondo.Promise;
import dev.rondo.Task;
import dev.rondo.TaskGroup;
import dev.rondo.TaskGroupException;
import dev.rondo.TaskOptions;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.function.Executable;

/// What task groups promise: whom they wait for, and which tasks they take.
abstract class TaskGroupRules {
    private static final Duration SHORT = Duration.ofMillis(2);
    private static final Duration DAY = Duration.ofDays(1);

    private final ArithmeticException failure = new ArithmeticException("child");
    private final List<String> seen = new ArrayList<>();

    @Rule(
            id = "GROUP-1",
            text = "A group ends when all of its tasks have, and returns the result of its body.",
            rows = "tg.waits-for-all")
    void waitsForItsTasks(Subject subject) {
        String result =
                subject.loop()
                        .runUntilComplete(() ->
                                taskGroup(group -> {
                                    group.createTask(() -> sleepThenNote("first"));
                                    sleep(Duration.ZERO);
                                    group.createTask(() -> sleepThenNote("second"));
                                    seen.add("body");
                                    return "result";
                                }));

        assertEquals("result", result, "the result of the group's body");
        assertEquals(List.of("body", "first", "second"), seen, "what had ended with the group");
    }

    @Rule(
            id = "GROUP-2",
            text = "A group waits also for tasks that its tasks add after the end of its body.",
            rows = "tg.waits-for-all")
    void waitsForTasksThatTasksAdd(Subject subject) {
        subject.loop()
                .runUntilComplete(() ->
                        taskGroup(group -> {
                            group.createTask(() -> {
                                sleepThenNote("first");
                                group.createTask(() -> {
                                    sleepThenNote("second");
                                    group.createTask(() -> sleepThenNote("third"));
                                });
                            });
                        }));

        assertEquals(List.of("first", "second", "third"), seen, "what had ended with the group");
    }

    @Rule(
            id = "GROUP-3",
            text = "A group without tasks ends with its body, without giving up the turn.",
            rows = "tg.waits-for-all")
    void endsAtOnceWithoutTasks(Subject subject) {
        EventLoop loop = subject.loop();
        loop.runUntilComplete(() -> {
            loop.callSoon(() -> seen.add("turn given up"));
            assertEquals("result", taskGroup(_ -> "result"), "the result of the body");
            assertEquals(List.of(), seen, "what ran before the empty group had ended");
        });
    }

    @Rule(
            id = "GROUP-4",
            text = "A task that is cancelled alone does not fail its group.",
            rows = "tg.child-cancelled-alone")
    void aTaskCanBeCancelledAlone(Subject subject) {
        subject.loop()
                .runUntilComplete(() ->
                        taskGroup(group -> {
                            Task<Void> cancelled =
                                    group.createTask(() -> sleepAndNote("cancelled"));
                            group.createTask(() -> sleepThenNote("sibling"));
                            sleep(Duration.ZERO);
                            cancelled.cancel();
                        }));

        assertEquals(List.of("cancelled", "sibling"), seen, "what the tasks did");
    }

    @Rule(
            id = "GROUP-5",
            text = "A group that shuts down takes no task, and does not start its body.",
            rows = "tg.no-create-when-aborting")
    void takesNoTaskWhileItShutsDown(Subject subject) {
        runToFailure(
                subject,
                group -> {
                    group.createTask(() -> raise(failure));
                    try {
                        sleep(DAY);
                    } finally {
                        assertRefuses(group, "shutting down");
                    }
                });

        assertEquals(List.of("refused"), seen, "what was done with the late task");
    }

    @Rule(
            id = "GROUP-6",
            text =
                    "A task that is being created in the moment in which its group starts to shut down"
                            + " is cancelled like the others.",
            rows = "tg.create-during-abort-race")
    void cancelsATaskThatIsBeingCreated(Subject subject) {
        TaskOptions eager = TaskOptions.DEFAULT.withEagerStart(true);
        TaskGroupException thrown =
                runToFailure(
                        subject,
                        group -> {
                            group.createTask(
                                    eager,
                                    () -> {
                                        group.createTask(eager, () -> raise(failure));
                                        sleepAndNote("creator of the failed task");
                                    });
                        });

        assertEquals(List.of(failure), thrown.failures(), "the failures of the group");
        assertEquals(List.of("creator of the failed task"), seen, "was cancelled");
    }

    @Rule(
            id = "GROUP-7",
            text = "A group that has ended takes no task, and does not start its body.",
            rows = "tg.lifecycle-errors")
    void takesNoTaskAfterItsEnd(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    assertRefuses(taskGroup(group -> group), "ended");
                    sleep(Duration.ZERO);
                });

        assertEquals(List.of("refused"), seen, "what was done with the late task");
    }

    @Rule(
            id = "GROUP-8",
            text =
                    "Once the body and the last task have ended a group takes no task, although the"
                            + " task that opened it has not gone on yet.",
            rows = "tg.lifecycle-errors")
    void takesNoTaskAfterItsLastOne(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Void> gate = loop.createFuture();
        List<TaskGroup> opened = new ArrayList<>();
        Task<Void> parent =
                loop.createTask(() ->
                        taskGroup(group -> {
                            opened.add(group);
                            group.createTask(() -> gate.await());
                        }));
        subject.turns(2);
        gate.setResult(null);
        subject.turns(2); // the task ends, the group learns of it
        assertTrue(!parent.isDone(), "the parent goes on in the turn after");
        assertRefuses(opened.getFirst(), "ended");

        loop.runUntilComplete(parent);
        assertEquals(List.of("refused"), seen, "what was done with the late task");
    }

    private void assertRefuses(TaskGroup group, String state) {
        IllegalStateException refusal =
                assertThrows(
                        IllegalStateException.class,
                        () -> group.createTask(() -> seen.add("started")),
                        "a group that is " + state + " takes no task");
        assertTrue(refusal.getMessage().contains(state), refusal.getMessage());
        seen.add("refused");
    }

    @Rule(id = "GROUP-9", text = "A group needs a task.", rows = "tg.lifecycle-errors")
    void needsATask(Subject subject) {
        assertNeedsATask(() -> taskGroup(_ -> 42));
        subject.loop()
                .callSoon(() -> {
                    assertNeedsATask(() -> taskGroup(_ -> 42));
                    seen.add("refused in a callback");
                });
        subject.turns(1);

        assertEquals(List.of("refused in a callback"), seen);
    }

    private static void assertNeedsATask(Executable scope) {
        assertThrows(IllegalStateException.class, scope, "there is no task to wait in");
    }

    @Rule(
            id = "GROUP-10",
            text = "A task of a group can have a name.",
            rows = "tg.name-and-context")
    void aTaskCanHaveAName(Subject subject) {
        List<Task<?>> tasks = new ArrayList<>();
        subject.loop()
                .runUntilComplete(() ->
                        taskGroup(group -> {
                            tasks.add(group.createTask("with a result", () -> 42));
                            tasks.add(group.createTask("without", () -> {}));
                        }));

        assertEquals(
                List.of("with a result", "without"),
                tasks.stream().map(Task::name).toList(),
                "the names of the tasks");
    }

    @Rule(
            id = "GROUP-11",
            text =
                    "A task of a group can be given a context; tasks that share one see each other's"
                            + " changes, and the others do not.",
            rows = "tg.name-and-context")
    void aTaskCanBeGivenAContext(Subject subject) {
        ContextVariable<String> variable = ContextVariable.of("variable", "default");
        TaskOptions shared = TaskOptions.DEFAULT.withContext(Context.empty());
        subject.loop()
                .runUntilComplete(() ->
                        taskGroup(group -> {
                            group.createTask(shared, () -> variable.set("changed")).await();
                            group.createTask(shared, () -> seen.add(variable.get())).await();
                            group.createTask(() -> seen.add(variable.get())).await();
                        }));

        assertEquals(List.of("changed", "default"), seen, "what a task that shares sees, and not");
    }

    @Rule(
            id = "GROUP-12",
            text = "A group drops a task that has ended while it is still open.",
            rows = "tg.name-and-context")
    void dropsATaskThatHasEnded(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Void> end = loop.createFuture();
        List<WeakReference<?>> ended = new ArrayList<>();
        Task<Void> parent =
                loop.createTask(() ->
                        taskGroup(group -> {
                            for (int i = 0; i < 10; i++) {
                                ended.add(endedTask(group));
                            }
                            end.await();
                        }));
        subject.turns(30);
        assertEquals(10, ended.size(), "tasks that have ended while the group is open");

        // the last ones may still be known to who gave them their turn
        ended.subList(0, 5).forEach(subject::awaitCollected);
        end.setResult(null);
        loop.runUntilComplete(parent);
    }

    private static WeakReference<?> endedTask(TaskGroup group) {
        Task<Void> task = group.createTask(() -> {});
        task.await();
        return new WeakReference<>(task);
    }

    private static TaskGroupException runToFailure(Subject subject, TaskGroup.VoidBody body) {
        return assertThrows(
                TaskGroupException.class,
                () ->
                        subject.loop()
                                .runUntilComplete(() -> {
                                    taskGroup(body);
                                }),
                "a group with a failure throws it");
    }

    private void sleepThenNote(String name) {
        sleep(SHORT);
        seen.add(name);
    }

    private void sleepAndNote(String name) {
        try {
            sleep(DAY);
            seen.add(name + " went on");
        } catch (CancelledError e) {
            seen.add(name);
            throw e;
        }
    }

    private static void raise(RuntimeException exception) {
        throw exception;
    }
}
