package dev.rondo.kernel;

import dev.rondo.Action;
import dev.rondo.ConnectOptions;
import dev.rondo.Connection;
import dev.rondo.Coroutine;
import dev.rondo.EventLoop;
import dev.rondo.ExceptionContext;
import dev.rondo.ExceptionHandler;
import dev.rondo.Handle;
import dev.rondo.LoopFuture;
import dev.rondo.LoopMetrics;
import dev.rondo.Promise;
import dev.rondo.Protocol;
import dev.rondo.Server;
import dev.rondo.ServerOptions;
import dev.rondo.Task;
import dev.rondo.TaskFactory;
import dev.rondo.TaskOptions;
import dev.rondo.TimerHandle;
import dev.rondo.Transport;
import dev.rondo.UnixServerOptions;
import dev.rondo.spi.Capability;
import dev.rondo.spi.IoDriver;
import dev.rondo.spi.LoopHost;
import dev.rondo.spi.LoopProvider;
import java.io.IOException;
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
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The loop, as programs see it: checks the caller and passes on to the parts.
///
/// [Cycle] is the iteration, [KernelTask] and [KernelFuture] the semantics of waiting, [Engine] how
/// coroutines get their turn, [LoopThread] how other threads wait for a run, [Unwinding] the end.
/// Over 700 lines because the interface is that wide; nearly every method is a check and a call.
public final class KernelLoop implements EventLoop {
    private enum State {
        IDLE,
        RUNNING,
        CLOSING,
        CLOSED
    }

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    final Tasks tasks = new Tasks();
    final Generators generators = new Generators();
    final Workers workers = new Workers(this);
    private final ThreadSafeTasks threadSafeTasks = new ThreadSafeTasks(this);
    final Children children = new Children(this);
    final Cycle cycle;

    private final LoopProvider provider;
    private final boolean isTimeVirtual;
    private final Engine engine;
    private final LoopThread loopThread = new LoopThread();
    final Network network = new Network(this);
    private final LoopHost host = new Host();
    private final TaskMaker taskMaker = new TaskMaker(this);
    private final ErrorReports errors = new ErrorReports(this);
    private final Questions questions = new Questions(this);
    final JdkFutures jdkFutures = new JdkFutures(this);
    final ForeignWaits foreignWaits = new ForeignWaits(this);

    /// Changed by who starts, ends or closes; read by any thread.
    private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);

    /// What the current run waits for; null when it runs forever.
    private @Nullable KernelFuture<?> runningUntil;

    /// Why the current run cannot go on; set by a driver with virtual time.
    private @Nullable String stuck;

    /// The fatal error that a run has thrown last; written and read by who runs and closes.
    private @Nullable Throwable fatal;

    KernelLoop(LoopProvider provider, Engine engine, boolean debug, long spinNanos) {
        this.provider = provider;
        this.isTimeVirtual = provider.missing().containsKey(Capability.REAL_TIME);
        this.engine = engine;
        this.cycle = new Cycle(this, engine, new Spin(isTimeVirtual ? 0 : spinNanos));
        cycle.setDebug(debug);
    }

    /// Starts the loop's thread and the driver on it.
    void start() {
        String name = "rondo-" + provider.name() + "-" + NUMBERS.incrementAndGet();
        engine.createLoopThread(name, provider.needsPlatformThread(), loopThread.body()).start();
        Throwable failure = loopThread.call(() -> cycle.attach(openDriver()), false, () -> {});
        if (failure != null) {
            loopThread.call(() -> {}, true, () -> {});
            state.set(State.CLOSED);
            throw new IllegalStateException(
                    "backend '" + provider.name() + "' failed to start: " + failure, failure);
        }
    }

    private IoDriver openDriver() throws IOException {
        IoDriver driver = provider.open(host);
        try {
            driver.start();
        } catch (Throwable e) {
            driver.close();
            throw e;
        }
        return driver;
    }

    @Override
    public String backend() {
        return provider.name();
    }

    @Override
    public String engine() {
        return engine.name();
    }

    /// {@return whether time jumps, so that the driver alone can move it}
    boolean isTimeVirtual() {
        return isTimeVirtual;
    }

    boolean isIdle() {
        return state.get() == State.IDLE;
    }

    /// {@return whether code of the loop may be running}
    boolean isBusy() {
        State current = state.get();
        return current == State.RUNNING || current == State.CLOSING;
    }

    boolean isUnwinding() {
        return state.get() == State.CLOSING;
    }

    @Override
    public boolean isRunning() {
        return state.get() == State.RUNNING;
    }

    @Override
    public boolean isClosed() {
        return state.get() == State.CLOSED;
    }

    /// Throws unless the caller has the turn, or the loop does not run.
    ///
    /// @param operation what the caller wants, for the message
    void checkTurn(String operation) {
        if (Thread.currentThread() != cycle.turn) {
            checkForeign(operation);
        }
    }

    private void checkForeign(String operation) {
        switch (state.get()) {
            case IDLE -> {
                cycle.preparer = Thread.currentThread();
                cycle.submissions.drainTo(cycle.ready); // what came first stays first
            }
            case RUNNING, CLOSING ->
                    throw new IllegalStateException(
                            operation
                                    + " on "
                                    + this
                                    + " from "
                                    + Thread.currentThread()
                                    + ", which does not have the loop's turn; use"
                                    + " callSoonThreadSafe or asExecutor");
            case CLOSED -> throw closed(operation);
        }
    }

    private IllegalStateException closed(String operation) {
        return new IllegalStateException("cannot " + operation + ": " + this + " is closed");
    }

    /// As [#checkTurn], for what starts something new.
    void checkOpen(String operation) {
        checkTurn(operation);
        if (isUnwinding()) {
            throw new IllegalStateException("cannot " + operation + ": " + this + " is closing");
        }
    }

    @Override
    public <T> T runUntilComplete(LoopFuture<T> future) {
        KernelFuture<T> awaited = own(future, "runUntilComplete");
        enterRun("runUntilComplete");
        stuck = null;
        runningUntil = awaited;
        DoneCallback<T> stop = awaited.onDone(done -> cycle.isStopping = true, null);
        try {
            run(() -> awaited.requestCancel("interrupted"));
        } finally {
            runningUntil = null;
            stop.cancel();
        }
        if (!awaited.isDone()) {
            throw new IllegalStateException(
                    stuck != null
                            ? stuck
                            : "the loop was stopped before the future was done: " + awaited);
        }
        return awaited.resultOrThrow();
    }

    @Override
    public <T> T runUntilComplete(Coroutine<T> body) {
        Objects.requireNonNull(body, "body");
        checkCanRun("runUntilComplete");
        return runUntilComplete(createTask(body));
    }

    @Override
    public void runUntilComplete(Action body) {
        Objects.requireNonNull(body, "body");
        checkCanRun("runUntilComplete");
        runUntilComplete(createTask(body));
    }

    @Override
    public void runForever() {
        enterRun("runForever");
        run(this::stop);
    }

    private void run(Runnable onInterrupt) {
        Throwable failure =
                loopThread.call(
                        () -> {
                            try {
                                cycle.run();
                            } finally {
                                state.set(State.IDLE);
                                questions.answer();
                            }
                        },
                        false,
                        onInterrupt);
        throwIfFatal(failure);
        if (failure instanceof IOException e) {
            throw cycle.unchecked(e);
        }
        if (failure != null) {
            throw new IllegalStateException("the loop failed; please report this", failure);
        }
    }

    private void throwIfFatal(@Nullable Throwable failure) {
        if (failure instanceof Error error && FatalErrors.isFatal(error)) {
            fatal = error;
            throw error;
        }
    }

    private void enterRun(String operation) {
        do {
            checkCanRun(operation);
        } while (!state.compareAndSet(State.IDLE, State.RUNNING));
        cycle.preparer = Thread.currentThread();
    }

    /// Throws unless the caller may run this loop now.
    void checkCanRun(String operation) {
        Fiber fiber = Fiber.current();
        if (fiber != null) {
            KernelLoop outer = fiber.cycle.loop;
            throw new IllegalStateException(
                    outer == this
                            ? "cannot "
                                    + operation
                                    + ": "
                                    + this
                                    + " is running, and this code runs in it;"
                                    + " use await() or createTask"
                            : "cannot "
                                    + operation
                                    + " "
                                    + this
                                    + ": "
                                    + outer
                                    + " is running on this thread;"
                                    + " run the other loop on a thread of its own");
        }
        switch (state.get()) {
            case IDLE -> {}
            case RUNNING, CLOSING ->
                    throw new IllegalStateException(
                            "cannot "
                                    + operation
                                    + ": "
                                    + this
                                    + " is running already; use"
                                    + " callSoonThreadSafe or asExecutor");
            case CLOSED -> throw closed(operation);
        }
    }

    @Override
    public void stop() {
        if (isClosed()) {
            throw closed("stop");
        }
        if (cycle.hasTurn()) {
            cycle.isStopping = true;
        } else {
            cycle.submit(new Callback(cycle, () -> cycle.isStopping = true, false));
        }
    }

    @Override
    public void close() {
        if (isClosed()) {
            return;
        }
        do {
            checkCanRun("close");
        } while (!state.compareAndSet(State.IDLE, State.CLOSING));
        Throwable failure =
                loopThread.call(
                        () -> {
                            try {
                                new Unwinding(this).run();
                            } finally {
                                state.set(State.CLOSED);
                                questions.answer();
                                foreignWaits.release();
                                jdkFutures.release();
                                cycle.end();
                                cycle.driver().close();
                            }
                        },
                        true,
                        () -> {});
        if (failure != null && failure == fatal) {
            return; // a run has thrown it already, and try-with-resources cannot suppress it twice
        }
        throwIfFatal(failure);
        if (failure != null) {
            throw new IllegalStateException("closing " + this + " failed", failure);
        }
    }

    @Override
    public Handle callSoon(Runnable callback) {
        Objects.requireNonNull(callback, "callback");
        checkTurn("callSoon");
        Callback entry = new Callback(cycle, callback, true);
        cycle.ready.add(entry);
        return entry;
    }

    @Override
    public Handle callSoonThreadSafe(Runnable callback) {
        Objects.requireNonNull(callback, "callback");
        Callback entry = new ThreadSafeCallback(cycle, callback);
        if (Thread.currentThread() == cycle.turn) {
            cycle.ready.add(entry);
            return entry;
        }
        if (isClosed()) {
            throw closed("callSoonThreadSafe");
        }
        cycle.submit(entry);
        return entry;
    }

    @Override
    public TimerHandle callLater(Duration delay, Runnable callback) {
        Objects.requireNonNull(delay, "delay");
        Objects.requireNonNull(callback, "callback");
        checkTurn("callLater");
        return schedule(Delays.deadline(time(), delay), callback, true);
    }

    @Override
    public TimerHandle callAt(long deadlineNanos, Runnable callback) {
        Objects.requireNonNull(callback, "callback");
        checkTurn("callAt");
        return schedule(Delays.clamp(time(), deadlineNanos), callback, true);
    }

    /// Schedules a call of the program or of the kernel.
    Timer schedule(long deadline, Runnable action, boolean isCallback) {
        Timer timer = new Timer(cycle, deadline, cycle.timers.nextSequence(), action, isCallback);
        cycle.timers.add(timer);
        return timer;
    }

    @Override
    public long time() {
        return cycle.driver().nanoTime();
    }

    @Override
    public <T> Promise<T> createFuture() {
        checkTurn("createFuture");
        return KernelFuture.create(cycle);
    }

    @Override
    public <T> Task<T> createTask(Coroutine<T> body) {
        return newTask(TaskOptions.DEFAULT, body);
    }

    @Override
    public <T> Task<T> createTask(String name, Coroutine<T> body) {
        return newTask(TaskOptions.DEFAULT.withName(name), body);
    }

    @Override
    public <T> Task<T> createTask(TaskOptions options, Coroutine<T> body) {
        return newTask(options, body);
    }

    @Override
    public Task<Void> createTask(Action body) {
        return newTask(TaskOptions.DEFAULT, withoutResult(body));
    }

    @Override
    public Task<Void> createTask(String name, Action body) {
        return newTask(TaskOptions.DEFAULT.withName(name), withoutResult(body));
    }

    @Override
    public Task<Void> createTask(TaskOptions options, Action body) {
        return newTask(options, withoutResult(body));
    }

    <T> KernelTask<T> newTask(TaskOptions options, Coroutine<T> body) {
        return taskMaker.create(options, body);
    }

    @Override
    public void setTaskFactory(@Nullable TaskFactory factory) {
        checkTurn("setTaskFactory");
        taskMaker.factory = factory;
    }

    boolean hasTaskFactory() {
        return taskMaker.factory != null;
    }

    @Override
    public Optional<TaskFactory> taskFactory() {
        checkTurn("taskFactory");
        return Optional.ofNullable(taskMaker.factory);
    }

    /// {@return the action as a coroutine whose result is null}
    public static Coroutine<Void> withoutResult(Action body) {
        return new ActionBody(Objects.requireNonNull(body, "body"));
    }

    @Override
    public <T> CompletableFuture<T> runCoroutineThreadSafe(Coroutine<T> body) {
        Objects.requireNonNull(body, "body");
        if (isClosed()) {
            throw closed("runCoroutineThreadSafe");
        }
        return threadSafeTasks.start(body);
    }

    @Override
    public CompletableFuture<Void> runCoroutineThreadSafe(Action body) {
        return runCoroutineThreadSafe(withoutResult(body));
    }

    @Override
    public <T> LoopFuture<T> runInExecutor(Callable<T> work) {
        Objects.requireNonNull(work, "work");
        checkOpen("runInExecutor");
        return workers.submit(work);
    }

    @Override
    public <T> LoopFuture<T> runInExecutor(Executor executor, Callable<T> work) {
        Objects.requireNonNull(executor, "executor");
        Objects.requireNonNull(work, "work");
        checkOpen("runInExecutor");
        return workers.submit(executor, work);
    }

    @Override
    public void setDefaultExecutor(ExecutorService executor) {
        Objects.requireNonNull(executor, "executor");
        checkOpen("setDefaultExecutor");
        workers.setDefault(executor);
    }

    @Override
    public LoopFuture<Boolean> shutdownDefaultExecutor(Duration limit) {
        Objects.requireNonNull(limit, "limit");
        checkTurn("shutdownDefaultExecutor");
        return workers.shutdown(limit);
    }

    @Override
    public <T> LoopFuture<T> wrap(CompletionStage<T> stage) {
        Objects.requireNonNull(stage, "stage");
        checkOpen("wrap");
        return workers.wrap(stage);
    }

    @Override
    public Executor asExecutor() {
        return command -> {
            Objects.requireNonNull(command, "command");
            if (isClosed() || isUnwinding()) {
                throw new RejectedExecutionException(
                        this + (isClosed() ? " is closed" : " is closing"));
            }
            cycle.enqueue(new Callback(cycle, () -> errors.spawnReporting(command), false));
        };
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        Objects.requireNonNull(type, "type");
        if (isClosed()) {
            throw closed("unwrap");
        }
        return cycle.driver()
                .unwrap(type)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "backend '" + backend() + "' has no " + type.getName()));
    }

    @Override
    public <P extends Protocol> LoopFuture<Connection<P>> createConnection(
            Supplier<P> protocol, String host, int port) {
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(host, "host");
        return createConnection(protocol, host, port, ConnectOptions.DEFAULT);
    }

    @Override
    public <P extends Protocol> LoopFuture<Connection<P>> createConnection(
            Supplier<P> protocol, String host, int port, ConnectOptions options) {
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(options, "options");
        checkOpen("createConnection");
        require(Capability.TCP);
        return network.connect(protocol, host, port, options);
    }

    @Override
    public <P extends Protocol> LoopFuture<Connection<P>> createConnection(
            Supplier<P> protocol, List<InetSocketAddress> peers, ConnectOptions options) {
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(peers, "peers");
        Objects.requireNonNull(options, "options");
        checkOpen("createConnection");
        require(Capability.TCP);
        return network.connect(protocol, List.copyOf(peers), options);
    }

    @Override
    public LoopFuture<Long> sendFile(
            Transport transport, FileChannel file, long offset, long count) {
        Objects.requireNonNull(transport, "transport");
        Objects.requireNonNull(file, "file");
        checkOpen("sendFile");
        return network.sendFile(transport, file, offset, count);
    }

    @Override
    public LoopFuture<Server> createServer(
            Supplier<? extends Protocol> protocol, String host, int port) {
        Objects.requireNonNull(host, "host");
        return createServer(protocol, List.of(host), port, ServerOptions.DEFAULT);
    }

    @Override
    public LoopFuture<Server> createServer(
            Supplier<? extends Protocol> protocol,
            List<String> hosts,
            int port,
            ServerOptions options) {
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(hosts, "hosts");
        Objects.requireNonNull(options, "options");
        checkOpen("createServer");
        require(Capability.TCP);
        return network.listen(protocol, List.copyOf(hosts), port, options);
    }

    @Override
    public LoopFuture<Server> createServer(
            Supplier<? extends Protocol> protocol,
            ServerSocketChannel bound,
            ServerOptions options) {
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(bound, "bound");
        Objects.requireNonNull(options, "options");
        checkOpen("createServer");
        require(Capability.SOCKET_CHANNELS);
        return network.listen(protocol, bound, options);
    }

    @Override
    public <P extends Protocol> LoopFuture<Connection<P>> connectAcceptedSocket(
            Supplier<P> protocol, SocketChannel connected) {
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(connected, "connected");
        checkOpen("connectAcceptedSocket");
        require(Capability.SOCKET_CHANNELS);
        return network.adopt(protocol, connected);
    }

    @Override
    public <P extends Protocol> LoopFuture<Connection<P>> createUnixConnection(
            Supplier<P> protocol, Path path) {
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(path, "path");
        checkOpen("createUnixConnection");
        require(Capability.UNIX_SOCKETS);
        return network.connect(protocol, path);
    }

    @Override
    public LoopFuture<Server> createUnixServer(
            Supplier<? extends Protocol> protocol, Path path, UnixServerOptions options) {
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(options, "options");
        checkOpen("createUnixServer");
        require(Capability.UNIX_SOCKETS);
        return network.listen(protocol, path, options);
    }

    @Override
    public LoopFuture<Server> createUnixServer(
            Supplier<? extends Protocol> protocol,
            ServerSocketChannel bound,
            UnixServerOptions options) {
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(bound, "bound");
        Objects.requireNonNull(options, "options");
        checkOpen("createUnixServer");
        require(Capability.UNIX_SOCKETS);
        require(Capability.SOCKET_CHANNELS);
        return network.listen(protocol, bound, options);
    }

    /// {@return whether the backend declares a capability absent}
    boolean lacks(Capability capability) {
        return provider.missing().containsKey(capability);
    }

    /// Refuses what is lacking: the backend's lacks, and those of the children, which are the
    /// kernel's.
    void require(Capability capability) {
        String reason = Backends.reason(provider, capability);
        if (reason != null) {
            throw new UnsupportedOperationException(
                    backend() + " does not support " + capability + ": " + reason);
        }
    }

    @Override
    public void setExceptionHandler(@Nullable ExceptionHandler handler) {
        checkTurn("setExceptionHandler");
        errors.setHandler(handler);
    }

    @Override
    public void callExceptionHandler(ExceptionContext context) {
        Objects.requireNonNull(context, "context");
        errors.report(context);
    }

    /// Does the same, with context variables for the handler.
    void report(ExceptionContext context, Bindings bindings) {
        errors.report(context, bindings);
    }

    /// Reports an error from a callback, at once.
    void handle(ExceptionContext context) {
        errors.handle(context);
    }

    @Override
    public List<Task<?>> tasks() {
        return ask(tasks::snapshot);
    }

    /// {@return the answer to a question that is for the code that has the turn, to any thread}
    <T> T ask(Supplier<T> question) {
        return cycle.hasTurn() ? question.get() : questions.ask(question);
    }

    @Override
    public boolean isDebug() {
        return cycle.isDebug;
    }

    @Override
    public void setDebug(boolean debug) {
        checkTurn("setDebug");
        cycle.setDebug(debug);
    }

    @Override
    public Duration slowCallbackDuration() {
        return Duration.ofNanos(cycle.watch.limitNanos());
    }

    @Override
    public void setSlowCallbackDuration(Duration duration) {
        Objects.requireNonNull(duration, "duration");
        checkTurn("setSlowCallbackDuration");
        if (duration.isNegative()) {
            throw new IllegalArgumentException("duration < 0: " + duration);
        }
        cycle.watch.setLimitNanos(Delays.nanos(duration));
    }

    @Override
    public LoopMetrics metrics() {
        return new LoopMetrics(
                cycle.iterations,
                cycle.callbacks,
                cycle.steps,
                cycle.polls,
                cycle.pollNanos,
                tasks.size(),
                cycle.timers.size());
    }

    /// {@return the future as the kernel's, if it is this loop's}
    <T> KernelFuture<T> own(LoopFuture<T> future, String operation) {
        Objects.requireNonNull(future, "future");
        if (future.loop() != this) {
            throw new IllegalArgumentException(
                    operation
                            + " on "
                            + this
                            + " with a future of "
                            + future.loop()
                            + ": "
                            + future);
        }
        return (KernelFuture<T>) future;
    }

    @Override
    public String toString() {
        return "loop '" + backend() + "'";
    }

    /// What the driver may ask.
    private final class Host implements LoopHost {
        @Override
        public boolean isQuiet() {
            return cycle.blocked == 0 && workers.outstanding() == 0;
        }

        @Override
        public boolean isBlockedInside() {
            return cycle.blocked > 0 && workers.outstanding() == 0;
        }

        @Override
        public boolean awaitsOutside() {
            // who runs forever waits for other threads
            return workers.outside() > 0 || runningUntil == null;
        }

        @Override
        public void stuck() {
            stuck =
                    "nothing can wake "
                            + KernelLoop.this
                            + ": no timer, no I/O, no work on an executor is left; waiting: "
                            + tasks.describe()
                            + "; complete what they await on this loop, or bring it in with wrap(…),"
                            + " runInExecutor(…) or real time";
            cycle.isStopping = true;
        }

        @Override
        public boolean hasTurn(Thread thread) {
            return thread == cycle.turn;
        }

        @Override
        public void execute(Runnable command) {
            Objects.requireNonNull(command, "command");
            if (isClosed()) {
                throw new RejectedExecutionException(KernelLoop.this + " is closed");
            }
            cycle.enqueue(new Callback(cycle, command, true));
        }

        @Override
        public TimerHandle callLater(long delayNanos, Runnable action) {
            return schedule(Delays.deadline(time(), delayNanos), action, true);
        }

        @Override
        public Optional<ThreadFactory> virtualThreads(Executor scheduler) {
            Objects.requireNonNull(scheduler, "scheduler");
            return engine.driverThreads(scheduler);
        }
    }
}
