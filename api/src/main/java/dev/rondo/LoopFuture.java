package dev.rondo;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/// The result of something that a loop is doing.
///
/// Belongs to one loop for life. State queries and `cancel` may be called from any thread;
/// everything else is for the code that has the loop's turn, its coroutines and callbacks.
///
/// Source: `asyncio.Future`.
///
/// @param <T> the type of the result
public sealed interface LoopFuture<T> extends Future<T> permits Promise, Task {
    /// Suspends the calling coroutine until this future is done, and returns its result.
    ///
    /// A future that is done answers at once, without giving up the turn. An unchecked exception is
    /// thrown as it is, with the awaiting frames added to its trace.
    ///
    /// @return the result
    /// @throws CancelledError when this future is cancelled, or the calling task is while it waits
    /// @throws java.util.concurrent.CompletionException with a checked exception as its cause
    /// @throws IllegalStateException when the caller is no coroutine of this future's loop, awaits
    ///   itself, or cannot be suspended here (a class initialiser or native frame is below it)
    T await();

    /// Adds a callback that is called through [EventLoop#callSoon] once this future is done.
    ///
    /// Callbacks run in the order of adding, in the context of the caller, and never from inside
    /// this method or from the call that completes the future.
    ///
    /// @param callback receives this future
    /// @return a handle; cancelling it removes the callback
    Handle addDoneCallback(Consumer<? super LoopFuture<T>> callback);

    /// Cancels this future, without a message.
    ///
    /// For a [Task] this is a request: the task sees [CancelledError] where it waits and may answer
    /// otherwise. From a thread that does not have the loop's turn the request is passed on to the
    /// loop.
    ///
    /// @return false if this future was already done
    boolean cancel();

    /// Cancels this future with a message for those who wait.
    ///
    /// @param message becomes the message of the [CancelledError]
    /// @return false if this future was already done
    boolean cancel(String message);

    /// Cancels this future; the flag has no effect.
    ///
    /// @param mayInterruptIfRunning not used: what a coroutine sees is always [CancelledError]
    /// @return false if this future was already done
    @Override
    boolean cancel(boolean mayInterruptIfRunning);

    /// {@return the loop that this future belongs to}
    EventLoop loop();

    /// {@return where the program has asked for this future, innermost frame first; empty unless
    /// the loop was in debug mode}
    ///
    /// It is recorded for what [EventLoop] makes: futures, tasks, work on executors, connections
    /// and servers. What combines other futures, such as a gather, does not know it.
    List<StackTraceElement> creationSite();

    /// Returns a future of the JDK that ends as this one does; cancelling it cancels this one.
    ///
    /// It is completed on the loop's thread: stages that do work should name an executor.
    ///
    /// @return a new future; a cancelled future gives one for which `isCancelled` holds
    CompletableFuture<T> toCompletableFuture();
}
