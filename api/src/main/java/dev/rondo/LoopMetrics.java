package dev.rondo;

/// What a loop has done since it was created.
///
/// @param iterations turns of the loop
/// @param callbacks callbacks called
/// @param steps times a coroutine was given the turn
/// @param polls times the driver was asked for events
/// @param pollNanos time spent in the driver, waiting included
/// @param pendingTasks tasks that are not done
/// @param pendingTimers timers that are not due
public record LoopMetrics(
        long iterations,
        long callbacks,
        long steps,
        long polls,
        long pollNanos,
        int pendingTasks,
        int pendingTimers) {}
