package dev.rondo;

import dev.rondo.kernel.AsCompleted;
import dev.rondo.kernel.Gather;
import dev.rondo.kernel.KernelGenerator;
import dev.rondo.kernel.KernelLoop;
import dev.rondo.kernel.KernelTaskGroup;
import dev.rondo.kernel.Running;
import dev.rondo.kernel.Shield;
import dev.rondo.kernel.Streams;
import dev.rondo.kernel.TimeoutScope;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;

/// The front door: what a program in direct style calls, made for a static import.
///
/// Except [#run], everything is for the coroutines and callbacks of a running loop; a method that
/// waits is for coroutines alone and throws [IllegalStateException] elsewhere. While a coroutine
/// waits, others run. A wait throws [CancelledError] when the task is cancelled.
///
/// Source: the module functions of `asyncio`.
public final class Rondo {
    private Rondo() {}

    /// Creates a loop, runs the body as its main task, cancels what is left, and closes the loop.
    ///
    /// Tasks that are left are cancelled and waited for, what they throw meanwhile goes to the
    /// exception handler; generators are closed and the default executor is waited for. An
    /// interrupt of the caller cancels the main task and is restored.
    ///
    /// @param main the body
    /// @param <T> the type of the result
    /// @return the result of the body
    /// @throws CancelledError if the main task was cancelled
    /// @throws java.util.concurrent.CompletionException with a checked exception as its cause
    /// @throws IllegalStateException if the caller runs in a loop already
    public static <T> T run(Coroutine<T> main) {
        return Running.run(Objects.requireNonNull(main, "main"));
    }

    /// Does what [#run(Coroutine)] does, for a body without a result.
    ///
    /// @param main the body
    public static void run(Action main) {
        Running.run(KernelLoop.withoutResult(Objects.requireNonNull(main, "main")));
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

    /// Suspends the calling coroutine for a time, never shorter.
    ///
    /// @param delay how long; zero or less gives up exactly one turn
    public static void sleep(Duration delay) {
        Running.sleep(Objects.requireNonNull(delay, "delay"));
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
    /// that is returned, and with a failure, that is thrown.
    ///
    /// @param future the future
    /// @param limit the limit; zero or less takes the result of a done future and cancels any other
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
    /// @param limit the limit; zero or less ends the scope at its first wait
    /// @param body the scope
    /// @param <T> the type of the result
    /// @return the result of the body
    /// @throws TimeoutException if the limit ended it; the cause is the cancellation
    /// @throws java.util.concurrent.CompletionException with another checked exception as its cause
    public static <T> T timeout(Duration limit, Coroutine<T> body) throws TimeoutException {
        Objects.requireNonNull(body, "body");
        return TimeoutScope.run(Objects.requireNonNull(limit, "limit"), body);
    }

    /// Runs a scope without a result with a limit.
    ///
    /// @param limit the limit
    /// @param body the scope
    /// @throws TimeoutException if the limit ended it; the cause is the cancellation
    public static void timeout(Duration limit, Action body) throws TimeoutException {
        timeout(limit, KernelLoop.withoutResult(body));
    }

    /// Runs a scope with tasks of its own, and waits for all of them.
    ///
    /// The first failure, of a task or of the body, cancels the others; all failures come out
    /// together.
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
    /// Write the lambda with braces: for an expression the compiler cannot tell the two forms
    /// apart.
    ///
    /// @param body the scope
    /// @throws TaskGroupException if a task or the body failed
    @SuppressWarnings("overloads") // a body with a result is never taken for one without
    public static void taskGroup(TaskGroup.VoidBody body) {
        Objects.requireNonNull(body, "body");
        KernelTaskGroup.run(group -> KernelLoop.withoutResult(() -> body.run(group)).run());
    }

    /// Gives futures in the order in which others end.
    ///
    /// @param futures futures of one loop; the same one counts once
    /// @param <T> the type of the results
    /// @return futures of which the first ends as the first to end does, and so on
    public static <T> Iterable<LoopFuture<T>> asCompleted(
            Collection<? extends LoopFuture<T>> futures) {
        return AsCompleted.of(Objects.requireNonNull(futures, "futures"));
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
        return Streams.open(host, port, StreamReader.DEFAULT_LIMIT);
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
        return Streams.open(host, port, limit);
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
        return Streams.serve(handler, host, port, StreamReader.DEFAULT_LIMIT);
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
        return Streams.serve(handler, host, port, limit);
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
}
