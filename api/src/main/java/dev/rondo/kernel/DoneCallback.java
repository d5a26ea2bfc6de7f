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

    /// Where it was added; null unless in debug mode.
    private final StackTraceElement @Nullable [] site;

    DoneCallback(
            KernelFuture<T> future,
            Consumer<? super LoopFuture<T>> action,
            @Nullable KernelFuture<?> waiter,
            boolean isCallback) {
        super(isCallback);
        this.future = future;
        this.action = action;
        this.waiter = waiter;
        this.bindings = future.cycle().bindings.captured();
        this.site = isCallback && future.cycle().isDebug ? CreationSite.capture() : null;
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
            if (!cycle.endsWith(e)) {
                cycle.loop.handle(failed(current, e));
            }
        }
    }

    private ExceptionContext failed(Object called, Throwable e) {
        String message = "exception in done callback " + ErrorReports.nameOf(called);
        return new ExceptionContext(message, e, null, future, this, null, creationSite());
    }

    @Override
    public List<StackTraceElement> creationSite() {
        StackTraceElement[] frames = site;
        return frames == null ? List.of() : List.of(frames);
    }

    @Override
    public String toString() {
        return "Handle[" + what() + StringForm.site(creationSite()) + "]";
    }

    /// {@return what it calls, and in debug mode where it was added, for the future's string form}
    String describe() {
        List<StackTraceElement> frames = creationSite();
        return frames.isEmpty() ? what() : what() + " at " + frames.getFirst();
    }

    private String what() {
        Consumer<? super LoopFuture<T>> current = action;
        if (current == null) {
            return "cancelled";
        }
        return isCallback ? StringForm.code(current) : StringForm.waiting(waiter);
    }
}
