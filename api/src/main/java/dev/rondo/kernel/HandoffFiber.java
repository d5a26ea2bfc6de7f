package dev.rondo.kernel;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A fiber of the `handoff` engine: an ordinary virtual thread, or the loop's own thread, that
/// waits for the turn in `park`.
///
/// The turn is passed on by hand. Who suspends looks at the ready queue and wakes the next fiber
/// himself where he can, without a detour over the loop's thread: one wake-up a switch, not two.
final class HandoffFiber extends Fiber {
    /// The fiber that a thread is. Set once by each thread for itself.
    static final ThreadLocal<@Nullable HandoffFiber> CURRENT = new ThreadLocal<>();

    /// What the thread executes; null for the thread of a loop itself.
    private final @Nullable Runnable body;

    /// Set by who passes the turn, cleared by who has it; orders all that happens with the turn.
    private volatile boolean hasTurn;

    HandoffFiber(Cycle cycle, @Nullable Runnable body) {
        super(cycle);
        this.body = body;
    }

    /// {@return the fiber that stands for the calling thread, the loop's own, which has the turn}
    static HandoffFiber ofLoopThread(Cycle cycle) {
        HandoffFiber fiber = new HandoffFiber(cycle, null);
        fiber.thread = Thread.currentThread();
        fiber.hasTurn = true;
        CURRENT.set(fiber);
        return fiber;
    }

    @Override
    void resume() {
        loopThread().passTo(this);
    }

    @Override
    void resumeAtOnce() {
        resume();
    }

    @Override
    void suspend() {
        if (Thread.interrupted()) {
            interrupted();
        }
        isSuspended = true;
        bindings = cycle.bindings;
        HandoffFiber next = next();
        if (next != this) {
            passTo(next);
        }
        isSuspended = false;
        cycle.bindings = bindings.present();
    }

    @Override
    void handOver(Fiber other) {
        isSuspended = true;
        bindings = cycle.bindings;
        passTo((HandoffFiber) other);
        isSuspended = false;
        cycle.bindings = bindings.present();
    }

    @Override
    void handOverLast(Fiber other) {
        cycle.transfer = other;
    }

    /// {@return who gets the turn that this one gives away}
    private HandoffFiber next() {
        Fiber next = cycle.takeTransfer();
        if (next == null) {
            next = cycle.nextToStep();
        }
        return next == null ? loopThread() : (HandoffFiber) next;
    }

    private HandoffFiber loopThread() {
        return (HandoffFiber) cycle.callbackFiber();
    }

    /// Gives the turn away and waits until somebody gives it back.
    private void passTo(HandoffFiber other) {
        hasTurn = false;
        other.take();
        while (!hasTurn) {
            LockSupport.park(this);
            if (Thread.interrupted()) {
                interrupted();
            }
        }
    }

    /// Gives the turn to this fiber; the caller must not touch the loop after that.
    private void take() {
        Thread mine = thread;
        boolean isNew = mine == null;
        if (mine == null) {
            mine =
                    Thread.ofVirtual()
                            .inheritInheritableThreadLocals(false)
                            .unstarted(this::runBody);
            thread = mine;
        }
        cycle.turn = mine;
        hasTurn = true;
        if (isNew) {
            mine.start();
        } else {
            LockSupport.unpark(mine);
        }
    }

    @SuppressWarnings("NullAway") // there is a body
    private void runBody() {
        CURRENT.set(this);
        cycle.bindings = bindings.present();
        try {
            body.run();
        } finally {
            HandoffFiber next = next();
            hasTurn = false;
            next.take();
        }
    }

    /// A stranger's interrupt means cancel. This thread may not have the turn now: it only submits.
    private void interrupted() {
        KernelTask<?> current = task;
        if (current != null) {
            cycle.submit(new Callback(cycle, () -> current.cancel("interrupted"), false));
        } // else it is the loop's own thread, of which no program knows: there is nothing to cancel
    }

    @Override
    boolean isBlocked() {
        return false; // a thread that blocks in the JDK keeps the turn here
    }

    @Override
    boolean isAway() {
        return false; // a stranger's wake-up does not give it the turn
    }

    @Override
    void nudge() {
        throw new AssertionError("a fiber of the handoff engine never blocks without the turn");
    }

    @Override
    void forgetNudge() {} // there are none
}
