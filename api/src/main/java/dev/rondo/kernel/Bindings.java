package dev.rondo.kernel;

import dev.rondo.ContextVariable;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// The values of context variables: immutable, so that handing them on to a task or a callback is a
/// copy of a reference.
///
/// Those of a shared context know it: a change is written to it as well ([#set]), and who goes on
/// after a pause goes on with what it has become ([#present]).
public final class Bindings {
    static final Bindings EMPTY = new Bindings(Map.of(), null);

    /// What a worker thread sees in `toThread`.
    private static final ScopedValue<Bindings> CARRIED = ScopedValue.newInstance();

    private final Map<ContextVariable<?>, Object> values;

    /// The context that follows the changes; null for the values of one task or callback alone.
    final @Nullable KernelContext owner;

    private Bindings(Map<ContextVariable<?>, Object> values, @Nullable KernelContext owner) {
        this.values = values;
        this.owner = owner;
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
        Bindings current = cycle.bindings;
        Map<ContextVariable<?>, Object> changed = new IdentityHashMap<>(current.values);
        changed.put(variable, value);
        KernelContext owner = current.owner;
        Bindings next = new Bindings(changed, owner);
        cycle.bindings = next;
        if (owner != null) {
            owner.bindings = next;
        }
    }

    /// {@return the value of a variable, or null if it has none}
    ///
    /// @param variable the variable
    public @Nullable Object get(ContextVariable<?> variable) {
        return values.get(variable);
    }

    /// {@return what others get who are created or scheduled here: the values alone, which no
    /// change of the context reaches}
    Bindings captured() {
        return owner == null ? this : new Bindings(values, null);
    }

    /// {@return what these have become, if they belong to a context that others may have changed}
    Bindings present() {
        KernelContext context = owner;
        return context == null ? this : context.bindings;
    }

    /// {@return the same values as those of a context}
    Bindings ownedBy(KernelContext context) {
        return new Bindings(values, context);
    }

    /// {@return the work, with these bindings wherever it will run}
    <T> Callable<T> carry(Callable<T> work) {
        return () -> ScopedValue.where(CARRIED, this).call(work::call);
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
