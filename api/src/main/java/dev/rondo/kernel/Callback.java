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
    /// cost a fence for each callback. Only [ThreadSafeCallback] is made to be cancelled by other
    /// threads; elsewhere they race with the start.
    private @Nullable Runnable action;

    /// Where it was scheduled; null unless in debug mode.
    private final StackTraceElement @Nullable [] site;

    Callback(Cycle cycle, Runnable action, boolean isCallback) {
        this(
                cycle,
                action,
                isCallback,
                Thread.currentThread() == cycle.turn ? cycle.bindings : Bindings.current());
    }

    Callback(Cycle cycle, Runnable action, boolean isCallback, Bindings bindings) {
        super(isCallback);
        this.cycle = cycle;
        this.action = action;
        this.bindings = bindings.captured();
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
    void run() {
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
            if (!cycle.endsWith(e)) {
                cycle.loop.handle(failed(current, e));
            }
        }
    }

    private ExceptionContext failed(Runnable called, Throwable e) {
        String message = "exception in callback " + ErrorReports.nameOf(called);
        return new ExceptionContext(message, e, null, null, this, null, creationSite());
    }

    @Override
    public final List<StackTraceElement> creationSite() {
        StackTraceElement[] frames = site;
        return frames == null ? List.of() : List.of(frames);
    }

    @Override
    public String toString() {
        return "Handle[" + describe() + "]";
    }

    /// {@return what it calls, and in debug mode where it was scheduled}
    final String describe() {
        Runnable current = action;
        String what = current == null ? "cancelled" : StringForm.code(current);
        return what + StringForm.site(creationSite());
    }
}
