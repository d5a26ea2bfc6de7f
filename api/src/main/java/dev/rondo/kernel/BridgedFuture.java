package dev.rondo.kernel;

import java.util.concurrent.CompletableFuture;

/// A future of the JDK that mirrors one of a loop, and cancels it when it is cancelled.
final class BridgedFuture<T> extends CompletableFuture<T> {
    private final KernelFuture<T> origin;

    BridgedFuture(KernelFuture<T> origin) {
        this.origin = origin;
    }

    void endIfOriginHas() {
        if (origin.isDone()) {
            origin.endAlike(this);
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        if (cancelled) {
            origin.cancel();
        }
        return cancelled;
    }
}
