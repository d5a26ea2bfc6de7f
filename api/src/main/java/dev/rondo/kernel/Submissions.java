package dev.rondo.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// What other threads have submitted, and the protocol that wakes the loop for it.
///
/// A stack that the loop takes whole and turns round. No wake-up is lost: the loop first announces
/// its sleep ([#sleep]), then looks at the stack again, then blocks; a submitter first pushes, then
/// looks at the announcement. Both pairs are sequentially consistent, so one of the two sees the
/// other. Only who pushes onto an empty stack has to look: the loop cannot fall asleep over a stack
/// that is not empty, so an earlier submitter has looked, or is about to. And only who takes the
/// announcement back makes the system call, so there is one for each sleep.
final class Submissions {
    static final int AWAKE = 0;

    /// The loop sleeps in its driver.
    static final int IN_DRIVER = 1;

    /// The loop sleeps in `LockSupport.park`, because a callback is blocked.
    static final int OUTSIDE = 2;

    private static final VarHandle TOP;
    private static final VarHandle SLEEP;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            TOP = lookup.findVarHandle(Submissions.class, "top", Entry.class);
            SLEEP = lookup.findVarHandle(Submissions.class, "sleep", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /// Pushed to by any thread, emptied by the loop.
    private volatile @Nullable Entry top;

    /// Set by the loop before it sleeps; set back by the loop or by the submitter that wakes it.
    private volatile int sleep = AWAKE;

    /// Submits an entry.
    ///
    /// @return how the caller must wake the loop: [#AWAKE] not at all, else where it sleeps
    int push(Entry entry) {
        Entry below;
        do {
            below = top;
            entry.next = below;
        } while (!TOP.compareAndSet(this, below, entry));
        if (below != null) {
            return AWAKE;
        }
        int where = sleep;
        return where != AWAKE && SLEEP.compareAndSet(this, where, AWAKE) ? where : AWAKE;
    }

    boolean isEmpty() {
        return top == null;
    }

    /// Moves all entries to the queue, in the order of submission.
    void drainTo(ReadyQueue ready) {
        if (top == null) {
            return;
        }
        Entry entry = (Entry) TOP.getAndSet(this, null);
        Entry first = null;
        while (entry != null) {
            Entry below = entry.next;
            entry.next = first;
            first = entry;
            entry = below;
        }
        while (first != null) {
            Entry following = first.next;
            first.next = null;
            ready.add(first);
            first = following;
        }
    }

    /// Announces a sleep.
    ///
    /// @return false if something was submitted meanwhile: do not sleep
    boolean announceSleep(int where) {
        sleep = where;
        if (top == null) {
            return true;
        }
        sleep = AWAKE;
        return false;
    }

    void awake() {
        sleep = AWAKE;
    }
}
