package dev.rondo;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a loop knows about an error that no code of the program was there to catch.
///
/// Source: the context dictionary of `loop.call_exception_handler`.
///
/// @param message what happened, in a sentence
/// @param exception what was thrown, or null if nothing was
/// @param task the task concerned, or null
/// @param future the future concerned, or null
/// @param handle the callback concerned, or null
/// @param transport the transport concerned, or null
/// @param creationSite where it was created, the task, future, callback, connection, server or
///   child process; empty unless in debug mode
public record ExceptionContext(
        String message,
        @Nullable Throwable exception,
        @Nullable Task<?> task,
        @Nullable LoopFuture<?> future,
        @Nullable Handle handle,
        @Nullable Transport transport,
        List<StackTraceElement> creationSite) {

    /// Creates a context.
    public ExceptionContext {
        Objects.requireNonNull(message, "message");
        creationSite = List.copyOf(Objects.requireNonNull(creationSite, "creationSite"));
    }

    /// Creates a context with a message and an exception alone.
    ///
    /// @param message what happened, in a sentence
    /// @param exception what was thrown, or null if nothing was
    public ExceptionContext(String message, @Nullable Throwable exception) {
        this(message, exception, null, null, null, null, List.of());
    }
}
