package dev.rondo;

import dev.rondo.kernel.HomeLoop;
import dev.rondo.kernel.WaitLine;

/// A number of permits, for as many coroutines at a time; not for threads.
///
/// Permits go to waiters strictly in the order in which they came: one who releases and acquires
/// again stands behind them. A semaphore can be made anywhere; once a coroutine had to wait for it,
/// it belongs to that coroutine's loop.
///
/// Source: `asyncio.Semaphore`, `asyncio.BoundedSemaphore`.
public final class Semaphore {
    private static final String ACQUIRE = "acquire a semaphore";

    private final HomeLoop home = new HomeLoop(this);
    private final WaitLine waiters = new WaitLine(home);

    /// How many permits there may be.
    private final int bound;

    /// The permits that are neither taken nor owed to a waiter that was woken; written with the
    /// turn.
    private int permits;

    private Semaphore(int permits, int bound) {
        if (permits < 0) {
            throw new IllegalArgumentException("permits < 0: " + permits);
        }
        this.permits = permits;
        this.bound = bound;
    }

    /// Creates a semaphore to which permits may be added.
    ///
    /// @param permits how many there are at the start; with none it is locked
    /// @throws IllegalArgumentException if the number is negative
    public Semaphore(int permits) {
        this(permits, Integer.MAX_VALUE);
    }

    /// Creates a semaphore that refuses a release for which there was no acquire.
    ///
    /// @param permits how many there are, and can be at most
    /// @return the semaphore
    /// @throws IllegalArgumentException if the number is negative
    public static Semaphore bounded(int permits) {
        return new Semaphore(permits, permits);
    }

    /// Takes a permit, and suspends the calling coroutine until it can.
    ///
    /// @throws CancelledError if the task is cancelled while it waits; it has no permit then
    /// @throws IllegalStateException if the caller is no coroutine, or would have to wait in
    ///   another loop than others before
    public void acquire() {
        home.checkMayWait(ACQUIRE);
        if (!takeIfFree()) {
            try {
                waiters.await(ACQUIRE, () -> permits++);
            } finally {
                // some may have come, and had to wait, only because permits were owed to others
                while (permits > 0 && waiters.wakeFirst()) {
                    permits--;
                }
            }
        }
    }

    /// Takes a permit for a `try` block, as [#acquire] does.
    ///
    /// @return gives the permit back when it is closed
    /// @throws CancelledError if the task is cancelled while it waits
    public Acquired acquireScoped() {
        acquire();
        return new Acquired(this::release);
    }

    /// Takes a permit if [#acquire] would not have to wait.
    ///
    /// @return whether the caller has it
    /// @throws IllegalStateException if the caller does not have the loop's turn
    public boolean tryAcquire() {
        home.checkTurn(ACQUIRE);
        return takeIfFree();
    }

    private boolean takeIfFree() {
        if (isLocked()) {
            return false;
        }
        permits--;
        return true;
    }

    /// Gives a permit back, or adds one, and wakes the first waiter.
    ///
    /// @throws IllegalArgumentException if that is more than a bounded semaphore had at the start
    ///   (asyncio's `ValueError`)
    /// @throws IllegalStateException if the caller does not have the loop's turn
    public void release() {
        home.checkTurn("release a semaphore");
        if (permits >= bound) {
            throw new IllegalArgumentException(
                    "released more often than acquired: " + this + " has all of its permits");
        }
        permits++;
        if (waiters.wakeFirst()) {
            permits--;
        }
    }

    /// {@return whether [#acquire] would have to wait: no permit is there, or those that are there
    /// are owed to others}
    ///
    /// For the code that has the loop's turn.
    public boolean isLocked() {
        return permits == 0 || waiters.hasLive();
    }

    @Override
    public String toString() {
        int there = permits;
        String state = there == 0 || waiters.size() > 0 ? "locked" : "unlocked, permits=" + there;
        return "Semaphore[" + state + waiters.describe("waiters") + "]";
    }
}
