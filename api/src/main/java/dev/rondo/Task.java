package dev.rondo;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/// A coroutine that a loop drives, and the future of its result.
///
/// Source: `asyncio.Task`.
///
/// @param <T> the type of the result
public sealed interface Task<T> extends LoopFuture<T> permits dev.rondo.kernel.KernelTask {
    /// {@return the name: the one given, or `Task-` and a number that no other task has}
    String name();

    /// Renames this task.
    ///
    /// @param name the new name
    void setName(String name);

    /// {@return how many requests to cancel are open: calls of `cancel` less calls of [#uncancel]}
    int cancelling();

    /// Takes one request to cancel back.
    ///
    /// Who catches a [CancelledError] that it asked for itself, as a timeout does, calls this. At
    /// zero a request that was not delivered yet is dropped.
    ///
    /// @return how many requests are left
    int uncancel();

    /// {@return what this task waits for now, empty when it runs, is ready, or blocks in the JDK}
    Optional<LoopFuture<?>> awaiting();

    /// {@return the tasks that wait for this one, directly or through a gather, a shield or the
    /// like}
    List<Task<?>> awaitedBy();

    /// {@return the task that created this one, while it is alive; empty when a callback or no loop
    /// did}
    Optional<Task<?>> parent();

    /// {@return the context that this task was given, or has entered with [Context#run]; empty if
    /// it has values of its own, and when it is done}
    Optional<Context> context();

    /// {@return where this task was created: its stack in debug mode, else the class of its body}
    @Override
    List<StackTraceElement> creationSite();

    /// {@return what this task executes: the [Coroutine] or [Action] that it was created with}
    ///
    /// Source: `Task.get_coro`.
    Object body();

    /// {@return the frames of the coroutine, innermost first, without those of the loop}
    ///
    /// Empty before the start, and when the task is done; for one that has failed, the frames of
    /// its exception, which thereby does not count as seen. May be called from any thread; of a
    /// task that runs meanwhile it shows some moment.
    ///
    /// Source: `Task.get_stack`.
    List<StackTraceElement> stack();

    /// {@return the innermost frames of [#stack]}
    ///
    /// @param limit how many at most
    /// @throws IllegalArgumentException if the limit is negative
    List<StackTraceElement> stack(int limit);

    /// Prints this task and its [#stack].
    ///
    /// Source: `Task.print_stack`.
    ///
    /// @param out where to
    void printStack(PrintStream out);
}
