package dev.rondo;

import java.util.Iterator;

/// Futures in the order in which they end: [Rondo#asCompleted].
///
/// It can be iterated in two ways. The plain iteration does not wait: it gives new futures, of
/// which the first ends as the first to end does, and so on. [#originals] gives the very futures
/// that were passed in, each once it is done. An iteration that was broken off goes on with the
/// same [Iterator], and a new one starts from the first again.
///
/// Source: the object that `asyncio.as_completed` returns.
///
/// @param <T> the type of the results
public sealed interface Completions<T> extends Iterable<LoopFuture<T>>
        permits dev.rondo.kernel.AsCompleted {
    /// Returns the iterator over futures that stand for the first to end, the second, and so on.
    ///
    /// They may be awaited in any order, and are the same ones each time. Cancelling one leaves the
    /// originals alone: what it would have got goes to the next. Those that the limit ended fail
    /// with a [java.util.concurrent.TimeoutException].
    ///
    /// @return the iterator, which never waits
    /// @throws IllegalStateException if the caller does not have the loop's turn
    @Override
    Iterator<LoopFuture<T>> iterator();

    /// Returns the futures themselves, in the order in which they end.
    ///
    /// `next` suspends the calling coroutine until there is one more that is done; who is cancelled
    /// there takes none away. When the limit is over, it throws a
    /// [java.util.concurrent.CompletionException] with a [java.util.concurrent.TimeoutException] as
    /// its cause, once for each future that is missing.
    ///
    /// @return what to iterate over, from the first each time
    Iterable<LoopFuture<T>> originals();
}
