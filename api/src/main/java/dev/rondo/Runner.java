package dev.rondo;

import dev.rondo.kernel.KernelLoop;
import dev.rondo.kernel.KernelRunner;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A loop for main tasks: creates it with the first use, runs one main after the other, and ends it
/// in an orderly way.
///
/// For one thread at a time, which must not run in a loop. [Rondo#run] is a runner for one main.
///
/// ```java
/// try (Runner runner = new Runner()) {
///     String page = runner.run(() -> fetch());
///     runner.run(() -> store(page));
/// }
/// ```
///
/// What a main sets in a [ContextVariable] is there for the next one. What a main leaves behind,
/// tasks, timers, connections, goes on while the next one runs, and ends with [#close].
///
/// Source: `asyncio.Runner`.
public final class Runner implements AutoCloseable {
    private final KernelRunner kernel;

    /// Creates a runner; its loop will be one that the configuration chooses.
    public Runner() {
        this(EventLoops::create, null);
    }

    private Runner(Supplier<? extends EventLoop> loopFactory, @Nullable Boolean debug) {
        kernel = new KernelRunner(loopFactory, debug);
    }

    /// {@return a builder of runners with a loop of the caller's choice}
    public static Builder builder() {
        return new Builder();
    }

    /// Runs a coroutine as the main task until it is done, and returns its result.
    ///
    /// An interrupt of the calling thread cancels the main task, with the message `interrupted`;
    /// each further one cancels it again. The interrupt is restored when this method ends, however
    /// it ends; so whoever goes on with this thread clears it first. A main that was being
    /// cancelled by the program keeps that cancellation.
    ///
    /// @param main the body
    /// @param <T> the type of the result
    /// @return the result of the body
    /// @throws CancelledError if the main task was cancelled
    /// @throws java.util.concurrent.CompletionException with a checked exception as its cause
    /// @throws IllegalStateException if this runner is closed, if its loop is running already, if
    ///   the caller runs in a loop, or if [EventLoop#stop] ended the run before the main task did
    public <T> T run(Coroutine<T> main) {
        return run(TaskOptions.DEFAULT, main);
    }

    /// Runs a coroutine without a result as the main task.
    ///
    /// @param main the body
    /// @see #run(Coroutine)
    public void run(Action main) {
        run(TaskOptions.DEFAULT, main);
    }

    /// Runs a coroutine as a main task with a name, or in a context other than this runner's.
    ///
    /// @param options the name and the context; the start is an ordinary one
    /// @param main the body
    /// @param <T> the type of the result
    /// @return the result of the body
    /// @see #run(Coroutine)
    public <T> T run(TaskOptions options, Coroutine<T> main) {
        Objects.requireNonNull(options, "options");
        return kernel.run(options, Objects.requireNonNull(main, "main"));
    }

    /// Runs a coroutine without a result as a main task with a name, or in another context.
    ///
    /// @param options the name and the context
    /// @param main the body
    /// @see #run(Coroutine)
    public void run(TaskOptions options, Action main) {
        run(options, KernelLoop.withoutResult(Objects.requireNonNull(main, "main")));
    }

    /// Runs a main task that waits for a future.
    ///
    /// @param future a future of [#loop]; an interrupt cancels it
    /// @param <T> the type of the result
    /// @return the result of the future
    /// @see #run(Coroutine)
    public <T> T run(LoopFuture<T> future) {
        Objects.requireNonNull(future, "future");
        return kernel.run(TaskOptions.DEFAULT, future::await);
    }

    /// {@return the loop, which is created if this is the first use}
    ///
    /// @throws IllegalStateException if this runner is closed
    public EventLoop loop() {
        return kernel.loop();
    }

    /// Ends the loop in an orderly way.
    ///
    /// Tasks that are left are cancelled and waited for, what they throw meanwhile goes to the
    /// exception handler; generators are closed, the default executor is waited for, up to five
    /// minutes, and the loop is closed. An interrupt that came before does not disturb that and is
    /// restored; one that comes meanwhile cancels what is being waited for. Closing twice has no
    /// effect.
    ///
    /// @throws IllegalStateException if the loop is running, or the caller runs in a loop
    @Override
    public void close() {
        kernel.close();
    }

    /// Collects what a new runner should be like.
    public static final class Builder {
        private Supplier<? extends EventLoop> loopFactory = EventLoops::create;
        private @Nullable Boolean debug;

        private Builder() {}

        /// Chooses how the loop is created.
        ///
        /// @param factory is called once, with the first use of the runner, which closes the loop
        /// @return this builder
        public Builder loopFactory(Supplier<? extends EventLoop> factory) {
            this.loopFactory = Objects.requireNonNull(factory, "factory");
            return this;
        }

        /// Switches the loop's debug mode on or off, whatever `rondo.debug` and the factory say.
        ///
        /// @param on whether to record creation stacks
        /// @return this builder
        public Builder debug(boolean on) {
            this.debug = on;
            return this;
        }

        /// {@return a new runner, to be closed by the caller}
        public Runner build() {
            return new Runner(loopFactory, debug);
        }
    }
}
