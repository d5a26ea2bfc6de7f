package dev.rondo;

/// The body of a generator: produces values one by one and may wait between them.
///
/// @param <T> the type of the values
@FunctionalInterface
public interface Generator<T> {
    /// Executes the body.
    ///
    /// @param out takes the values
    /// @throws Exception whatever ends the body; the consumer sees it at its next step
    void run(Yielder<T> out) throws Exception;
}
