package dev.rondo.tck;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.Acquired;
import dev.rondo.Condition;
import dev.rondo.EventLoop;
import dev.rondo.Lock;
import dev.rondo.Rondo;
import dev.rondo.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/// What conditions promise to who waits and who notifies.
abstract class ConditionRules {
    @Rule(
            id = "LOCK-31",
            text = "await and every form of notify throw IllegalStateException without the lock.",
            rows = "cond.notify-needs-lock")
    void needsLock(Subject subject) {
        Condition condition = new Condition();
        subject.loop()
                .runUntilComplete(() -> {
                    refuses(condition::notifyWaiter, "notifyWaiter");
                    refuses(() -> condition.notifyWaiters(2), "notifyWaiters");
                    refuses(condition::notifyAllWaiters, "notifyAllWaiters");
                    refuses(condition::await, "await");
                });
    }

    private static void refuses(Runnable action, String operation) {
        assertThrows(IllegalStateException.class, action::run, operation + " without the lock");
    }

    @Rule(
            id = "LOCK-32",
            text =
                    "awaitUntil returns at once if its predicate holds, also without the lock; else it"
                            + " needs the lock.",
            rows = "cond.notify-needs-lock")
    void looksBeforeItWaits(Subject subject) {
        Condition condition = new Condition();
        subject.loop()
                .runUntilComplete(() -> {
                    assertDoesNotThrow(
                            () -> condition.awaitUntil(() -> true),
                            "awaitUntil although its predicate holds");
                    refuses(() -> condition.awaitUntil(() -> false), "awaitUntil");
                });
    }

    @Rule(
            id = "LOCK-33",
            text =
                    "notifyWaiters(n) wakes the first n who wait, in the order in which they came; a"
                            + " greater n than there are waiters wakes them all.",
            rows = "cond.notify-count-and-order")
    void notifiesSoMany(Subject subject) {
        Condition condition = new Condition();
        List<String> passed = new ArrayList<>();
        waiters(subject, condition, passed, "1", "2", "3", "4", "5", "6");
        subject.turns(1);
        notify(subject, condition, 1);
        assertEquals(List.of("1"), passed, "after notifyWaiters(1)");
        notify(subject, condition, 0);
        assertEquals(List.of("1"), passed, "after notifyWaiters(0)");
        notify(subject, condition, 2);
        assertEquals(List.of("1", "2", "3"), passed, "after notifyWaiters(2)");
        notify(subject, condition, 2048);
        assertEquals(List.of("1", "2", "3", "4", "5", "6"), passed, "after notifyWaiters(2048)");
    }

    static void notify(Subject subject, Condition condition, int atMost) {
        subject.loop()
                .runUntilComplete(() -> {
                    try (Acquired _ = condition.acquireScoped()) {
                        condition.notifyWaiters(atMost);
                    }
                });
        subject.turns(4);
    }

    @Rule(
            id = "LOCK-34",
            text = "notifyWaiter wakes the first who waits, notifyAllWaiters all.",
            rows = "cond.notify-count-and-order")
    void notifiesOneOrAll(Subject subject) {
        Condition condition = new Condition();
        List<String> passed = new ArrayList<>();
        waiters(subject, condition, passed, "1", "2", "3");
        subject.turns(1);
        subject.loop().runUntilComplete(condition::acquire);
        condition.notifyWaiter();
        condition.release();
        subject.turns(4);
        assertEquals(List.of("1"), passed, "after notifyWaiter");
        subject.loop().runUntilComplete(condition::acquire);
        condition.notifyAllWaiters();
        condition.release();
        subject.turns(4);
        assertEquals(List.of("1", "2", "3"), passed, "after notifyAllWaiters");
    }

    @Rule(
            id = "LOCK-35",
            text = "await gives up the lock, and has it again, alone, when it returns.",
            rows = "cond.notify-count-and-order")
    void hasLockAgain(Subject subject) {
        EventLoop loop = subject.loop();
        Condition condition = new Condition();
        AtomicInteger inside = new AtomicInteger();
        List<Integer> seen = new ArrayList<>();
        List<Task<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            tasks.add(
                    loop.createTask(() -> {
                        condition.acquire();
                        condition.await();
                        seen.add(condition.isLocked() ? inside.incrementAndGet() : -1);
                        Rondo.sleep(Duration.ZERO);
                        inside.decrementAndGet();
                        condition.release();
                    }));
        }
        subject.turns(1);
        assertFalse(condition.isLocked(), "the lock is held although all wait");
        loop.runUntilComplete(condition::acquire);
        condition.notifyAllWaiters();
        subject.turns(3);
        assertEquals(List.of(), seen, "await returned although another has the lock");
        condition.release();
        loop.runUntilComplete(Rondo.gather(tasks));
        assertEquals(List.of(1, 1, 1), seen, "how many had the lock when await returned");
    }

    @Rule(
            id = "LOCK-36",
            text = "awaitUntil goes on waiting, notified or not, until its predicate holds.",
            rows = "cond.wait-for-predicate")
    void waitsForPredicate(Subject subject) {
        EventLoop loop = subject.loop();
        Condition condition = new Condition();
        AtomicBoolean isReady = new AtomicBoolean();
        AtomicInteger asked = new AtomicInteger();
        BooleanSupplier predicate =
                () -> {
                    asked.incrementAndGet();
                    return isReady.get();
                };
        Task<Void> waiter =
                loop.createTask(() -> {
                    try (Acquired _ = condition.acquireScoped()) {
                        condition.awaitUntil(predicate);
                    }
                });
        subject.turns(1);
        notify(subject, condition, 1);
        assertEquals(2, asked.get(), "how often the predicate was asked after one notification");
        assertFalse(waiter.isDone(), "awaitUntil returned although the predicate does not hold");
        isReady.set(true);
        subject.turns(2);
        assertFalse(waiter.isDone(), "awaitUntil returned without a notification");
        notify(subject, condition, 1);
        assertTrue(waiter.isDone(), "awaitUntil did not return although the predicate holds");
    }

    @Rule(
            id = "LOCK-37",
            text =
                    "A condition on a given lock is locked when the lock is, and the other way round.",
            rows = "cond.explicit-lock")
    void sharesItsLock(Subject subject) {
        Lock lock = new Lock();
        Condition condition = new Condition(lock);
        EventLoop loop = subject.loop();
        loop.runUntilComplete(lock::acquire);
        assertTrue(condition.isLocked(), "the lock is held, its condition is not");
        condition.notifyAllWaiters();
        condition.release();
        assertFalse(lock.isLocked(), "the condition was released, its lock is held");
        loop.runUntilComplete(condition::acquire);
        assertTrue(lock.isLocked(), "the condition was acquired, its lock is not held");
        lock.release();
        assertFalse(condition.isLocked(), "the lock was released, its condition is held");
    }

    /// Starts tasks that acquire the lock, await the condition and add their name.
    static List<Task<Void>> waiters(
            Subject subject, Condition condition, List<String> passed, String... names) {
        List<Task<Void>> waiters = new ArrayList<>();
        for (String name : names) {
            waiters.add(
                    subject.loop()
                            .createTask(
                                    name,
                                    () -> {
                                        try (Acquired _ = condition.acquireScoped()) {
                                            condition.await();
                                            passed.add(name);
                                        }
                                    }));
        }
        return waiters;
    }
}
