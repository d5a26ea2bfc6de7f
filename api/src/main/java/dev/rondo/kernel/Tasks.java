package dev.rondo.kernel;

import dev.rondo.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The tasks of a loop that are not done: a list threaded through the tasks themselves, in the
/// order of creation. For the code that has the turn.
final class Tasks {
    private static final int DESCRIBED = 10;

    private @Nullable KernelTask<?> first;
    private @Nullable KernelTask<?> last;
    private int size;

    void add(KernelTask<?> task) {
        KernelTask<?> before = last;
        task.before = before;
        if (before == null) {
            first = task;
        } else {
            before.after = task;
        }
        last = task;
        size++;
    }

    void remove(KernelTask<?> task) {
        KernelTask<?> before = task.before;
        KernelTask<?> after = task.after;
        if (before == null) {
            first = after;
        } else {
            before.after = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.before = before;
        }
        task.before = null;
        task.after = null;
        size--;
    }

    /// {@return the tasks for a message, which names the first of many}
    String describe() {
        List<Task<?>> all = snapshot();
        return all.size() <= DESCRIBED
                ? all.toString()
                : all.subList(0, DESCRIBED) + " and " + (all.size() - DESCRIBED) + " more";
    }

    int size() {
        return size;
    }

    List<Task<?>> snapshot() {
        List<Task<?>> all = new ArrayList<>(size);
        for (KernelTask<?> task = first; task != null; task = task.after) {
            all.add(task);
        }
        return all;
    }
}
