package dev.rondo.kernel;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Threads outside of a loop that block in `get` until a future of the loop is done.
///
/// A loop that closes releases them, since nobody will complete what they wait for. None is left
/// waiting: a thread first adds itself, then looks whether the loop is closed; the loop is first
/// closed, then releases.
final class ForeignWaits {
    /// The link of a waiting thread to its future; with the turn.
    private static final class Link {
        private @Nullable DoneCallback<?> callback;
    }

    private final KernelLoop loop;

    /// Changed by the waiting threads, read by the loop's.
    private final Set<CountDownLatch> open = ConcurrentHashMap.newKeySet();

    ForeignWaits(KernelLoop loop) {
        this.loop = loop;
    }

    /// Blocks the caller.
    ///
    /// @return whether the future is done
    /// @throws IllegalStateException if the loop is closed before that
    boolean await(KernelFuture<?> future, long nanos) throws InterruptedException {
        CountDownLatch latch = new CountDownLatch(1);
        Link link = new Link();
        open.add(latch);
        try {
            if (!loop.isClosed()) {
                enqueue(() -> link.callback = future.onDone(done -> latch.countDown(), null));
                latch.await(nanos, TimeUnit.NANOSECONDS);
            }
        } finally {
            open.remove(latch);
            if (!future.isDone() && !loop.isClosed()) {
                enqueue(() -> unlink(link)); // the time is over, or the caller was interrupted
            }
        }
        refuseWhenClosed(future);
        return future.isDone();
    }

    private void refuseWhenClosed(KernelFuture<?> future) {
        if (!future.isDone() && loop.isClosed()) {
            throw new IllegalStateException(
                    "cannot get: " + loop + " is closed, and nobody completes " + future);
        }
    }

    private static void unlink(Link link) {
        if (link.callback != null) {
            link.callback.cancel();
        }
    }

    private void enqueue(Runnable action) {
        loop.cycle.enqueue(new Callback(loop.cycle, action, false));
    }

    /// Releases all, when the loop is closed.
    void release() {
        open.forEach(CountDownLatch::countDown);
    }
}
