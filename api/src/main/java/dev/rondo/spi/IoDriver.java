package dev.rondo.spi;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The part of a loop that differs by backend: waits for events and moves bytes.
///
/// A new backend provides, in this order: [#start], [#await], [#dispatch], [#wakeup], [#nanoTime]
/// and [#isPolling]; with these, timers, tasks and executors work. Then [#connect] and [#listen].
/// What it lacks it declares in [LoopProvider#missing]; the kernel refuses those calls before they
/// come here.
///
/// Everything is called on the loop's thread or with its turn, one call at a time, except [#wakeup]
/// and [#nanoTime], which any thread may call. Handlers are called from within [#dispatch] alone.
/// No method may block, except [#await].
public interface IoDriver {
    /// Prepares the driver; called once, on the thread that will call [#await].
    ///
    /// @throws IOException if the system refuses
    void start() throws IOException;

    /// Waits until there is an event, a wake-up, or the time is over; does not call handlers.
    ///
    /// May return early for no reason, as when the thread is interrupted, whose flag it leaves
    /// alone: the kernel clears it. With 0 it takes a wake-up that is pending, too. Must return at
    /// once when [#wakeup] was called since the last return, and must not return before the time is
    /// over without cause on every call, for the loop would spin.
    ///
    /// @param nanos how long at most; 0 only looks, [Long#MAX_VALUE] waits without a limit
    /// @return whether there is something for [#dispatch]
    /// @throws IOException if the system fails; it ends the run
    boolean await(long nanos) throws IOException;

    /// Calls the handlers of what the last [#await] has found.
    ///
    /// A handler may call anything, also close other ports whose events were found: those are then
    /// not delivered. Handlers do not throw; the kernel's never do.
    void dispatch();

    /// Ends the current or the next [#await] early. Any thread may call it.
    ///
    /// The kernel calls it once per sleep, not once per submission. Never throws and never blocks.
    void wakeup();

    /// {@return the clock that timers run on, in nanoseconds, never going back} Any thread may call
    /// it. Its values are compared by difference, as those of [System#nanoTime] are.
    long nanoTime();

    /// {@return whether looking for events can find any: something is registered}
    ///
    /// While it is false and callbacks are ready, the kernel skips [#await].
    boolean isPolling();

    /// Starts to connect a stream; the handler hears how it ends.
    ///
    /// @param remote a resolved internet address, or a Unix domain one where the backend has
    ///   [Capability#UNIX_SOCKETS]
    /// @param local what to bind this side to, a resolved address of the same kind, where port 0
    ///   takes a free one; null leaves it to the system
    /// @param handler hears [ConnectHandler#connected] or [ConnectHandler#failed], once, from
    ///   `dispatch`
    /// @return cancels the attempt; no handler method is called after it ran
    /// @throws java.net.BindException if this side cannot be bound; its message names the address
    /// @throws IOException if it fails at once
    /// @throws UnsupportedOperationException if this machine lacks this kind of address, as IPv6
    Runnable connect(SocketAddress remote, @Nullable SocketAddress local, ConnectHandler handler)
            throws IOException;

    /// Listens for streams.
    ///
    /// Of a Unix domain address, a socket file that was there is removed already. Where names are
    /// no files, for want of [Capability#REAL_NETWORK], a new listener takes a name over from an
    /// old one, as the file would be taken over.
    ///
    /// @param local a resolved internet address, whose port 0 takes a free one, or a Unix domain
    ///   one where the backend has [Capability#UNIX_SOCKETS]
    /// @param options how to listen
    /// @param handler hears of each connection, from `dispatch`
    /// @return the port, which accepts from now on
    /// @throws IOException if the address cannot be bound
    /// @throws UnsupportedOperationException if this machine lacks this kind of address, as IPv6
    ListenerPort listen(SocketAddress local, ListenOptions options, AcceptHandler handler)
            throws IOException;

    /// Takes a connection over that was made or accepted elsewhere. Never called with
    /// [Capability#SOCKET_CHANNELS] missing.
    ///
    /// @param connected a connected channel, over TCP or a Unix socket; the driver's from now on,
    ///   closed if this fails
    /// @return the stream
    /// @throws IOException if the system refuses
    default StreamPort adopt(SocketChannel connected) throws IOException {
        throw new UnsupportedOperationException("no channels are adopted here: " + connected);
    }

    /// Takes a listening channel over. Never called with [Capability#SOCKET_CHANNELS] missing.
    ///
    /// @param bound a bound channel, for TCP or a Unix socket; the driver's from now on, closed if
    ///   this fails
    /// @param backlog how many connections are accepted for one event, at least
    /// @param handler hears of each connection, from `dispatch`
    /// @return the port, which accepts from now on
    /// @throws IOException if the system refuses
    default ListenerPort adopt(ServerSocketChannel bound, int backlog, AcceptHandler handler)
            throws IOException {
        throw new UnsupportedOperationException("no channels are adopted here: " + bound);
    }

    /// Watches a descriptor that is none of this driver's ports, as the pipe of a child.
    ///
    /// A driver that can wait for its own ports alone leaves this as it is. Then one thread of the
    /// kernel's waits, for all loops, and each event takes a hop between threads.
    ///
    /// @param descriptor does not block. The kernel reads and writes it, and the watch closes it,
    ///   or [#close] does; if this fails or answers null, it remains the kernel's
    /// @param handler hears the events, from `dispatch`
    /// @return the watch, which tells nothing before it is armed; null if this driver has none
    /// @throws IOException if the system refuses
    default @Nullable DescriptorWatch watch(int descriptor, DescriptorHandler handler)
            throws IOException {
        return null;
    }

    /// {@return the driver's own object of a type, if it has one}
    ///
    /// @param type the type
    /// @param <T> the type
    <T> Optional<T> unwrap(Class<T> type);

    /// Closes all ports without calling handlers, and releases everything; called once, on the
    /// loop's thread.
    ///
    /// @throws IOException if the system fails; everything is released all the same
    void close() throws IOException;
}
