package dev.rondo.kernel;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// Futures of the JDK that end with something of a loop's, and with the loop at the latest.
///
/// None is left when the loop is closed: a thread first adds one, then submits what will end it,
/// then looks whether the loop is closed; the loop is first closed, then releases.
final class JdkFutures {
    private final KernelLoop loop;

    /// Added to by any thread, removed from by who ends one.
    private final Set<CompletableFuture<?>> open = ConcurrentHashMap.newKeySet();

    JdkFutures(KernelLoop loop) {
        this.loop = loop;
    }

    void add(CompletableFuture<?> future) {
        open.add(future);
        future.whenComplete((value, exception) -> open.remove(future));
    }

    void releaseIfClosed() {
        if (loop.isClosed()) {
            release();
        }
    }

    /// Ends what is left when the loop is closed, for nobody else will.
    void release() {
        for (CompletableFuture<?> future : open) {
            if (future instanceof BridgedFuture<?> bridge) {
                bridge.endIfOriginHas();
            }
            future.completeExceptionally(
                    new IllegalStateException(loop + " was closed before this was done"));
        }
    }
}
