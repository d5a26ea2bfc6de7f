package dev.rondo.kernel;

import java.util.concurrent.Executor;

/// A fiber of the `scheduled` engine: a virtual thread that is mounted on the loop's carrier.
///
/// It is the scheduler of its own thread. The JDK calls [#execute] with the thread's continuation
/// whenever the thread can go on, and whoever calls `continuation.run()` on the carrier mounts it.
/// Three cases:
/// - our own [#resume] starts or unparks the thread and mounts it at once, so that the order of
///   tasks does not drift by a turn: an `execute` that this causes has nothing left to do;
/// - the JDK or a stranger unparks it (a lock, a socket, a timer, an interrupt): a [JdkWake] goes
///   to the ready queue and mounts it in its turn;
/// - another thread's continuation comes: a thread that was started by this one inherits its
///   scheduler. It goes to the JDK's default scheduler, so that it neither occupies the loop nor
///   dies with it.
final class ScheduledFiber extends Fiber implements Executor {
    /// How often in a row a cancelled coroutine that swallows the interrupt and blocks again gets
    /// another one. Without a limit an uninterruptible lock would turn into a busy wait.
    private static final int NUDGE_LIMIT = 16;

    /// What goes on when this is mounted: the thread's continuation, which the first `execute`
    /// sets; before that the body, which the thread is made with. One field, since there are as
    /// many fibers as coroutines.
    private Runnable toRun;

    /// True while [#resume] unparks; on the carrier alone.
    private boolean isStepping;

    /// Whether what it waits for in [#suspend] has come, written with the turn.
    private boolean isResumed;

    /// Whether [#resume] found the wake-up of a stranger on its way, whose [JdkWake] will mount it.
    private boolean isWakeUnderWay;

    private boolean isBlocked;

    /// Whether an interrupt of ours is under way, and must not count as a stranger's.
    private boolean isNudged;

    private int nudges;

    ScheduledFiber(Cycle cycle, Runnable body) {
        super(cycle);
        toRun = body;
    }

    @Override
    void resume() {
        isResumed = true;
        isStepping = true;
        Thread mine = thread;
        if (mine == null) {
            mine = VirtualThreads.create(this, toRun);
            mine.start();
            thread = mine;
            isResumed = false; // it does not wait for anything
        } else {
            VirtualThreads.unpark(mine);
        }
        isStepping = false;
        // A stranger may have unparked it before us. It can be mounted all the same, and his
        // JdkWake will find nothing to do; unless he is about to unpark it: then that mounts it.
        mount();
        isWakeUnderWay = isResumed;
    }

    /// The stranger is between two instructions of his `unpark`: waits for them.
    @Override
    void resumeAtOnce() {
        resume();
        while (isWakeUnderWay) {
            Thread.onSpinWait();
            mount();
            isWakeUnderWay = isResumed;
        }
    }

    @Override
    public void execute(Runnable runnable) {
        if (thread == null) {
            toRun = runnable;
            return;
        }
        if (runnable != toRun) {
            VirtualThreads.defaultScheduler().execute(runnable);
            return;
        }
        Thread caller = Thread.currentThread();
        if (caller == cycle.thread && isStepping) {
            return; // resume mounts it
        }
        if (!cycle.wakeFromJdk(new JdkWake(this), caller)) {
            release();
        }
    }

    /// The loop is closed and did not get this thread to end: lets it end elsewhere.
    private void release() {
        VirtualThreads.defaultScheduler().execute(toRun);
    }

    /// Runs the thread on the carrier until it ends, suspends or blocks. Has no effect if it cannot
    /// go on, or was mounted meanwhile.
    @SuppressWarnings("NullAway") // the thread is there after the start
    void mount() {
        isWakeUnderWay = false;
        if (isBlocked) {
            isBlocked = false;
            cycle.blocked--;
            if (cycle.isDebug) {
                cycle.watch.beginStep(this);
            }
        }
        cycle.turn = thread;
        cycle.bindings = bindings.present();
        toRun.run();
        cycle.turn = cycle.thread;
        bindings = cycle.bindings;
        if (!isSuspended && thread.isAlive()) {
            isBlocked = true;
            cycle.blocked++;
            if (cycle.isDebug) {
                cycle.watch.end();
            }
            if (task != null && task.isCancelRequested() && nudges++ < NUDGE_LIMIT) {
                interruptThread();
            }
        }
    }

    @Override
    @SuppressWarnings("NullAway") // the caller is the thread
    void suspend() {
        isSuspended = true;
        try {
            do {
                if (Thread.interrupted()) {
                    interrupted();
                }
                isNudged = false;
                VirtualThreads.park(thread);
            } while (!isResumed);
        } finally {
            isSuspended = false;
            isResumed = false;
        }
        nudges = 0;
    }

    /// Our own interrupt has done its work; a stranger's means cancel.
    private void interrupted() {
        if (!isNudged && task != null) {
            task.cancel("interrupted");
        }
    }

    @Override
    void handOver(Fiber other) {
        cycle.transfer = other;
        try {
            suspend();
        } catch (IllegalStateException e) { // this stack cannot be suspended: the turn stays here
            cycle.transfer = null;
            if (task != null) {
                task.active = this;
            }
            throw e;
        }
    }

    @Override
    void handOverLast(Fiber other) {
        cycle.transfer = other;
    }

    @Override
    boolean isBlocked() {
        return isBlocked;
    }

    @Override
    boolean isAway() {
        return isBlocked || isWakeUnderWay;
    }

    @Override
    void nudge() {
        if (isBlocked) {
            nudges = 0;
            interruptThread();
        }
    }

    @Override
    void forgetNudge() {
        if (isNudged && Thread.currentThread() == thread) {
            isNudged = false;
            Thread.interrupted();
        }
    }

    @SuppressWarnings("NullAway") // a blocked thread was started
    private void interruptThread() {
        if (task != null) { // else a callback that is to end with its loop
            task.nudged();
        }
        isNudged = true;
        thread.interrupt();
    }

    /// The JDK has made the thread runnable: mounts it in its turn.
    static final class JdkWake extends Entry {
        private final ScheduledFiber fiber;

        private JdkWake(ScheduledFiber fiber) {
            super(false);
            this.fiber = fiber;
        }

        @Override
        void run() {
            Cycle cycle = fiber.cycle;
            fiber.mount();
            cycle.followTransfers();
            if (cycle.isDebug) {
                cycle.watch.end();
            }
        }

        void release() {
            fiber.release();
        }
    }
}
