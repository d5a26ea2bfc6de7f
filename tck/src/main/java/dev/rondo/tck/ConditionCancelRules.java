package dev.rondo.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.Acquired;
import dev.rondo.CancelledError;
import dev.rondo.Condition;
import dev.rondo.EventLoop;
import dev.rondo.Rondo;
import dev.rondo.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/// What conditions promise to who is cancelled: he has the lock, and takes no notification with
/// him.
abstract class ConditionCancelRules {
    @Rule(
            id = "LOCK-38",
            text =
                    "An await that is cancelled has the lock again when it throws, and leaves no"
                            + " entry.",
            rows = "cond.cancel-reacquires-lock")
    void hasLockWhenCancelled(Subject subject) {
        Condition condition = new Condition();
        AtomicBoolean hadLock = new AtomicBoolean();
        Task<Void> waiter = lockedWhenCancelled(subject, condition, hadLock);
        subject.turns(1);
        subject.loop().runUntilComplete(condition::acquire);
        waiter.cancel();
        subject.turns(3);
        assertFalse(waiter.isDone(), "await threw although another has the lock: " + waiter);
        assertFalse(condition.toString().contains("waiters"), "a waiter is left in " + condition);
        condition.release();
        subject.turns(1);
        assertTrue(waiter.isCancelled(), "the cancellation was lost: " + waiter);
        assertTrue(hadLock.get(), "await threw without the lock");
        assertFalse(condition.isLocked(), "the lock was not released");
    }

    private static Task<Void> lockedWhenCancelled(
            Subject subject, Condition condition, AtomicBoolean hadLock) {
        return subject.loop()
                .createTask(() -> {
                    condition.acquire();
                    try {
                        condition.await();
                    } catch (CancelledError e) {
                        hadLock.set(condition.isLocked());
                        condition.release();
                        throw e;
                    }
                });
    }

    @Rule(
            id = "LOCK-39",
            text =
                    "A cancellation that comes while a notified waiter acquires the lock again is"
                            + " thrown when it has the lock, with its message, as it is.",
            rows = "cond.cancel-while-reacquiring")
    void throwsCancellationWithLock(Subject subject) {
        EventLoop loop = subject.loop();
        Condition condition = new Condition();
        AtomicReference<CancelledError> seen = new AtomicReference<>();
        Task<Void> waiter = catching(subject, condition, seen);
        subject.turns(1);
        loop.runUntilComplete(condition::acquire);
        condition.notifyWaiter();
        subject.turns(1);
        waiter.cancel("late");
        subject.turns(2);
        assertFalse(waiter.isDone(), "await threw although another has the lock: " + waiter);
        condition.release();
        subject.turns(1);
        assertTrue(waiter.isCancelled(), "the cancellation was lost: " + waiter);
        assertThrowsSame(loop, waiter, seen, "late");
    }

    @Rule(
            id = "LOCK-40",
            text =
                    "An await that is cancelled throws the very error that ended its wait, with its"
                            + " message; a second cancellation, while it acquires the lock again, replaces"
                            + " it.",
            rows = "cond.cancel-while-reacquiring")
    void throwsLatestCancellation(Subject subject) {
        EventLoop loop = subject.loop();
        Condition condition = new Condition();
        AtomicReference<CancelledError> seen = new AtomicReference<>();
        Task<Void> once = catching(subject, condition, seen);
        subject.turns(1);
        once.cancel("only");
        subject.turns(1);
        assertThrowsSame(loop, once, seen, "only");
        Task<Void> twice = catching(subject, condition, seen);
        subject.turns(1);
        loop.runUntilComplete(condition::acquire);
        twice.cancel("first");
        subject.turns(1);
        twice.cancel("second");
        subject.turns(1);
        condition.release();
        subject.turns(1);
        assertThrowsSame(loop, twice, seen, "second");
    }

    /// Asserts that who awaits the task sees what the task saw.
    private static void assertThrowsSame(
            EventLoop loop, Task<Void> task, AtomicReference<CancelledError> seen, String message) {
        assertEquals(message, seen.get().getMessage(), "the message that await threw");
        assertNull(seen.get().getCause(), "the error that await threw is another one's wrapper");
        CancelledError outside =
                assertThrows(CancelledError.class, () -> loop.runUntilComplete(task));
        assertEquals(message, outside.getMessage(), "the message for who awaits the task");
        assertSame(seen.get(), outside.getCause(), "the cause of what who awaits the task sees");
    }

    @Rule(
            id = "LOCK-41",
            text =
                    "If a notified waiter is cancelled before its step, the notification goes to the"
                            + " next.",
            rows = "cond.no-lost-notify-on-cancel")
    void passesNotificationOn(Subject subject) {
        Condition condition = new Condition();
        List<String> passed = new ArrayList<>();
        List<Task<Void>> tasks =
                ConditionRules.waiters(subject, condition, passed, "cancelled", "next", "last");
        subject.turns(1);
        subject.loop().runUntilComplete(condition::acquire);
        condition.notifyWaiter();
        condition.release();
        tasks.getFirst().cancel();
        subject.turns(3);
        assertTrue(tasks.getFirst().isCancelled(), "the cancellation was lost: " + tasks);
        assertEquals(List.of("next"), passed, "who received the one notification");
        ConditionRules.notify(subject, condition, 1);
    }

    @Rule(
            id = "LOCK-42",
            text =
                    "If a notified waiter is cancelled while it acquires the lock again, the"
                            + " notification goes to the next.",
            rows = "cond.no-lost-notify-on-cancel")
    void passesNotificationOnWhileReacquiring(Subject subject) {
        Condition condition = new Condition();
        List<String> passed = new ArrayList<>();
        List<Task<Void>> tasks =
                ConditionRules.waiters(subject, condition, passed, "cancelled", "next", "last");
        subject.turns(1);
        subject.loop().runUntilComplete(condition::acquire);
        condition.notifyWaiter();
        subject.turns(2);
        tasks.getFirst().cancel();
        subject.turns(2);
        condition.release();
        subject.turns(3);
        assertTrue(tasks.getFirst().isCancelled(), "the cancellation was lost: " + tasks);
        assertEquals(List.of("next"), passed, "who received the one notification");
        ConditionRules.notify(subject, condition, 1);
    }

    @Rule(
            id = "LOCK-43",
            text =
                    "A limit around await ends with the timeout, with the lock held again, so that the"
                            + " scope of the lock can be left.",
            rows = "cond.explicit-lock")
    void timesOutWithLock(Subject subject) {
        Condition condition = new Condition();
        subject.loop()
                .runUntilComplete(() -> {
                    try (Acquired _ = condition.acquireScoped()) {
                        assertThrows(
                                TimeoutException.class,
                                () -> Rondo.timeout(Duration.ofMillis(2), condition::await));
                        assertTrue(condition.isLocked(), "the limit has cost the lock");
                    }
                    assertFalse(condition.isLocked(), "the scope did not release the lock");
                });
    }

    @Rule(
            id = "LOCK-44",
            text =
                    "Also when the loop is closed an await has the lock again when it throws, after the"
                            + " one who held it.",
            rows = "cond.cancel-reacquires-lock")
    void hasLockWhenLoopCloses(Subject subject) {
        EventLoop loop = subject.newLoop();
        Condition condition = new Condition();
        List<String> left = new ArrayList<>();
        loop.createTask(() -> {
            condition.acquire();
            try {
                condition.await();
            } finally {
                left.add("waiter, locked: " + condition.isLocked());
                condition.release();
            }
        });
        loop.createTask(() -> {
            condition.acquire();
            try {
                loop.createFuture().await();
            } finally {
                left.add("holder, locked: " + condition.isLocked());
                condition.release();
            }
        });
        loop.runUntilComplete(() -> Rondo.sleep(Duration.ZERO));
        subject.leavesPendingTasks();
        loop.close();
        assertEquals(
                List.of("holder, locked: true", "waiter, locked: true"),
                left,
                "who left the lock's scope when the loop was closed, and how");
    }

    /// Starts a task that awaits the condition, and notes the cancellation that it passes on.
    private static Task<Void> catching(
            Subject subject, Condition condition, AtomicReference<CancelledError> seen) {
        return subject.loop()
                .createTask(() -> {
                    try (Acquired _ = condition.acquireScoped()) {
                        condition.await();
                    } catch (CancelledError e) {
                        seen.set(e);
                        throw e;
                    }
                });
    }
}
