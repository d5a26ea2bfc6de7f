package dev.rondo;

/// Hands values from a [Generator] to its consumer.
///
/// @param <T> the type of the values
public sealed interface Yielder<T> permits dev.rondo.kernel.KernelGenerator {
    /// Hands a value over and waits until the consumer asks for the next.
    ///
    /// The turn passes straight to the consumer: no other coroutine or callback runs in between.
    ///
    /// @param value the value
    /// @throws CancelledError when the consumer has closed the generator
    void yield(T value);
}
