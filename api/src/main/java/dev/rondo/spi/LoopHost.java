package dev.rondo.spi;

/// What a driver may ask of its loop. On the loop's thread, in `await` and `dispatch`.
public interface LoopHost {
    /// {@return whether nothing outside of the driver can bring work}
    ///
    /// True when no work is out on an executor, no coroutine is parked in the JDK and no child
    /// process runs. A driver with virtual time jumps only then. Futures that were wrapped from
    /// outside do not count. Who brings work wakes the loop before it ceases to count here.
    boolean isQuiet();

    /// {@return whether only code of the loop itself keeps it from being quiet: parked in blocking
    /// calls of the JDK, with no work outside}
    ///
    /// Such code may wait for other code of the same loop, which may wait for a moment of virtual
    /// time. A driver gives it some real time to go on by itself, and then jumps.
    boolean isBlockedInside();

    /// {@return whether another thread may bring work: futures wrapped from outside are pending, or
    /// the loop runs forever}
    boolean awaitsOutside();

    /// Says that the loop waits for something that nothing can bring.
    ///
    /// Called by a driver with virtual time from `await`, when there is no deadline, no I/O and the
    /// loop is quiet. The run then fails with a message that lists who waits for what.
    void stuck();
}
