package dev.rondo.kernel;

import dev.rondo.ExceptionContext;
import dev.rondo.Handle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A scheduled call, of the program or of the kernel.
class Callback extends Entry implements Handle {
    final Cycle cycle;

    /// The context variables of the one who scheduled it: another thread's are not those of the
    /// code that has the turn meanwhile.
    final Bindings bindings;

    /// Null once cancelled. Read by the loop, cleared by whoever cancels. Not volatile: that would
    /// cost a fence for each callback, and a cancel from another thread races with the start
    /// anyway.
    private @Nullable Runnable action;

    /// Where it was scheduled; null unless in debug mode.
    private final StackTraceElement @Nullable [] site;

    Callback(Cycle cycle, Runnable action, boolean isCallback) {
        super(isCallback);
        this.cycle = cycle;
        this.action = action;
        this.bindings = Thread.currentThread() == cycle.turn ? cycle.bindings : Bindings.current();
        this.site = isCallback && cycle.isDebug ? CreationSite.capture() : null;
    }

    @Override
    public void cancel() {
        action = null;
    }

    @Override
    public boolean isCancelled() {
        return action == null;
    }

    @Override
    final void run() {
        Runnable current = action;
        if (current == null) {
            return;
        }
        cycle.bindings = bindings;
        if (!isCallback) {
            current.run();
            return;
        }
        cycle.callbacks++;
        try {
            current.run();
        } catch (Throwable e) {
            cycle.loop.handle(
                    new ExceptionContext(
                            "exception in callback " + current, e, null, null, this, null, site()));
        }
    }

    private List<StackTraceElement> site() {
        StackTraceElement[] frames = site;
        return frames == null ? List.of() : List.of(frames);
    }

    @Override
    public String toString() {
        Runnable current = action;
        return current == null ? "Handle[cancelled]" : "Handle[" + current + "]";
    }
}
