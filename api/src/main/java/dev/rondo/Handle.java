package dev.rondo;

/// A scheduled callback, kept to cancel it.
///
/// Source: `asyncio.Handle`.
public interface Handle {
    /// Cancels the callback: it will not be called, and what it refers to is released.
    ///
    /// Has no effect when the callback has run or was cancelled. May be called from any thread;
    /// from a thread other than the loop's, a callback that is about to start may still run.
    void cancel();

    /// {@return whether [#cancel] was called}
    boolean isCancelled();
}
