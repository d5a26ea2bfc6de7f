package dev.rondo.kernel;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The loop that a lock, a queue or the like belongs to: the one in which a coroutine first had to
/// wait for it.
///
/// Before that it belongs to none, so that it can be made anywhere, also in a static field.
public final class HomeLoop {
    /// What belongs to the loop, for the message.
    private final Object owner;

    /// Set once, by the first who waits; read by whoever uses the owner, on any thread.
    private final AtomicReference<@Nullable KernelLoop> loop = new AtomicReference<>();

    /// Creates a home without a loop.
    ///
    /// @param owner what belongs to it
    public HomeLoop(Object owner) {
        this.owner = owner;
    }

    /// Checks the caller of an operation that does not wait: while the loop is busy, only the code
    /// that has its turn may touch what its coroutines wait for.
    ///
    /// @param operation what the caller wants, for the message
    public void checkTurn(String operation) {
        KernelLoop bound = loop.get();
        if (bound != null && !bound.isClosed()) {
            bound.checkTurn(operation);
        }
    }

    /// Checks the caller of an operation that may wait, also when it does not have to: otherwise a
    /// callback would get away with it until the first time it has to.
    ///
    /// @param operation what the caller wants, for the message
    public void checkMayWait(String operation) {
        Fiber.requireTask(operation);
        checkTurn(operation);
    }

    /// Makes the calling coroutine's loop the home, if there is none yet.
    ///
    /// @return the coroutine's iteration, which is the home's
    Cycle bind(String operation) {
        KernelLoop here = Fiber.requireTask(operation).cycle().loop;
        KernelLoop bound = loop.compareAndExchange(null, here);
        if (bound != null && bound != here) {
            throw new IllegalStateException(
                    "cannot "
                            + operation
                            + " in "
                            + here
                            + ": "
                            + owner
                            + " belongs to "
                            + bound
                            + ", where a coroutine has waited for it before; create one for each"
                            + " loop");
        }
        return here.cycle;
    }

    @Override
    public String toString() {
        return owner.toString();
    }
}
