package dev.rondo.tck;

import dev.rondo.kernel.ScopeSabotage;
import java.util.List;
import java.util.Map;

/// Groups that lose tasks, failures or cancellations.
final class TaskGroupSaboteurs {
    private static final String GROUP = "dev.rondo.kernel.KernelTaskGroup";
    private static final String FUTURE = "dev.rondo.kernel.KernelFuture";

    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of("GROUP-1", "the group does not wait for its tasks")
                            .in(GROUP, "leave", Fault.skip("awaitChildren"))
                            .seen("what had ended with the group"),
                    Saboteur.of("GROUP-2", "no task is taken after the end of the body")
                            .in(GROUP, "add", Fault.negate(2))
                            .seen("the group has ended"),
                    Saboteur.of("GROUP-3", "the end of the group costs a turn")
                            .in(GROUP, "leave", Fault.enter(ScopeSabotage.class, "giveUpTheTurn"))
                            .seen("turn given up"),
                    Saboteur.of("GROUP-4", "a cancelled task counts as failed")
                            .in(
                                    FUTURE,
                                    "endCancelled",
                                    Fault.enter(ScopeSabotage.class, "failInstead"))
                            .seen("tasks of the group failed"),
                    Saboteur.of("GROUP-5", "the shutdown is not noted")
                            .in(GROUP, "abort", Fault.constant(true, false))
                            .seen("what was done with the late task"),
                    Saboteur.of("GROUP-6", "a task that has ended is looked at inside its creation")
                            .in(
                                    GROUP,
                                    "add",
                                    Fault.redirect("onDone", ScopeSabotage.class, "onDoneAtOnce"))
                            .seen("creator of the failed task went on"),
                    Saboteur.of("GROUP-7", "the end of the body is not noted")
                            .in(GROUP, "leave", Fault.constant(true, false))
                            .seen("a group that is ended takes no task"),
                    Saboteur.of("GROUP-8", "nobody looks whether tasks are left")
                            .in(GROUP, "add", Fault.skip("isEmpty"))
                            .seen("a group that is ended takes no task"),
                    Saboteur.of("GROUP-9", "nobody looks whether there is a task")
                            .in("dev.rondo.kernel.Fiber", "requireTask", Fault.returns(null))
                            .seen("there is no task to wait in"),
                    Saboteur.of("GROUP-10", "the options of a task are dropped")
                            .in(
                                    GROUP,
                                    "add",
                                    Fault.redirect("newTask", ScopeSabotage.class, "newPlainTask"))
                            .seen("the names of the tasks"),
                    Saboteur.of("GROUP-11", "the options of a task are dropped")
                            .in(
                                    GROUP,
                                    "add",
                                    Fault.redirect("newTask", ScopeSabotage.class, "newPlainTask"))
                            .seen("what a task that shares sees"),
                    Saboteur.of("GROUP-12", "a task that has ended is kept")
                            .inVain()
                            .in(
                                    GROUP,
                                    "childDone",
                                    Fault.redirect("remove", ScopeSabotage.class, "removeAndKeep"))
                            .seen("not collected"),
                    Saboteur.of("GROUP-13", "siblings are not cancelled")
                            .in(GROUP, "abort", Fault.skip("cancelNow"))
                            .seen("sibling went on"),
                    Saboteur.of("GROUP-14", "failures after the first are lost")
                            .in(
                                    GROUP,
                                    "childDone",
                                    Fault.redirect("add", ScopeSabotage.class, "addIfFirst"))
                            .seen("the failures of the group"),
                    Saboteur.of("GROUP-15", "one task alone is cancelled")
                            .in(
                                    GROUP,
                                    "abort",
                                    Fault.redirect("copyOf", ScopeSabotage.class, "firstOf"))
                            .seen("the failures of the group"),
                    Saboteur.of("GROUP-16", "a failure of the body cancels nothing")
                            .in(GROUP, "leave", Fault.skip("abort"))
                            .seen("child went on"),
                    Saboteur.of("GROUP-17", "the failure of the body is lost")
                            .in(GROUP, "leave", Fault.skip("add"))
                            .seen("the failures of the group"),
                    Saboteur.of("GROUP-18", "the failures of an inner group are spread out")
                            .in(
                                    GROUP,
                                    "leave",
                                    Fault.redirect("add", ScopeSabotage.class, "addMembers"))
                            .seen("TaskGroupException"),
                    Saboteur.of("GROUP-19", "a cancelled task counts as failed")
                            .in(
                                    FUTURE,
                                    "endCancelled",
                                    Fault.enter(ScopeSabotage.class, "failInstead"))
                            .seen("the failures of the outer group"),
                    Saboteur.of("GROUP-20", "a deep recursion counts as fatal")
                            .in("dev.rondo.kernel.FatalErrors", "isFatal", Fault.negate(2))
                            .seen("StackOverflowError"),
                    Saboteur.of("GROUP-21", "a fatal error is wrapped")
                            .in(
                                    GROUP,
                                    "outcome",
                                    Fault.redirect("alone", ScopeSabotage.class, "wrapped"))
                            .seen("what leaves the group"),
                    Saboteur.of("GROUP-22", "a fatal error is wrapped")
                            .in(
                                    GROUP,
                                    "outcome",
                                    Fault.redirect("alone", ScopeSabotage.class, "wrapped"))
                            .seen("what leaves the group"),
                    Saboteur.of("GROUP-23", "a cancelled body does not cancel the tasks")
                            .in(GROUP, "leave", Fault.skip("abort"))
                            .seen("task went on"),
                    Saboteur.of("GROUP-24", "a cancelled wait does not cancel the tasks")
                            .in(GROUP, "awaitChildren", Fault.skip("abort"))
                            .seen("task went on"),
                    Saboteur.of("GROUP-25", "a cancelled wait ends the group")
                            .in(
                                    GROUP,
                                    "awaitChildren",
                                    Fault.redirect("isUnwinding", ScopeSabotage.class, "yes"))
                            .seen("had ended with the group"),
                    Saboteur.of("GROUP-26", "a failure of a task is lost")
                            .in(GROUP, "childDone", Fault.skip("add"))
                            .seen("the failure wins over the cancellation"),
                    Saboteur.of("GROUP-27", "a failure of a task does not cancel the body")
                            .in(GROUP, "childDone", Fault.skip("cancelNow"))
                            .seen("clean-up went on"),
                    Saboteur.of("GROUP-28", "the failure of the body is lost")
                            .in(GROUP, "leave", Fault.skip("add"))
                            .seen("the failure wins over the cancellation"),
                    Saboteur.of("GROUP-29", "a group takes back the requests of others, too")
                            .in(
                                    GROUP,
                                    "leave",
                                    Fault.redirect("uncancel", ScopeSabotage.class, "takeAllBack"))
                            .seen("the requests to cancel"),
                    Saboteur.of("GROUP-30", "the cancellation from outside is dropped")
                            .in(GROUP, "outcome", Fault.skip("cancelNow"))
                            .seen("the cancellation from outside is not lost"),
                    Saboteur.of("GROUP-31", "the group's request to cancel is not taken back")
                            .in(GROUP, "leave", Fault.skip("uncancel"))
                            .seen("requests to cancel left"));

    static final Map<String, String> NONE = Map.of();

    private TaskGroupSaboteurs() {}
}
