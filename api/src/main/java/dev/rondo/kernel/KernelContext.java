package dev.rondo.kernel;

import dev.rondo.Action;
import dev.rondo.Context;
import dev.rondo.ContextVariable;
import dev.rondo.Coroutine;
import java.util.Objects;
import java.util.Optional;

/// A context that can be shared: the owner of [Bindings], which follows their changes.
public final class KernelContext implements Context {
    /// The present values, which belong to this. For the code that has the turn.
    Bindings bindings;

    private KernelContext(Bindings source) {
        this.bindings = source.ownedBy(this);
    }

    /// {@return a context with the values that hold where the caller is}
    public static Context copyCurrent() {
        return new KernelContext(Bindings.current());
    }

    /// {@return a context without values}
    public static Context empty() {
        return new KernelContext(Bindings.EMPTY);
    }

    @Override
    public Context copy() {
        return new KernelContext(bindings);
    }

    @Override
    @SuppressWarnings("unchecked") // only set(T) puts a value under this key
    public <T> Optional<T> get(ContextVariable<T> variable) {
        return Optional.ofNullable((T) bindings.get(Objects.requireNonNull(variable, "variable")));
    }

    @Override
    public <T> T run(Coroutine<T> body) {
        Objects.requireNonNull(body, "body");
        Cycle cycle = Fiber.require("run in a context").cycle;
        Bindings outer = cycle.bindings;
        cycle.bindings = bindings;
        try {
            return body.run();
        } catch (Throwable e) {
            throw KernelFuture.unchecked(e);
        } finally {
            cycle.bindings = outer.present();
        }
    }

    @Override
    public void run(Action body) {
        run(KernelLoop.withoutResult(body));
    }

    @Override
    public String toString() {
        return "Context" + bindings;
    }
}
