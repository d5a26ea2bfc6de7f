package dev.rondo.virtual;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The threads of a loop that block in its place.
///
/// Each ends by itself when its channel is closed. None is ever interrupted: that would close the
/// channel, and lose what was read.
final class Helpers {
    private final ThreadFactory virtualThreads;
    private final AtomicInteger running = new AtomicInteger();

    /// Who waits in [#awaitEnd].
    private volatile @Nullable Thread waiter;

    Helpers(ThreadFactory virtualThreads) {
        this.virtualThreads = virtualThreads;
    }

    /// Starts a virtual thread.
    void start(String name, Runnable body) {
        running.incrementAndGet();
        Thread thread = virtualThreads.newThread(() -> run(body));
        thread.setName(name);
        thread.start();
    }

    /// Starts a platform thread.
    Thread startPlatform(String name, Runnable body) {
        running.incrementAndGet();
        Thread thread =
                Thread.ofPlatform()
                        .name(name)
                        .daemon()
                        .inheritInheritableThreadLocals(false)
                        .unstarted(() -> run(body));
        thread.start();
        return thread;
    }

    private void run(Runnable body) {
        try {
            body.run();
        } finally {
            if (running.decrementAndGet() == 0) {
                LockSupport.unpark(waiter);
            }
        }
    }

    /// {@return how many threads have not ended}
    int running() {
        return running.get();
    }

    /// Waits until all threads have ended, but not for ever: they may find no processor.
    void awaitEnd(Duration limit) {
        waiter = Thread.currentThread();
        boolean isInterrupted = false;
        long start = System.nanoTime();
        long left = limit.toNanos();
        while (running.get() > 0 && left > 0) {
            LockSupport.parkNanos(this, left);
            isInterrupted |= Thread.interrupted();
            left = limit.toNanos() - (System.nanoTime() - start);
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
