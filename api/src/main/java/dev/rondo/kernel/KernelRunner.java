package dev.rondo.kernel;

import dev.rondo.Context;
import dev.rondo.Coroutine;
import dev.rondo.EventLoop;
import dev.rondo.TaskOptions;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The kernel's side of [dev.rondo.Runner]: when there is a loop, and which context mains run in.
public final class KernelRunner {
    private final Supplier<? extends EventLoop> loopFactory;

    /// The debug mode that the program wishes, or null if the loop's own shall be.
    private final @Nullable Boolean debug;

    /// Made with the first use; null again once closed.
    private @Nullable KernelLoop loop;

    private boolean isClosed;

    /// What mains set and the next ones see: at first the values that hold at the first use.
    private @Nullable Context context;

    /// Creates a runner that has no loop yet.
    ///
    /// @param loopFactory creates the loop
    /// @param debug the debug mode, or null to leave it as it is
    public KernelRunner(Supplier<? extends EventLoop> loopFactory, @Nullable Boolean debug) {
        this.loopFactory = loopFactory;
        this.debug = debug;
    }

    /// {@return the loop, a new one with the first call}
    public KernelLoop loop() {
        if (isClosed) {
            throw new IllegalStateException("Runner is closed; create another one");
        }
        KernelLoop current = loop;
        if (current == null) {
            current =
                    (KernelLoop)
                            Objects.requireNonNull(
                                    loopFactory.get(), "the loop factory returned null");
            if (debug != null) {
                current.setDebug(debug);
            }
            context = Context.copyCurrent();
            loop = current;
        }
        return current;
    }

    /// Runs a main task.
    ///
    /// @param options its name, and its context if it shall not be the runner's
    /// @param main the body
    /// @return its result
    public <T> T run(TaskOptions options, Coroutine<T> main) {
        refuseInsideLoop("run");
        KernelLoop current = loop();
        current.checkCanRun("run");
        TaskOptions chosen =
                options.context() == null
                        ? options.withContext(Objects.requireNonNull(context))
                        : options;
        return current.runUntilComplete(current.createTask(chosen, main));
    }

    /// Ends the loop; see [Shutdown].
    public void close() {
        refuseInsideLoop("close a runner");
        KernelLoop current = loop;
        if (current != null && !current.isClosed()) {
            current.checkCanRun("close the runner of");
        }
        isClosed = true;
        loop = null;
        if (current != null && !current.isClosed()) {
            end(current);
        }
    }

    private static void end(KernelLoop loop) {
        boolean isInterrupted = Thread.interrupted(); // the main task has had it
        try (loop) {
            Shutdown.run(loop);
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Says so before a loop is created that could not run.
    private static void refuseInsideLoop(String wish) {
        Fiber outer = Fiber.current();
        if (outer != null) {
            throw new IllegalStateException(
                    "cannot "
                            + wish
                            + ": "
                            + outer.cycle.loop
                            + " is running here; use await() or createTask");
        }
    }
}
