package dev.rondo.kernel;

/// A call that any thread has scheduled, and any thread may cancel for sure.
///
/// The monitor of the handle itself is held while the call runs, so that another thread that
/// cancels or asks meanwhile waits for the end: it either comes before the start, or finds all
/// done. Code that has the loop's turn never waits here. It would be the call itself, or code that
/// came to its turn because the call is blocked, for which the call may be waiting.
final class ThreadSafeCallback extends Callback {
    ThreadSafeCallback(Cycle cycle, Runnable action) {
        super(cycle, action, true);
    }

    @Override
    void run() {
        synchronized (this) {
            super.run();
        }
    }

    @Override
    public void cancel() {
        if (Thread.currentThread() == cycle.turn) {
            super.cancel();
            return;
        }
        synchronized (this) {
            super.cancel();
        }
    }

    @Override
    public boolean isCancelled() {
        if (Thread.currentThread() == cycle.turn) {
            return super.isCancelled();
        }
        synchronized (this) {
            return super.isCancelled();
        }
    }
}
