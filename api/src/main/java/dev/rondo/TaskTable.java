package dev.rondo;

import dev.rondo.kernel.AwaitGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The pending tasks of some loops, and who waits for whom: a view of a whole process, as data and
/// as text.
///
/// A moment's view of each loop, one after the other.
///
/// Source: `python -m asyncio ps` and `pstree`.
///
/// @param rows one for each task and each task that waits for it, in the order of creation; a task
///   that nobody waits for has one row
public record TaskTable(List<Row> rows) {
    /// A task in the table.
    ///
    /// @param id the number that the task's default name has
    /// @param name the name
    /// @param stack the frames of the coroutine, innermost first, without those of the loop
    public record Entry(long id, String name, List<StackTraceElement> stack) {
        /// Creates an entry.
        public Entry {
            Objects.requireNonNull(name, "name");
            stack = List.copyOf(Objects.requireNonNull(stack, "stack"));
        }
    }

    /// A row of the table.
    ///
    /// @param threadId the thread of the task's loop
    /// @param task the task
    /// @param awaiter a task that waits for it, or null
    public record Row(long threadId, Entry task, @Nullable Entry awaiter) {
        /// Creates a row.
        public Row {
            Objects.requireNonNull(task, "task");
        }
    }

    /// Creates a table.
    public TaskTable {
        rows = List.copyOf(Objects.requireNonNull(rows, "rows"));
    }

    /// {@return the table of some loops}
    ///
    /// May be called from any thread; from another one than that of a running loop it waits for an
    /// iteration of that loop.
    ///
    /// @param loops the loops
    public static TaskTable of(EventLoop... loops) {
        List<Row> rows = new ArrayList<>();
        for (EventLoop loop : Objects.requireNonNull(loops, "loops")) {
            rows.addAll(AwaitGraph.rows(Objects.requireNonNull(loop, "a loop")));
        }
        return new TaskTable(rows);
    }

    /// {@return tasks that wait for each other: in each list one waits for the next, and the last
    /// for the first}
    ///
    /// There is one list for each wait that closes a circle. A task of a circle goes on only if
    /// somebody cancels one.
    public List<List<Entry>> circles() {
        return new TaskTree(rows).circles();
    }

    /// {@return the tasks under those that wait for them, with the frames in between, as text of
    /// many lines}
    ///
    /// Empty if there are no tasks. A task for which several wait is shown in full the first time.
    /// If tasks wait for each other there is no tree, and the text names the [#circles].
    public String formatTree() {
        return new TaskTree(rows).format();
    }

    /// {@return this table as text, with a line for each row under a heading}
    public String format() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(
                List.of(
                        "thread",
                        "task id",
                        "task name",
                        "stack",
                        "awaiter stack",
                        "awaiter name",
                        "awaiter id"));
        rows.forEach(row -> lines.add(cells(row)));
        int[] widths = new int[lines.getFirst().size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        return lines.stream()
                .map(line -> join(line, widths) + System.lineSeparator())
                .collect(Collectors.joining());
    }

    private static List<String> cells(Row row) {
        Entry awaiter = row.awaiter;
        return Stream.of(
                        Long.toString(row.threadId),
                        Long.toString(row.task.id),
                        row.task.name,
                        frames(row.task),
                        awaiter == null ? "" : frames(awaiter),
                        awaiter == null ? "" : awaiter.name,
                        awaiter == null ? "" : Long.toString(awaiter.id))
                .toList();
    }

    private static String join(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = cells.get(i);
            line.append(cell).repeat(' ', widths[i] - cell.length() + 2);
        }
        return line.toString().stripTrailing();
    }

    private static String frames(Entry entry) {
        return entry.stack.stream().map(TaskTable::shortName).collect(Collectors.joining(" <- "));
    }

    private static String shortName(StackTraceElement frame) {
        String owner = frame.getClassName();
        return owner.substring(owner.lastIndexOf('.') + 1) + "." + frame.getMethodName();
    }
}
