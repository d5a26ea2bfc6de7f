package dev.rondo.tck;

import dev.rondo.kernel.SeeingSabotage;
import java.util.List;
import java.util.Map;

/// Loops that lose sight of who waits for whom.
final class CallGraphSaboteurs {
    private static final String GRAPH = "dev.rondo.kernel.AwaitGraph";
    private static final String TREE = "dev.rondo.TaskTree";

    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of("INTROSPECT-21", "the owner of a group is passed over")
                            .in(GRAPH, "collect", Fault.negate(6))
                            .seen("child <- (owner, other <- (last), another)"),
                    Saboteur.of("INTROSPECT-22", "coroutines that wait are passed over")
                            .in(GRAPH, "collect", Fault.negate(4))
                            .seen("future <- (first, second)"),
                    Saboteur.of("INTROSPECT-23", "nobody looks through a gather")
                            .in(GRAPH, "collect", Fault.skip("collect"))
                            .seen("the graph through gather"),
                    Saboteur.of("INTROSPECT-24", "the newest task counts as the current one")
                            .in(
                                    "dev.rondo.kernel.Running",
                                    "task",
                                    Fault.redirect(
                                            "requireTask", SeeingSabotage.class, "newestTask"))
                            .seen("askingForOwnGraph"),
                    Saboteur.of("INTROSPECT-25", "tasks that nobody waits for have no row")
                            .in(GRAPH, "rowsOf", Fault.negate(2))
                            .seen("the rows"),
                    Saboteur.of("INTROSPECT-26", "the table has a heading alone")
                            .in("dev.rondo.TaskTable", "format", Fault.skip("forEach"))
                            .seen("awaiter id"),
                    Saboteur.of("INTROSPECT-27", "the tree ends at its roots")
                            .in(TREE, "formatTree", Fault.skip("pushAll", 2))
                            .seen("task 'child'"),
                    Saboteur.of("INTROSPECT-28", "a waiter without a row is not known")
                            .in(TREE, "<init>", Fault.skip("putIfAbsent", 2))
                            .seen("task 'unknown'"),
                    Saboteur.of("INTROSPECT-29", "circles are not kept")
                            .in(TREE, "findCircles", Fault.skip("add", 1))
                            .seen("the circles"),
                    Saboteur.of("INTROSPECT-30", "a circle is not marked")
                            .in(GRAPH, "capture", Fault.constant(true, false))
                            .seen("a <- (b <- (a...))"),
                    Saboteur.of("INTROSPECT-31", "other threads get no graph")
                            .in(
                                    GRAPH,
                                    "of",
                                    Fault.redirect("ask", SeeingSabotage.class, "refusingOthers"))
                            .seen("does not have the loop's turn"),
                    Saboteur.of("INTROSPECT-32", "the graph is captured by a recursion")
                            .in(
                                    GRAPH,
                                    "of",
                                    Fault.redirect("capture", SeeingSabotage.class, "recursive"))
                            .seen("the graph is too deep"));

    static final Map<String, String> NONE = Map.of();

    private CallGraphSaboteurs() {}
}
