package dev.rondo.memory.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rondo.Action;
import dev.rondo.CancelledError;
import dev.rondo.EventLoop;
import dev.rondo.Rondo;
import dev.rondo.Task;
import dev.rondo.TaskGroup;
import dev.rondo.TaskGroupException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Task groups: their tasks and failures.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class TaskGroupSemanticsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);

    @RegisterExtension final LoopFixture fixture = new LoopFixture();

    private final EventLoop loop = fixture.loop;
    private final ArithmeticException failure = new ArithmeticException("child");
    private final IllegalArgumentException other = new IllegalArgumentException("other");
    private final List<String> seen = new ArrayList<>();

    // tg.waits-for-all
    @Test
    void waitsForEveryTaskAndReturnsTheResultOfItsBody() {
        String result =
                loop.runUntilComplete(() ->
                        Rondo.taskGroup(group -> {
                            group.createTask(() -> sleepThenAdd(1, "a"));
                            group.createTask(() -> {
                                Rondo.sleep(SECOND);
                                group.createTask(() -> sleepThenAdd(5, "b"));
                            });
                            return "result";
                        }));

        assertEquals("result", result);
        assertEquals(List.of("a", "b"), seen);
        assertEquals(Duration.ofSeconds(6), Duration.ofNanos(loop.time()));
    }

    // tg.waits-for-all
    @Test
    void aGroupWithoutTasksEndsAtOnce() {
        loop.runUntilComplete(() -> {
            loop.callSoon(() -> seen.add("turn"));
            assertEquals(42, Rondo.<Integer>taskGroup(_ -> 42));
            assertEquals(List.of(), seen);
        });
    }

    // tg.child-cancelled-alone
    @Test
    void aTaskThatIsCancelledAloneDoesNotFailTheGroup() {
        loop.runUntilComplete(() ->
                Rondo.taskGroup(group -> {
                    Task<Void> cancelled = group.createTask(() -> Rondo.sleep(DAY));
                    group.createTask(() -> sleepThenAdd(2, "sibling"));
                    Rondo.sleep(SECOND);
                    cancelled.cancel();
                }));

        assertEquals(List.of("sibling"), seen);
    }

    // tg.child-error-cancels-siblings
    @Test
    void theFirstFailureCancelsSiblingsAndBody() {
        TaskGroupException thrown =
                runToFailure(group -> {
                    group.createTask(() -> sleepNoting("sibling"));
                    group.createTask(() -> raise(failure));
                    sleepNoting("body");
                    seen.add("code after the wait");
                });

        assertEquals(List.of(failure), thrown.failures());
        assertSame(failure, thrown.getCause());
        assertEquals(Set.of("sibling", "body"), Set.copyOf(seen));
        assertEquals(0, loop.time());
    }

    // tg.child-error-cancels-siblings
    @Test
    void allFailuresComeOutTogether() {
        TaskGroupException thrown =
                runToFailure(group -> {
                    group.createTask(() -> sleepThenRaise(other));
                    group.createTask(() -> raise(failure));
                });

        assertEquals(List.of(failure, other), thrown.failures());
        assertEquals(List.of(other), List.of(thrown.getSuppressed()));
    }

    // tg.child-error-cancels-siblings
    @Test
    void aGroupThatKeepsSpawningIsStoppedByOneFailure() {
        runToFailure(group -> {
            group.createTask(() -> spawnForEver(group));
            group.createTask(() -> {
                Rondo.sleep(SECOND);
                raise(failure);
            });
        });

        assertEquals(List.of(), loop.tasks());
    }

    // tg.body-error-cancels-children
    @Test
    void anExceptionOfTheBodyCancelsTheTasks() {
        TaskGroupException thrown =
                runToFailure(group -> {
                    group.createTask(() -> sleepNoting("child"));
                    Rondo.sleep(Duration.ZERO);
                    raise(failure);
                });

        assertEquals(List.of(failure), thrown.failures());
        assertEquals(List.of("child"), seen);
    }

    // tg.body-and-child-errors-combined
    @Test
    void theBodysAnswerToAFailureComesLast() {
        TaskGroupException thrown =
                runToFailure(group -> {
                    group.createTask(() -> raise(failure));
                    sleepThenRaise(other);
                });

        assertEquals(List.of(failure, other), thrown.failures());
    }

    // tg.nested
    @Test
    void aFailedInnerGroupIsAFailureOfTheOuterOne() {
        TaskGroupException thrown =
                runToFailure(_ ->
                        Rondo.taskGroup(inner -> {
                            inner.createTask(() -> raise(failure));
                        }));

        TaskGroupException nested =
                assertInstanceOf(TaskGroupException.class, thrown.failures().getFirst());
        assertEquals(List.of(failure), nested.failures());
    }

    // tg.nested
    @Test
    void aFailureOfTheOuterGroupCancelsTheInnerOne() {
        TaskGroupException thrown =
                runToFailure(outer -> {
                    outer.createTask(() -> raise(failure));
                    Rondo.taskGroup(inner -> {
                        inner.createTask(() -> sleepNoting("inner"));
                    });
                });

        assertEquals(List.of(failure), thrown.failures());
        assertEquals(List.of("inner"), seen);
    }

    // tg.fatal-error-direct
    @Test
    void anErrorIsAFailureLikeAnyOther() {
        AssertionError error = new AssertionError("boom");

        TaskGroupException ofTheBody =
                runToFailure(_ -> {
                    throw error;
                });
        TaskGroupException ofATask =
                runToFailure(group -> {
                    group.createTask(() -> {
                        throw error;
                    });
                });

        assertEquals(List.of(error), ofTheBody.failures());
        assertEquals(List.of(error), ofATask.failures());
    }

    // tg.no-create-when-aborting
    @Test
    void takesNoTaskWhileItShutsDown() {
        TaskGroupException thrown =
                runToFailure(group -> {
                    group.createTask(() -> {
                        try {
                            Rondo.sleep(DAY);
                        } finally {
                            group.createTask(() -> seen.add("too late"));
                        }
                    });
                    Rondo.sleep(Duration.ZERO);
                    raise(failure);
                });

        assertInstanceOf(IllegalStateException.class, thrown.failures().getFirst());
        assertEquals(List.of(), seen);
    }

    // tg.lifecycle-errors
    @Test
    void takesNoTaskAfterItsEnd() {
        TaskGroup[] ended = new TaskGroup[1];
        loop.runUntilComplete(() -> {
            Rondo.taskGroup(group -> {
                ended[0] = group;
            });
            assertThrows(
                    IllegalStateException.class,
                    () -> ended[0].createTask(() -> seen.add("too late")));
        });

        assertEquals(List.of(), seen);
    }

    // tg.lifecycle-errors
    @Test
    void needsATask() {
        assertThrows(IllegalStateException.class, () -> Rondo.<String>taskGroup(_ -> "body"));
        loop.callSoon(() ->
                assertThrows(
                        IllegalStateException.class, () -> Rondo.<String>taskGroup(_ -> "body")));

        fixture.turns(1);
    }

    // tg.name-and-context
    @Test
    void aTaskGetsItsName() {
        loop.runUntilComplete(() ->
                Rondo.taskGroup(group -> {
                    assertEquals("worker", group.createTask("worker", () -> {}).name());
                }));
    }

    // tg.name-and-context
    @Test
    void aTaskThatHasEndedIsDropped() {
        loop.runUntilComplete(() ->
                Rondo.taskGroup(group -> {
                    List<WeakReference<?>> ended =
                            Stream.<WeakReference<?>>generate(() -> endedTask(group))
                                    .limit(10)
                                    .toList();
                    // the last one may still be known to who gave it its turn
                    ended.subList(0, 5).forEach(LoopFixture::awaitCollected);
                }));
    }

    private static WeakReference<?> endedTask(TaskGroup group) {
        Task<Void> task = group.createTask(() -> {});
        task.await();
        return new WeakReference<>(task);
    }

    private TaskGroupException runToFailure(TaskGroup.VoidBody body) {
        TaskGroupException thrown =
                assertThrows(
                        TaskGroupException.class,
                        () -> loop.runUntilComplete((Action) () -> Rondo.taskGroup(body)));
        assertFalse(thrown.failures().isEmpty());
        return thrown;
    }

    private static void spawnForEver(TaskGroup group) {
        Rondo.sleep(Duration.ofMillis(100));
        group.createTask(() -> spawnForEver(group));
        group.createTask(() -> Rondo.sleep(DAY));
    }

    private void sleepThenAdd(int seconds, String name) {
        Rondo.sleep(Duration.ofSeconds(seconds));
        seen.add(name);
    }

    private void sleepNoting(String name) {
        try {
            Rondo.sleep(DAY);
        } finally {
            seen.add(name);
        }
    }

    private static void sleepThenRaise(RuntimeException exception) {
        try {
            Rondo.sleep(DAY);
        } catch (CancelledError e) {
            raise(exception);
        }
    }

    private static void raise(RuntimeException exception) {
        throw exception;
    }
}
