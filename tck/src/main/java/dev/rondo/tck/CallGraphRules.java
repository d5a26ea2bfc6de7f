package dev.rondo.tck;

import static dev.rondo.Rondo.gather;
import static dev.rondo.Rondo.shield;
import static dev.rondo.Rondo.sleep;
import static dev.rondo.Rondo.taskGroup;
import static dev.rondo.Rondo.timeout;
import static dev.rondo.Rondo.waitFor;
import static dev.rondo.Rondo.waitUntil;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CallGraph;
import dev.rondo.Coroutine;
import dev.rondo.EventLoop;
import dev.rondo.LoopFuture;
import dev.rondo.Promise;
import dev.rondo.ReturnWhen;
import dev.rondo.Task;
import dev.rondo.TaskTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Who waits for whom: the graph of one future, and the table and tree of whole loops.
abstract class CallGraphRules {
    private static final Duration DAY = Duration.ofDays(1);

    @Rule(
            id = "INTROSPECT-21",
            text =
                    "The call graph of a task shows its own stack and every task that waits for it, the"
                            + " owner of its group included, with their stacks, and so on.",
            rows = "graph.task-group")
    void showsTheOwnerOfAGroup(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Void> gate = loop.createFuture();
        List<Task<?>> children = new ArrayList<>();
        Task<Void> owner =
                loop.createTask(
                        "owner",
                        () ->
                                taskGroup(group -> {
                                    children.add(group.createTask("child", () -> waiting(gate)));
                                }));
        subject.turns(1);
        Task<?> child = children.getFirst();
        Task<?> other = loop.createTask("other", () -> waiting(child));
        Task<?> last = loop.createTask("last", () -> waiting(other));
        Task<?> another = loop.createTask("another", () -> waiting(child));
        subject.turns(2);

        CallGraph graph = CallGraph.of(child);
        gate.setResult(null);
        loop.runUntilComplete(gather(List.<LoopFuture<?>>of(owner, last, another)));

        assertEquals("waiting", graph.stack().getFirst().getMethodName(), "the stack of the child");
        assertEquals(
                "child <- (owner, other <- (last), another)", outline(graph), "who waits for whom");
        assertTrue(
                graph.awaitedBy().stream().allMatch(waiter -> !waiter.stack().isEmpty()),
                () -> "a waiter without a stack in " + graph.format());
    }

    private static void waiting(LoopFuture<?> future) {
        future.await();
    }

    @Rule(
            id = "INTROSPECT-22",
            text =
                    "The call graph of a future that is no task shows all tasks that wait for it, and"
                            + " no stack of its own.",
            rows = "graph.task-group")
    void showsWhoWaitsForAFuture(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Void> gate = loop.createFuture();
        Task<Void> first = loop.createTask("first", () -> waiting(gate));
        Task<Void> second = loop.createTask("second", () -> waiting(gate));
        subject.turns(1);

        CallGraph graph = CallGraph.of(gate);
        gate.setResult(null);
        loop.runUntilComplete(gather(first, second));

        assertEquals(List.of(), graph.stack(), "the stack of a future");
        assertEquals("future <- (first, second)", outline(graph), "who waits");
        assertEquals("future", outline(CallGraph.of(gate)), "who waits when it is done");
    }

    @Rule(
            id = "INTROSPECT-23",
            text =
                    "A task is shown as waiting through a gather, a shield, a wait for several, a scope"
                            + " with a limit, or directly.",
            rows = "graph.gather-shield-wait")
    void seesThroughCombinators(Subject subject) {
        EventLoop loop = subject.loop();
        Map<String, Waiting> ways = new LinkedHashMap<>();
        ways.put("await", Task::await);
        ways.put("gather", task -> gather(task).await());
        ways.put("gather of a gather", task -> gather(gather(task)).await());
        ways.put("shield", task -> shield(task).await());
        ways.put("waitUntil", task -> waitUntil(List.of(task), ReturnWhen.ALL_COMPLETED));
        ways.put("timeout", task -> timeout(DAY, () -> task.await()));
        ways.put("waitFor", task -> waitFor(task, DAY));

        ways.forEach((name, way) -> {
            Promise<Void> gate = loop.createFuture();
            Task<Void> awaited = loop.createTask("awaited", () -> waiting(gate));
            Task<Void> waiter = loop.createTask("waiter", () -> way.on(awaited));
            subject.turns(2);
            String outline = outline(CallGraph.of(awaited));
            List<Task<?>> awaitedBy = awaited.awaitedBy();
            gate.setResult(null);
            loop.runUntilComplete(waiter);

            assertEquals("awaited <- (waiter)", outline, () -> "the graph through " + name);
            assertEquals(List.of(waiter), awaitedBy, () -> "awaitedBy through " + name);
        });
    }

    /// A way to wait for a task.
    private interface Waiting {
        void on(Task<Void> task) throws Exception;
    }

    @Rule(
            id = "INTROSPECT-24",
            text =
                    "The call graph of the running task begins where it is asked for; its text has a"
                            + " line for each task and frame.",
            rows = "graph.task-group")
    void showsTheRunningTask(Subject subject) {
        EventLoop loop = subject.loop();
        Task<CallGraph> asking = loop.createTask("asking", () -> askingForOwnGraph());
        Task<CallGraph> waiter = loop.createTask("waiter", () -> asking.await());

        CallGraph graph = loop.runUntilComplete(waiter);

        assertEquals("askingForOwnGraph", graph.stack().getFirst().getMethodName());
        assertEquals("asking <- (waiter)", outline(graph), "who waits");
        String text = graph.format();
        assertTrue(text.startsWith("* task 'asking'"), text);
        assertTrue(text.contains("at dev.rondo.tck.CallGraphRules.askingForOwnGraph("), text);
        assertTrue(text.contains("    * task 'waiter'"), text);
    }

    private static CallGraph askingForOwnGraph() {
        sleep(Duration.ZERO);
        return CallGraph.current();
    }

    @Rule(
            id = "INTROSPECT-25",
            text =
                    "The table of a loop has a row for each task and each task that waits for it: the"
                            + " loop's thread, number, name and stack of both; one that nobody waits"
                            + " for has a row as well.",
            rows = "tools.ps-table")
    void listsTasksAndWaiters(Subject subject) {
        EventLoop loop = subject.loop();
        EventLoop other = subject.newLoop();
        Promise<Void> gate = loop.createFuture();
        Task<Void> awaited = loop.createTask("awaited", () -> waiting(gate));
        Task<Void> first = loop.createTask("first", () -> waiting(awaited));
        Task<Void> unnamed = loop.createTask(() -> waiting(awaited));
        Task<Void> foreign = other.createTask("foreign", () -> {});
        subject.turns(2);

        TaskTable table = TaskTable.of(loop, other);
        gate.setResult(null);
        loop.runUntilComplete(gather(first, unnamed));
        other.runUntilComplete(foreign);

        assertEquals(
                List.of(
                        "awaited <- first",
                        "awaited <- " + unnamed.name(),
                        "first",
                        unnamed.name(),
                        "foreign"),
                table.rows().stream().map(CallGraphRules::outline).toList(),
                "the rows");
        TaskTable.Row row = table.rows().getFirst();
        assertEquals("waiting", row.task().stack().getFirst().getMethodName(), "its stack");
        assertEquals(
                table.rows().get(2).task(), row.awaiter(), "the waiter in one row and in its own");
        assertEquals(
                2,
                table.rows().stream().map(TaskTable.Row::threadId).distinct().count(),
                "threads of two loops");
        assertEquals(
                4,
                table.rows().stream().map(each -> each.task().id()).distinct().count(),
                "numbers of four tasks");
        assertEquals(List.of(), TaskTable.of(loop).rows(), "rows without tasks");
    }

    @Rule(
            id = "INTROSPECT-26",
            text = "The table as text has a heading and a line for each row.",
            rows = "tools.ps-table")
    void formatsTheTable(Subject subject) {
        TaskTable.Entry child = entry(2, "child", "read", "main");
        TaskTable.Entry owner = entry(1, "owner", "join");
        TaskTable.Entry nameless = entry(3, "");

        String text = table(row(child, owner), row(owner, null), row(nameless, null)).format();

        List<List<String>> lines =
                text.lines().map(line -> List.of(line.strip().split("\\s{2,}"))).toList();
        assertEquals(4, lines.size(), text);
        assertEquals(
                List.of(
                        "thread",
                        "task id",
                        "task name",
                        "stack",
                        "awaiter stack",
                        "awaiter name",
                        "awaiter id"),
                lines.get(0));
        assertEquals(
                List.of("7", "2", "child", "App.read <- App.main", "App.join", "owner", "1"),
                lines.get(1));
        assertEquals(List.of("7", "1", "owner", "App.join"), lines.get(2));
        assertEquals(List.of("7", "3"), lines.get(3));
    }

    @Rule(
            id = "INTROSPECT-27",
            text =
                    "The tree draws tasks under those that wait for them, with the frames in between,"
                            + " and as many roots as there are tasks that nobody waits for.",
            rows = "tools.ps-table")
    void drawsATree(Subject subject) {
        TaskTable.Entry owner = entry(1, "owner", "join", "main");
        TaskTable.Entry child = entry(2, "child", "read");
        TaskTable.Entry sibling = entry(3, "");
        TaskTable.Entry alone = entry(4, "alone");

        String text =
                table(
                                row(owner, null),
                                row(child, owner),
                                row(sibling, owner),
                                row(sibling, alone),
                                row(alone, null))
                        .formatTree();

        assertEquals(
                """
                ├── task 'owner'
                │   └── App.main(App.java)
                │       └── App.join(App.java)
                │           ├── task 'child'
                │           │   └── App.read(App.java)
                │           └── task 3
                └── task 'alone'
                    └── task 3 (shown above)
                """,
                text.replace(System.lineSeparator(), "\n"));
        assertEquals("", table().formatTree(), "the tree of no tasks");
        String live = TaskTable.of(subject.loop()).formatTree();
        assertEquals("", live, "the tree of a loop without tasks");
    }

    @Rule(
            id = "INTROSPECT-28",
            text =
                    "The tree copes with a waiter that has no row of its own, and with a stack in which"
                            + " a frame stands twice.",
            rows = "tools.ps-table")
    void copesWithOddTables(Subject subject) {
        TaskTable.Entry unknown = entry(999, "unknown", "loop", "loop");
        TaskTable.Entry task = entry(2, "task", "read", "read");

        String text = table(row(task, unknown)).formatTree();

        assertEquals(
                """
                └── task 'unknown'
                    └── App.loop(App.java)
                        └── App.loop(App.java)
                            └── task 'task'
                                └── App.read(App.java)
                                    └── App.read(App.java)
                """,
                text.replace(System.lineSeparator(), "\n"));
    }

    @Rule(
            id = "INTROSPECT-29",
            text =
                    "Tasks that wait for each other are found, all circles of them and a task that waits"
                            + " for itself, and named in place of a tree.",
            rows = "tools.await-cycle")
    void findsCircles(Subject subject) {
        TaskTable.Entry a = entry(1, "a");
        TaskTable.Entry b = entry(2, "b");
        TaskTable.Entry c = entry(3, "c");
        TaskTable.Entry self = entry(4, "self");
        TaskTable.Entry outside = entry(5, "outside");

        TaskTable table =
                table(
                        row(outside, null),
                        row(a, outside),
                        row(a, b),
                        row(b, a),
                        row(a, c),
                        row(c, a),
                        row(self, self));

        assertEquals(
                List.of("a b", "a c", "self"),
                table.circles().stream()
                        .map(circle ->
                                circle.stream()
                                        .map(TaskTable.Entry::name)
                                        .collect(Collectors.joining(" ")))
                        .toList(),
                "the circles");
        String text = table.formatTree();
        assertTrue(text.contains("task 'a' -> task 'b' -> task 'a'"), text);
        assertTrue(text.contains("task 'a' -> task 'c' -> task 'a'"), text);
        assertTrue(text.contains("task 'self' -> task 'self'"), text);
        assertFalse(text.contains("└──"), () -> "a tree of circles: " + text);
        assertEquals(List.of(), table(row(a, b), row(b, null)).circles(), "without a circle");
    }

    @Rule(
            id = "INTROSPECT-30",
            text =
                    "Tasks of a loop that wait for each other show it in the table, and their call graph"
                            + " ends where it comes back.",
            rows = "tools.await-cycle")
    void showsTasksInACircle(Subject subject) {
        EventLoop loop = subject.loop();
        List<Task<Void>> tasks = new ArrayList<>();
        tasks.add(loop.createTask("a", () -> waiting(tasks.get(1))));
        tasks.add(loop.createTask("b", () -> waiting(tasks.get(0))));
        subject.turns(1);

        CallGraph graph = CallGraph.of(tasks.getFirst());
        TaskTable table = TaskTable.of(loop);
        tasks.getFirst().cancel();
        subject.turns(4);

        assertEquals("a <- (b <- (a...))", outline(graph), "the graph of a circle");
        assertEquals(1, table.circles().size(), () -> "circles in " + table.format());
        assertEquals(
                List.of("a", "b"),
                table.circles().getFirst().stream().map(TaskTable.Entry::name).sorted().toList(),
                "the circle");
        assertTrue(graph.format().contains("task 'a' (waits in a circle)"), graph.format());
    }

    @Rule(
            id = "INTROSPECT-31",
            text = "Call graph and table may be taken from another thread while the loop runs.",
            rows = {"graph.task-group", "tools.ps-table"})
    void isShownToOtherThreads(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Void> gate = loop.createFuture();
        Task<Void> task = loop.createTask("task", () -> waiting(gate));
        CountDownLatch isWaiting = new CountDownLatch(1);
        loop.callSoon(() -> loop.callSoon(isWaiting::countDown));
        Thread runner = subject.startThread(() -> loop.runUntilComplete(task));
        subject.await(isWaiting);

        String outline = outline(CallGraph.of(gate));
        List<String> rows =
                TaskTable.of(loop).rows().stream().map(CallGraphRules::outline).toList();
        loop.callSoonThreadSafe(() -> gate.setResult(null));
        join(runner);

        assertEquals("future <- (task)", outline, "the graph from another thread");
        assertEquals(List.of("task"), rows, "the table from another thread");
    }

    @Rule(
            id = "INTROSPECT-32",
            text = "A chain of tasks longer than any stack is shown.",
            rows = {"graph.task-group", "tools.ps-table"})
    void showsLongChains(Subject subject) {
        EventLoop loop = subject.loop();
        int length = 5000;
        Promise<Void> gate = loop.createFuture();
        LoopFuture<Void> awaited = gate;
        for (int i = 0; i < length; i++) {
            LoopFuture<Void> next = awaited;
            Coroutine<Void> body = next::await;
            awaited = loop.createTask(body);
        }
        subject.turns(1);

        int depth = 0;
        CallGraph graph = CallGraph.of(gate, 1);
        while (!graph.awaitedBy().isEmpty()) {
            graph = graph.awaitedBy().getFirst();
            depth++;
        }
        List<List<TaskTable.Entry>> circles = TaskTable.of(loop).circles();
        gate.setResult(null);
        loop.runUntilComplete(awaited);

        assertEquals(length, depth, "tasks in the graph of a chain");
        assertEquals(List.of(), circles, "circles in a chain");
        assertThrows(
                IllegalArgumentException.class, () -> CallGraph.of(gate, -1), "a negative limit");
    }

    /// {@return a graph in a line: names, and who waits in parentheses}
    private static String outline(CallGraph graph) {
        String name = graph.future() instanceof Task<?> task ? task.name() : "future";
        if (graph.isCircle()) {
            return name + "...";
        }
        return graph.awaitedBy().isEmpty()
                ? name
                : name
                        + graph.awaitedBy().stream()
                                .map(CallGraphRules::outline)
                                .collect(Collectors.joining(", ", " <- (", ")"));
    }

    private static String outline(TaskTable.Row row) {
        TaskTable.Entry awaiter = row.awaiter();
        return row.task().name() + (awaiter == null ? "" : " <- " + awaiter.name());
    }

    private static TaskTable table(TaskTable.Row... rows) {
        return new TaskTable(List.of(rows));
    }

    private static TaskTable.Row row(TaskTable.Entry task, TaskTable.@Nullable Entry awaiter) {
        return new TaskTable.Row(7, task, awaiter);
    }

    private static TaskTable.Entry entry(long id, String name, String... methods) {
        return new TaskTable.Entry(
                id,
                name,
                Stream.of(methods)
                        .map(method -> new StackTraceElement("App", method, "App.java", -1))
                        .toList());
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError("the rule was interrupted", e);
        }
    }
}
