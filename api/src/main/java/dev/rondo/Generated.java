package dev.rondo;

import java.util.Iterator;
import java.util.function.Consumer;

/// The values of a [Generator], produced as they are asked for.
///
/// Can be iterated once, by one coroutine at a time. A loop that is left early should close it,
/// best with try-with-resources; what nobody closed is closed with its loop.
///
/// Source: asynchronous generators (PEP 525).
///
/// @param <T> the type of the values
public interface Generated<T> extends Iterable<T>, AutoCloseable {
    /// Returns the iterator; its `hasNext` and `next` run the generator and may suspend the caller.
    ///
    /// @return the iterator
    /// @throws IllegalStateException when it was asked for before
    @Override
    Iterator<T> iterator();

    /// Calls the action with each value, and closes the generator at the end, also when the action
    /// throws.
    ///
    /// @param action receives the values
    @Override
    void forEach(Consumer<? super T> action);

    /// Ends the generator: its body sees a [CancelledError] at its `yield` and runs its `finally`
    /// blocks.
    ///
    /// Closing twice, or after the end, has no effect.
    ///
    /// @throws IllegalStateException if the body answers by yielding another value
    @Override
    void close();
}
