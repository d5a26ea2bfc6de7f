package dev.rondo.memory;

import dev.rondo.TimerHandle;
import dev.rondo.spi.LoopHost;

/// A loop as a driver sees it, with what it answers set by the test.
final class FakeHost implements LoopHost {
    boolean isQuiet = true;
    boolean isBlockedInside;
    boolean awaitsOutside;
    int stuckCount;

    /// Runs when the driver asks whether the loop is quiet.
    Runnable whenAsked = () -> {};

    @Override
    public boolean isQuiet() {
        whenAsked.run();
        return isQuiet;
    }

    @Override
    public boolean isBlockedInside() {
        return isBlockedInside;
    }

    @Override
    public boolean awaitsOutside() {
        return awaitsOutside;
    }

    @Override
    public void stuck() {
        stuckCount++;
    }

    @Override
    public boolean hasTurn(Thread thread) {
        throw new AssertionError("this driver carries no other event loop");
    }

    @Override
    public void execute(Runnable command) {
        throw new AssertionError("this driver carries no other event loop");
    }

    @Override
    public TimerHandle callLater(long delayNanos, Runnable action) {
        throw new AssertionError("this driver carries no other event loop");
    }
}
