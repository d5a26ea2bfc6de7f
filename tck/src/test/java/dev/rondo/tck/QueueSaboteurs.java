package dev.rondo.tck;

import dev.rondo.kernel.WaitLineSabotage;
import java.util.List;
import java.util.Map;

/// Queues with one fault each.
final class QueueSaboteurs {
    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of("QUEUE-1", "items are taken from the other end")
                            .in(
                                    "dev.rondo.Queue",
                                    "getNoWait",
                                    Fault.redirect("poll", WaitLineSabotage.class, "otherEnd"))
                            .seen("the order of the items"),
                    Saboteur.of("QUEUE-2", "items are taken from the other end")
                            .in(
                                    "dev.rondo.Queue",
                                    "getNoWait",
                                    Fault.redirect("poll", WaitLineSabotage.class, "otherEnd"))
                            .seen("the order of the items"),
                    Saboteur.of("QUEUE-3", "items are taken from the other end")
                            .in(
                                    "dev.rondo.Queue",
                                    "getNoWait",
                                    Fault.redirect("poll", WaitLineSabotage.class, "otherEnd"))
                            .seen("the order of the items"),
                    Saboteur.of("QUEUE-4", "a queue is never full")
                            .in("dev.rondo.Queue", "isFull", Fault.returns(false))
                            .seen("the items in a queue with room for two"),
                    Saboteur.of("QUEUE-5", "a queue is always full")
                            .in("dev.rondo.Queue", "isFull", Fault.returns(true))
                            .seen("isFull with 0 of 2 items"),
                    Saboteur.of("QUEUE-6", "putNoWait does not look for room")
                            .in("dev.rondo.Queue", "putNoWait", Fault.skip("isFull"))
                            .seen("putNoWait into a full queue"),
                    Saboteur.of("QUEUE-7", "a put wakes nobody")
                            .in("dev.rondo.Queue", "putNoWait", Fault.skip("wakeFirst"))
                            .seen("get did not go on after a put"),
                    Saboteur.of("QUEUE-8", "the last put that waits is woken first")
                            .in(
                                    "dev.rondo.kernel.WaitLine",
                                    "wakeFirst",
                                    Fault.redirect("poll", WaitLineSabotage.class, "last"))
                            .seen("the next item"),
                    Saboteur.of("QUEUE-9", "a get wakes nobody")
                            .in("dev.rondo.Queue", "getNoWait", Fault.skip("wakeFirst"))
                            .seen("items that have passed"),
                    Saboteur.of("QUEUE-10", "the item of a cancelled get wakes nobody")
                            .in("dev.rondo.kernel.WaitLine", "await", Fault.skip("run"))
                            .seen("what the two other getters have got"),
                    Saboteur.of("QUEUE-11", "a put wakes a get that is cancelled")
                            .in(
                                    "dev.rondo.kernel.WaitLine",
                                    "wakeFirst",
                                    Fault.redirect(
                                            "succeed", WaitLineSabotage.class, "isAlwaysWoken"))
                            .seen("what the other getter has got"),
                    Saboteur.of("QUEUE-12", "the room of a cancelled put wakes nobody")
                            .in("dev.rondo.kernel.WaitLine", "await", Fault.skip("run"))
                            .seen("a cancelled put has kept the room"),
                    Saboteur.of("QUEUE-13", "a cancelled get keeps its place")
                            .in(
                                    "dev.rondo.kernel.WaitLine$Place",
                                    "awaitWaking",
                                    Fault.skip("remove"))
                            .seen("a get is left"),
                    Saboteur.of("QUEUE-14", "a cancellation after the wake-up is lost")
                            .in(
                                    "dev.rondo.kernel.KernelTask",
                                    "throwIfCancelled",
                                    Fault.returns(null))
                            .seen("a cancelled put has put its item"),
                    Saboteur.of("QUEUE-15", "join returns before the last taskDone")
                            .in("dev.rondo.Queue", "finish", Fault.negate(1))
                            .seen("items done when join returned"),
                    Saboteur.of("QUEUE-16", "join looks at the count the wrong way round")
                            .in("dev.rondo.Queue", "join", Fault.negate(1))
                            .seen("join of a queue without items waits"),
                    Saboteur.of("QUEUE-17", "nobody counts the calls of taskDone")
                            .in("dev.rondo.Queue", "taskDone", Fault.negate(1))
                            .seen("taskDone more often than there were items"),
                    Saboteur.of("QUEUE-18", "shutdown forgets the puts that wait")
                            .in("dev.rondo.Queue", "shutdown", Fault.skip("wakeAll", 2))
                            .seen("a put still waits after shutdown"),
                    Saboteur.of("QUEUE-19", "every shutdown is immediate")
                            .in("dev.rondo.Queue", "shutdown", Fault.constant(false, true))
                            .seen("the items that are left after shutdown"),
                    Saboteur.of("QUEUE-20", "shutdown forgets the gets that wait")
                            .in("dev.rondo.Queue", "shutdown", Fault.skip("wakeAll", 1))
                            .seen("a get still waits after shutdown"),
                    Saboteur.of("QUEUE-21", "items that are dropped are not counted")
                            .in("dev.rondo.Queue", "shutdown", Fault.skip("finish"))
                            .seen("join waits for items that were dropped"),
                    Saboteur.of("QUEUE-22", "join returns while items are in hand")
                            .in("dev.rondo.Queue", "finish", Fault.negate(1))
                            .seen("join did not wait for the item in hand"),
                    Saboteur.of("QUEUE-23", "who waits first does not decide on the loop")
                            .in(
                                    "dev.rondo.kernel.HomeLoop",
                                    "bind",
                                    Fault.skip("compareAndExchange"))
                            .seen("has waiters in two loops"));

    static final Map<String, String> NONE = Map.of();

    private QueueSaboteurs() {}
}
