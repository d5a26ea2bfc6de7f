package dev.rondo;

import dev.rondo.kernel.Children;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The loop: one thread, many activities, one at a time.
///
/// While it runs, its methods are for the code that has the turn, a coroutine or callback of this
/// very loop; anything else gets an [IllegalStateException]. Other threads use
/// [#callSoonThreadSafe], [#asExecutor], [#stop], and the queries. While it does not run, one
/// thread at a time may prepare it. Methods that run it block the caller and must not be called
/// from any loop's coroutine or callback.
///
/// Once closed, all that schedules or runs throws [IllegalStateException].
///
/// A fatal error, which is a [VirtualMachineError] other than [StackOverflowError], ends the run in
/// which code of the loop throws it: the method that runs the loop throws it as it is, and the loop
/// may be run again. Any other error stays with its task, or goes to the exception handler.
///
/// Over 500 lines, nearly all of them comments: it is one interface, as it is in asyncio.
///
/// Source: `asyncio.AbstractEventLoop`. Implemented by the kernel alone; backends implement
/// [dev.rondo.spi.IoDriver].
public sealed interface EventLoop extends AutoCloseable permits dev.rondo.kernel.KernelLoop {
    /// {@return the name of the backend, such as `nio`}
    String backend();

    /// {@return the name of the coroutine engine, `scheduled` or `handoff`}
    String engine();

    /// Runs this loop until the future is done, and returns its result.
    ///
    /// What else was scheduled stays scheduled and goes on with the next run; timers keep counting.
    /// An interrupt of the waiting caller cancels the future and is restored when this method ends.
    ///
    /// @param future a future of this loop
    /// @param <T> the type of the result
    /// @return the result
    /// @throws CancelledError if the future was cancelled
    /// @throws java.util.concurrent.CompletionException with a checked exception as its cause
    /// @throws IllegalStateException if this loop is running or closed, if the caller runs in a
    ///   loop, or if [#stop] ended the run before the future was done
    /// @throws IllegalArgumentException if the future belongs to another loop
    <T> T runUntilComplete(LoopFuture<T> future);

    /// Runs a coroutine as a task until it is done, and returns its result.
    ///
    /// @param body what to run
    /// @param <T> the type of the result
    /// @return the result
    /// @see #runUntilComplete(LoopFuture)
    <T> T runUntilComplete(Coroutine<T> body);

    /// Runs a coroutine without a result as a task until it is done.
    ///
    /// @param body what to run
    /// @see #runUntilComplete(LoopFuture)
    void runUntilComplete(Action body);

    /// Runs this loop until [#stop] is called.
    ///
    /// An interrupt of the waiting caller stops the loop and is restored.
    ///
    /// @throws IllegalStateException if this loop is running or closed, or the caller runs in a
    ///   loop
    void runForever();

    /// Ends the current run after the current iteration; before a run, the next one after one
    /// iteration.
    ///
    /// May be called from any thread.
    void stop();

    /// Ends this loop for good.
    ///
    /// Every task that is still pending is unwound: it sees [CancelledError] where it waits, and
    /// again wherever it tries to wait from then on. A task that does not end is reported to the
    /// exception handler with its creation site. Transports and servers are closed, and the files
    /// of Unix servers removed; the default executor is shut down without waiting for its work.
    /// Closing twice has no effect. In debug mode the exception handler also hears of what was
    /// left, see [#isDebug].
    ///
    /// A loop that is never closed is not collected, and keeps its thread: it must be closed.
    ///
    /// @throws IllegalStateException if this loop is running, or the caller runs in a loop
    @Override
    void close();

    /// {@return whether a run is going on} May be called from any thread.
    boolean isRunning();

    /// {@return whether this loop was closed} May be called from any thread.
    boolean isClosed();

    /// Calls back in the next iteration, after all that is ready already.
    ///
    /// The callback runs with the caller's context variables. If it throws, the exception handler
    /// gets it.
    ///
    /// @param callback what to call
    /// @return a handle to cancel it
    Handle callSoon(Runnable callback);

    /// Does what [#callSoon] does, from any thread, and wakes the loop.
    ///
    /// @param callback what to call
    /// @return a handle, which any thread can cancel for sure: see [Handle]
    Handle callSoonThreadSafe(Runnable callback);

    /// Calls back after a delay, never early.
    ///
    /// Callbacks run in the order of their deadlines, equal ones in the order of scheduling. A
    /// negative delay is due at once, in the order of its deadline; one beyond some 146 years
    /// counts as that.
    ///
    /// @param delay how long to wait
    /// @param callback what to call
    /// @return a handle to cancel it
    TimerHandle callLater(Duration delay, Runnable callback);

    /// Calls back at a time on the clock of [#time], never early.
    ///
    /// @param deadlineNanos the time, in nanoseconds
    /// @param callback what to call
    /// @return a handle to cancel it
    TimerHandle callAt(long deadlineNanos, Runnable callback);

    /// {@return the loop's clock: nanoseconds since a moment of its own, never going back} May be
    /// called from any thread.
    long time();

    /// {@return a new future of this loop}
    ///
    /// @param <T> the type of the result
    <T> Promise<T> createFuture();

    /// Creates a task; its first step runs in the next iteration, unless the task factory starts it
    /// here.
    ///
    /// What the task factory throws, the creator gets, and no task is left.
    ///
    /// @param body what the task executes
    /// @param <T> the type of the result
    /// @return the task
    <T> Task<T> createTask(Coroutine<T> body);

    /// Creates a task with a name.
    ///
    /// @param name the name
    /// @param body what the task executes
    /// @param <T> the type of the result
    /// @return the task
    <T> Task<T> createTask(String name, Coroutine<T> body);

    /// Creates a task without a result.
    ///
    /// @param body what the task executes
    /// @return the task
    Task<Void> createTask(Action body);

    /// Creates a task with a name and without a result.
    ///
    /// @param name the name
    /// @param body what the task executes
    /// @return the task
    Task<Void> createTask(String name, Action body);

    /// Has another thread start a task and wait for it.
    ///
    /// May be called from any thread, and meant for those outside of this loop. The task is created
    /// in the next iteration, through the loop's task factory if it has one; what that throws fails
    /// the future and goes to the exception handler, too. A loop that is closed before the task is
    /// done fails the future.
    ///
    /// Source: `asyncio.run_coroutine_threadsafe`.
    ///
    /// @param body what the task executes
    /// @param <T> the type of the result
    /// @return a future that ends as the task does, on the loop's thread; cancelling it cancels the
    ///   task
    <T> CompletableFuture<T> runCoroutineThreadSafe(Coroutine<T> body);

    /// Has another thread start a task without a result and wait for it.
    ///
    /// @param body what the task executes
    /// @return a future that ends as the task does
    /// @see #runCoroutineThreadSafe(Coroutine)
    CompletableFuture<Void> runCoroutineThreadSafe(Action body);

    /// Creates a task with options.
    ///
    /// @param options its name, context and start
    /// @param body what the task executes
    /// @param <T> the type of the result
    /// @return the task
    /// @throws IllegalStateException if the first step is to run here and the caller cannot be
    ///   suspended, below a class initialiser or a native frame
    <T> Task<T> createTask(TaskOptions options, Coroutine<T> body);

    /// Creates a task with options and without a result.
    ///
    /// @param options its name, context and start
    /// @param body what the task executes
    /// @return the task
    /// @see #createTask(TaskOptions, Coroutine)
    Task<Void> createTask(TaskOptions options, Action body);

    /// Sets who has a say in the tasks that are created from now on.
    ///
    /// All of them: those of [#createTask], [Rondo#createTask], [TaskGroup], [#runUntilComplete]
    /// with a body, [#asExecutor] and servers.
    ///
    /// @param factory the factory, such as [TaskFactory#EAGER], or null for none
    void setTaskFactory(@Nullable TaskFactory factory);

    /// {@return the task factory, if one was set}
    Optional<TaskFactory> taskFactory();

    /// Runs blocking work on the loop's default executor.
    ///
    /// Cancelling the future interrupts work that has started and drops work that has not. Context
    /// variables are not carried over, as in asyncio; [Rondo#toThread] does.
    ///
    /// @param work what to run on another thread
    /// @param <T> the type of the result
    /// @return the future of its result
    <T> LoopFuture<T> runInExecutor(Callable<T> work);

    /// Runs blocking work on an executor of the caller's, who also shuts it down.
    ///
    /// @param executor runs the work
    /// @param work what to run on another thread
    /// @param <T> the type of the result
    /// @return the future of its result; it fails with what `execute` throws
    <T> LoopFuture<T> runInExecutor(Executor executor, Callable<T> work);

    /// Chooses the default executor, which is this loop's from now on: it shuts it down.
    ///
    /// One that the loop has made itself before takes no more work and ends with what it has; one
    /// that was chosen before is the caller's again.
    ///
    /// @param executor runs the blocking work of [#runInExecutor(Callable)], [Rondo#toThread], and
    ///   the look-up of host names
    /// @throws IllegalArgumentException if the executor is shut down
    /// @throws IllegalStateException after [#shutdownDefaultExecutor]
    void setDefaultExecutor(ExecutorService executor);

    /// Shuts the default executor down and waits for its work.
    ///
    /// Later calls of [#runInExecutor(Callable)] throw [IllegalStateException].
    ///
    /// @param limit how long to wait; then the exception handler is told, the work that runs is
    ///   interrupted and left alone, and the futures of what has not started are cancelled
    /// @return a future whose result says whether all work ended within the limit
    LoopFuture<Boolean> shutdownDefaultExecutor(Duration limit);

    /// Makes a future of this loop out of one of the JDK's.
    ///
    /// Cancelling it cancels the stage, where that is a [java.util.concurrent.CompletableFuture]. A
    /// cancelled stage gives a cancelled future, and a wrapped failure is unwrapped.
    ///
    /// @param stage what to wait for; it may complete on any thread
    /// @param <T> the type of the result
    /// @return a future that ends as the stage does
    <T> LoopFuture<T> wrap(CompletionStage<T> stage);

    /// {@return an executor that runs each command as a coroutine on this loop}
    ///
    /// May be called from any thread; `execute` may be, too, and throws
    /// [java.util.concurrent.RejectedExecutionException] when the loop is closed. What a command
    /// throws goes to the exception handler.
    Executor asExecutor();

    /// {@return the backend's own object of a type, such as a selector}
    ///
    /// Backends over Netty give their `io.netty.channel.EventLoop`, for libraries that take one: it
    /// runs what it is given on this loop, and ends with it; shutting it down has no effect.
    ///
    /// The `nio` backend gives its [java.nio.channels.Selector], for channels that the loop has no
    /// transport for. Register them with the loop's turn and with a [Runnable] attached. It runs on
    /// the loop's thread as long as the channel is ready for what the key is interested in, and
    /// must not throw: that ends the run, as a key without one does. The loop closes these channels
    /// when it is closed. Do not select.
    ///
    /// @param type the type
    /// @param <T> the type
    /// @throws IllegalArgumentException if the backend has no such object
    <T> T unwrap(Class<T> type);

    /// Connects to a TCP peer and gives the connection to a protocol.
    ///
    /// The host is looked up off the loop, every address is tried in turn. The future is done after
    /// [Protocol#connectionMade] was called; cancelling it aborts the attempt.
    ///
    /// @param protocol creates the protocol, on the loop
    /// @param host a name or an address
    /// @param port 1 to 65535
    /// @param <P> the type of the protocol
    /// @return a future of the transport and its protocol; it fails with an [java.io.IOException]
    ///   that names the peer
    <P extends Protocol> LoopFuture<Connection<P>> createConnection(
            Supplier<P> protocol, String host, int port);

    /// Connects to a TCP peer, with options, and gives the connection to a protocol.
    ///
    /// @param protocol creates the protocol, on the loop
    /// @param host a name or an address
    /// @param port 1 to 65535
    /// @param options how to connect
    /// @param <P> the type of the protocol
    /// @return a future of the transport and its protocol; it fails with an [java.io.IOException]
    ///   that names the peer, after the timeout a [java.net.SocketTimeoutException]
    <P extends Protocol> LoopFuture<Connection<P>> createConnection(
            Supplier<P> protocol, String host, int port, ConnectOptions options);

    /// Connects to the first of several addresses that answers, and gives the connection to a
    /// protocol. For who finds the addresses by means of his own.
    ///
    /// @param protocol creates the protocol, on the loop
    /// @param peers resolved addresses, at least one, in the order in which to try them
    /// @param options how to connect
    /// @param <P> the type of the protocol
    /// @return a future of the transport and its protocol, as of the other methods
    /// @throws IllegalArgumentException if there is no address, or one is not resolved
    <P extends Protocol> LoopFuture<Connection<P>> createConnection(
            Supplier<P> protocol, List<InetSocketAddress> peers, ConnectOptions options);

    /// Sends a whole file over a connection.
    ///
    /// @param transport the connection
    /// @param file open for reading
    /// @return a future of the number of bytes, as of the method with a part
    default LoopFuture<Long> sendFile(Transport transport, FileChannel file) {
        return sendFile(transport, file, 0, Long.MAX_VALUE);
    }

    /// Sends a part of a file over a connection, after what was written before.
    ///
    /// The file is read off the loop, a piece at a time, so that neither it nor the memory suffers
    /// from a slow disk or a slow peer. While it is sent, [Transport#write] is refused. At the end
    /// the file's position is behind the last byte that was sent. Cancelling the future ends it
    /// after the piece that is on its way, and the connection goes on.
    ///
    /// Source: `loop.sendfile`.
    ///
    /// @param transport a connection of this loop
    /// @param file open for reading
    /// @param offset where to start in the file, 0 or more
    /// @param count how many bytes to send at most, 0 or more; fewer are sent where the file ends
    /// @return a future of how many bytes were sent; it fails with an [java.io.IOException] if the
    ///   connection ends before the file, or the file cannot be read
    /// @throws IllegalArgumentException if the offset or the count is negative, or the transport is
    ///   not one of this loop's connections
    /// @throws IllegalStateException if the connection is closing, was told the end with
    ///   [Transport#writeEof], or sends a file already
    LoopFuture<Long> sendFile(Transport transport, FileChannel file, long offset, long count);

    /// Listens for TCP connections and gives each one to a protocol of its own.
    ///
    /// @param protocol creates a protocol per connection, on the loop
    /// @param host a name or an address to bind; an empty string binds all addresses
    /// @param port 0 for a free one, which [Server#port] tells
    /// @return a future of the server, which is listening; it fails with an [java.io.IOException]
    ///   that names the address
    LoopFuture<Server> createServer(Supplier<? extends Protocol> protocol, String host, int port);

    /// Starts a child process and gives it to a protocol. [Subprocess.Builder#start] is the same in
    /// direct style.
    ///
    /// The future is done after [SubprocessProtocol#connectionMade] was called; cancelling it
    /// before kills the child.
    ///
    /// @param protocol creates the protocol, at once
    /// @param child what the child is to be
    /// @param <P> the type of the protocol
    /// @return a future of the transport and its protocol; it fails as [Subprocess.Builder#start]
    ///   does
    /// @throws UnsupportedOperationException if the loop lacks
    ///   [dev.rondo.spi.Capability#SUBPROCESSES], or [dev.rondo.spi.Capability#PROCESS_CONTROL] and
    ///   the child needs it
    default <P extends SubprocessProtocol> LoopFuture<SubprocessConnection<P>> createSubprocess(
            Supplier<P> protocol, Subprocess.Builder child) {
        return Children.create(
                this,
                Objects.requireNonNull(protocol, "protocol"),
                Objects.requireNonNull(child, "child").build());
    }

    /// Listens for TCP connections on several hosts.
    ///
    /// All their addresses are listened on, each one once, or none if one of them fails.
    ///
    /// @param protocol creates a protocol per connection, on the loop
    /// @param hosts names or addresses to bind, at least one; an empty string binds all addresses
    /// @param port 0 for one that is free on all addresses, which [Server#port] tells
    /// @param options how to listen
    /// @return a future of the server; it fails with an [java.io.IOException] that names the
    ///   address
    /// @throws UnsupportedOperationException if the port is to be reused and the backend cannot
    LoopFuture<Server> createServer(
            Supplier<? extends Protocol> protocol,
            List<String> hosts,
            int port,
            ServerOptions options);

    /// Serves a TCP channel that is bound already, as one that was inherited.
    ///
    /// @param protocol creates a protocol per connection, on the loop
    /// @param bound a bound channel, the server's from now on; its address and queue are as it was
    ///   bound with
    /// @param options how to serve
    /// @return a future of the server
    /// @throws IllegalArgumentException if the channel is closed, not bound, or not for TCP
    LoopFuture<Server> createServer(
            Supplier<? extends Protocol> protocol,
            ServerSocketChannel bound,
            ServerOptions options);

    /// Takes over a connection that was made, or accepted, outside of this loop, and gives it to a
    /// protocol.
    ///
    /// Source: `loop.connect_accepted_socket`, and `loop.create_connection` with a socket.
    ///
    /// @param protocol creates the protocol, on the loop
    /// @param connected a connected channel, over TCP or a Unix socket, the loop's from now on
    /// @param <P> the type of the protocol
    /// @return a future of the transport and its protocol
    /// @throws IllegalArgumentException if the channel is closed or not connected
    <P extends Protocol> LoopFuture<Connection<P>> connectAcceptedSocket(
            Supplier<P> protocol, SocketChannel connected);

    /// Connects to a Unix server and gives the connection to a protocol.
    ///
    /// @param protocol creates the protocol, on the loop
    /// @param path the socket's
    /// @param <P> the type of the protocol
    /// @return a future of the transport and its protocol; it fails with a
    ///   [java.nio.file.NoSuchFileException] if there is no such socket, or another
    ///   [java.io.IOException] that names the path
    <P extends Protocol> LoopFuture<Connection<P>> createUnixConnection(
            Supplier<P> protocol, Path path);

    /// Listens for connections on a Unix path and gives each one to a protocol of its own.
    ///
    /// @param protocol creates a protocol per connection, on the loop
    /// @param path where the socket is to be
    /// @return a future of the server
    /// @see #createUnixServer(Supplier, Path, UnixServerOptions)
    default LoopFuture<Server> createUnixServer(Supplier<? extends Protocol> protocol, Path path) {
        return createUnixServer(protocol, path, UnixServerOptions.DEFAULT);
    }

    /// Listens for connections on a Unix path, with options.
    ///
    /// A socket that is there is replaced, whoever listens on it: that is how a new server takes
    /// over from an old one. Any other file is left, and the address is in use. Closing the server
    /// removes the file, unless it was replaced meanwhile, or is to stay.
    ///
    /// @param protocol creates a protocol per connection, on the loop
    /// @param path where the socket is to be
    /// @param options how to listen
    /// @return a future of the server; it fails with an [java.io.IOException] that names the path
    LoopFuture<Server> createUnixServer(
            Supplier<? extends Protocol> protocol, Path path, UnixServerOptions options);

    /// Serves a Unix channel that is bound already.
    ///
    /// @param protocol creates a protocol per connection, on the loop
    /// @param bound a bound channel, the server's from now on, and so is its file
    /// @param options how to serve
    /// @return a future of the server
    /// @throws IllegalArgumentException if the channel is closed, not bound, or not of a Unix path
    LoopFuture<Server> createUnixServer(
            Supplier<? extends Protocol> protocol,
            ServerSocketChannel bound,
            UnixServerOptions options);

    /// Sets who receives the errors that nobody was there to catch.
    ///
    /// @param handler the handler, or null for the default one, which logs through [System.Logger]
    void setExceptionHandler(@Nullable ExceptionHandler handler);

    /// Reports an error to the exception handler.
    ///
    /// May be called from any thread; the handler runs with the loop's turn.
    ///
    /// @param context what is known
    void callExceptionHandler(ExceptionContext context);

    /// {@return the tasks of this loop that are not done, in the order of creation}
    ///
    /// May be called from any thread; from another one while the loop runs it waits for an
    /// iteration.
    List<Task<?>> tasks();

    /// {@return whether debug mode is on}
    ///
    /// In debug mode the loop
    ///
    /// - records for handles, futures and tasks where they were created, with full stacks, and says
    ///   so in string forms and in what it reports;
    /// - logs what has the turn for [#slowCallbackDuration] or longer: while it still has it, with
    ///   its stack, and at the end, with how long it was;
    /// - tells the exception handler at [#close] what was left: tasks that are pending, connections
    ///   and servers that are open.
    ///
    /// That a thread without the turn is refused does not depend on it.
    boolean isDebug();

    /// Switches debug mode on or off for what is created and runs from now on.
    ///
    /// It is off at first, unless the builder, the system property [EventLoops#DEBUG_PROPERTY] or
    /// the environment's `RONDO_DEBUG` says otherwise, in this order.
    ///
    /// @param debug whether it is to be on
    void setDebug(boolean debug);

    /// {@return from when on a callback, or a step of a task, is slow: 100 ms at first}
    Duration slowCallbackDuration();

    /// Sets from when on a callback, or a step of a task, is slow.
    ///
    /// In debug mode it is logged as a warning, through the [System.Logger] `dev.rondo`, with what
    /// it was, where that was created, and how long it took. Real time counts, also where the
    /// loop's own is virtual, and only while the loop was held up: under the `scheduled` engine not
    /// what a coroutine spends in a blocking call of the JDK.
    ///
    /// Before that, as soon as it has taken so long and still goes on, a thread of the loop's logs
    /// once which call it is in, with the stack. That thread looks every 5 ms at most, so what is
    /// over sooner is logged at the end alone.
    ///
    /// Source: `loop.slow_callback_duration`.
    ///
    /// @param duration zero or more
    /// @throws IllegalArgumentException if it is negative
    void setSlowCallbackDuration(Duration duration);

    /// {@return what this loop has done so far} May be called from any thread; the figures may lag.
    LoopMetrics metrics();
}
