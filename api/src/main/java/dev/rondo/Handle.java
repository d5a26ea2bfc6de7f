package dev.rondo;

import java.util.List;

/// A scheduled callback, kept to cancel it.
///
/// May be used from any thread, with a difference:
/// - The handle of [EventLoop#callSoonThreadSafe] is exact. While its callback runs, both methods
///   block any other thread until it has ended, a coroutine of another loop included, and do not
///   heed interrupts. So after [#cancel] the callback has either run to its end or never will. Do
///   not cancel it while holding what the callback may wait for. Code that has the turn of the
///   callback's own loop never blocks here; a callback that cancels itself runs to its end.
/// - Any other handle is for the code of its loop. Neither method blocks, and when another thread
///   cancels, a callback that is about to start may still run.
///
/// Source: `asyncio.Handle`.
public interface Handle {
    /// Cancels the callback: it will not be called, and what it refers to is released.
    ///
    /// Has no effect on a callback that has started. Cancelling twice has none either.
    void cancel();

    /// {@return whether [#cancel] was called}
    boolean isCancelled();

    /// {@return where the callback was scheduled, innermost frame first; empty unless the loop was
    /// in debug mode}
    List<StackTraceElement> creationSite();
}
