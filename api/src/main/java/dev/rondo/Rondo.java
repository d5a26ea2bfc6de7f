package dev.rondo;

import dev.rondo.kernel.AsCompleted;
import dev.rondo.kernel.Gather;
import dev.rondo.kernel.KernelGenerator;
import dev.rondo.kernel.KernelLoop;
import dev.rondo.kernel.KernelTaskGroup;
import dev.rondo.kernel.Running;
import dev.rondo.kernel.Shield;
import dev.rondo.kernel.StaggeredRace;
import dev.rondo.kernel.Streams;
import dev.rondo.kernel.TimeoutScope;
import dev.rondo.kernel.WaitUntil;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/// The front door: what a program in direct style calls, made for a static import.
///
/// Except [#run], everything is for the coroutines and callbacks of a running loop; a method that
/// waits is for coroutines alone and throws [IllegalStateException] elsewhere. While a coroutine
/// waits, others run. A wait throws [CancelledError] when the task is cancelled.
///
/// Over 500 lines, nearly all of them comments: a static import takes names from one class.
///
/// Source: the module functions of `asyncio`.
public final class Rondo {
    private Rondo() {}

    /// Creates a loop, runs the body as its main task, cancels what is left, and closes the loop.
    ///
    /// Does what a [Runner] does that is closed after one main: tasks that are left are cancelled
    /// and waited for, what they throw meanwhile goes to the exception handler; generators are
    /// closed and the default executor is waited for. An interrupt of the caller cancels the main
    /// task and is restored.
    ///
    /// @param main the body
    /// @param <T> the type of the result
    /// @return the result of the body
    /// @throws CancelledError if the main task was cancelled
    /// @throws java.util.concurrent.CompletionException with a checked exception as its cause
    /// @throws IllegalStateException if the caller runs in a loop already
    public static <T> T run(Coroutine<T> main) {
        Objects.requireNonNull(main, "main");
        try (Runner runner = new Runner()) {
            return runner.run(main);
        }
    }

    /// Does what [#run(Coroutine)] does, for a body without a result.
    ///
    /// @param main the body
    public static void run(Action main) {
        run(KernelLoop.withoutResult(Objects.requireNonNull(main, "main")));
    }

    /// {@return the loop that runs here}
    ///
    /// @throws IllegalStateException where no loop runs
    public static EventLoop currentLoop() {
        return Running.loop();
    }

    /// {@return the task that runs here}
    ///
    /// @throws IllegalStateException outside of a coroutine
    public static Task<?> currentTask() {
        return Running.task();
    }

    /// Creates a task on the running loop.
    ///
    /// @param body what the task executes
    /// @param <T> the type of the result
    /// @return the task
    public static <T> Task<T> createTask(Coroutine<T> body) {
        return Running.loop().createTask(body);
    }

    /// Creates a task with a name on the running loop.
    ///
    /// @param name the name
    /// @param body what the task executes
    /// @param <T> the type of the result
    /// @return the task
    public static <T> Task<T> createTask(String name, Coroutine<T> body) {
        return Running.loop().createTask(name, body);
    }

    /// Creates a task without a result on the running loop.
    ///
    /// @param body what the task executes
    /// @return the task
    public static Task<Void> createTask(Action body) {
        return Running.loop().createTask(body);
    }

    /// Creates a task with a name and without a result on the running loop.
    ///
    /// @param name the name
    /// @param body what the task executes
    /// @return the task
    public static Task<Void> createTask(String name, Action body) {
        return Running.loop().createTask(name, body);
    }

    /// Takes a future as what it is: for methods that accept whatever can be waited for.
    ///
    /// @param future the future
    /// @param <T> the type of the result
    /// @return the same future
    public static <T> LoopFuture<T> ensureFuture(LoopFuture<T> future) {
        return Objects.requireNonNull(future, "future");
    }

    /// Makes a task of a coroutine, as [#createTask(Coroutine)] does.
    ///
    /// @param body what the task executes
    /// @param <T> the type of the result
    /// @return the task
    public static <T> Task<T> ensureFuture(Coroutine<T> body) {
        return createTask(body);
    }

    /// Makes a future of the running loop out of one of the JDK's, as [EventLoop#wrap] does.
    ///
    /// @param stage what to wait for; it may complete on any thread
    /// @param <T> the type of the result
    /// @return a future that ends as the stage does
    public static <T> LoopFuture<T> ensureFuture(CompletionStage<T> stage) {
        return Running.loop().wrap(stage);
    }

    /// Creates a task with options on the running loop.
    ///
    /// @param options its name, context and start
    /// @param body what the task executes
    /// @param <T> the type of the result
    /// @return the task
    /// @see EventLoop#createTask(TaskOptions, Coroutine)
    public static <T> Task<T> createTask(TaskOptions options, Coroutine<T> body) {
        return Running.loop().createTask(options, body);
    }

    /// Creates a task with options and without a result on the running loop.
    ///
    /// @param options its name, context and start
    /// @param body what the task executes
    /// @return the task
    /// @see EventLoop#createTask(TaskOptions, Coroutine)
    public static Task<Void> createTask(TaskOptions options, Action body) {
        return Running.loop().createTask(options, body);
    }

    /// Suspends the calling coroutine for a time, never shorter.
    ///
    /// @param delay how long; zero or less gives up exactly one turn
    public static void sleep(Duration delay) {
        Running.sleep(Objects.requireNonNull(delay, "delay"));
    }

    /// Suspends the calling coroutine for a time, and has a value afterwards: a stand-in for work
    /// that takes a while.
    ///
    /// @param delay how long; zero or less gives up exactly one turn
    /// @param result what to return
    /// @param <T> the type of the result
    /// @return the result
    public static <T> T sleep(Duration delay, T result) {
        return Running.sleep(Objects.requireNonNull(delay, "delay"), result);
    }

    /// Waits for several futures; the first failure is the result at once, the others go on.
    ///
    /// Cancelling it cancels all of them. The same future may stand there more than once.
    ///
    /// @param futures futures of one loop
    /// @param <T> the type of the results
    /// @return the future of the results, in the order of the arguments
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public static <T> LoopFuture<List<T>> gather(LoopFuture<? extends T>... futures) {
        return Gather.results(Arrays.asList(Objects.requireNonNull(futures, "futures")));
    }

    /// Waits for several futures; the first failure is the result at once, the others go on.
    ///
    /// @param futures futures of one loop
    /// @param <T> the type of the results
    /// @return the future of the results, in the order of the collection
    public static <T> LoopFuture<List<T>> gather(
            Collection<? extends LoopFuture<? extends T>> futures) {
        return Gather.results(Objects.requireNonNull(futures, "futures"));
    }

    /// Waits for several futures, failed ones included.
    ///
    /// @param futures futures of one loop
    /// @param <T> the type of the results
    /// @return the future of the outcomes, in the order of the arguments
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public static <T> LoopFuture<List<Outcome<T>>> gatherOutcomes(
            LoopFuture<? extends T>... futures) {
        return Gather.outcomes(Arrays.asList(Objects.requireNonNull(futures, "futures")));
    }

    /// Waits for several futures, failed ones included.
    ///
    /// @param futures futures of one loop
    /// @param <T> the type of the results
    /// @return the future of the outcomes, in the order of the collection
    public static <T> LoopFuture<List<Outcome<T>>> gatherOutcomes(
            Collection<? extends LoopFuture<? extends T>> futures) {
        return Gather.outcomes(Objects.requireNonNull(futures, "futures"));
    }

    /// Keeps a cancellation of who waits from a future.
    ///
    /// @param inner the future to protect
    /// @param <T> the type of the result
    /// @return a future that ends as the inner one does, and may be cancelled without it
    public static <T> LoopFuture<T> shield(LoopFuture<T> inner) {
        return Shield.of(Objects.requireNonNull(inner, "inner"));
    }

    /// Waits for a future, and cancels it when a limit is over.
    ///
    /// It waits until the future has really ended: if it answers the cancellation with a result,
    /// that is returned, and with a failure, that is thrown. Without a limit [LoopFuture#await]
    /// does the same.
    ///
    /// @param future the future
    /// @param limit the limit; zero or less takes the result of a done future and cancels any
    ///   other, [Timeout#UNLIMITED] waits without one
    /// @param <T> the type of the result
    /// @return the result
    /// @throws TimeoutException if the limit ended it; the cause is the cancellation
    public static <T> T waitFor(LoopFuture<T> future, Duration limit) throws TimeoutException {
        Objects.requireNonNull(future, "future");
        return TimeoutScope.waitFor(future, Objects.requireNonNull(limit, "limit"));
    }

    /// Runs a scope with a limit, in the calling task.
    ///
    /// When the limit is over the task is cancelled, and that cancellation leaves the scope as a
    /// [TimeoutException]; one from elsewhere stays a cancellation.
    ///
    /// @param limit the limit; zero or less ends the scope at its first wait, [Timeout#UNLIMITED]
    ///   never does
    /// @param body the scope
    /// @param <T> the type of the result
    /// @return the result of the body
    /// @throws TimeoutException if the limit ended it; the cause is the cancellation
    /// @throws java.util.concurrent.CompletionException with another checked exception as its cause
    public static <T> T timeout(Duration limit, Coroutine<T> body) throws TimeoutException {
        Objects.requireNonNull(body, "body");
        return TimeoutScope.run(Objects.requireNonNull(limit, "limit"), _ -> body.run());
    }

    /// Runs a scope without a result with a limit.
    ///
    /// @param limit the limit
    /// @param body the scope
    /// @throws TimeoutException if the limit ended it; the cause is the cancellation
    public static void timeout(Duration limit, Action body) throws TimeoutException {
        timeout(limit, KernelLoop.withoutResult(body));
    }

    /// Runs a scope with a limit that the scope may move.
    ///
    /// @param limit the limit at the start; [Timeout#UNLIMITED] for none
    /// @param body the scope
    /// @param <T> the type of the result
    /// @return the result of the body
    /// @throws TimeoutException if the limit ended it; the cause is the cancellation
    /// @throws java.util.concurrent.CompletionException with another checked exception as its cause
    public static <T> T timeout(Duration limit, Timeout.Body<T> body) throws TimeoutException {
        Objects.requireNonNull(body, "body");
        return TimeoutScope.run(Objects.requireNonNull(limit, "limit"), body);
    }

    /// Runs a scope without a result with a limit that the scope may move.
    ///
    /// @param limit the limit at the start; [Timeout#UNLIMITED] for none
    /// @param body the scope
    /// @throws TimeoutException if the limit ended it; the cause is the cancellation
    public static void timeout(Duration limit, Timeout.VoidBody body) throws TimeoutException {
        Objects.requireNonNull(body, "body");
        timeout(limit, timeout -> withoutResult(body, timeout));
    }

    /// Runs a scope with a deadline that the scope may move.
    ///
    /// @param deadlineNanos the deadline at the start, in nanoseconds on the clock of
    ///   [EventLoop#time]; one that has passed ends the scope at its first wait
    /// @param body the scope
    /// @param <T> the type of the result
    /// @return the result of the body
    /// @throws TimeoutException if the deadline ended it; the cause is the cancellation
    /// @throws java.util.concurrent.CompletionException with another checked exception as its cause
    public static <T> T timeoutAt(long deadlineNanos, Timeout.Body<T> body)
            throws TimeoutException {
        return TimeoutScope.runUntil(deadlineNanos, Objects.requireNonNull(body, "body"));
    }

    /// Runs a scope without a result with a deadline that the scope may move.
    ///
    /// @param deadlineNanos the deadline at the start
    /// @param body the scope
    /// @throws TimeoutException if the deadline ended it; the cause is the cancellation
    public static void timeoutAt(long deadlineNanos, Timeout.VoidBody body)
            throws TimeoutException {
        Objects.requireNonNull(body, "body");
        timeoutAt(deadlineNanos, timeout -> withoutResult(body, timeout));
    }

    private static Void withoutResult(Timeout.VoidBody body, Timeout timeout) throws Exception {
        return KernelLoop.withoutResult(() -> body.execute(timeout)).run();
    }

    /// Runs a scope with tasks of its own, and waits for all of them.
    ///
    /// The first failure, of a task or of the body, cancels the others; all failures come out
    /// together. A fatal error comes out as it is, with the others suppressed.
    ///
    /// @param body the scope
    /// @param <T> the type of the result
    /// @return the result of the body
    /// @throws TaskGroupException if a task or the body failed
    public static <T> T taskGroup(TaskGroup.Body<T> body) {
        return KernelTaskGroup.run(Objects.requireNonNull(body, "body"));
    }

    /// Runs a scope without a result with tasks of its own, and waits for all of them.
    ///
    /// Write the lambda with braces: the compiler takes an expression for a result.
    ///
    /// @param body the scope
    /// @throws TaskGroupException if a task or the body failed
    public static void taskGroup(TaskGroup.VoidBody body) {
        Objects.requireNonNull(body, "body");
        KernelTaskGroup.run(group -> KernelLoop.withoutResult(() -> body.execute(group)).run());
    }

    /// Gives futures in the order in which they end.
    ///
    /// @param futures futures of one loop; the same one counts once
    /// @param <T> the type of the results
    /// @return futures of which the first ends as the first to end does, and so on; also the
    ///   futures themselves, each once it is done
    public static <T> Completions<T> asCompleted(Collection<? extends LoopFuture<T>> futures) {
        return AsCompleted.of(Objects.requireNonNull(futures, "futures"), null);
    }

    /// Gives futures in the order in which they end, for a limited time.
    ///
    /// When the limit is over, whatever waits or will wait for the rest gets a [TimeoutException].
    /// The futures that are not done go on.
    ///
    /// @param futures futures of one loop; the same one counts once
    /// @param limit the limit for all of them together, from now on
    /// @param <T> the type of the results
    /// @return what [#asCompleted(Collection)] gives
    public static <T> Completions<T> asCompleted(
            Collection<? extends LoopFuture<T>> futures, Duration limit) {
        Objects.requireNonNull(futures, "futures");
        return AsCompleted.of(futures, Objects.requireNonNull(limit, "limit"));
    }

    /// Waits until enough of several futures are done, and throws nothing of what they throw.
    ///
    /// Whatever is done when the caller goes on counts as done. The futures are left alone: none is
    /// cancelled, also when the caller is, and a failure that nobody looks at is still reported.
    ///
    /// @param futures futures of the running loop, at least one; the same one counts once
    /// @param when how many are enough
    /// @param <F> the type of the futures
    /// @return which are done, and which are not
    /// @throws IllegalArgumentException if there is no future, or one of another loop
    public static <F extends LoopFuture<?>> WaitResult<F> waitUntil(
            Iterable<? extends F> futures, ReturnWhen when) {
        Objects.requireNonNull(futures, "futures");
        return WaitUntil.of(futures, Objects.requireNonNull(when, "when"), null);
    }

    /// Waits until enough of several futures are done or a limit is over, whichever is first.
    ///
    /// @param futures futures of the running loop, at least one; the same one counts once
    /// @param when how many are enough
    /// @param limit the limit; zero or less gives up the turn once and looks
    /// @param <F> the type of the futures
    /// @return which are done, and which are not
    /// @throws IllegalArgumentException if there is no future, or one of another loop
    /// @see #waitUntil(Iterable, ReturnWhen)
    public static <F extends LoopFuture<?>> WaitResult<F> waitUntil(
            Iterable<? extends F> futures, ReturnWhen when, Duration limit) {
        Objects.requireNonNull(futures, "futures");
        Objects.requireNonNull(when, "when");
        return WaitUntil.of(futures, when, Objects.requireNonNull(limit, "limit"));
    }

    /// Runs candidates in turn until one succeeds: the next starts when the last one failed.
    ///
    /// Waits until all that were started have ended. Each runs in a task of its own, with the
    /// caller's context variables. A cancellation of the caller is passed on to them.
    ///
    /// @param candidates the candidates; of none there is no winner
    /// @param <T> the type of the result
    /// @return the winner, and how the others ended
    public static <T> RaceResult<T> staggeredRace(
            Collection<? extends Coroutine<? extends T>> candidates) {
        return StaggeredRace.run(Objects.requireNonNull(candidates, "candidates"), null);
    }

    /// Runs candidates at the same time until one succeeds, starting them one after the other.
    ///
    /// The next starts when the last one has failed, or after a delay: a head start for those that
    /// are preferred. The first to succeed wins, and the others are cancelled.
    ///
    /// @param candidates the candidates, the preferred ones first; of none there is no winner
    /// @param delay how long one runs before the next one starts, at least
    /// @param <T> the type of the result
    /// @return the winner, and how the others ended
    /// @see #staggeredRace(Collection)
    public static <T> RaceResult<T> staggeredRace(
            Collection<? extends Coroutine<? extends T>> candidates, Duration delay) {
        Objects.requireNonNull(candidates, "candidates");
        return StaggeredRace.run(candidates, Objects.requireNonNull(delay, "delay"));
    }

    /// Connects to a TCP peer, and waits until the connection stands.
    ///
    /// The host is looked up off the loop, every address is tried in turn.
    ///
    /// @param host a name or an address
    /// @param port 1 to 65535
    /// @return the connection, which the caller closes
    /// @throws IOException if nothing can be connected to; its message names the peer and the
    ///   reasons
    public static StreamConnection openConnection(String host, int port) throws IOException {
        return openConnection(host, port, StreamReader.DEFAULT_LIMIT);
    }

    /// Connects to a TCP peer, with a limit of its own for the reader.
    ///
    /// @param host a name or an address
    /// @param port 1 to 65535
    /// @param limit how long a line may be, in bytes; twice as much is buffered
    /// @return the connection, which the caller closes
    /// @throws IOException if nothing can be connected to; its message names the peer and the
    ///   reasons
    public static StreamConnection openConnection(String host, int port, int limit)
            throws IOException {
        return openConnection(host, port, limit, ConnectOptions.DEFAULT);
    }

    /// Connects to a TCP peer, with options.
    ///
    /// @param host a name or an address
    /// @param port 1 to 65535
    /// @param limit how long a line may be, in bytes; [StreamReader#DEFAULT_LIMIT] unless there is
    ///   a reason
    /// @param options how to connect
    /// @return the connection, which the caller closes
    /// @throws IOException if nothing can be connected to; its message names the peer and the
    ///   reasons
    public static StreamConnection openConnection(
            String host, int port, int limit, ConnectOptions options) throws IOException {
        return Streams.open(host, port, limit, options);
    }

    /// Starts a TCP server that runs a handler in a task of its own for each connection.
    ///
    /// @param handler what to do with a connection, which is closed when the handler has returned;
    ///   what it throws goes to the exception handler
    /// @param host a name or an address to listen on; an empty string for all addresses
    /// @param port 0 for a free one, which [Server#port] tells
    /// @return the server, which is listening
    /// @throws IOException if the address cannot be listened on; its message names it
    public static Server startServer(ConnectionHandler handler, String host, int port)
            throws IOException {
        return startServer(handler, host, port, StreamReader.DEFAULT_LIMIT);
    }

    /// Starts a TCP server, with a limit of its own for the readers.
    ///
    /// @param handler what to do with a connection
    /// @param host a name or an address to listen on; an empty string for all addresses
    /// @param port 0 for a free one, which [Server#port] tells
    /// @param limit how long a line may be, in bytes; twice as much is buffered
    /// @return the server, which is listening
    /// @throws IOException if the address cannot be listened on; its message names it
    public static Server startServer(ConnectionHandler handler, String host, int port, int limit)
            throws IOException {
        return startServer(handler, host, port, limit, ServerOptions.DEFAULT);
    }

    /// Starts a TCP server, with options.
    ///
    /// @param handler what to do with a connection
    /// @param host a name or an address to listen on; an empty string for all addresses
    /// @param port 0 for a free one, which [Server#port] tells
    /// @param limit how long a line may be, in bytes; [StreamReader#DEFAULT_LIMIT] unless there is
    ///   a reason
    /// @param options how to listen
    /// @return the server, which is listening
    /// @throws IOException if the address cannot be listened on; its message names it
    public static Server startServer(
            ConnectionHandler handler, String host, int port, int limit, ServerOptions options)
            throws IOException {
        return Streams.serve(handler, host, port, limit, options);
    }

    /// Connects to a Unix server, and waits until the connection stands.
    ///
    /// @param path the socket's
    /// @return the connection, which the caller closes
    /// @throws java.nio.file.NoSuchFileException if there is no such socket
    /// @throws IOException if nothing can be connected to; its message names the path
    public static StreamConnection openUnixConnection(Path path) throws IOException {
        return Streams.open(Objects.requireNonNull(path, "path"), StreamReader.DEFAULT_LIMIT);
    }

    /// Starts a Unix server that runs a handler in a task of its own for each connection.
    ///
    /// @param handler what to do with a connection, which is closed when the handler has returned;
    ///   what it throws goes to the exception handler
    /// @param path where the socket is to be; see [EventLoop#createUnixServer] for what happens to
    ///   a file that is there
    /// @return the server, which is listening
    /// @throws IOException if the path cannot be listened on; its message names it
    public static Server startUnixServer(ConnectionHandler handler, Path path) throws IOException {
        return startUnixServer(handler, path, UnixServerOptions.DEFAULT);
    }

    /// Starts a Unix server, with options.
    ///
    /// @param handler what to do with a connection
    /// @param path where the socket is to be
    /// @param options how to listen
    /// @return the server, which is listening
    /// @throws IOException if the path cannot be listened on; its message names it
    public static Server startUnixServer(
            ConnectionHandler handler, Path path, UnixServerOptions options) throws IOException {
        return Streams.serve(
                handler, Objects.requireNonNull(path, "path"), options, StreamReader.DEFAULT_LIMIT);
    }

    /// Runs blocking work on the loop's default executor and waits for it.
    ///
    /// The work sees the caller's context variables. Cancelling the waiting task interrupts it.
    ///
    /// @param blocking the work
    /// @param <T> the type of the result
    /// @return the result of the work
    /// @throws java.util.concurrent.CompletionException with a checked exception as its cause
    public static <T> T toThread(Callable<T> blocking) {
        return Running.toThread(Objects.requireNonNull(blocking, "blocking"));
    }

    /// Creates a generator: values that are produced as they are asked for.
    ///
    /// The body may await; it does so on behalf of the task that asks. It starts with the first
    /// step.
    ///
    /// @param body produces the values
    /// @param <T> the type of the values
    /// @return the values, to be iterated once
    public static <T> Generated<T> generate(Generator<T> body) {
        return new KernelGenerator<>(Objects.requireNonNull(body, "body"));
    }

    /// Runs a program to its end and returns what it wrote; it gets no input.
    ///
    /// When the calling coroutine is cancelled the child is killed. With
    /// [Subprocess#exec(String...)] and [Subprocess.Builder#run()] there is more to choose.
    ///
    /// @param command the program and its arguments
    /// @return what it wrote to stdout and stderr
    /// @throws ProcessFailedException if its exit code is not 0
    /// @throws IOException if it cannot be started, or read
    public static CompletedProcess runProcess(String... command) throws IOException {
        return Subprocess.exec(command)
                .stdin(Stdio.DEVNULL)
                .stdout(Stdio.PIPE)
                .stderr(Stdio.PIPE)
                .run()
                .check();
    }
}
