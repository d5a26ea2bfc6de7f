package dev.rondo.kernel;

import dev.rondo.ExceptionContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;

/// The generators of a loop that have begun and not ended, so that the loop can close what the
/// program left open. For the code that has the turn.
final class Generators {
    private final Set<KernelGenerator<?>> open = new LinkedHashSet<>();

    void add(KernelGenerator<?> generator) {
        open.add(generator);
    }

    void remove(KernelGenerator<?> generator) {
        open.remove(generator);
    }

    /// Starts to close those that are open, each in a task, for only tasks can run generators.
    ///
    /// @return the tasks, whose failures are reported
    List<KernelTask<Void>> startClosing(Cycle cycle) {
        List<KernelTask<Void>> closing = new ArrayList<>(open.size());
        for (KernelGenerator<?> generator : open) {
            KernelTask<Void> task =
                    new KernelTask<>(
                            cycle,
                            "generator clean-up",
                            KernelLoop.withoutResult(generator::close),
                            null,
                            cycle.bindings.captured());
            task.schedule();
            task.onDone(done -> reportFailure(task), null);
            closing.add(task);
        }
        return closing;
    }

    private static void reportFailure(KernelTask<?> task) {
        if (task.state() != Future.State.FAILED) {
            return;
        }
        Throwable failure = task.takeException();
        if (!FatalErrors.isFatal(failure)) { // else it has ended the run
            String message = "a generator failed when its loop closed it";
            task.cycle().loop.callExceptionHandler(new ExceptionContext(message, failure));
        }
    }
}
