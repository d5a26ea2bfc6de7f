package dev.rondo.memory.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rondo.Action;
import dev.rondo.CancelledError;
import dev.rondo.EventLoop;
import dev.rondo.Promise;
import dev.rondo.Rondo;
import dev.rondo.Task;
import dev.rondo.TaskGroup;
import dev.rondo.TaskGroupException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Task groups and cancellation: who takes which one for his own.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class TaskGroupCancellationSemanticsTest {
    private static final Duration DAY = Duration.ofDays(1);

    @RegisterExtension final LoopFixture fixture = new LoopFixture();

    private final EventLoop loop = fixture.loop;
    private final ArithmeticException failure = new ArithmeticException("child");
    private final IllegalArgumentException other = new IllegalArgumentException("other");
    private final List<String> seen = new ArrayList<>();

    // tg.outer-cancel
    @Test
    void aCancelFromOutsideCancelsTheTasksAndStaysACancel() {
        for (boolean isInBody : List.of(true, false)) {
            seen.clear();
            Task<Void> task =
                    loop.createTask(() ->
                            Rondo.taskGroup(group -> {
                                group.createTask(() -> sleepNoting("child"));
                                if (isInBody) {
                                    Rondo.sleep(DAY);
                                }
                            }));
            fixture.turns(2);
            task.cancel("enough");

            CancelledError thrown =
                    assertThrows(CancelledError.class, () -> loop.runUntilComplete(task));
            assertEquals("enough", thrown.getMessage());
            assertEquals(List.of("child"), seen);
        }
    }

    // tg.outer-cancel
    @Test
    void aSecondCancelDoesNotLeaveTheTasksAlone() {
        Task<Void> task =
                loop.createTask(() ->
                        Rondo.taskGroup(group -> {
                            group.createTask(() -> {
                                try {
                                    Rondo.sleep(DAY);
                                } finally {
                                    sleepThenAdd(1, "clean");
                                }
                            });
                        }));
        fixture.turns(2);
        task.cancel();
        fixture.turns(2);
        task.cancel();

        assertThrows(CancelledError.class, () -> loop.runUntilComplete(task));
        assertEquals(List.of("clean"), seen);
    }

    // tg.outer-cancel-with-child-errors
    @Test
    void failuresWinOverACancelFromOutside() {
        Task<?> task =
                loop.createTask(() ->
                        runToFailureHere(group -> {
                            group.createTask(() -> sleepThenRaise(failure));
                            Rondo.sleep(DAY);
                        }));
        fixture.turns(2);
        task.cancel();

        // the cancel is kept, and arrives after the failures
        assertThrows(CancelledError.class, () -> loop.runUntilComplete(task));
        assertEquals(List.of("[" + failure + "]"), seen);
        assertEquals(1, task.cancelling());
    }

    // tg.body-error-on-cancel
    @Test
    void aBodyThatAnswersACancelWithAFailureFailsTheGroup() {
        Task<?> task = loop.createTask(() -> runToFailureHere(_ -> sleepThenRaise(failure)));
        fixture.turns(1);
        task.cancel();

        assertThrows(CancelledError.class, () -> loop.runUntilComplete(task));
        assertEquals(List.of("[" + failure + "]"), seen);
    }

    // tg.child-error-cancels-siblings, tg.outer-cancel
    @Test
    void aBodyThatIsInterruptedInTheJdkCountsAsCancelled() {
        assumeTrue(loop.engine().equals("scheduled"), "with handoff it would block the loop");
        TaskGroupException thrown =
                runToFailure(group -> {
                    group.createTask(() -> raise(failure));
                    new Semaphore(0).acquire();
                });
        Task<Void> task =
                loop.createTask(() ->
                        Rondo.taskGroup(_ -> {
                            new Semaphore(0).acquire();
                        }));
        loop.callSoon(() -> task.cancel("enough"));

        assertEquals(List.of(failure), thrown.failures());
        assertEquals(
                "enough",
                assertThrows(CancelledError.class, () -> loop.runUntilComplete(task)).getMessage());
    }

    // tg.nested-both-fail
    @Test
    void whenBothGroupsFailTheOuterOnesCancelStaysUntilItEnds() {
        loop.runUntilComplete(() -> {
            assertThrows(
                    TaskGroupException.class,
                    () ->
                            Rondo.taskGroup(outer -> {
                                assertThrows(TaskGroupException.class, () -> failInBoth(outer));
                                assertEquals(1, Rondo.currentTask().cancelling());
                            }));
            assertEquals(0, Rondo.currentTask().cancelling());
            Rondo.sleep(Duration.ZERO);
        });
    }

    // tg.error-and-cancel-both-kept
    @Test
    void aCancelFromOutsideThatMeetsAFailureArrivesAfterIt() {
        Promise<Void> gate = loop.createFuture();
        Task<Void> task =
                loop.createTask(() -> {
                    runToFailureHere(group -> {
                        group.createTask(() -> {
                            gate.await();
                            raise(failure);
                        });
                        Rondo.sleep(DAY);
                    });
                    assertEquals(1, Rondo.currentTask().cancelling());
                    seen.add("after the group");
                    Rondo.sleep(Duration.ZERO);
                    seen.add("after the wait");
                });
        fixture.turns(2);
        gate.setResult(null);
        fixture.turns(1);
        task.cancel();

        assertThrows(CancelledError.class, () -> loop.runUntilComplete(task));
        assertEquals(List.of("[" + failure + "]", "after the group"), seen);
    }

    // tg.cancel-does-not-leak
    @Test
    void theGroupsOwnCancelDoesNotLeak() {
        loop.runUntilComplete(() -> {
            runToFailureHere(group -> {
                group.createTask(() -> raise(failure));
                Rondo.sleep(DAY);
            });
            assertEquals(0, Rondo.currentTask().cancelling());
            Rondo.sleep(Duration.ZERO);
        });
    }

    // tg.cancel-does-not-leak
    @Test
    void theGroupsOwnCancelDoesNotLeakWhenTheBodySwallowsIt() {
        loop.runUntilComplete(() -> {
            runToFailureHere(group -> {
                group.createTask(() -> raise(failure));
                assertThrows(CancelledError.class, () -> Rondo.sleep(DAY));
            });
            assertEquals(0, Rondo.currentTask().cancelling());
            Rondo.sleep(Duration.ZERO);
        });
    }

    private void failInBoth(TaskGroup outer) {
        Rondo.taskGroup(inner -> {
            inner.createTask(() -> raise(failure));
            outer.createTask(() -> raise(other));
            Rondo.sleep(DAY);
        });
    }

    private TaskGroupException runToFailure(TaskGroup.VoidBody body) {
        TaskGroupException thrown =
                assertThrows(
                        TaskGroupException.class,
                        () -> loop.runUntilComplete((Action) () -> Rondo.taskGroup(body)));
        assertFalse(thrown.failures().isEmpty());
        return thrown;
    }

    /// Runs a group in the calling task and notes its failures.
    private void runToFailureHere(TaskGroup.VoidBody body) {
        TaskGroupException thrown =
                assertThrows(TaskGroupException.class, () -> Rondo.taskGroup(body));
        seen.add(thrown.failures().toString());
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
