package dev.rondo.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoop;
import dev.rondo.LoopFuture;
import dev.rondo.Promise;
import dev.rondo.Rondo;
import dev.rondo.Task;
import dev.rondo.TaskFactory;
import dev.rondo.TaskOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future.State;

/// Tasks whose first step runs inside `createTask`.
abstract class EagerTaskRules {
    private static final TaskOptions EAGER = TaskOptions.DEFAULT.withEagerStart(true);

    /// The size of the trees below, and what their nodes are then.
    private static final int WIDTH = 5;

    private static final int DEPTH = 4;
    private static final int NODES = 781;

    @Rule(
            id = "TASK-39",
            text = "An eager task whose body never waits is done when createTask returns.",
            rows = "eager.completes-inline")
    void completesInline(Subject subject) {
        EventLoop loop = subject.loop();
        loop.setTaskFactory(TaskFactory.EAGER);
        loop.runUntilComplete(() -> {
            Promise<Integer> done = loop.createFuture();
            done.setResult(42);

            Task<Integer> task = Rondo.createTask(() -> done.await());

            assertEquals(State.SUCCESS, task.state(), "the task, when createTask returns");
            assertEquals(42, task.resultNow(), "its result");
        });
    }

    @Rule(
            id = "TASK-40",
            text =
                    "What the body of an eager task throws in its first step stays with the task; the"
                            + " creator goes on.",
            rows = "eager.completes-inline")
    void failsInline(Subject subject) {
        ArithmeticException failure = new ArithmeticException("boom");
        subject.loop()
                .runUntilComplete(() -> {
                    Task<Void> task =
                            Rondo.createTask(
                                    EAGER,
                                    () -> {
                                        throw failure;
                                    });

                    assertEquals(State.FAILED, task.state(), "the task, when createTask returns");
                    assertSame(failure, task.exceptionNow(), "its exception");
                });
    }

    @Rule(
            id = "TASK-41",
            text =
                    "An eager task that waits is pending when createTask returns, and goes on like any"
                            + " other task.",
            rows = "eager.blocks-then-scheduled")
    void goesOnAfterItsFirstStep(Subject subject) {
        EventLoop loop = subject.loop();
        List<String> seen = new ArrayList<>();
        loop.setTaskFactory(TaskFactory.EAGER);
        loop.runUntilComplete(() -> {
            Task<Integer> task =
                    Rondo.createTask(() -> {
                        seen.add("first step");
                        Rondo.sleep(Duration.ofMillis(1));
                        seen.add("second step");
                        return 42;
                    });
            seen.add("created");

            assertFalse(task.isDone(), "done before its wait is over");
            assertEquals(42, task.await(), "the result");
        });

        assertEquals(List.of("first step", "created", "second step"), seen, "the order of events");
    }

    @Rule(
            id = "TASK-42",
            text =
                    "The creator of an eager task goes on when the first step is over, in the same"
                            + " iteration and before anything else that is ready.",
            rows = "eager.blocks-then-scheduled")
    void creatorGoesOnFirst(Subject subject) {
        EventLoop loop = subject.loop();
        List<String> seen = new ArrayList<>();
        loop.createTask(() -> {
            loop.callSoon(() -> seen.add("scheduled before"));
            Rondo.createTask(
                    EAGER,
                    () -> {
                        loop.callSoon(() -> seen.add("scheduled inside"));
                        Rondo.createTask(EAGER, () -> wait(seen, "inner"));
                        wait(seen, "outer");
                    });
            seen.add("creator");
        });
        loop.createTask(() -> seen.add("neighbour"));

        subject.turns(1);

        assertEquals(
                List.of("inner waits", "outer waits", "creator", "neighbour"),
                seen,
                "what ran in the iteration of the creation");
        subject.turns(1);
        assertEquals(
                List.of("scheduled before", "scheduled inside", "inner goes on", "outer goes on"),
                seen.subList(4, seen.size()),
                "what ran in the next iteration");
    }

    @Rule(
            id = "TASK-43",
            text = "A callback may create eager tasks, as a task may.",
            rows = "eager.blocks-then-scheduled")
    void callbacksCreateEagerTasks(Subject subject) {
        EventLoop loop = subject.loop();
        List<String> seen = new ArrayList<>();
        loop.callSoon(() -> {
            loop.createTask(EAGER, () -> wait(seen, "task"));
            seen.add("callback");
        });
        loop.callSoon(() -> seen.add("neighbour"));

        subject.turns(2);

        assertEquals(
                List.of("task waits", "callback", "neighbour", "task goes on"),
                seen,
                "what ran, in order");
    }

    private static void wait(List<String> seen, String who) {
        seen.add(who + " waits");
        Rondo.sleep(Duration.ZERO);
        seen.add(who + " goes on");
    }

    @Rule(
            id = "TASK-44",
            text =
                    "An eager task that waits is cancelled like any other: the request is counted, and"
                            + " arrives with its message.",
            rows = "eager.cancel-after-first-suspension")
    void isCancelledAfterItsFirstStep(Subject subject) {
        EventLoop loop = subject.loop();
        List<String> seen = new ArrayList<>();
        loop.setTaskFactory(TaskFactory.EAGER);
        Task<Void> task =
                loop.runUntilComplete(() -> {
                    Task<Void> waiting =
                            Rondo.createTask(() -> {
                                try {
                                    Rondo.sleep(Duration.ofDays(1));
                                } catch (Error e) {
                                    seen.add(String.valueOf(e.getMessage()));
                                    throw e;
                                }
                            });
                    assertTrue(waiting.cancel("enough"), "what cancel() returns");
                    assertEquals(1, waiting.cancelling(), "requests");
                    assertEquals(List.of(), seen, "seen before the next step");
                    return waiting;
                });
        subject.turns(1);

        assertEquals(State.CANCELLED, task.state(), "the end of the task");
        assertEquals(List.of("enough"), seen, "the message that arrived");
    }

    @Rule(
            id = "TASK-45",
            text = "Cancelling an eager task that was done at once changes nothing.",
            rows = "eager.cancel-after-first-suspension")
    void isNotCancelledWhenDoneAtOnce(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    Task<Integer> task = Rondo.createTask(EAGER, () -> 42);

                    assertFalse(task.cancel(), "what cancel() returns");

                    Rondo.sleep(Duration.ZERO);
                    assertEquals(State.SUCCESS, task.state(), "the end of the task");
                    assertEquals(42, task.resultNow(), "its result");
                    assertEquals(0, task.cancelling(), "requests");
                });
    }

    @Rule(
            id = "TASK-46",
            text =
                    "A task's options decide about its start, the factory only where they say"
                            + " nothing; the first step sees the name of its task.",
            rows = "eager.per-call-switch")
    void optionsDecideAboutTheStart(Subject subject) {
        EventLoop loop = subject.loop();
        List<String> seen = new ArrayList<>();
        loop.runUntilComplete(() -> {
            Rondo.createTask(EAGER.withName("eager without factory"), () -> noteName(seen));
            seen.add("created");
            loop.setTaskFactory(TaskFactory.EAGER);
            TaskOptions later = TaskOptions.DEFAULT.withEagerStart(false);
            Task<Void> task =
                    Rondo.createTask(later.withName("later with factory"), () -> noteName(seen));
            seen.add("created");
            task.await();
        });

        assertEquals(
                List.of("eager without factory", "created", "created", "later with factory"),
                seen,
                "what ran, in order");
    }

    private static void noteName(List<String> seen) {
        seen.add(Rondo.currentTask().name());
    }

    @Rule(
            id = "TASK-47",
            text =
                    "While the loop does not run, an eager start is an ordinary one: the first step is"
                            + " made in the next iteration.",
            rows = "eager.per-call-switch")
    void startsLaterWhereNoLoopRuns(Subject subject) {
        List<String> seen = new ArrayList<>();
        subject.loop().createTask(EAGER, () -> seen.add("step"));
        assertEquals(List.of(), seen, "ran on a thread that is not the loop's");

        subject.turns(1);

        assertEquals(List.of("step"), seen, "what ran in the next iteration");
    }

    @Rule(
            id = "TASK-48",
            text =
                    "A tree of gathers of eager tasks that never wait is done without one task being"
                            + " queued.",
            rows = "eager.no-task-for-inline-children")
    void queuesNothingForGathers(Subject subject) {
        EventLoop loop = subject.loop();
        loop.setTaskFactory(TaskFactory.EAGER);
        loop.runUntilComplete(() -> {
            long before = loop.metrics().iterations();

            int nodes = gatherTree(DEPTH);

            assertEquals(NODES, nodes, "nodes that ran");
            assertEquals(before, loop.metrics().iterations(), "the iteration in which all ran");
        });
    }

    private static int gatherTree(int depth) {
        List<LoopFuture<Integer>> children = new ArrayList<>();
        for (int i = 0; i < WIDTH && depth > 0; i++) {
            children.add(Rondo.createTask(() -> gatherTree(depth - 1)));
        }
        return 1 + Rondo.gather(children).await().stream().mapToInt(Integer::intValue).sum();
    }

    @Rule(
            id = "TASK-49",
            text =
                    "In a tree of task groups of eager tasks every body starts inside the createTask of"
                            + " its creator.",
            rows = "eager.no-task-for-inline-children")
    void queuesNothingForGroups(Subject subject) {
        EventLoop loop = subject.loop();
        loop.setTaskFactory(TaskFactory.EAGER);
        int[] nodes = {0};
        loop.runUntilComplete(() -> {
            long before = loop.metrics().iterations();

            Task<Void> root = Rondo.createTask(() -> groupTree(DEPTH, nodes));

            assertEquals(NODES, nodes[0], "bodies that ran before createTask returned");
            assertEquals(before, loop.metrics().iterations(), "the iteration in which all ran");
            root.await();
        });
    }

    private static void groupTree(int depth, int[] nodes) {
        nodes[0]++;
        Rondo.taskGroup(group -> {
            for (int i = 0; i < WIDTH && depth > 0; i++) {
                group.createTask(() -> groupTree(depth - 1, nodes));
            }
        });
    }
}
