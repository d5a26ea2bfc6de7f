package dev.rondo.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.Acquired;
import dev.rondo.EventLoop;
import dev.rondo.Lock;
import dev.rondo.Task;
import java.util.ArrayList;
import java.util.List;

/// What locks promise to coroutines that want one.
abstract class LockRules {
    @Rule(
            id = "LOCK-1",
            text = "Waiters get a lock in the order in which they came, one per release.",
            rows = "lock.fifo-handoff")
    void goesToWaitersInOrder(Subject subject) {
        Lock lock = held(subject.loop());
        List<String> owners = new ArrayList<>();
        List<Task<Void>> takers = takers(subject, lock, owners, "first", "second", "third");
        subject.turns(1);
        assertEquals(List.of(), owners, "a lock that is held was given away");
        for (int releases = 1; releases <= 3; releases++) {
            lock.release();
            subject.turns(2);
            assertEquals(
                    List.of("first", "second", "third").subList(0, releases),
                    owners,
                    "the owners after " + releases + " releases");
        }
        lock.release();
        assertTrue(takers.stream().allMatch(Task::isDone), "a waiter did not go on: " + takers);
    }

    @Rule(
            id = "LOCK-2",
            text =
                    "A lock that was released is owed to its first waiter: until that one's step"
                            + " nobody else gets it, not even with tryAcquire.",
            rows = "lock.fifo-handoff")
    void isNotOvertaken(Subject subject) {
        Lock lock = held(subject.loop());
        List<String> owners = new ArrayList<>();
        takers(subject, lock, owners, "waiter");
        subject.turns(1);
        takers(subject, lock, owners, "newcomer"); // makes its first step before the waiter's next
        lock.release();
        assertFalse(lock.isLocked(), "the waiter has not made its step, but the lock is locked");
        assertFalse(lock.tryAcquire(), "tryAcquire overtook a waiter to whom the lock was owed");
        subject.turns(1);
        assertEquals(List.of("waiter"), owners, "a newcomer overtook the waiter");
        lock.release();
        subject.turns(1);
        assertEquals(List.of("waiter", "newcomer"), owners, "the newcomer did not get the lock");
        lock.release();
    }

    @Rule(
            id = "LOCK-3",
            text = "tryAcquire takes a lock that is free and never waits.",
            rows = "lock.fifo-handoff")
    void triesToAcquire(Subject subject) {
        Lock lock = new Lock();
        assertTrue(lock.tryAcquire(), "tryAcquire did not take a free lock");
        assertTrue(lock.isLocked(), "the lock was taken but is not locked");
        assertFalse(lock.tryAcquire(), "tryAcquire took a lock that is held");
        lock.release();
        assertTrue(lock.tryAcquire(), "tryAcquire did not take a lock that was released");
    }

    @Rule(
            id = "LOCK-4",
            text = "Releasing a lock that is not held throws IllegalStateException.",
            rows = "lock.release-unlocked")
    void refusesToReleaseTwice(Subject subject) {
        Lock lock = new Lock();
        assertThrows(
                IllegalStateException.class,
                lock::release,
                "a lock that was never held was released");
        Lock used = held(subject.loop());
        takers(subject, used, new ArrayList<>(), "waiter");
        subject.turns(1);
        used.release();
        assertThrows(
                IllegalStateException.class,
                used::release,
                "a lock was released twice: its waiter has not taken it yet");
        subject.turns(1);
        used.release();
    }

    @Rule(
            id = "LOCK-5",
            text = "A release without waiters leaves the lock unlocked.",
            rows = "lock.release-unlocked")
    void isUnlockedAfterRelease(Subject subject) {
        Lock lock = held(subject.loop());
        assertTrue(lock.isLocked(), "the lock was acquired but is not locked");
        lock.release();
        assertFalse(lock.isLocked(), "the lock was released but is locked");
    }

    @Rule(
            id = "LOCK-6",
            text =
                    "A scope has the lock inside and not after, however it is left; closing it again"
                            + " releases nothing.",
            rows = "lock.release-unlocked")
    void locksInsideOfScope(Subject subject) {
        Lock lock = new Lock();
        subject.loop()
                .runUntilComplete(() -> {
                    try (Acquired _ = lock.acquireScoped()) {
                        assertTrue(lock.isLocked(), "not locked inside of the scope");
                    }
                    assertFalse(lock.isLocked(), "locked after the scope was closed");
                    Acquired scope = lock.acquireScoped();
                    scope.close();
                    lock.acquire(); // for another owner
                    scope.close();
                    assertTrue(lock.isLocked(), "a second close released another's lock");
                    lock.release();
                    assertThrows(
                            ArithmeticException.class,
                            () -> {
                                try (Acquired _ = lock.acquireScoped()) {
                                    throw new ArithmeticException();
                                }
                            });
                    assertFalse(lock.isLocked(), "locked after the scope has failed");
                });
    }

    @Rule(
            id = "LOCK-7",
            text =
                    "A waiter that is cancelled in acquire sees the cancellation and leaves no entry.",
            rows = "lock.cancelled-waiter-removed")
    void forgetsCancelledWaiter(Subject subject) {
        Lock lock = held(subject.loop());
        List<String> owners = new ArrayList<>();
        Task<Void> waiter = takers(subject, lock, owners, "waiter").getFirst();
        subject.turns(1);
        waiter.cancel();
        subject.turns(1);
        assertTrue(waiter.isCancelled(), "acquire did not end with the cancellation: " + waiter);
        assertFalse(lock.toString().contains("waiters"), "a waiter is left in " + lock);
        lock.release();
        assertEquals(List.of(), owners, "a cancelled waiter got the lock");
        assertTrue(lock.tryAcquire(), "a cancelled waiter still stands before others: " + lock);
    }

    @Rule(
            id = "LOCK-8",
            text =
                    "If the first waiter is cancelled and the holder releases before that waiter's"
                            + " step, in whichever order, the next waiter gets the lock.",
            rows = "lock.cancel-and-release-race")
    void passesOnToNextWaiter(Subject subject) {
        for (boolean cancelFirst : new boolean[] {true, false}) {
            String what = cancelFirst ? "cancel, then release: " : "release, then cancel: ";
            Lock lock = held(subject.loop());
            List<String> owners = new ArrayList<>();
            List<Task<Void>> takers = takers(subject, lock, owners, "cancelled", "next");
            subject.turns(1);
            if (cancelFirst) {
                takers.getFirst().cancel();
                lock.release();
            } else {
                lock.release();
                takers.getFirst().cancel();
            }
            subject.turns(3);
            assertTrue(takers.getFirst().isCancelled(), what + "the cancellation was lost");
            assertEquals(List.of("next"), owners, what + "the wake-up was lost");
            lock.release();
        }
    }

    @Rule(
            id = "LOCK-9",
            text =
                    "If the first of three waiters is cancelled when the lock is released, exactly one"
                            + " of the others gets it.",
            rows = "lock.cancel-release-one-winner")
    void hasOneWinner(Subject subject) {
        for (boolean cancelFirst : new boolean[] {true, false}) {
            String what = cancelFirst ? "cancel, then release: " : "release, then cancel: ";
            Lock lock = held(subject.loop());
            List<String> owners = new ArrayList<>();
            List<Task<Void>> takers = takers(subject, lock, owners, "cancelled", "next", "last");
            subject.turns(1);
            if (cancelFirst) {
                takers.getFirst().cancel();
                lock.release();
            } else {
                lock.release();
                takers.getFirst().cancel();
            }
            subject.turns(4);
            assertEquals(List.of("next"), owners, what + "one release, one owner");
            lock.release();
            subject.turns(2);
            assertEquals(List.of("next", "last"), owners, what + "the last waiter was forgotten");
            lock.release();
        }
    }

    /// {@return a lock that a coroutine of the loop has acquired}
    static Lock held(EventLoop loop) {
        Lock lock = new Lock();
        loop.runUntilComplete(lock::acquire);
        return lock;
    }

    /// Starts tasks that acquire the lock, add their name and keep it.
    static List<Task<Void>> takers(
            Subject subject, Lock lock, List<String> owners, String... names) {
        List<Task<Void>> takers = new ArrayList<>();
        for (String name : names) {
            takers.add(
                    subject.loop()
                            .createTask(
                                    name,
                                    () -> {
                                        lock.acquire();
                                        owners.add(name);
                                    }));
        }
        return takers;
    }
}
