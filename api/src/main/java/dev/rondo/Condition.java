package dev.rondo;

import dev.rondo.kernel.HomeLoop;
import dev.rondo.kernel.WaitLine;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/// A place to wait, with a lock given up, until somebody has changed what the lock protects.
///
/// Several conditions can share a lock. Who was notified has to look again: another coroutine may
/// have been faster. A condition can be made anywhere; once a coroutine had to wait for it, it
/// belongs to that coroutine's loop.
///
/// Java's `Object` has taken the names `wait`, `notify` and `notifyAll`.
///
/// Source: `asyncio.Condition`.
public final class Condition {
    private static final String AWAIT = "await a condition";

    private final Lock lock;
    private final WaitLine waiters = new WaitLine(new HomeLoop(this));

    /// Creates a condition with a lock of its own.
    public Condition() {
        this(new Lock());
    }

    /// Creates a condition on a lock.
    ///
    /// @param lock the lock, which stays in use by itself and by other conditions
    public Condition(Lock lock) {
        this.lock = Objects.requireNonNull(lock, "lock");
    }

    /// Acquires the lock, as [Lock#acquire] does.
    ///
    /// @throws CancelledError if the task is cancelled while it waits
    public void acquire() {
        lock.acquire();
    }

    /// Acquires the lock for a `try` block, as [Lock#acquireScoped] does.
    ///
    /// @return releases the lock when it is closed
    /// @throws CancelledError if the task is cancelled while it waits
    public Acquired acquireScoped() {
        return lock.acquireScoped();
    }

    /// Releases the lock, as [Lock#release] does.
    ///
    /// @throws IllegalStateException if it is not locked
    public void release() {
        lock.release();
    }

    /// {@return whether somebody has the lock}
    public boolean isLocked() {
        return lock.isLocked();
    }

    /// Gives up the lock, suspends the calling coroutine until it is notified, and acquires the
    /// lock again.
    ///
    /// However it ends, the caller has the lock. Who is cancelled gets the cancellation when he has
    /// it again, and if he had been notified, the notification goes to the next.
    ///
    /// @throws CancelledError if the task is cancelled meanwhile
    /// @throws IllegalStateException if the lock is not held, the caller is no coroutine, or would
    ///   have to wait in another loop than others before
    public void await() {
        lock.checkHeld(AWAIT);
        WaitLine.Place place = waiters.join(AWAIT);
        lock.release();
        try {
            try {
                place.awaitWaking();
            } finally {
                lock.reacquire(); // a cancellation that comes here replaces an earlier one
            }
        } catch (Throwable e) {
            if (place.isWoken()) {
                waiters.wakeFirst();
            }
            throw e;
        }
    }

    /// Waits, as [#await] does, until a predicate holds.
    ///
    /// If it holds already, this returns at once and does not ask for the lock.
    ///
    /// @param predicate asked now and after each notification, with the lock held
    /// @throws CancelledError if the task is cancelled meanwhile
    /// @throws IllegalStateException if the predicate does not hold and [#await] throws it
    public void awaitUntil(BooleanSupplier predicate) {
        Objects.requireNonNull(predicate, "predicate");
        while (!predicate.getAsBoolean()) {
            await();
        }
    }

    /// Wakes the first who waits, if anybody does.
    ///
    /// @throws IllegalStateException if the lock is not held
    public void notifyWaiter() {
        notifyWaiters(1);
    }

    /// Wakes the first who wait; they go on one after the other, as they get the lock.
    ///
    /// @param atMost how many, if so many wait
    /// @throws IllegalStateException if the lock is not held
    public void notifyWaiters(int atMost) {
        lock.checkHeld("notify");
        for (int left = atMost; left > 0 && waiters.wakeFirst(); ) {
            left--;
        }
    }

    /// Wakes all who wait.
    ///
    /// @throws IllegalStateException if the lock is not held
    public void notifyAllWaiters() {
        notifyWaiters(Integer.MAX_VALUE);
    }

    @Override
    public String toString() {
        return "Condition["
                + (lock.isLocked() ? "locked" : "unlocked")
                + waiters.describe("waiters")
                + "]";
    }
}
