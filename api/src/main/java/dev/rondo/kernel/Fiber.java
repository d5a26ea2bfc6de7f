package dev.rondo.kernel;

import org.jspecify.annotations.Nullable;

/// A virtual thread that runs only while it has the turn of its loop: a coroutine, a generator's
/// body or the thread that callbacks run on.
///
/// As an entry of the ready queue it is the step of its task: it gives the turn to the thread and
/// comes back when the thread gives it away. The two engines differ in how the turn travels.
abstract sealed class Fiber extends Entry permits ScheduledFiber, HandoffFiber {
    final Cycle cycle;

    /// The thread, from the first step on.
    @Nullable Thread thread;

    /// The task on whose behalf this runs; null for the callback thread. A generator's changes with
    /// its consumer.
    @Nullable KernelTask<?> task;

    /// Whether the thread waits in [#suspend], so that a step has something to resume.
    boolean isSuspended;

    /// The context variables, while this does not have the turn.
    Bindings bindings = Bindings.EMPTY;

    Fiber(Cycle cycle) {
        super(false);
        this.cycle = cycle;
    }

    /// {@return the fiber that the caller is, if it has its loop's turn}
    static @Nullable Fiber current() {
        Thread thread = Thread.currentThread();
        Fiber fiber = null;
        if (thread.isVirtual()
                && VirtualThreads.unavailable() == null
                && VirtualThreads.schedulerOf(thread) instanceof ScheduledFiber scheduled
                && scheduled.thread == thread) {
            fiber = scheduled;
        }
        if (fiber == null) {
            fiber = HandoffFiber.CURRENT.get();
        }
        return fiber != null && fiber.cycle.turn == thread ? fiber : null;
    }

    /// {@return the fiber that the caller is}
    ///
    /// @param wish what needs it, for the message
    static Fiber require(String wish) {
        Fiber fiber = current();
        if (fiber == null) {
            throw new IllegalStateException(
                    "cannot "
                            + wish
                            + ": no loop is running here; call it in a coroutine or callback, or use"
                            + " Rondo.run(…)");
        }
        return fiber;
    }

    /// Suspends the calling coroutine until the future is done.
    ///
    /// @param wish what needs it, for the message
    final void await(KernelFuture<?> future, String wish) {
        requireTaskHere(wish).suspendOn(future, this);
    }

    /// {@return the task whose coroutine the caller is}
    ///
    /// @param wish what needs it, for the message
    static KernelTask<?> requireTask(String wish) {
        return require(wish).requireTaskHere(wish);
    }

    final KernelTask<?> requireTaskHere(String wish) {
        KernelTask<?> current = task;
        if (current == null) {
            throw new IllegalStateException(
                    "cannot "
                            + wish
                            + " in a callback: it would block the loop; create a task, or use"
                            + " addDoneCallback");
        }
        return current;
    }

    /// {@return whether a step gives the turn to the thread, and does not end the task before its
    /// start}
    final boolean canStep() {
        return thread == null ? task != null && !task.isCancelRequested() : isSuspended;
    }

    @Override
    final void run() {
        KernelTask<?> current = task;
        if (thread == null ? current != null && current.endedBeforeStart() : !isSuspended) {
            return;
        }
        cycle.steps++;
        if (cycle.isDebug) {
            cycle.watch.beginStep(this);
        }
        resume();
        cycle.followTransfers();
        if (cycle.isDebug) {
            cycle.watch.end(); // under handoff another step, and its end was seen already
        }
    }

    /// Gives the turn to the thread, from the loop's own thread; returns when it has come back.
    abstract void resume();

    /// Gives the turn away and waits for it; called on this fiber's thread.
    ///
    /// @throws IllegalStateException if the thread cannot be suspended here; it still has the turn
    abstract void suspend();

    /// Gives the turn straight to another fiber and waits for it; called on this fiber's thread.
    final void transferTo(Fiber other) {
        other.bindings = cycle.bindings;
        other.task = task;
        if (task != null) {
            task.active = other;
        }
        handOver(other);
    }

    /// As [#transferTo], when this fiber's body ends with it.
    final void transferLast(Fiber other) {
        other.bindings = cycle.bindings;
        if (task != null) {
            task.active = other;
        }
        handOverLast(other);
    }

    /// Gives the turn straight to a fiber that has not started, and gets it back as soon as that
    /// gives it away, whatever for; nothing else runs in between. Called on this fiber's thread.
    ///
    /// @throws IllegalStateException if the thread cannot be suspended here; the other has not
    ///   started
    final void start(Fiber other) {
        Fiber outer = cycle.starter;
        cycle.starter = this;
        try {
            handOver(other);
            cycle.steps++;
        } finally {
            cycle.starter = outer;
        }
    }

    /// As [#resume], and not later, although a stranger may be about to wake the thread up.
    abstract void resumeAtOnce();

    abstract void handOver(Fiber other);

    abstract void handOverLast(Fiber other);

    /// {@return whether the thread is parked, but not by us: in a blocking call of the JDK}
    abstract boolean isBlocked();

    /// {@return whether a step would not run the thread now: it is blocked, or a stranger's wake-up
    /// is on its way and will run it}
    abstract boolean isAway();

    /// Ends a blocking call of the JDK with an interrupt.
    abstract void nudge();

    /// Forgets an interrupt of ours that has not been seen, when the request to cancel is taken
    /// back: it would end the next blocking call.
    abstract void forgetNudge();
}
