package dev.rondo;

import dev.rondo.kernel.Bindings;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A value of a task and of all that it starts: the loop's counterpart of a thread-local.
///
/// A task starts with a copy of its creator's values; what it sets is seen by what it creates
/// afterwards and by nobody else. Callbacks run with the values at the time they were scheduled,
/// and [Rondo#toThread] carries them to the worker thread.
///
/// Source: `contextvars.ContextVar` (PEP 567).
///
/// @param <T> the type of the value
public final class ContextVariable<T> {
    private final String name;
    private final @Nullable T initial;

    private ContextVariable(String name, @Nullable T initial) {
        this.name = Objects.requireNonNull(name, "name");
        this.initial = initial;
    }

    /// Creates a variable without an initial value.
    ///
    /// @param name for messages
    /// @param <T> the type of the value
    /// @return the variable
    public static <T> ContextVariable<T> of(String name) {
        return new ContextVariable<>(name, null);
    }

    /// Creates a variable with an initial value.
    ///
    /// @param name for messages
    /// @param initial what [#get] answers where nothing was set
    /// @param <T> the type of the value
    /// @return the variable
    public static <T> ContextVariable<T> of(String name, T initial) {
        return new ContextVariable<>(name, Objects.requireNonNull(initial, "initial"));
    }

    /// {@return the value in the current context, else the initial one}
    ///
    /// May be called on any thread; outside of a loop only the initial value is there, and in
    /// [Rondo#toThread] the values of the caller.
    ///
    /// @throws java.util.NoSuchElementException if nothing was set and there is no initial value
    public T get() {
        Object bound = Bindings.current().get(this);
        if (bound == null) {
            bound = initial;
        }
        if (bound == null) {
            throw new java.util.NoSuchElementException(
                    "context variable '"
                            + name
                            + "' has no value here; set it, or create it with one");
        }
        @SuppressWarnings("unchecked") // only set(T) puts a value under this key
        T value = (T) bound;
        return value;
    }

    /// Sets the value in the current context.
    ///
    /// @param value the value
    /// @throws IllegalStateException outside of a coroutine or callback: there is no context to
    ///   change
    public void set(T value) {
        Bindings.set(this, Objects.requireNonNull(value, "value"));
    }

    @Override
    public String toString() {
        return "ContextVariable[" + name + "]";
    }
}
