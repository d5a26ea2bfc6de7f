package dev.rondo.virtual;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/// The threads of a loop that block in its place.
///
/// Each ends by itself when its channel is closed. None is ever interrupted: that would close the
/// channel, and lose what was read.
final class Helpers {
    private final ThreadFactory writers;
    private final ThreadFactory others;
    private final Runnable whenAllHaveEnded;
    private final AtomicInteger running = new AtomicInteger();

    Helpers(ThreadFactory writers, ThreadFactory others, Runnable whenAllHaveEnded) {
        this.writers = writers;
        this.others = others;
        this.whenAllHaveEnded = whenAllHaveEnded;
    }

    /// Starts a virtual thread that writes.
    void startWriter(Runnable body) {
        start("rondo-virtual-write", writers, body);
    }

    /// Starts a virtual thread.
    void start(String name, Runnable body) {
        start(name, others, body);
    }

    private void start(String name, ThreadFactory virtualThreads, Runnable body) {
        Thread thread = virtualThreads.newThread(() -> run(body));
        thread.setName(name);
        running.incrementAndGet();
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
                whenAllHaveEnded.run();
            }
        }
    }

    /// {@return how many threads have not ended}
    int running() {
        return running.get();
    }
}
