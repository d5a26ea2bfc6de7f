package dev.rondo.tck;

import static dev.rondo.Rondo.createTask;
import static dev.rondo.Rondo.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CancelledError;
import dev.rondo.EventLoop;
import dev.rondo.ExceptionContext;
import dev.rondo.Handle;
import dev.rondo.Promise;
import dev.rondo.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

/// What callbacks throw: the exception handler, the log, and errors that end the run.
abstract class ErrorRules {
    private static final Duration MILLI = Duration.ofMillis(1);

    private final List<String> seen = new ArrayList<>();

    @Rule(
            id = "CALLBACK-39",
            text =
                    "A callback that throws is reported once, with exception and handle, and the"
                            + " loop goes on.",
            rows = "exc.context-fields")
    void reportsAFailedCallback(Subject subject) {
        EventLoop loop = subject.loop();
        ArithmeticException failure = new ArithmeticException("boom");
        List<EventLoop> told = new ArrayList<>();
        List<ExceptionContext> contexts = new ArrayList<>();
        loop.setExceptionHandler((where, context) -> {
            told.add(where);
            contexts.add(context);
        });
        Handle handle = loop.callSoon(() -> raise(failure));
        loop.callSoon(() -> seen.add("next"));

        subject.turns(2);

        assertEquals(List.of(loop), told, "loops that the handler was told");
        ExceptionContext context = contexts.getFirst();
        assertTrue(
                context.message().startsWith("exception in callback"),
                () -> "the message: " + context.message());
        assertSame(failure, context.exception(), "the exception of the context");
        assertSame(handle, context.handle(), "the handle of the context");
        assertEquals(List.of("next"), seen, "callbacks after the one that failed");
    }

    @Rule(
            id = "CALLBACK-40",
            text = "In debug mode the report tells where the callback was scheduled.",
            rows = "exc.context-fields")
    void tellsWhereACallbackWasScheduled(Subject subject) {
        EventLoop loop = subject.loop();
        loop.setDebug(true);
        loop.callSoon(() -> raise(new ArithmeticException("boom")));

        subject.turns(1);

        ExceptionContext context = subject.takeReports().getFirst();
        assertTrue(
                context.creationSite().stream()
                        .anyMatch(frame ->
                                frame.getMethodName().equals("tellsWhereACallbackWasScheduled")),
                () -> "the scheduling method is not in " + context.creationSite());
    }

    @Rule(
            id = "CALLBACK-41",
            text = "An error or a cancellation out of a callback is reported, too.",
            rows = "exc.context-fields")
    void reportsErrorsAndCancellations(Subject subject) {
        EventLoop loop = subject.loop();
        AssertionError error = new AssertionError("boom");
        StackOverflowError overflow = new StackOverflowError();
        CancelledError cancellation = new CancelledError();
        loop.callSoon(() -> raise(error));
        loop.callSoon(() -> raise(overflow));
        loop.callSoon(() -> raise(cancellation));

        subject.turns(1);

        assertEquals(
                List.of(error, overflow, cancellation),
                subject.takeReports().stream().map(ExceptionContext::exception).toList(),
                "what was reported");
    }

    @Rule(
            id = "CALLBACK-42",
            text =
                    "Without a handler the failure of a callback, ready or timed, is logged with its"
                            + " name and the trace.",
            rows = "exc.default-logs")
    void logsWithoutAHandler(Subject subject) {
        EventLoop loop = subject.loop();
        loop.setExceptionHandler(null);
        loop.callSoon(new Failing("wave", new ArithmeticException("soon")));
        loop.callLater(Duration.ZERO, new Failing("bell", new ArithmeticException("timer")));

        subject.turns(1);

        List<String> logs = subject.takeLogs();
        assertEquals(2, logs.size(), () -> "not one entry for each failure: " + logs);
        assertLogged(logs.get(0), "exception in callback wave");
        assertLogged(logs.get(0), "ArithmeticException: soon");
        assertLogged(logs.get(0), "ErrorRules.java");
        assertLogged(logs.get(1), "exception in callback bell");
        assertLogged(logs.get(1), "ArithmeticException: timer");
        assertLogged(logs.get(1), "ErrorRules.java");
    }

    @Rule(
            id = "CALLBACK-43",
            text =
                    "A handler that throws is logged with its own trace, and then what it was told;"
                            + " the loop goes on.",
            rows = "exc.broken-custom-handler")
    void logsAHandlerThatThrows(Subject subject) {
        EventLoop loop = subject.loop();
        loop.setExceptionHandler((_, _) -> raise(new IllegalStateException("handler")));
        loop.callSoon(new Failing("wave", new ArithmeticException("callback")));
        loop.callSoon(() -> seen.add("next"));

        subject.turns(1);

        List<String> logs = subject.takeLogs();
        assertEquals(2, logs.size(), () -> "not one entry for the handler and one more: " + logs);
        assertLogged(logs.get(0), "unhandled error in exception handler");
        assertLogged(logs.get(0), "IllegalStateException: handler");
        assertLogged(logs.get(1), "exception in callback wave");
        assertLogged(logs.get(1), "ArithmeticException: callback");
        assertEquals(List.of("next"), seen, "callbacks after the one that failed");
    }

    @Rule(
            id = "CALLBACK-44",
            text =
                    "When the default handler itself fails that is logged, with what it was told;"
                            + " the loop goes on.",
            rows = "exc.broken-custom-handler")
    void logsADefaultHandlerThatThrows(Subject subject) {
        EventLoop loop = subject.loop();
        loop.setExceptionHandler(null);
        loop.callExceptionHandler(unprintable(new ArithmeticException("told")));
        loop.callSoon(() -> seen.add("next"));

        subject.turns(1);

        List<String> logs = subject.takeLogs();
        assertEquals(1, logs.size(), () -> "not one entry: " + logs);
        assertLogged(logs.get(0), "exception in the default exception handler");
        assertLogged(logs.get(0), "IllegalStateException: cannot be printed");
        assertLogged(logs.get(0), "ArithmeticException: told");
        assertEquals(List.of("next"), seen, "callbacks after the report");
    }

    @Rule(
            id = "CALLBACK-45",
            text =
                    "When the default handler fails over a handler that has thrown, the log says"
                            + " both, with what was told.",
            rows = "exc.broken-custom-handler")
    void logsADefaultHandlerThatThrowsForAnother(Subject subject) {
        EventLoop loop = subject.loop();
        loop.setExceptionHandler((_, _) -> raise(new IllegalArgumentException("handler")));
        loop.callExceptionHandler(unprintable(new ArithmeticException("told")));

        subject.turns(1);

        List<String> logs = subject.takeLogs();
        assertEquals(2, logs.size(), () -> "not one entry for each handler: " + logs);
        assertLogged(logs.get(0), "unhandled error in exception handler");
        assertLogged(logs.get(0), "IllegalArgumentException: handler");
        assertLogged(logs.get(1), "called because the loop's own has failed");
        assertLogged(logs.get(1), "ArithmeticException: told");
    }

    @Rule(
            id = "CALLBACK-46",
            text = "A callback that cannot even be named is reported like any other.",
            rows = "exc.context-fields")
    void reportsACallbackWithoutAName(Subject subject) {
        ArithmeticException failure = new ArithmeticException("boom");
        subject.loop()
                .callSoon(
                        new Runnable() {
                            @Override
                            public void run() {
                                raise(failure);
                            }

                            @Override
                            public String toString() {
                                throw new AssertionError("no name");
                            }
                        });

        subject.turns(1);

        List<ExceptionContext> reports = subject.takeReports();
        assertEquals(1, reports.size(), "reports");
        assertSame(failure, reports.getFirst().exception(), "the exception of the context");
    }

    @Rule(
            id = "CALLBACK-47",
            text =
                    "A fatal error out of a callback ends the run, which throws it as it is; nobody"
                            + " else is told, and the rest runs with the next run.",
            rows = "loop.orphan-stop-callback-removed")
    void endsTheRunWithAFatalError(Subject subject) {
        EventLoop loop = subject.loop();
        Error fatal = new OutOfMemoryError("fatal");
        loop.callSoon(() -> raise(fatal));
        loop.callSoon(() -> seen.add("rest"));
        loop.stop();

        assertSame(fatal, assertThrows(OutOfMemoryError.class, loop::runForever), "thrown");

        assertEquals(List.of(), seen, "callbacks after the fatal error");
        assertFalse(loop.isRunning(), "isRunning() after the run");
        subject.turns(1);
        assertEquals(List.of("rest"), seen, "callbacks of the next run");
        loop.close();
        assertEquals(List.of(), subject.takeReports(), "reports of the error");
    }

    @Rule(
            id = "CALLBACK-48",
            text =
                    "A run that a fatal error ended has left nothing on its future: the next run is"
                            + " not stopped early.",
            rows = "loop.orphan-stop-callback-removed")
    void leavesNoStopBehind(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Void> future = loop.createFuture();
        loop.callSoon(() -> raise(new InternalError("fatal")));
        assertThrows(InternalError.class, () -> loop.runUntilComplete(future));
        loop.callSoon(() -> future.setResult(null));

        loop.runUntilComplete(() -> {
            sleep(MILLI);
            sleep(MILLI);
            seen.add("not stopped");
        });

        assertEquals(List.of("not stopped"), seen, "the end of the next run");
    }

    @Rule(
            id = "CALLBACK-49",
            text =
                    "A fatal error out of a task ends the run, and is what the task failed with;"
                            + " closing the loop reports and throws it no more.",
            rows = "loop.orphan-stop-callback-removed")
    void endsTheRunWithAFatalErrorOfATask(Subject subject) {
        EventLoop loop = subject.loop();
        Error fatal = new OutOfMemoryError("fatal");
        List<Task<Void>> failed = new ArrayList<>();
        Task<Void> main =
                loop.createTask(() -> {
                    failed.add(createTask(() -> raise(fatal)));
                    failed.getFirst().await();
                });

        assertSame(
                fatal,
                assertThrows(OutOfMemoryError.class, () -> loop.runUntilComplete(main)),
                "thrown");

        assertEquals(Future.State.FAILED, failed.getFirst().state(), "state of the task");
        assertSame(fatal, failed.getFirst().exceptionNow(), "exception of the task");
        assertFalse(main.isDone(), "the other task has ended in the same run");
        loop.close();
        assertSame(fatal, main.exceptionNow(), "what the one who awaited it ended with");
        assertEquals(List.of(), subject.takeReports(), "reports of the error");
    }

    @Rule(
            id = "CALLBACK-50",
            text = "A fatal error that comes up while a loop closes is thrown when it is closed.",
            rows = "loop.orphan-stop-callback-removed")
    void throwsAFatalErrorWhenClosed(Subject subject) {
        EventLoop loop = subject.loop();
        Error fatal = new InternalError("fatal");
        loop.createTask(() -> {
            try {
                sleep(Duration.ofDays(1));
            } finally {
                raise(fatal);
            }
        });
        loop.createTask(() -> {
            try {
                sleep(Duration.ofDays(1));
            } finally {
                seen.add("clean");
            }
        });
        subject.turns(1);

        assertSame(fatal, assertThrows(InternalError.class, loop::close), "thrown");

        assertTrue(loop.isClosed(), "isClosed() after the close that threw");
        assertEquals(List.of("clean"), seen, "clean-up of another task");
        assertEquals(0, loop.metrics().pendingTasks(), "tasks left pending");
    }

    /// Throws.
    private static void raise(RuntimeException exception) {
        throw exception;
    }

    private static void raise(Error error) {
        throw error;
    }

    private static ExceptionContext unprintable(Exception told) {
        Handle handle =
                new Handle() {
                    @Override
                    public void cancel() {}

                    @Override
                    public boolean isCancelled() {
                        return false;
                    }

                    @Override
                    public List<StackTraceElement> creationSite() {
                        return List.of();
                    }

                    @Override
                    public String toString() {
                        throw new IllegalStateException("cannot be printed");
                    }
                };
        return new ExceptionContext("an error", told, null, null, handle, null, List.of());
    }

    private static void assertLogged(String entry, String fragment) {
        assertTrue(entry.contains(fragment), () -> "no '%s' in: %s".formatted(fragment, entry));
    }

    /// A callback with a name, which throws.
    private record Failing(String name, RuntimeException exception) implements Runnable {
        @Override
        public void run() {
            raise(exception);
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
