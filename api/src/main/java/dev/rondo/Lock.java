package dev.rondo;

import dev.rondo.kernel.HomeLoop;
import dev.rondo.kernel.WaitLine;

/// Mutual exclusion between coroutines, over suspension points; not between threads.
///
/// Waiters get the lock in the order in which they came. It belongs to nobody in particular: any
/// code that has the loop's turn may release it. A lock can be made anywhere; once a coroutine had
/// to wait for it, it belongs to that coroutine's loop.
///
/// Between two suspension points of a coroutine nothing else runs, so that code without any needs
/// no lock.
///
/// Source: `asyncio.Lock`.
public final class Lock {
    private static final String ACQUIRE = "acquire a lock";

    private final HomeLoop home = new HomeLoop(this);
    private final WaitLine waiters = new WaitLine(home);

    /// Written with the turn; false also while a woken waiter has not taken it yet.
    private boolean isLocked;

    /// Creates an unlocked lock.
    public Lock() {}

    /// Acquires the lock, and suspends the calling coroutine until it can.
    ///
    /// It suspends also while the lock is free but owed to one who came before.
    ///
    /// @throws CancelledError if the task is cancelled while it waits; it does not have the lock
    ///   then
    /// @throws IllegalStateException if the caller is no coroutine, or would have to wait in
    ///   another loop than others before
    public void acquire() {
        home.checkMayWait(ACQUIRE);
        if (!takeIfFree()) {
            waiters.await(ACQUIRE, waiters::wakeFirst);
            isLocked = true;
        }
    }

    /// Acquires the lock for a `try` block, as [#acquire] does.
    ///
    /// @return releases the lock when it is closed
    /// @throws CancelledError if the task is cancelled while it waits
    public Acquired acquireScoped() {
        acquire();
        return new Acquired(this::release);
    }

    /// Acquires the lock if [#acquire] would not have to wait.
    ///
    /// @return whether the caller has it
    /// @throws IllegalStateException if the caller does not have the loop's turn
    public boolean tryAcquire() {
        home.checkTurn(ACQUIRE);
        return takeIfFree();
    }

    private boolean takeIfFree() {
        if (isLocked || waiters.hasLive()) {
            return false;
        }
        isLocked = true;
        return true;
    }

    /// Acquires the lock again for one who has given it up to wait: whatever cancels him, he has
    /// the lock when this returns or throws the cancellation.
    void reacquire() {
        if (!takeIfFree()) {
            try {
                waiters.joinFirmly(ACQUIRE).awaitWaking();
            } catch (CancelledError e) {
                isLocked = true;
                throw e;
            }
            isLocked = true;
        }
    }

    /// Releases the lock and wakes the first waiter.
    ///
    /// @throws IllegalStateException if it is not locked, or the caller does not have the loop's
    ///   turn
    public void release() {
        checkHeld("release");
        isLocked = false;
        waiters.wakeFirst();
    }

    /// Throws unless the lock is held.
    void checkHeld(String operation) {
        home.checkTurn(operation);
        if (!isLocked) {
            throw new IllegalStateException(
                    "cannot " + operation + ": " + this + " is not held; acquire it first");
        }
    }

    /// {@return whether somebody has the lock}
    public boolean isLocked() {
        return isLocked;
    }

    @Override
    public String toString() {
        return "Lock[" + state() + "]";
    }

    String state() {
        return (isLocked ? "locked" : "unlocked") + waiters.describe("waiters");
    }
}
