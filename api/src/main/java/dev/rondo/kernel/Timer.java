package dev.rondo.kernel;

import dev.rondo.TimerHandle;

/// A call that is scheduled for a time.
final class Timer extends Callback implements TimerHandle {
    static final int NOT_QUEUED = -1;

    final long deadline;

    /// Breaks ties: timers of one deadline run in the order of scheduling.
    final long sequence;

    /// The place in the heap of [TimerQueue], or [#NOT_QUEUED].
    int index = NOT_QUEUED;

    Timer(Cycle cycle, long deadline, long sequence, Runnable action, boolean isCallback) {
        super(cycle, action, isCallback);
        this.deadline = deadline;
        this.sequence = sequence;
    }

    @Override
    public long when() {
        return deadline;
    }

    @Override
    public void cancel() {
        super.cancel();
        if (cycle.hasTurn()) {
            cycle.timers.remove(this);
        }
    }

    @Override
    public String toString() {
        return "TimerHandle[when=" + deadline + ", " + describe() + "]";
    }
}
