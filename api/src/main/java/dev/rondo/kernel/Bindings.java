package dev.rondo.kernel;

import dev.rondo.ContextVariable;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// The values of context variables: immutable, so that handing them on to a task or a callback is a
/// copy of a reference.
public final class Bindings {
    static final Bindings EMPTY = new Bindings(Map.of());

    /// What a worker thread sees in `toThread`.
    private static final ScopedValue<Bindings> CARRIED = ScopedValue.newInstance();

    private final Map<ContextVariable<?>, Object> values;

    private Bindings(Map<ContextVariable<?>, Object> values) {
        this.values = values;
    }

    /// {@return the bindings that hold where the caller is}
    public static Bindings current() {
        Fiber fiber = Fiber.current();
        return fiber != null ? fiber.cycle.bindings : CARRIED.orElse(EMPTY);
    }

    /// Sets a variable where the caller is.
    ///
    /// @param variable the variable
    /// @param value the value
    public static void set(ContextVariable<?> variable, Object value) {
        Cycle cycle = Fiber.require("set a context variable").cycle;
        Map<ContextVariable<?>, Object> changed = new IdentityHashMap<>(cycle.bindings.values);
        changed.put(variable, value);
        cycle.bindings = new Bindings(changed);
    }

    /// {@return the value of a variable, or null if it has none}
    ///
    /// @param variable the variable
    public @Nullable Object get(ContextVariable<?> variable) {
        return values.get(variable);
    }

    /// {@return the work, with these bindings wherever it will run}
    <T> Callable<T> carry(Callable<T> work) {
        return () -> ScopedValue.where(CARRIED, this).call(work::call);
    }
}
