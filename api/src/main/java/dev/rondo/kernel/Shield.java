package dev.rondo.kernel;

import dev.rondo.ExceptionContext;
import dev.rondo.LoopFuture;
import java.util.concurrent.Future;

/// Mirrors a future and keeps a cancellation of the mirror from it.
///
/// Source: `asyncio.shield`.
public final class Shield {
    private Shield() {}

    /// {@return a future that ends as the inner one does; the inner one itself if it is done}
    ///
    /// @param future the inner future
    public static <T> LoopFuture<T> of(LoopFuture<T> future) {
        KernelFuture<T> inner = (KernelFuture<T>) future;
        Cycle cycle = inner.cycle();
        cycle.loop.checkTurn("shield");
        if (inner.isDone()) {
            return inner;
        }
        KernelFuture<T> outer = new KernelFuture<>(cycle);
        DoneCallback<T> mirror =
                inner.onDone(
                        done -> {
                            if (!outer.isDone()) {
                                outer.copyFrom(inner);
                            }
                        },
                        outer);
        outer.onDone(
                done -> {
                    if (!inner.isDone()) {
                        mirror.cancel();
                        inner.onDone(late -> reportFailure(inner), null);
                    }
                },
                null);
        return outer;
    }

    /// Nobody waits for the inner future any more: its failure would be lost.
    private static void reportFailure(KernelFuture<?> inner) {
        if (inner.state() == Future.State.FAILED && !inner.isRetrieved()) {
            inner.cycle()
                    .loop
                    .callExceptionHandler(
                            new ExceptionContext(
                                    "exception in a shielded future whose waiter was cancelled",
                                    inner.takeException(),
                                    inner instanceof KernelTask<?> task ? task : null,
                                    inner,
                                    null,
                                    null,
                                    java.util.List.of()));
        }
    }
}
