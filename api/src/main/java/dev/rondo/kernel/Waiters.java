package dev.rondo.kernel;

import java.util.ArrayList;
import java.util.List;

/// Coroutines that wait for the same thing; a cancelled one leaves the others alone.
final class Waiters {
    private final Cycle cycle;
    private final List<KernelFuture<Void>> waiting = new ArrayList<>(0);

    Waiters(Cycle cycle) {
        this.cycle = cycle;
    }

    /// Suspends the calling coroutine until the next release.
    ///
    /// @param wish what it wants, for the message to a caller that is no coroutine
    void await(String wish) {
        Fiber.requireTask(wish);
        KernelFuture<Void> released = new KernelFuture<>(cycle);
        waiting.add(released);
        try {
            released.await();
        } finally {
            waiting.remove(released);
        }
    }

    void release() {
        for (KernelFuture<Void> released : waiting) {
            released.succeed(null);
        }
    }
}
