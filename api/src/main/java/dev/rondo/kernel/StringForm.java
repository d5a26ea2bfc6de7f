package dev.rondo.kernel;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What futures, tasks and handles look like in logs and debuggers.
final class StringForm {
    /// A log line should stay one.
    private static final int VALUE_LIMIT = 200;

    /// The futures that the thread is describing: a result may contain its own future.
    private static final ThreadLocal<Set<KernelFuture<?>>> UNDER_WAY =
            ThreadLocal.withInitial(() -> Collections.newSetFromMap(new IdentityHashMap<>()));

    private StringForm() {}

    /// {@return a finished future}
    ///
    /// @param label what the value is, `result` or `exception`
    static String finished(KernelFuture<?> future, String label, @Nullable Object value) {
        Set<KernelFuture<?>> underWay = UNDER_WAY.get();
        if (!underWay.add(future)) {
            return "...";
        }
        try {
            return "finished, " + label + "=" + value(value);
        } finally {
            underWay.remove(future);
            if (underWay.isEmpty()) {
                UNDER_WAY.remove();
            }
        }
    }

    /// {@return a value of the program, cut off if it is long}
    private static String value(@Nullable Object value) {
        String text = String.valueOf(value);
        return text.length() <= VALUE_LIMIT ? text : text.substring(0, VALUE_LIMIT) + "...";
    }

    /// {@return code of the program: its own words, or for a lambda the class that it stands in}
    static String code(Object code) {
        Object written = CreationSite.written(code);
        Class<?> type = written.getClass();
        if (!type.isHidden()) {
            return value(written);
        }
        String name = type.getName();
        int lambda = name.indexOf("$$Lambda");
        return "lambda of " + (lambda < 0 ? name : name.substring(0, lambda));
    }

    /// {@return those who wait for a future, with a comma before; nothing if nobody does}
    static String callbacks(List<Entry> waiters) {
        if (waiters.isEmpty()) {
            return "";
        }
        String first = waiter(waiters.getFirst());
        if (waiters.size() == 1) {
            return ", callbacks=[" + first + "]";
        }
        String between = waiters.size() == 2 ? "" : "<" + (waiters.size() - 2) + " more>, ";
        return ", callbacks=[" + first + ", " + between + waiter(waiters.getLast()) + "]";
    }

    /// By name alone: whole string forms would go round in circles.
    private static String waiter(Entry waiter) {
        return switch (waiter) {
            case DoneCallback<?> callback -> callback.describe();
            case Fiber fiber when fiber.task != null -> task(fiber.task);
            default -> "the loop's own";
        };
    }

    /// {@return who waits through a callback of the kernel}
    static String waiting(@Nullable KernelFuture<?> waiter) {
        return switch (waiter) {
            case null -> "the loop's own";
            case KernelTask<?> task -> task(task);
            case Gather<?, ?> _ -> "a gather";
            default -> "a future";
        };
    }

    static String task(KernelTask<?> task) {
        return "task '" + task.name() + "'";
    }

    /// {@return where something was made, with a comma before; nothing where nobody has recorded
    /// it}
    static String site(List<StackTraceElement> site) {
        return site.isEmpty() ? "" : ", created at " + site.getFirst();
    }
}
