package dev.rondo;

import dev.rondo.kernel.HomeLoop;
import dev.rondo.kernel.WaitLine;
import java.util.BitSet;

/// A point that a number of coroutines pass together, round after round.
///
/// The last of them to come lets all pass, and while they do, newcomers wait for the next round. A
/// barrier can be made anywhere; once a coroutine had to wait for it, it belongs to that
/// coroutine's loop.
///
/// Source: `asyncio.Barrier`.
public final class Barrier {
    private static final String AWAIT = "await a barrier";

    private enum State {
        /// Parties come.
        FILLING,
        /// All have come; they pass, each when its turn comes.
        DRAINING,
        /// Those who were here leave with an error.
        RESETTING,
        /// Whoever comes leaves with an error.
        BROKEN
    }

    private final int parties;
    private final HomeLoop home = new HomeLoop(this);

    /// Parties that wait for the others or, while a round ends, for the next one. Each change of
    /// the state wakes all, and they look what it means for them.
    private final WaitLine waiters = new WaitLine(home);

    /// The indices of the parties that have come and not left.
    private final BitSet present = new BitSet();

    private State state = State.FILLING;

    /// Creates a barrier.
    ///
    /// @param parties how many pass together
    /// @throws IllegalArgumentException if the number is not positive
    public Barrier(int parties) {
        if (parties < 1) {
            throw new IllegalArgumentException("parties < 1: " + parties);
        }
        this.parties = parties;
    }

    /// Suspends the calling coroutine until all parties have come; the last one does not suspend.
    ///
    /// @return a number from 0 up to the number of parties, different for each party of a round
    /// @throws BrokenBarrierException if the barrier is aborted, or reset while this waits
    /// @throws CancelledError if the task is cancelled while it waits; another party may take its
    ///   place
    /// @throws IllegalStateException if the caller is no coroutine, or would have to wait in
    ///   another loop than others before
    public int await() {
        home.checkMayWait(AWAIT);
        while (state == State.DRAINING || state == State.RESETTING) {
            waiters.await(AWAIT, () -> {});
        }
        checkNotBroken("was aborted");
        int index = present.nextClearBit(0);
        present.set(index);
        try {
            meet();
        } finally {
            present.clear(index);
            endRoundIfEmpty();
        }
        return index;
    }

    private void meet() {
        if (present.cardinality() == parties) {
            state = State.DRAINING;
            waiters.wakeAll();
            return;
        }
        waiters.await(AWAIT, () -> {});
        if (state == State.RESETTING) {
            throw new BrokenBarrierException(this + " was reset while a party waited");
        }
        checkNotBroken("was aborted while a party waited");
    }

    private void checkNotBroken(String why) {
        if (state == State.BROKEN) {
            throw new BrokenBarrierException(this + " " + why);
        }
    }

    private void endRoundIfEmpty() {
        if (present.isEmpty() && state != State.BROKEN) {
            state = State.FILLING;
            waiters.wakeAll();
        }
    }

    /// Makes the barrier usable and empty: parties that wait, or have not passed yet, get a
    /// [BrokenBarrierException].
    ///
    /// @throws IllegalStateException if the caller does not have the loop's turn
    public void reset() {
        home.checkTurn("reset a barrier");
        state = State.RESETTING;
        waiters.wakeAll();
        endRoundIfEmpty();
    }

    /// Makes the barrier unusable until it is reset: parties that wait, have not passed yet, or
    /// come from now on get a [BrokenBarrierException].
    ///
    /// @throws IllegalStateException if the caller does not have the loop's turn
    public void abort() {
        home.checkTurn("abort a barrier");
        state = State.BROKEN;
        waiters.wakeAll();
    }

    /// {@return how many pass together}
    public int parties() {
        return parties;
    }

    /// {@return how many wait for the others; none while a round ends}
    public int nWaiting() {
        return state == State.FILLING ? present.cardinality() : 0;
    }

    /// {@return whether it was aborted and not reset since}
    public boolean isBroken() {
        return state == State.BROKEN;
    }

    @Override
    public String toString() {
        String name = state.name().toLowerCase(java.util.Locale.ROOT);
        String counts = state == State.BROKEN ? "" : ", waiters=" + nWaiting() + "/" + parties;
        return "Barrier[" + name + counts + "]";
    }
}
