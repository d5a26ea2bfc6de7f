package dev.rondo;

/// Has a say in every task that a loop creates: it may change the body and the options, or refuse.
///
/// Set with [EventLoop#setTaskFactory]. It is called wherever a task is created, on the thread and
/// with the turn of the creator, and what it throws the creator gets.
///
/// ```java
/// loop.setTaskFactory(new TaskFactory() {
///     public <T> Task<T> createTask(Maker maker, TaskOptions options, Coroutine<T> body) {
///         return maker.make(options, () -> timed(body));
///     }
/// });
/// ```
///
/// Source: `asyncio.loop.set_task_factory`. A factory there makes the tasks itself; here they are
/// the kernel's, and a [Maker] makes them.
public interface TaskFactory {
    /// Starts tasks inside `createTask`, unless their options say otherwise.
    ///
    /// Source: `asyncio.eager_task_factory`.
    TaskFactory EAGER =
            new TaskFactory() {
                @Override
                public <T> Task<T> createTask(Maker maker, TaskOptions options, Coroutine<T> body) {
                    return maker.make(
                            options.eagerStart() == null ? options.withEagerStart(true) : options,
                            body);
                }

                @Override
                public String toString() {
                    return "TaskFactory.EAGER";
                }
            };

    /// Creates a task.
    ///
    /// @param maker makes it
    /// @param options what the creator asked for
    /// @param body what the creator wants to be executed
    /// @param <T> the type of the result
    /// @return the task that the creator gets, one of the maker's loop
    <T> Task<T> createTask(Maker maker, TaskOptions options, Coroutine<T> body);

    /// Makes the tasks of one loop.
    sealed interface Maker permits dev.rondo.kernel.TaskMaker {
        /// {@return the loop whose tasks this makes}
        EventLoop loop();

        /// Makes a task, and starts it as the options say.
        ///
        /// @param options its name, context and start
        /// @param body what it executes
        /// @param <T> the type of the result
        /// @return the task
        /// @throws IllegalStateException if the caller does not have the loop's turn, or if the
        ///   first step is to run here and the caller cannot be suspended, below a class
        ///   initialiser or a native frame
        <T> Task<T> make(TaskOptions options, Coroutine<T> body);
    }
}
