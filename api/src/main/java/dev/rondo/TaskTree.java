package dev.rondo;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// The rows of a [TaskTable] as a graph: who waits, and for whom.
///
/// Walks without recursion, for chains of tasks may be longer than a stack is deep.
final class TaskTree {
    /// All tasks, also those that only stand in the table as somebody who waits.
    private final Map<Long, TaskTable.Entry> entries = new LinkedHashMap<>();

    /// What each one waits for.
    private final Map<Long, List<Long>> awaited = new HashMap<>();

    /// Those that somebody waits for.
    private final Set<Long> hasAwaiter = new HashSet<>();

    TaskTree(List<TaskTable.Row> rows) {
        for (TaskTable.Row row : rows) {
            TaskTable.Entry task = row.task();
            TaskTable.Entry awaiter = row.awaiter();
            entries.putIfAbsent(task.id(), task);
            if (awaiter != null) {
                entries.putIfAbsent(awaiter.id(), awaiter);
                awaited.computeIfAbsent(awaiter.id(), _ -> new ArrayList<>()).add(task.id());
                hasAwaiter.add(task.id());
            }
        }
    }

    private List<Long> awaitedBy(long id) {
        return awaited.getOrDefault(id, List.of());
    }

    private TaskTable.Entry entry(Long id) {
        return Objects.requireNonNull(entries.get(id)); // whoever has an id here has an entry
    }

    List<List<TaskTable.Entry>> circles() {
        List<List<TaskTable.Entry>> found = new ArrayList<>();
        Set<Long> finished = new HashSet<>();
        for (Long start : entries.keySet()) {
            if (!finished.contains(start)) {
                findCircles(start, finished, found);
            }
        }
        return found;
    }

    /// Follows all waits from one task on; a wait for somebody on the way closes a circle.
    private void findCircles(Long start, Set<Long> finished, List<List<TaskTable.Entry>> found) {
        List<Long> way = new ArrayList<>();
        Map<Long, Integer> places = new HashMap<>();
        Deque<Iterator<Long>> left = new ArrayDeque<>();
        Long next = start;
        while (true) {
            if (next != null) {
                Integer place = places.get(next);
                if (place != null) {
                    found.add(way.subList(place, way.size()).stream().map(this::entry).toList());
                } else if (!finished.contains(next)) {
                    places.put(next, way.size());
                    way.add(next);
                    left.push(awaitedBy(next).iterator());
                }
            }
            if (left.isEmpty()) {
                return;
            }
            if (left.peek().hasNext()) {
                next = left.peek().next();
            } else {
                left.pop();
                Long done = way.removeLast();
                places.remove(done);
                finished.add(done);
                next = null;
            }
        }
    }

    String format() {
        List<List<TaskTable.Entry>> circles = circles();
        return circles.isEmpty() ? formatTree() : format(circles);
    }

    private static String format(List<List<TaskTable.Entry>> circles) {
        StringBuilder text = new StringBuilder("tasks wait for each other in a circle:");
        text.append(System.lineSeparator());
        for (List<TaskTable.Entry> circle : circles) {
            text.append("  ")
                    .append(
                            circle.stream()
                                    .map(TaskTree::title)
                                    .collect(Collectors.joining(" -> ")))
                    .append(" -> ")
                    .append(title(circle.getFirst()))
                    .append(System.lineSeparator());
        }
        return text.toString();
    }

    private String formatTree() {
        Deque<Branch> left = new ArrayDeque<>();
        pushAll(
                left,
                entries.keySet().stream().filter(id -> !hasAwaiter.contains(id)).toList(),
                "");
        StringBuilder text = new StringBuilder();
        Set<Long> shown = new HashSet<>();
        while (!left.isEmpty()) {
            Branch branch = left.pop();
            boolean isFirst = shown.add(branch.entry.id());
            String indent = branch.appendTo(text, isFirst);
            if (isFirst) {
                pushAll(left, awaitedBy(branch.entry.id()), indent);
            }
        }
        return text.toString();
    }

    private void pushAll(Deque<Branch> left, List<Long> ids, String indent) {
        for (int i = ids.size() - 1; i >= 0; i--) {
            left.push(new Branch(entry(ids.get(i)), indent, i == ids.size() - 1));
        }
    }

    private static String title(TaskTable.Entry entry) {
        return entry.name().isEmpty() ? "task " + entry.id() : "task '" + entry.name() + "'";
    }

    /// A task in the text, and where it hangs.
    private record Branch(TaskTable.Entry entry, String indent, boolean isLast) {
        /// Appends the task and under it its frames, the outermost first.
        ///
        /// @return the indentation of what hangs below
        String appendTo(StringBuilder text, boolean isFirst) {
            line(text, indent + (isLast ? "└── " : "├── ") + title(entry) + note(isFirst));
            String below = indent + (isLast ? "    " : "│   ");
            if (isFirst) {
                for (StackTraceElement frame : entry.stack().reversed()) {
                    line(text, below + "└── " + frame);
                    below += "    ";
                }
            }
            return below;
        }

        private static String note(boolean isFirst) {
            return isFirst ? "" : " (shown above)";
        }

        private static void line(StringBuilder text, String words) {
            text.append(words).append(System.lineSeparator());
        }
    }
}
