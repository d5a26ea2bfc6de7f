package dev.rondo;

/// What a task executes: a body in direct style that may suspend and returns a value.
///
/// It runs as a coroutine: between two suspension points no other code of its loop runs. Nothing
/// runs until a loop takes it as a task.
///
/// @param <T> the type of the result
@FunctionalInterface
public interface Coroutine<T> {
    /// Executes the body.
    ///
    /// @return the result, which becomes the result of the task; it may be null where `T` admits it
    /// @throws Exception whatever ends the body; it becomes the exception of the task
    T run() throws Exception;
}
