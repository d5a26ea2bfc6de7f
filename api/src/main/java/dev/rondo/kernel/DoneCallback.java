package dev.rondo.kernel;

import dev.rondo.ExceptionContext;
import dev.rondo.Handle;
import dev.rondo.LoopFuture;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A call that waits for a future, of the program or of the kernel.
final class DoneCallback<T> extends Entry implements Handle {
    private final KernelFuture<T> future;
    private final Bindings bindings;

    /// Who waits through this, for the await graph; null if it is code of the program.
    final @Nullable KernelFuture<?> waiter;

    private @Nullable Consumer<? super LoopFuture<T>> action;

    DoneCallback(
            KernelFuture<T> future,
            Consumer<? super LoopFuture<T>> action,
            @Nullable KernelFuture<?> waiter,
            boolean isCallback) {
        super(isCallback);
        this.future = future;
        this.action = action;
        this.waiter = waiter;
        this.bindings = future.cycle().bindings;
    }

    @Override
    public void cancel() {
        action = null;
        if (future.cycle().hasTurn()) {
            future.removeWaiter(this);
        }
    }

    @Override
    public boolean isCancelled() {
        return action == null;
    }

    @Override
    void run() {
        Consumer<? super LoopFuture<T>> current = action;
        if (current == null) {
            return;
        }
        Cycle cycle = future.cycle();
        cycle.bindings = bindings;
        if (!isCallback) {
            current.accept(future);
            return;
        }
        cycle.callbacks++;
        try {
            current.accept(future);
        } catch (Throwable e) {
            cycle.loop.handle(
                    new ExceptionContext(
                            "exception in done callback " + current,
                            e,
                            null,
                            future,
                            this,
                            null,
                            List.of()));
        }
    }

    @Override
    public String toString() {
        return "Handle[" + (action == null ? "cancelled" : action) + "]";
    }
}
