package dev.rondo.tck;

import dev.rondo.Handle;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/// A callback that runs until another thread waits for it, or has found that it need not wait.
final class RunningCallback {
    /// Written by the callback, read by the other thread.
    volatile boolean hasEnded;

    private final Subject subject;
    private final CountDownLatch hasBegun = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    RunningCallback(Subject subject) {
        this.subject = subject;
    }

    /// Runs the callback, and something on another thread that begins meanwhile.
    ///
    /// @param other gets the handle of the callback
    /// @return the result of the other thread
    String whileItRuns(Function<Handle, String> other) throws Throwable {
        AtomicReference<String> result = new AtomicReference<>("nothing");
        BackgroundRun.during(
                subject,
                () -> {
                    Handle handle = subject.loop().callSoonThreadSafe(this::run);
                    subject.await(hasBegun);
                    Thread thread = subject.startThread(() -> result.set(other.apply(handle)));
                    Patience.untilWaiting(thread);
                    mayEnd.countDown();
                    thread.join();
                });
        return result.get();
    }

    private void run() {
        hasBegun.countDown();
        subject.await(mayEnd);
        hasEnded = true;
    }
}
