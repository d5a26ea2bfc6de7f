package dev.rondo;

/// A [Coroutine] without a result.
@FunctionalInterface
public interface Action {
    /// Executes the body.
    ///
    /// @throws Exception whatever ends the body; it becomes the exception of the task
    void run() throws Exception;
}
