package dev.rondo.spi;

/// What a backend may lack. All are expected; an absent one is declared with its reason.
///
/// A call that needs a missing capability throws [UnsupportedOperationException] with the names of
/// the backend and the capability, and the reason.
public enum Capability {
    /// TCP: [dev.rondo.EventLoop#createConnection], [dev.rondo.EventLoop#createServer] and streams.
    TCP,
    /// Unix stream sockets: [dev.rondo.EventLoop#createUnixConnection] and
    /// [dev.rondo.EventLoop#createUnixServer].
    UNIX_SOCKETS,
    /// Several listeners on one address: [dev.rondo.ServerOptions#reusePort].
    REUSE_PORT,
    /// Channels of `java.nio` that were opened elsewhere:
    /// [dev.rondo.EventLoop#connectAcceptedSocket], and servers on an open channel.
    SOCKET_CHANNELS,
    /// Connections to, and from, other processes; without it the network ends inside the JVM.
    REAL_NETWORK,
    /// Writing and closing at once: what the system has room for is sent before `write` returns,
    /// and a connection that is closed ends within a few iterations. Without it another thread, or
    /// the system, does that a moment later; until then what was written counts as queued.
    INSTANT_IO,
    /// Timers that are finer than a millisecond.
    FINE_TIMERS,
    /// Child processes: [dev.rondo.Subprocess].
    SUBPROCESSES,
    /// The signal that ended a child, told apart from an exit status. The kernel's own: no backend
    /// declares it, and [dev.rondo.EventLoops#describe] tells whether it is there.
    EXIT_SIGNALS,
    /// Any signal to a child, children in a session or process group of their own, and outputs that
    /// are closed at once while the child runs. The kernel's own, too.
    PROCESS_CONTROL,
    /// Real time: a timer waits as long as it says. Without it time jumps to the next deadline.
    REAL_TIME
}
