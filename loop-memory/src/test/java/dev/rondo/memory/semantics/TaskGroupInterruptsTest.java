package dev.rondo.memory.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rondo.Action;
import dev.rondo.CancelledError;
import dev.rondo.EventLoop;
import dev.rondo.Rondo;
import dev.rondo.Task;
import dev.rondo.TaskGroupException;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Task groups whose bodies block in the JDK, where a cancellation is an interrupt. Only the
/// `scheduled` engine has it, so it is no rule of the kit.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class TaskGroupInterruptsTest {
    @RegisterExtension final LoopFixture fixture = new LoopFixture();

    private final EventLoop loop = fixture.loop;
    private final ArithmeticException failure = new ArithmeticException("child");

    @Test
    void aBodyThatIsInterruptedByAFailureCountsAsCancelled() {
        assumeTrue(loop.engine().equals("scheduled"), "with handoff it would block the loop");
        TaskGroupException thrown =
                assertThrows(
                        TaskGroupException.class,
                        () ->
                                loop.runUntilComplete(
                                        (Action)
                                                () ->
                                                        Rondo.taskGroup(group -> {
                                                            group.createTask(this::fail);
                                                            new Semaphore(0).acquire();
                                                        })));

        assertEquals(List.of(failure), thrown.failures());
    }

    @Test
    void aBodyThatIsInterruptedByACancelCountsAsCancelled() {
        assumeTrue(loop.engine().equals("scheduled"), "with handoff it would block the loop");
        Task<Void> task =
                loop.createTask(() ->
                        Rondo.taskGroup(_ -> {
                            new Semaphore(0).acquire();
                        }));
        loop.callSoon(() -> task.cancel("enough"));

        assertEquals(
                "enough",
                assertThrows(CancelledError.class, () -> loop.runUntilComplete(task)).getMessage());
    }

    private void fail() {
        throw failure;
    }
}
