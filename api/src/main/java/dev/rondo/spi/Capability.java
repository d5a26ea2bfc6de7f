package dev.rondo.spi;

/// What a backend may lack. All are expected; an absent one is declared with its reason.
///
/// A call that needs a missing capability throws [UnsupportedOperationException] with the names of
/// the backend and the capability, and the reason.
public enum Capability {
    /// TCP: [dev.rondo.EventLoop#createConnection], [dev.rondo.EventLoop#createServer] and streams.
    TCP,
    /// Connections to, and from, other processes; without it the network ends inside the JVM.
    REAL_NETWORK,
    /// Timers that are finer than a millisecond.
    FINE_TIMERS,
    /// Child processes: [dev.rondo.Subprocess].
    SUBPROCESSES,
    /// The signal that ended a child, told apart from an exit status.
    EXIT_SIGNALS,
    /// Real time: a timer waits as long as it says. Without it time jumps to the next deadline.
    REAL_TIME
}
