package dev.rondo.tck;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.Action;
import dev.rondo.Condition;
import dev.rondo.EventLoop;
import dev.rondo.Lock;
import dev.rondo.Rondo;
import dev.rondo.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;

/// Who may use a lock, or whatever else has waiters: the coroutines of the loop that it belongs to.
abstract class HomeLoopRules {
    @Rule(
            id = "LOCK-10",
            text =
                    "A lock or condition for which a coroutine had to wait belongs to its loop; one of"
                            + " another loop that would have to wait gets IllegalStateException.",
            rows = "lock.foreign-loop")
    void belongsToOneLoop(Subject subject) {
        EventLoop home = subject.loop();
        EventLoop other = subject.newLoop();
        Condition condition = new Condition();
        home.runUntilComplete(condition::acquire);
        Task<Void> waiter = home.createTask(condition::await);
        subject.turns(1);
        other.runUntilComplete(condition::acquire); // does not have to wait
        assertForeign(other, condition::await, "a condition has waiters in two loops");
        condition.notifyWaiter();
        condition.release();
        home.runUntilComplete(waiter);
        condition.release();
        Lock lock = LockRules.held(home);
        LockRules.takers(subject, lock, new ArrayList<>(), "waiter");
        subject.turns(1);
        assertForeign(other, lock::acquire, "a lock has waiters in two loops");
        lock.release();
        subject.turns(1);
        lock.release();
        other.runUntilComplete(lock::acquire); // does not have to wait
        assertTrue(lock.isLocked(), "a lock that is free was not given to another loop");
    }

    static void assertForeign(EventLoop other, Action wait, String otherwise) {
        IllegalStateException refusal =
                assertThrows(
                        IllegalStateException.class, () -> other.runUntilComplete(wait), otherwise);
        assertTrue(
                refusal.getMessage().contains("belongs to"),
                () -> otherwise + ", or the message does not say so: " + refusal.getMessage());
    }

    @Rule(
            id = "LOCK-11",
            text =
                    "While a lock's loop runs, only the code that has its turn may use the lock; other"
                            + " threads get IllegalStateException.",
            rows = "lock.foreign-loop")
    void refusesOtherThreads(Subject subject) {
        EventLoop loop = subject.loop();
        Lock lock = LockRules.held(loop);
        CompletableFuture<Throwable> answer = new CompletableFuture<>();
        loop.runUntilComplete(() -> {
            Task<Void> waiter = Rondo.createTask(lock::acquire);
            Rondo.sleep(Duration.ZERO);
            Rondo.toThread(() -> answer.complete(thrownBy(lock::tryAcquire)));
            lock.release();
            waiter.await();
        });
        assertTrue(
                subject.await(answer) instanceof IllegalStateException,
                "another thread may use the lock, it got " + answer.join());
        assertThrows(
                IllegalStateException.class,
                lock::acquire,
                "acquire was accepted where no coroutine runs");
    }

    @Rule(
            id = "LOCK-12",
            text =
                    "A callback may not acquire, even if it would not have to wait: it gets"
                            + " IllegalStateException, and tryAcquire instead.",
            rows = "lock.foreign-loop")
    void refusesCallbacks(Subject subject) {
        EventLoop loop = subject.loop();
        Lock lock = new Lock();
        CompletableFuture<Throwable> answer = new CompletableFuture<>();
        loop.callSoon(() -> answer.complete(thrownBy(lock::acquire)));
        subject.turns(1);
        assertTrue(
                subject.await(answer) instanceof IllegalStateException,
                "a callback acquired a lock, it got " + answer.join());
        loop.callSoon(lock::tryAcquire);
        subject.turns(1);
        assertTrue(lock.isLocked(), "a callback did not get a free lock with tryAcquire");
    }

    private static Throwable thrownBy(Runnable action) {
        try {
            action.run();
            return new AssertionError("nothing was thrown");
        } catch (RuntimeException e) {
            return e;
        }
    }
}
