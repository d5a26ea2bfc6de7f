package dev.rondo.kernel;

import dev.rondo.Action;
import dev.rondo.Coroutine;

/// An action as a coroutine whose result is null. A class with a name, so that [CreationSite] sees
/// through it.
record ActionBody(Action action) implements Coroutine<Void> {
    @Override
    @SuppressWarnings("NullAway") // Void has no other value
    public Void run() throws Exception {
        action.run();
        return null;
    }
}
