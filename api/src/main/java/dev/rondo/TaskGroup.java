package dev.rondo;

/// A scope for tasks: it ends when all of them have, and the first failure ends them all.
///
/// Opened with [Rondo#taskGroup]. Its methods are for the coroutines of its loop.
///
/// Source: `asyncio.TaskGroup`.
public sealed interface TaskGroup permits dev.rondo.kernel.KernelTaskGroup {
    /// Creates a task in this group.
    ///
    /// @param body what the task executes
    /// @param <T> the type of the result
    /// @return the task
    /// @throws IllegalStateException if the group has ended or is shutting down after a failure
    <T> Task<T> createTask(Coroutine<T> body);

    /// Creates a task with a name in this group.
    ///
    /// @param name the name
    /// @param body what the task executes
    /// @param <T> the type of the result
    /// @return the task
    /// @throws IllegalStateException if the group has ended or is shutting down after a failure
    <T> Task<T> createTask(String name, Coroutine<T> body);

    /// Creates a task without a result in this group.
    ///
    /// @param body what the task executes
    /// @return the task
    /// @throws IllegalStateException if the group has ended or is shutting down after a failure
    Task<Void> createTask(Action body);

    /// Creates a task with a name and without a result in this group.
    ///
    /// @param name the name
    /// @param body what the task executes
    /// @return the task
    /// @throws IllegalStateException if the group has ended or is shutting down after a failure
    Task<Void> createTask(String name, Action body);

    /// Creates a task with options in this group.
    ///
    /// @param options its name, context and start
    /// @param body what the task executes
    /// @param <T> the type of the result
    /// @return the task
    /// @throws IllegalStateException if the group has ended or is shutting down after a failure
    <T> Task<T> createTask(TaskOptions options, Coroutine<T> body);

    /// Creates a task with options and without a result in this group.
    ///
    /// @param options its name, context and start
    /// @param body what the task executes
    /// @return the task
    /// @throws IllegalStateException if the group has ended or is shutting down after a failure
    Task<Void> createTask(TaskOptions options, Action body);

    /// The body of a group's scope.
    ///
    /// @param <T> the type of the result
    @FunctionalInterface
    interface Body<T> extends VoidBody {
        /// Executes the body.
        ///
        /// @param group creates the tasks
        /// @return the result of the scope
        /// @throws Exception what becomes a failure of the group
        T run(TaskGroup group) throws Exception;

        @Override
        default void execute(TaskGroup group) throws Exception {
            run(group);
        }
    }

    /// The body of a group's scope, without a result.
    @FunctionalInterface
    interface VoidBody {
        /// Executes the body.
        ///
        /// @param group creates the tasks
        /// @throws Exception what becomes a failure of the group
        void execute(TaskGroup group) throws Exception;
    }
}
