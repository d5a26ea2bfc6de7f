package dev.rondo.kernel;

import dev.rondo.CallGraph;
import dev.rondo.EventLoop;
import dev.rondo.LoopFuture;
import dev.rondo.Task;
import dev.rondo.TaskTable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Who waits for whom, read off the waiters of futures. With the turn.
public final class AwaitGraph {
    private final int limit;

    /// What was captured in full; several may wait for the same task.
    private final Map<KernelFuture<?>, CallGraph> captured = new IdentityHashMap<>();

    private AwaitGraph(int limit) {
        this.limit = limit;
    }

    /// Captures a graph, from any thread.
    ///
    /// @param future where it begins
    /// @param limit how many frames of each stack
    /// @return the graph
    public static CallGraph of(LoopFuture<?> future, int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit < 0: " + limit);
        }
        KernelFuture<?> root = (KernelFuture<?>) future;
        return root.cycle().loop.ask(() -> new AwaitGraph(limit).capture(root));
    }

    /// Follows all who wait. A loop, not a recursion: chains of tasks can be longer than a stack is
    /// deep.
    private CallGraph capture(KernelFuture<?> root) {
        Deque<Visit> way = new ArrayDeque<>();
        Set<KernelFuture<?>> onWay = Collections.newSetFromMap(new IdentityHashMap<>());
        way.push(new Visit(root));
        onWay.add(root);
        while (true) {
            Visit visit = way.peek();
            if (!visit.left.isEmpty()) {
                KernelTask<?> awaiter = visit.left.remove();
                CallGraph known = captured.get(awaiter);
                if (known != null) {
                    visit.awaitedBy.add(known);
                } else if (onWay.add(awaiter)) {
                    way.push(new Visit(awaiter));
                } else {
                    visit.awaitedBy.add(new CallGraph(awaiter, stack(awaiter), List.of(), true));
                }
                continue;
            }
            way.pop();
            onWay.remove(visit.future);
            CallGraph graph =
                    new CallGraph(visit.future, stack(visit.future), visit.awaitedBy, false);
            captured.put(visit.future, graph);
            if (way.isEmpty()) {
                return graph;
            }
            way.peek().awaitedBy.add(graph);
        }
    }

    private List<StackTraceElement> stack(KernelFuture<?> future) {
        return future instanceof KernelTask<?> task ? task.stack(limit) : List.of();
    }

    /// A future on the way, and who of those that wait for it is still to be visited.
    private static final class Visit {
        final KernelFuture<?> future;
        final Deque<KernelTask<?>> left;
        final List<CallGraph> awaitedBy = new ArrayList<>();

        Visit(KernelFuture<?> future) {
            this.future = future;
            this.left = new ArrayDeque<>(awaiters(future));
        }
    }

    /// {@return the rows of a loop in a table, to any thread}
    ///
    /// @param loop the loop
    public static List<TaskTable.Row> rows(EventLoop loop) {
        KernelLoop asked = (KernelLoop) loop;
        return asked.ask(() -> rowsOf(asked));
    }

    private static List<TaskTable.Row> rowsOf(KernelLoop loop) {
        Map<KernelTask<?>, TaskTable.Entry> entries = new IdentityHashMap<>();
        List<TaskTable.Row> rows = new ArrayList<>();
        for (Task<?> pending : loop.tasks.snapshot()) {
            KernelTask<?> task = (KernelTask<?>) pending;
            Set<KernelTask<?>> awaiters = awaiters(task);
            TaskTable.Entry entry = entries.computeIfAbsent(task, AwaitGraph::entry);
            long thread = loop.cycle.thread.threadId();
            if (awaiters.isEmpty()) {
                rows.add(new TaskTable.Row(thread, entry, null));
            }
            for (KernelTask<?> awaiter : awaiters) {
                TaskTable.Entry other = entries.computeIfAbsent(awaiter, AwaitGraph::entry);
                rows.add(new TaskTable.Row(thread, entry, other));
            }
        }
        return rows;
    }

    private static TaskTable.Entry entry(KernelTask<?> task) {
        return new TaskTable.Entry(task.number(), task.name(), task.stack());
    }

    /// {@return the tasks that wait for a future, directly or through other futures}
    static Set<KernelTask<?>> awaiters(KernelFuture<?> future) {
        Set<KernelTask<?>> found = new LinkedHashSet<>();
        collect(future, found, Collections.newSetFromMap(new IdentityHashMap<>()));
        return found;
    }

    private static void collect(
            KernelFuture<?> future, Set<KernelTask<?>> found, Set<KernelFuture<?>> seen) {
        if (!seen.add(future)) {
            return;
        }
        for (Entry waiter : future.waiters()) {
            if (waiter instanceof Fiber fiber && fiber.task != null) {
                found.add(fiber.task);
            } else if (waiter instanceof DoneCallback<?> callback) {
                KernelFuture<?> through = callback.waiter;
                if (through instanceof KernelTask<?> task) {
                    found.add(task);
                } else if (through != null) {
                    collect(through, found, seen);
                }
            }
        }
    }
}
