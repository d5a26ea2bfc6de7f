package dev.rondo.virtual;

/// Runs something once a time has passed, as a callback of the loop; with the turn.
interface Later {
    /// @param nanos how long to wait
    /// @param action the action
    /// @return cancels it
    Runnable run(long nanos, Runnable action);
}
