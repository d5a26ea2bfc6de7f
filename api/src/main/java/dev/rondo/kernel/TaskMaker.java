package dev.rondo.kernel;

import dev.rondo.Coroutine;
import dev.rondo.EventLoop;
import dev.rondo.Task;
import dev.rondo.TaskFactory;
import dev.rondo.TaskOptions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How the tasks of a loop come about: through the factory, if there is one.
public final class TaskMaker implements TaskFactory.Maker {
    private final KernelLoop loop;

    /// Called by whoever creates a task; null for the default.
    @Nullable TaskFactory factory;

    TaskMaker(KernelLoop loop) {
        this.loop = loop;
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    /// Creates a task as the factory wants it.
    <T> KernelTask<T> create(TaskOptions options, Coroutine<T> body) {
        TaskFactory chosen = factory;
        if (chosen == null) {
            return make(options, body);
        }
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(body, "body");
        loop.checkOpen("create a task");
        Task<T> made = chosen.createTask(this, options, body);
        if (made == null || made.loop() != loop) {
            throw new IllegalStateException(
                    "task factory "
                            + chosen
                            + " returned "
                            + (made == null ? "no task" : made + " of " + made.loop())
                            + "; it must return a task of "
                            + loop
                            + ", which its maker makes");
        }
        return (KernelTask<T>) made;
    }

    @Override
    public <T> KernelTask<T> make(TaskOptions options, Coroutine<T> body) {
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(body, "body");
        loop.checkOpen("create a task");
        Cycle cycle = loop.cycle;
        Fiber creator = cycle.turn == null ? null : Fiber.current();
        KernelTask<T> task =
                new KernelTask<>(
                        cycle,
                        options.name(),
                        body,
                        creator == null ? null : creator.task,
                        bindingsFor(options));
        if (creator != null && Boolean.TRUE.equals(options.eagerStart())) {
            task.start(creator);
        } else {
            task.schedule();
        }
        return task;
    }

    private Bindings bindingsFor(TaskOptions options) {
        return options.context() instanceof KernelContext context
                ? context.bindings
                : loop.cycle.bindings.captured();
    }
}
