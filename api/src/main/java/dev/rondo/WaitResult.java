package dev.rondo;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/// Which of the futures that were waited for are done, and which are not: [Rondo#waitUntil].
///
/// Both sets keep the order in which the futures were given.
///
/// Source: the pair that `asyncio.wait` returns.
///
/// @param done those that are done: with a result, failed, or cancelled
/// @param pending those that are not, and go on
/// @param <F> the type of the futures
public record WaitResult<F extends LoopFuture<?>>(Set<F> done, Set<F> pending) {
    /// Copies the sets.
    public WaitResult {
        done = Collections.unmodifiableSet(new LinkedHashSet<>(done));
        pending = Collections.unmodifiableSet(new LinkedHashSet<>(pending));
    }
}
