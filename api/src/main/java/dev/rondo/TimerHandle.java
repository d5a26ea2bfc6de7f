package dev.rondo;

/// A callback that is scheduled for a time.
///
/// Cancelling it takes it out of the loop's queue at once, on the loop's thread; from elsewhere it
/// is left until its time and then dropped.
///
/// Source: `asyncio.TimerHandle`.
public interface TimerHandle extends Handle {
    /// {@return the deadline in nanoseconds on the clock of [EventLoop#time]}
    long when();
}
