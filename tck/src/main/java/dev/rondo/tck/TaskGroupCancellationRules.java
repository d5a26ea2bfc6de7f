package dev.rondo.tck;

import static dev.rondo.Rondo.currentTask;
import static dev.rondo.Rondo.sleep;
import static dev.rondo.Rondo.taskGroup;
import static dev.rondo.tck.ScopeAssertions.assertLeaves;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rondo.CancelledError;
import dev.rondo.EventLoop;
import dev.rondo.Promise;
import dev.rondo.Task;
import dev.rondo.TaskGroup;
import dev.rondo.TaskGroupException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Task groups and cancellation: who takes which one for his own, and what comes out of the scope.
abstract class TaskGroupCancellationRules {
    private static final Duration SHORT = Duration.ofMillis(2);
    private static final Duration DAY = Duration.ofDays(1);

    private final ArithmeticException failure = new ArithmeticException("child");
    private final IllegalArgumentException other = new IllegalArgumentException("other");
    private final List<String> seen = new ArrayList<>();

    @Rule(
            id = "GROUP-23",
            text =
                    "A cancellation from outside cancels body and tasks, waits for the tasks, and"
                            + " comes out as it is.",
            rows = "tg.outer-cancel")
    void aCancelReachesBodyAndTasks(Subject subject) {
        EventLoop loop = subject.loop();
        Task<Void> task =
                loop.createTask(() ->
                        taskGroup(group -> {
                            group.createTask(this::sleepAndCleanUp);
                            try {
                                sleep(DAY);
                            } finally {
                                seen.add("body");
                            }
                        }));
        subject.turns(2);
        task.cancel("enough");

        assertEndsCancelled(loop, task, "enough");
        assertEquals(List.of("body", "task cleaned up"), seen, "was cancelled");
    }

    @Rule(
            id = "GROUP-24",
            text =
                    "A cancellation from outside that comes while the group waits for its tasks does"
                            + " the same.",
            rows = "tg.outer-cancel")
    void aCancelReachesTheTasksAfterTheBody(Subject subject) {
        EventLoop loop = subject.loop();
        Task<Void> task =
                loop.createTask(() ->
                        taskGroup(group -> {
                            group.createTask(this::sleepAndCleanUp);
                        }));
        subject.turns(2);
        task.cancel("enough");

        assertEndsCancelled(loop, task, "enough");
        assertEquals(List.of("task cleaned up"), seen, "was cancelled");
    }

    @Rule(
            id = "GROUP-25",
            text = "A further cancellation does not make a group leave its tasks alone.",
            rows = "tg.outer-cancel")
    void afterASecondCancelItStillWaits(Subject subject) {
        EventLoop loop = subject.loop();
        Task<Void> task =
                loop.createTask(() ->
                        taskGroup(group -> {
                            group.createTask(this::sleepAndCleanUp);
                        }));
        subject.turns(2);
        task.cancel("first");
        subject.turns(2);
        task.cancel("second");

        assertEndsCancelled(loop, task, "first");
        assertEquals(List.of("task cleaned up"), seen, "had ended with the group");
    }

    @Rule(
            id = "GROUP-26",
            text = "Failures of tasks that a cancellation from outside has cancelled win over it.",
            rows = "tg.outer-cancel-with-child-errors")
    void failuresOfCancelledTasksWin(Subject subject) {
        EventLoop loop = subject.loop();
        Task<Void> task =
                loop.createTask(() ->
                        taskGroup(group -> {
                            group.createTask(() -> sleepThenRaise(failure));
                            sleep(DAY);
                        }));
        subject.turns(2);
        task.cancel();

        assertFails(loop, task, failure);
        assertEquals(1, task.cancelling(), "the request to cancel is left");
    }

    @Rule(
            id = "GROUP-27",
            text =
                    "A task that fails while the body still cleans up after a cancellation from"
                            + " outside ends the clean-up, and its failure wins.",
            rows = "tg.outer-cancel-with-child-errors")
    void aFailureEndsTheCleanUpOfTheBody(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Void> gate = loop.createFuture();
        Task<Void> inner =
                loop.createTask(() ->
                        taskGroup(group -> {
                            group.createTask(() -> {
                                gate.await();
                                raise(failure);
                            });
                            try {
                                sleep(DAY);
                            } finally {
                                gate.setResult(null);
                                sleepNoting("clean-up");
                            }
                        }));
        Task<Void> outer = loop.createTask(() -> inner.await());
        subject.turns(2);
        outer.cancel();

        assertFails(loop, outer, failure);
        assertEquals(List.of("clean-up"), seen, "was cancelled");
    }

    @Rule(
            id = "GROUP-28",
            text =
                    "A body that answers a cancellation from outside with a failure has it come out"
                            + " as a failure of the group.",
            rows = "tg.body-error-on-cancel")
    void theBodyMayAnswerACancelWithAFailure(Subject subject) {
        EventLoop loop = subject.loop();
        Task<Void> task = loop.createTask(() -> taskGroup(_ -> sleepThenRaise(failure)));
        subject.turns(1);
        task.cancel();

        assertFails(loop, task, failure);
    }

    @Rule(
            id = "GROUP-29",
            text =
                    "When an inner and an outer group fail together, the request of the outer one to"
                            + " cancel stays until it ends, also when the inner failure was caught.",
            rows = "tg.nested-both-fail")
    void theOuterGroupsCancelStaysUntilItEnds(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    assertThrows(
                            TaskGroupException.class,
                            () ->
                                    taskGroup(outer -> {
                                        assertThrows(
                                                TaskGroupException.class, () -> failInBoth(outer));
                                        seen.add("inside " + currentTask().cancelling());
                                    }),
                            "the outer group has failed as well");
                    seen.add("after " + currentTask().cancelling());
                    sleep(Duration.ZERO);
                });

        assertEquals(List.of("inside 1", "after 0"), seen, "the requests to cancel");
    }

    private void failInBoth(TaskGroup outer) {
        taskGroup(inner -> {
            inner.createTask(() -> raise(failure));
            outer.createTask(() -> raise(other));
            sleep(DAY);
        });
    }

    @Rule(
            id = "GROUP-30",
            text =
                    "When a task fails and the group is cancelled from outside at the same time, the"
                            + " failure is thrown first, and the cancellation at the next wait.",
            rows = "tg.error-and-cancel-both-kept")
    void aCancelThatMeetsAFailureComesAfterIt(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Void> gate = loop.createFuture();
        Task<Void> task =
                loop.createTask(() -> {
                    assertThrows(
                            TaskGroupException.class,
                            () ->
                                    taskGroup(group -> {
                                        group.createTask(() -> {
                                            gate.await();
                                            raise(failure);
                                        });
                                        sleep(DAY);
                                    }));
                    seen.add("after the group " + currentTask().cancelling());
                    sleep(Duration.ZERO);
                    seen.add("after the wait");
                });
        subject.turns(2);
        gate.setResult(null);
        subject.turns(1);
        task.cancel();

        assertLeaves(
                CancelledError.class,
                () -> loop.runUntilComplete(task),
                "the cancellation from outside is not lost");
        assertEquals(List.of("after the group 1"), seen, "what ran before the cancellation");
    }

    @Rule(
            id = "GROUP-31",
            text =
                    "With the end of a failed group its own request to cancel is taken back, also when"
                            + " the body has swallowed the cancellation.",
            rows = "tg.cancel-does-not-leak")
    void itsOwnCancelDoesNotLeak(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    assertLeavesNoCancel(() -> sleep(DAY));
                    assertLeavesNoCancel(
                            () -> assertThrows(CancelledError.class, () -> sleep(DAY)));
                    assertLeavesNoCancel(() -> {});
                });
    }

    private void assertLeavesNoCancel(Runnable body) {
        TaskGroupException thrown =
                assertThrows(
                        TaskGroupException.class,
                        () ->
                                taskGroup(group -> {
                                    group.createTask(() -> raise(failure));
                                    body.run();
                                }));
        assertEquals(List.of(failure), thrown.failures(), "the failures of the group");
        assertEquals(0, currentTask().cancelling(), "requests to cancel left");
        sleep(Duration.ZERO); // not cancelled by what is left of the group
    }

    private static void assertEndsCancelled(EventLoop loop, Task<?> task, String message) {
        CancelledError thrown =
                assertLeaves(
                        CancelledError.class,
                        () -> loop.runUntilComplete(task),
                        "a cancelled group without failures throws the cancellation");
        assertEquals(message, thrown.getMessage(), "the message given to cancel");
    }

    private static void assertFails(EventLoop loop, Task<?> task, Throwable expected) {
        TaskGroupException thrown =
                assertLeaves(
                        TaskGroupException.class,
                        () -> loop.runUntilComplete(task),
                        "the failure wins over the cancellation");
        assertEquals(List.of(expected), thrown.failures(), "the failures of the group");
    }

    private void sleepAndCleanUp() {
        try {
            sleep(DAY);
            seen.add("task went on");
        } finally {
            sleep(SHORT);
            seen.add("task cleaned up");
        }
    }

    private void sleepNoting(String name) {
        try {
            sleep(DAY);
            seen.add(name + " went on");
        } finally {
            seen.add(name);
        }
    }

    private static Void sleepThenRaise(RuntimeException exception) {
        try {
            sleep(DAY);
            throw new AssertionError("the wait was not cancelled");
        } catch (CancelledError e) {
            throw exception;
        }
    }

    private static void raise(RuntimeException exception) {
        throw exception;
    }
}
