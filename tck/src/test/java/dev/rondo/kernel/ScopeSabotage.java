package dev.rondo.kernel;

import dev.rondo.CancelledError;
import dev.rondo.Coroutine;
import dev.rondo.Rondo;
import dev.rondo.TaskGroupException;
import dev.rondo.TaskOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What faults put in place of calls in timeouts and task groups.
public final class ScopeSabotage {
    /// What is kept from the garbage collector.
    private static final List<Object> KEPT = new ArrayList<>();

    private ScopeSabotage() {}

    /// In place of [KernelTask#uncancel]: says that no other request is open.
    static int takeAll(KernelTask<?> task) {
        task.uncancel();
        return 0;
    }

    /// In place of [KernelTask#uncancel]: takes back the requests of others, too.
    static int takeAllBack(KernelTask<?> task) {
        int left = task.uncancel();
        while (left > 0) {
            left = task.uncancel();
        }
        return left;
    }

    /// In place of `TimeoutScope.disarm`: takes the timers of all scopes away.
    static void disarmAll(TimeoutScope scope) {
        Cycle cycle = Fiber.require("disarm").cycle;
        cycle.timers.moveDue(cycle.loop.time() + Duration.ofDays(1000).toNanos(), new ReadyQueue());
    }

    /// Before [KernelTaskGroup] decides what comes out.
    static void giveUpTheTurn(KernelTaskGroup group, @Nullable Throwable bodyFailure) {
        Rondo.sleep(Duration.ZERO);
    }

    /// Before a future ends as cancelled: a task fails instead.
    static void failInstead(KernelFuture<?> future, @Nullable Object messageOrError) {
        if (future instanceof KernelTask<?>) {
            future.fail(new CancelledError("cancelled"));
        }
    }

    /// In place of [List#add]: keeps the first one only.
    static boolean addIfFirst(List<Object> list, Object element) {
        return list.isEmpty() && list.add(element);
    }

    /// In place of [List#add]: the members of a group's failure, not that failure.
    static boolean addMembers(List<Object> list, Object element) {
        return element instanceof TaskGroupException group
                ? list.addAll(group.failures())
                : list.add(element);
    }

    /// In place of [List#copyOf]: without all but the first.
    static List<Object> firstOf(Collection<?> elements) {
        return elements.stream().<Object>map(each -> each).limit(1).toList();
    }

    /// In place of [Set#remove]: also keeps the element.
    static boolean removeAndKeep(Set<Object> set, Object element) {
        KEPT.add(element);
        return set.remove(element);
    }

    /// In place of [KernelLoop#isUnwinding].
    static boolean yes(KernelLoop loop) {
        return true;
    }

    /// In place of [KernelLoop#newTask]: drops the options.
    static KernelTask<Object> newPlainTask(
            KernelLoop loop, TaskOptions options, Coroutine<Object> body) {
        return loop.newTask(TaskOptions.DEFAULT, body);
    }

    /// In place of [KernelFuture#onDone]: a task that has ended already is looked at at once.
    static @Nullable DoneCallback<Object> onDoneAtOnce(
            KernelTask<Object> child,
            Consumer<KernelTask<Object>> action,
            @Nullable KernelFuture<?> waiter) {
        if (child.isDone()) {
            action.accept(child);
            return null;
        }
        return child.onDone(_ -> action.accept(child), waiter);
    }

    /// In place of `KernelTaskGroup.alone`: wraps the fatal error like any other.
    static RuntimeException wrapped(KernelTaskGroup group, Throwable fatal) {
        return new TaskGroupException(List.of(fatal));
    }
}
