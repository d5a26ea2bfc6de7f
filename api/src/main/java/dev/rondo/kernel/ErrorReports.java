package dev.rondo.kernel;

import dev.rondo.CancelledError;
import dev.rondo.ExceptionContext;
import dev.rondo.ExceptionHandler;
import dev.rondo.TaskOptions;
import org.jspecify.annotations.Nullable;

/// The loop's exception handler, and the ways that lead to it.
final class ErrorReports {
    private final KernelLoop loop;
    private @Nullable ExceptionHandler handler;

    ErrorReports(KernelLoop loop) {
        this.loop = loop;
    }

    void setHandler(@Nullable ExceptionHandler newHandler) {
        handler = newHandler;
    }

    /// Calls the handler, as a callback of the loop, from any thread. A closed loop logs.
    ///
    /// It runs with the context variables of the task that the report is about, else with those of
    /// the caller.
    void report(ExceptionContext context) {
        report(
                context,
                context.task() instanceof KernelTask<?> task
                        ? task.bindings()
                        : Bindings.current());
    }

    void report(ExceptionContext context, Bindings bindings) {
        if (loop.isClosed()) {
            log(context, "");
        } else {
            loop.cycle.enqueue(new Callback(loop.cycle, () -> handle(context), true, bindings));
        }
    }

    /// Calls the handler; in a callback. What it throws is logged, and then what it was told.
    void handle(ExceptionContext context) {
        ExceptionHandler current = handler;
        if (current == null) {
            log(context, "");
            return;
        }
        try {
            current.handle(loop, context);
        } catch (Throwable e) {
            if (!loop.cycle.endsWith(e)) {
                String where = ", called because the loop's own has failed";
                log(new ExceptionContext("unhandled error in exception handler", e), where);
                log(context, where);
            }
        }
    }

    /// {@return how a message names code of the program, whose own words may fail}
    static String nameOf(Object code) {
        try {
            return StringForm.code(code);
        } catch (Throwable e) {
            if (FatalErrors.isFatal(e)) {
                throw e;
            }
            return code.getClass().getName();
        }
    }

    /// The default handler: logs, and logs its own failure, with what it was told as suppressed.
    ///
    /// @param where why it is called, for the message about its failure
    private static void log(ExceptionContext context, String where) {
        try {
            log(context);
        } catch (Throwable e) {
            if (FatalErrors.isFatal(e)) {
                throw e;
            }
            Throwable told = context.exception();
            if (told != null && told != e) {
                e.addSuppressed(told);
            }
            String message = "exception in the default exception handler" + where;
            Log.logger().log(System.Logger.Level.ERROR, message, e);
        }
    }

    private static void log(ExceptionContext context) {
        StringBuilder text = new StringBuilder(context.message());
        append(text, "task", context.task());
        append(text, "future", context.future());
        append(text, "handle", context.handle());
        append(text, "transport", context.transport());
        CreationSite.append(text, context.creationSite());
        Throwable exception = context.exception();
        if (exception == null) {
            Log.logger().log(System.Logger.Level.ERROR, text);
        } else {
            Log.logger().log(System.Logger.Level.ERROR, text.toString(), exception);
        }
    }

    private static void append(StringBuilder text, String label, @Nullable Object value) {
        if (value != null) {
            text.append("; ").append(label).append(": ").append(value);
        }
    }

    /// Runs a command of [dev.rondo.EventLoop#asExecutor] as a task. A task factory is code of the
    /// program and must not run here, on the bare carrier: it takes another iteration.
    void spawnReporting(Runnable command) {
        if (loop.hasTaskFactory()) {
            loop.cycle.ready.add(new Callback(loop.cycle, () -> spawn(command), true));
        } else {
            spawn(command);
        }
    }

    private void spawn(Runnable command) {
        if (loop.isUnwinding()) {
            // submitted before; its name alone, for this may be the bare carrier, where it may not
            // run
            String type = command.getClass().getName();
            report(
                    new ExceptionContext(
                            "a command was not run, for its loop closes: " + type, null));
            return;
        }
        loop.newTask(
                TaskOptions.DEFAULT,
                KernelLoop.withoutResult(() -> {
                    try {
                        command.run();
                    } catch (CancelledError e) {
                        throw e;
                    } catch (Throwable e) {
                        if (FatalErrors.isFatal(e)) {
                            throw e;
                        }
                        report(new ExceptionContext("exception in " + command, e));
                    }
                }));
    }
}
