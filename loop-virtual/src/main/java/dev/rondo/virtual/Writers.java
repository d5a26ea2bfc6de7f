package dev.rondo.virtual;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The threads that write, of which there is always one that does not block while there is
/// something to write.
///
/// What a round of the loop writes is handed over at its end, with one wake-up for all of it. A
/// thread that takes a write calls another thread first if more writes wait, and then does its own
/// until none is left. So a write that blocks delays no other connection; and where none blocks the
/// first thread does them all, and the one that it has called finds nothing.
final class Writers {
    /// How many are kept for the next round; the others end.
    private static final int KEPT = 8;

    private final Helpers helpers;
    private final Queue<StreamOutput> waiting = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedDeque<Writer> idle = new ConcurrentLinkedDeque<>();
    private final AtomicInteger idleCount = new AtomicInteger();

    /// Whether a thread was called and has not come yet: it will take all that waits. It says so
    /// here before it looks; who adds a write calls afterwards. So none is forgotten.
    private final AtomicBoolean isOneComing = new AtomicBoolean();

    /// Written by the loop, which then wakes the idle ones.
    private volatile boolean isEnding;

    Writers(Helpers helpers) {
        this.helpers = helpers;
    }

    /// Adds a write; [#handOver] has it done, unless a thread finds it before.
    void add(StreamOutput write) {
        waiting.add(write);
    }

    /// Has the writes done that wait.
    void handOver() {
        if (!waiting.isEmpty()) {
            callOne();
        }
    }

    /// Ends the threads that wait for work; the others end when they find none.
    void end() {
        isEnding = true;
        for (Writer writer = idle.poll(); writer != null; writer = idle.poll()) {
            writer.call();
        }
    }

    private void callOne() {
        if (isOneComing.get() || !isOneComing.compareAndSet(false, true)) {
            return;
        }
        Writer writer = idle.poll();
        if (writer != null) {
            writer.call();
            return;
        }
        try {
            helpers.startWriter(new Writer());
        } catch (Throwable e) {
            isOneComing.set(false); // a later call may have more luck
            throw e;
        }
    }

    private void writeAll() {
        isOneComing.set(false);
        for (StreamOutput next = waiting.poll(); next != null; next = waiting.poll()) {
            try {
                handOver();
            } finally { // also where there is no memory for another thread
                next.writeAll();
            }
        }
    }

    /// A thread that writes.
    private final class Writer implements Runnable {
        /// Set by the thread itself, before it is first idle.
        private volatile @Nullable Thread thread;

        /// Whether it has work; set by who calls it, cleared by itself.
        private volatile boolean isCalled;

        void call() {
            idleCount.decrementAndGet();
            isCalled = true;
            LockSupport.unpark(thread);
        }

        @Override
        public void run() {
            thread = Thread.currentThread();
            do {
                isCalled = false;
                writeAll();
            } while (awaitCall());
        }

        /// {@return false if it is to end}
        private boolean awaitCall() {
            if (idleCount.incrementAndGet() > KEPT) {
                idleCount.decrementAndGet();
                return false;
            }
            idle.push(this);
            if (isEnding) {
                end(); // which may have looked too early for this one
            }
            while (!isCalled) {
                LockSupport.park(Writers.this);
            }
            return !isEnding;
        }
    }
}
