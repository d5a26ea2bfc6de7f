package dev.rondo.tck;

import dev.rondo.kernel.TaskSabotage;
import java.util.List;
import java.util.Map;

/// Loops that lose a cancellation, or see one where there is none.
final class CancellationSaboteurs {
    private static final String TASK = "dev.rondo.kernel.KernelTask";
    private static final String FUTURE = "dev.rondo.kernel.KernelFuture";

    private static final Fault NOBODY_KNOWS = Fault.skip("nudged");

    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of("TASK-19", "a request to cancel is counted and lost")
                            .in(TASK, "cancelNow", Fault.skip("cancelHere"))
                            .seen("seen at the next step"),
                    Saboteur.of("TASK-109", "an interrupt of the kernel's own is a failure")
                            .under("scheduled")
                            .in("dev.rondo.kernel.ScheduledFiber", "interruptThread", NOBODY_KNOWS)
                            .seen("InterruptedException"),
                    Saboteur.of("TASK-20", "a cancellation is an exception")
                            .in(
                                    FUTURE,
                                    "cancelledError",
                                    Fault.enter(TaskSabotage.class, "throwException"))
                            .seen("CANCELLED"),
                    Saboteur.of("TASK-21", "a task that is ready is not told of its cancellation")
                            .in(
                                    TASK,
                                    "cancelHere",
                                    Fault.redirect("cancelNow", TaskSabotage.class, "cancelAnyway"))
                            .seen("the end of the task"),
                    Saboteur.of("TASK-22", "another thread's request loses its message")
                            .in(
                                    FUTURE,
                                    "requestCancel",
                                    Fault.redirect(
                                            "cancelNow",
                                            TaskSabotage.class,
                                            "cancelWithoutMessage"))
                            .seen("the message ==> expected: <from another thread>"),
                    Saboteur.of("TASK-23", "a body runs although its task was cancelled")
                            .in(TASK, "endedBeforeStart", Fault.returns(false))
                            .seen("the body ran"),
                    Saboteur.of("TASK-24", "a cancellation stops at the outermost task")
                            .in(
                                    TASK,
                                    "cancelNow",
                                    Fault.redirect("innermost", TaskSabotage.class, "itself"))
                            .seen("the innermost future is not cancelled at once"),
                    Saboteur.of("TASK-25", "the innermost task is found by recursion")
                            .in(
                                    TASK,
                                    "cancelNow",
                                    Fault.redirect(
                                            "innermost",
                                            TaskSabotage.class,
                                            "innermostByRecursion"))
                            .seen("StackOverflowError"),
                    Saboteur.of("TASK-26", "nobody leaves a circle of tasks")
                            .in(TASK, "leaveCircle", Fault.returns(null))
                            .seen("not cancelled: Task["),
                    Saboteur.of("TASK-27", "a cancelled future loses the message")
                            .in(
                                    FUTURE,
                                    "cancelNow",
                                    Fault.redirect(
                                            "endCancelled",
                                            TaskSabotage.class,
                                            "endWithoutMessage"))
                            .seen("the message"),
                    Saboteur.of("TASK-28", "a request to cancel is lost")
                            .in(FUTURE, "requestCancel", Fault.returns(false))
                            .seen("task, then future"),
                    Saboteur.of("TASK-29", "a task that was ever asked to cancel cannot succeed")
                            .in(
                                    TASK,
                                    "execute",
                                    Fault.redirect(
                                            "succeed", TaskSabotage.class, "succeedUnlessAsked"))
                            .seen("the end of the task"),
                    Saboteur.of("TASK-30", "a request to cancel is delivered at each wait")
                            .in(TASK, "suspendOn", Fault.enter(TaskSabotage.class, "cancelAgain"))
                            .seen("what the task awaits next was cancelled, too"),
                    Saboteur.of("TASK-31", "a wait does not look for a request that came before it")
                            .in(TASK, "suspendOn", Fault.skip("cancelNow"))
                            .seen("the end, with a sleep of PT24H"),
                    Saboteur.of("TASK-32", "a body that returns has succeeded, come what may")
                            .in(TASK, "execute", Fault.negate(1))
                            .seen("the end of the task"),
                    Saboteur.of("TASK-33", "a wait does not look for a request that came before it")
                            .in(TASK, "suspendOn", Fault.skip("cancelNow"))
                            .seen("what the child waits for"),
                    Saboteur.of("TASK-34", "uncancel() takes nothing away")
                            .in(TASK, "uncancel", Fault.returns(0))
                            .seen("what the first uncancel() returns"),
                    Saboteur.of("TASK-35", "a request that was taken back is delivered")
                            .in(TASK, "uncancel", Fault.skip("delivered"))
                            .seen("after all requests were taken back"),
                    Saboteur.of("TASK-36", "a message does not arrive")
                            .in(
                                    FUTURE,
                                    "cancelNow",
                                    Fault.redirect(
                                            "endCancelled",
                                            TaskSabotage.class,
                                            "endWithoutMessage"))
                            .seen("what the body saw"),
                    Saboteur.of("TASK-37", "a failure that answers a cancellation is taken for it")
                            .in(
                                    TASK,
                                    "execute",
                                    Fault.redirect("fail", TaskSabotage.class, "cancelInstead"))
                            .seen("the end of the task"),
                    Saboteur.of("TASK-38", "no error is fatal")
                            .in("dev.rondo.kernel.FatalErrors", "isFatal", Fault.returns(false))
                            .seen("did not leave the run"));

    static final Map<String, String> NONE = Map.of();

    private CancellationSaboteurs() {}
}
