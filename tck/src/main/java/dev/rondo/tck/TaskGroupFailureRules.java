package dev.rondo.tck;

import static dev.rondo.Rondo.currentTask;
import static dev.rondo.Rondo.sleep;
import static dev.rondo.Rondo.taskGroup;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rondo.CancelledError;
import dev.rondo.EventLoop;
import dev.rondo.Task;
import dev.rondo.TaskGroup;
import dev.rondo.TaskGroupException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The failures of a task group: what they end, and how they come out.
abstract class TaskGroupFailureRules {
    private static final Duration SHORT = Duration.ofMillis(2);
    private static final Duration DAY = Duration.ofDays(1);

    private final ArithmeticException failure = new ArithmeticException("child");
    private final IllegalArgumentException other = new IllegalArgumentException("other");
    private final List<String> seen = new ArrayList<>();

    @Rule(
            id = "GROUP-13",
            text =
                    "The first failure of a task cancels its siblings and the body of the group; code"
                            + " after the group does not run.",
            rows = "tg.child-error-cancels-siblings")
    void aFailureCancelsSiblingsAndBody(Subject subject) {
        TaskGroupException thrown =
                assertThrows(
                        TaskGroupException.class,
                        () ->
                                subject.loop()
                                        .runUntilComplete(() -> {
                                            taskGroup(group -> {
                                                group.createTask(() -> sleepAndNote("sibling"));
                                                group.createTask(() -> raise(failure));
                                                sleepAndNote("body");
                                            });
                                            seen.add("after the group");
                                        }));

        assertEquals(List.of(failure), thrown.failures(), "the failures of the group");
        assertSame(failure, thrown.getCause(), "the cause is the first failure");
        assertEquals(List.of("body", "sibling"), seen.stream().sorted().toList(), "was cancelled");
    }

    @Rule(
            id = "GROUP-14",
            text =
                    "A failed group waits until all of its tasks have ended, and throws all of their"
                            + " failures together, in the order in which they came.",
            rows = "tg.child-error-cancels-siblings")
    void allFailuresComeOutTogether(Subject subject) {
        TaskGroupException thrown =
                runToFailure(
                        subject,
                        group -> {
                            group.createTask(() -> {
                                try {
                                    sleep(DAY);
                                } catch (CancelledError e) {
                                    sleepThenNote("cleaned up");
                                    raise(other);
                                }
                            });
                            group.createTask(() -> raise(failure));
                        });

        assertEquals(List.of("cleaned up"), seen, "what had ended with the group");
        assertEquals(List.of(failure, other), thrown.failures(), "the failures of the group");
        assertEquals(List.of(other), List.of(thrown.getSuppressed()), "further failures");
    }

    @Rule(
            id = "GROUP-15",
            text = "A group whose tasks keep adding tasks is stopped by one failure.",
            rows = "tg.child-error-cancels-siblings")
    void aFailureStopsAGroupThatGrows(Subject subject) {
        TaskGroupException thrown =
                runToFailure(
                        subject,
                        group -> {
                            group.createTask(() -> spawnForEver(group));
                            group.createTask(() -> {
                                yieldTurns(5);
                                raise(failure);
                            });
                        });

        assertEquals(List.of(failure), thrown.failures(), "the failures of the group");
        assertEquals(List.of(), subject.loop().tasks(), "tasks left by a group that has ended");
    }

    private static void spawnForEver(TaskGroup group) {
        sleep(Duration.ZERO);
        group.createTask(() -> spawnForEver(group));
        group.createTask(() -> sleep(DAY));
    }

    @Rule(
            id = "GROUP-16",
            text =
                    "A failure of the body cancels the tasks, and comes out as a failure of the group.",
            rows = "tg.body-error-cancels-children")
    void aFailureOfTheBodyCancelsTheTasks(Subject subject) {
        TaskGroupException afterAWait =
                runToFailure(
                        subject,
                        group -> {
                            group.createTask(() -> sleepAndNote("child"));
                            sleep(Duration.ZERO);
                            raise(failure);
                        });
        TaskGroupException atOnce =
                runToFailure(
                        subject,
                        group -> {
                            group.createTask(() -> sleepAndNote("never started"));
                            raise(failure);
                        });

        assertEquals(List.of(failure), afterAWait.failures(), "the failures of the group");
        assertEquals(List.of(failure), atOnce.failures(), "the failures of the group");
        assertEquals(List.of("child"), seen, "was cancelled while it ran");
    }

    @Rule(
            id = "GROUP-17",
            text =
                    "A body that answers the failure of a task with a failure of its own has both come"
                            + " out, its own last.",
            rows = "tg.body-and-child-errors-combined")
    void theFailureOfTheBodyComesLast(Subject subject) {
        TaskGroupException thrown =
                runToFailure(
                        subject,
                        group -> {
                            group.createTask(() -> raise(failure));
                            try {
                                sleep(DAY);
                            } finally {
                                raise(other);
                            }
                        });

        assertEquals(List.of(failure, other), thrown.failures(), "the failures of the group");
    }

    @Rule(
            id = "GROUP-18",
            text = "A failed group inside of another one is a failure of the outer group.",
            rows = "tg.nested")
    void aFailedInnerGroupIsAFailureOfTheOuterOne(Subject subject) {
        TaskGroupException thrown =
                runToFailure(
                        subject,
                        outer -> {
                            outer.createTask(() -> sleepAndNote("outer task"));
                            taskGroup(inner -> {
                                inner.createTask(() -> {
                                    sleep(Duration.ZERO);
                                    raise(failure);
                                });
                            });
                        });

        assertEquals(1, thrown.failures().size(), "the failures of the outer group");
        TaskGroupException nested =
                assertInstanceOf(TaskGroupException.class, thrown.failures().getFirst());
        assertEquals(List.of(failure), nested.failures(), "the failures of the inner group");
        assertEquals(List.of("outer task"), seen, "was cancelled");
    }

    @Rule(
            id = "GROUP-19",
            text =
                    "A failure of an outer group cancels the inner one, which throws no group of its own.",
            rows = "tg.nested")
    void aFailureOfTheOuterGroupCancelsTheInnerOne(Subject subject) {
        TaskGroupException thrown =
                runToFailure(
                        subject,
                        outer -> {
                            outer.createTask(() -> {
                                sleep(Duration.ZERO);
                                raise(failure);
                            });
                            taskGroup(inner -> {
                                inner.createTask(() -> sleepAndNote("inner task"));
                            });
                        });

        assertEquals(List.of(failure), thrown.failures(), "the failures of the outer group");
        assertEquals(List.of("inner task"), seen, "was cancelled");
    }

    @Rule(
            id = "GROUP-20",
            text =
                    "An error that is not fatal is a failure like any other, of the body and of a task.",
            rows = "tg.fatal-error-direct")
    void anErrorIsAFailureLikeAnyOther(Subject subject) {
        AssertionError ofTheTask = new AssertionError("of the task");
        StackOverflowError ofTheBody = new StackOverflowError("of the body");
        TaskGroupException thrown =
                runToFailure(
                        subject,
                        group -> {
                            group.createTask(() -> {
                                throw ofTheTask;
                            });
                            try {
                                sleep(DAY);
                            } finally {
                                throwError(ofTheBody);
                            }
                        });

        assertEquals(List.of(ofTheTask, ofTheBody), thrown.failures(), "the failures of the group");
    }

    @Rule(
            id = "GROUP-21",
            text =
                    "A fatal error of the body comes out as it is once all tasks have ended; the other"
                            + " failures are suppressed in it.",
            rows = "tg.fatal-error-direct")
    void aFatalErrorOfTheBodyComesOutAlone(Subject subject) {
        InternalError fatal = new InternalError("fatal");
        subject.loop()
                .runUntilComplete(() -> {
                    Throwable thrown =
                            assertThrows(
                                    Throwable.class,
                                    () ->
                                            taskGroup(group -> {
                                                group.createTask(() -> sleepAndNote("sibling"));
                                                group.createTask(() -> raise(failure));
                                                try {
                                                    sleep(DAY);
                                                } finally {
                                                    throwError(fatal);
                                                }
                                            }));
                    assertSame(fatal, thrown, "what leaves the group");
                    assertEquals(List.of("sibling"), seen, "had ended with the group");
                    assertEquals(0, currentTask().cancelling(), "requests to cancel left");
                });

        assertEquals(List.of(failure), List.of(fatal.getSuppressed()), "the other failures");
    }

    @Rule(
            id = "GROUP-22",
            text =
                    "A fatal error of a task ends the run; in the next run it cancels the group, and"
                            + " comes out of it as it is.",
            rows = "tg.fatal-error-direct")
    void aFatalErrorOfATaskComesOutAlone(Subject subject) {
        EventLoop loop = subject.loop();
        InternalError fatal = new InternalError("fatal");
        Task<Throwable> task =
                loop.createTask(() ->
                        assertThrows(
                                Throwable.class,
                                () ->
                                        taskGroup(group -> {
                                            group.createTask(() -> throwError(fatal));
                                            sleepAndNote("body");
                                        })));

        assertSame(
                fatal,
                assertThrows(Throwable.class, () -> loop.runUntilComplete(task)),
                "what ends the run");
        assertSame(fatal, loop.runUntilComplete(task), "what leaves the group");
        assertEquals(List.of("body"), seen, "was cancelled");
    }

    private static void throwError(Error error) {
        throw error;
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

    private static void yieldTurns(int count) {
        for (int i = 0; i < count; i++) {
            sleep(Duration.ZERO);
        }
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
