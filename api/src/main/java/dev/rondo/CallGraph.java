package dev.rondo;

import dev.rondo.kernel.AwaitGraph;
import dev.rondo.kernel.Running;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Who waits for a future or task, and where: its call stack, continued over the tasks that wait
/// for it.
///
/// A moment's view, which keeps nothing running. Capturing may be done from any thread; from
/// another one while the loop runs it waits for an iteration.
///
/// Source: `asyncio.capture_call_graph` and its relatives.
///
/// @param future the future or task
/// @param stack the frames of the task, innermost first, without those of the loop; empty for a
///   future that is no task
/// @param awaitedBy the tasks that wait for it, directly or through a gather, a shield or the like
/// @param isCircle whether this is a task that stands further down already: tasks wait for each
///   other, and who waits for this one is not listed again
public record CallGraph(
        LoopFuture<?> future,
        List<StackTraceElement> stack,
        List<CallGraph> awaitedBy,
        boolean isCircle) {
    /// Creates a graph.
    public CallGraph {
        Objects.requireNonNull(future, "future");
        stack = List.copyOf(Objects.requireNonNull(stack, "stack"));
        awaitedBy = List.copyOf(Objects.requireNonNull(awaitedBy, "awaitedBy"));
    }

    /// {@return the graph of a future or task}
    ///
    /// @param future a future of any loop
    public static CallGraph of(LoopFuture<?> future) {
        return of(future, Integer.MAX_VALUE);
    }

    /// {@return the graph of a future or task, with short stacks}
    ///
    /// @param future a future of any loop
    /// @param limit how many frames of each stack at most, from the innermost
    /// @throws IllegalArgumentException if the limit is negative
    public static CallGraph of(LoopFuture<?> future, int limit) {
        return AwaitGraph.of(Objects.requireNonNull(future, "future"), limit);
    }

    /// {@return the graph of the task that runs here}
    ///
    /// @throws IllegalStateException outside of a coroutine
    public static CallGraph current() {
        return of(Running.task());
    }

    /// {@return this graph as text of many lines, for people}
    ///
    /// A task that is reached on several ways is shown in full the first time.
    public String format() {
        StringBuilder text = new StringBuilder();
        Set<LoopFuture<?>> shown = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Indented> left = new ArrayDeque<>();
        left.push(new Indented(this, ""));
        while (!left.isEmpty()) {
            Indented next = left.pop();
            boolean isFirst = shown.add(next.graph.future);
            next.appendTo(text, isFirst);
            if (isFirst) {
                for (CallGraph awaiter : next.graph.awaitedBy.reversed()) {
                    left.push(new Indented(awaiter, next.indent + "    "));
                }
            }
        }
        return text.toString();
    }

    /// Prints this graph as [#format] shows it.
    ///
    /// @param out where to
    public void print(PrintStream out) {
        out.print(format());
    }

    /// {@return a line without the graph}
    @Override
    public String toString() {
        return "CallGraph[" + future + ", awaited by " + awaitedBy.size() + "]";
    }

    /// A graph in the text, and how far to the right it stands.
    private record Indented(CallGraph graph, String indent) {
        void appendTo(StringBuilder text, boolean isFirst) {
            String note = graph.isCircle ? " (waits in a circle)" : isFirst ? "" : " (shown above)";
            line(text, "* " + graph.title() + note);
            if (!isFirst) {
                return;
            }
            if (!graph.stack.isEmpty()) {
                line(text, "  + call stack:");
                graph.stack.forEach(frame -> line(text, "  |   at " + frame));
            }
            if (!graph.awaitedBy.isEmpty()) {
                line(text, "  + awaited by:");
            }
        }

        private void line(StringBuilder text, String words) {
            text.append(indent).append(words).append(System.lineSeparator());
        }
    }

    private String title() {
        return future instanceof Task<?> task ? "task '" + task.name() + "'" : future.toString();
    }
}
