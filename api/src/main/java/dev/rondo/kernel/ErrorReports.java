package dev.rondo.kernel;

import dev.rondo.CancelledError;
import dev.rondo.ExceptionContext;
import dev.rondo.ExceptionHandler;
import org.jspecify.annotations.Nullable;

/// The loop's exception handler, and the ways that lead to it.
final class ErrorReports {
    private static final System.Logger LOGGER = System.getLogger("dev.rondo");

    private final KernelLoop loop;
    private @Nullable ExceptionHandler handler;

    ErrorReports(KernelLoop loop) {
        this.loop = loop;
    }

    void setHandler(@Nullable ExceptionHandler newHandler) {
        handler = newHandler;
    }

    /// Calls the handler, as a callback of the loop, from any thread. A closed loop logs.
    void report(ExceptionContext context) {
        if (loop.isClosed()) {
            log(context);
        } else {
            loop.cycle.enqueue(new Callback(loop.cycle, () -> handle(context), true));
        }
    }

    /// Calls the handler; in a callback.
    void handle(ExceptionContext context) {
        ExceptionHandler current = handler;
        if (current == null) {
            log(context);
            return;
        }
        try {
            current.handle(loop, context);
        } catch (Throwable e) {
            log(new ExceptionContext("unhandled error in exception handler", e));
            log(context);
        }
    }

    private static void log(ExceptionContext context) {
        StringBuilder text = new StringBuilder(context.message());
        append(text, "task", context.task());
        append(text, "future", context.future());
        append(text, "handle", context.handle());
        append(text, "transport", context.transport());
        for (StackTraceElement frame : context.creationSite()) {
            text.append(System.lineSeparator()).append("  created at ").append(frame);
        }
        Throwable exception = context.exception();
        if (exception == null) {
            LOGGER.log(System.Logger.Level.ERROR, text);
        } else {
            LOGGER.log(System.Logger.Level.ERROR, text.toString(), exception);
        }
    }

    private static void append(StringBuilder text, String label, @Nullable Object value) {
        if (value != null) {
            text.append("; ").append(label).append(": ").append(value);
        }
    }

    /// Runs a command of [dev.rondo.EventLoop#asExecutor] as a task.
    void spawnReporting(Runnable command) {
        if (loop.isUnwinding()) {
            // submitted before; its name alone, for this is the bare carrier, where it may not run
            String type = command.getClass().getName();
            report(
                    new ExceptionContext(
                            "a command was not run, for its loop closes: " + type, null));
            return;
        }
        loop.newTask(
                null,
                KernelLoop.withoutResult(() -> {
                    try {
                        command.run();
                    } catch (CancelledError e) {
                        throw e;
                    } catch (Throwable e) {
                        report(new ExceptionContext("exception in " + command, e));
                    }
                }));
    }
}
