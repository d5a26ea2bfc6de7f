package dev.rondo;

import dev.rondo.kernel.KernelContext;
import java.util.Optional;

/// The values of context variables as an object: whoever runs in it sees its values and changes
/// them.
///
/// A task has values of its own unless [TaskOptions#withContext] gives it a context; tasks that
/// share one see each other's changes. What such a task creates or schedules gets a copy of the
/// values, as anywhere else. Callbacks take a context with `callSoon(() -> context.run(callback))`.
///
/// A context is for the code of one loop at a time.
///
/// Source: `contextvars.Context`.
public sealed interface Context permits KernelContext {
    /// {@return a new context with the values that hold where the caller is} May be called on any
    /// thread.
    static Context copyCurrent() {
        return KernelContext.copyCurrent();
    }

    /// {@return a new context without values} May be called on any thread.
    static Context empty() {
        return KernelContext.empty();
    }

    /// {@return a new context with the values of this one}
    Context copy();

    /// {@return what this context has for a variable, empty if it was not set in it}
    ///
    /// @param variable the variable
    /// @param <T> the type of the value
    <T> Optional<T> get(ContextVariable<T> variable);

    /// Runs code of the calling coroutine or callback in this context.
    ///
    /// The code may wait, where its caller may; the caller's own values are back when it ends. A
    /// context may be entered again while code runs in it.
    ///
    /// @param body what to run
    /// @param <T> the type of the result
    /// @return the result of the body
    /// @throws java.util.concurrent.CompletionException with a checked exception as its cause
    /// @throws IllegalStateException outside of a coroutine or callback
    <T> T run(Coroutine<T> body);

    /// Runs code without a result in this context.
    ///
    /// @param body what to run
    /// @see #run(Coroutine)
    void run(Action body);
}
