package dev.rondo.kernel;

import dev.rondo.ExceptionContext;
import java.lang.ref.Cleaner;
import java.util.List;

/// The failure of a future, reported when the future is collected and nobody has looked at it.
///
/// Holds what the report needs, and not the future. Made for failures alone, so that success costs
/// nothing.
final class Unretrieved implements Runnable {
    private static final Cleaner CLEANER = Cleaner.create(Unretrieved::newThread);

    /// The JDK cuts its own traces there.
    private static final int TRACE_LIMIT = 1024;

    private final KernelLoop loop;
    private final Throwable exception;
    private final String description;
    private final List<StackTraceElement> site;

    /// The context variables of the task at its end, for the handler.
    final Bindings bindings;

    /// The trace before the frames of a waiter were added.
    private final StackTraceElement[] trace;

    /// Set by who looks, read by the cleaner's thread after the future became unreachable.
    volatile boolean isRetrieved;

    /// Without the class loader of whoever came first, which would be kept for good.
    private static Thread newThread(Runnable body) {
        Thread thread =
                Thread.ofPlatform()
                        .daemon()
                        .inheritInheritableThreadLocals(false)
                        .name("rondo-unretrieved-failures")
                        .unstarted(body);
        thread.setContextClassLoader(null);
        return thread;
    }

    private Unretrieved(KernelFuture<?> future, Throwable exception) {
        this.loop = future.cycle().loop;
        this.exception = exception;
        this.trace = exception.getStackTrace();
        if (future instanceof KernelTask<?> task) {
            this.description = "exception of task '" + task.name() + "' was never retrieved";
            this.bindings = future.cycle().bindings.captured();
        } else {
            this.description = "exception of a future was never retrieved";
            this.bindings = Bindings.EMPTY;
        }
        this.site = future.creationSite();
    }

    static Unretrieved watch(KernelFuture<?> future, Throwable exception) {
        Unretrieved report = new Unretrieved(future, exception);
        CLEANER.register(future, report);
        return report;
    }

    @Override
    public void run() {
        if (!isRetrieved) {
            loop.report(
                    new ExceptionContext(description, exception, null, null, null, null, site),
                    bindings);
        }
    }

    /// Shows who waits: appends the waiter's frames to the trace that the exception was made with.
    /// The original trace is kept, so that each wait shows its own frames once.
    void addAwaitingFrames(Throwable thrown) {
        if (trace.length > TRACE_LIMIT) {
            return; // one object that is thrown again and again would grow for ever
        }
        addFrames(thrown, trace);
    }

    /// Does the same for an exception that no future holds.
    static void addFrames(Throwable thrown, StackTraceElement[] trace) {
        StackTraceElement[] waiter = new Throwable().getStackTrace();
        int skip = 0;
        while (skip < waiter.length
                && waiter[skip].getClassName().startsWith("dev.rondo.kernel.")) {
            skip++;
        }
        StackTraceElement[] joined = new StackTraceElement[trace.length + 1 + waiter.length - skip];
        System.arraycopy(trace, 0, joined, 0, trace.length);
        joined[trace.length] = new StackTraceElement("(awaited by)", "", null, -1);
        System.arraycopy(waiter, skip, joined, trace.length + 1, waiter.length - skip);
        thrown.setStackTrace(joined);
    }
}
