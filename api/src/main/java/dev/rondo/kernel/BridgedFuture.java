package dev.rondo.kernel;

import dev.rondo.CancelledError;
import java.util.concurrent.CompletableFuture;

/// A future of the JDK that mirrors one of a loop, and cancels it when it is cancelled.
final class BridgedFuture<T> extends CompletableFuture<T> {
    private final KernelFuture<T> origin;

    BridgedFuture(KernelFuture<T> origin) {
        this.origin = origin;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        if (cancelled) {
            origin.cancel();
        }
        return cancelled;
    }

    /// The origin has failed, or is a gather of which a child was cancelled.
    void failOrCancel(Throwable exception) {
        if (exception instanceof CancelledError) {
            endCancelled();
        } else {
            completeExceptionally(exception);
        }
    }

    /// The origin was cancelled.
    void endCancelled() {
        super.cancel(false);
    }
}
