package dev.rondo;

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

    /// {@return where this task was created: its stack in debug mode, else the class of its body}
    List<StackTraceElement> creationSite();

    /// {@return the stack of the coroutine, innermost frame first; empty before the start and when
    /// done}
    List<StackTraceElement> stack();
}
