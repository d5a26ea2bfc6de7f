package dev.rondo.tck;

import dev.rondo.kernel.FutureSabotage;
import java.util.List;
import java.util.Map;

/// Loops that break a promise to a thread that has them run a coroutine.
final class ThreadSafeTaskSaboteurs {
    private static final String TASKS = "dev.rondo.kernel.ThreadSafeTasks";
    private static final String FUTURE = "dev.rondo.kernel.KernelFuture";

    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of("TASK-101", "the result does not reach the thread")
                            .in(
                                    FUTURE,
                                    "endAlike",
                                    Fault.redirect(
                                            "complete",
                                            FutureSabotage.class,
                                            "completeWithNothing"))
                            .seen("each has its own result"),
                    Saboteur.of("TASK-102", "the thread gets null in place of the exception")
                            .in(
                                    FUTURE,
                                    "endAlike",
                                    Fault.redirect(
                                            "completeExceptionally",
                                            FutureSabotage.class,
                                            "succeedInstead"))
                            .seen("ExecutionException"),
                    Saboteur.of("TASK-103", "a cancel of the future leaves the task alone")
                            .in(TASKS, "createTask", Fault.skip("cancel"))
                            .seen("tasks besides this one"),
                    Saboteur.of("TASK-104", "a cancelled task is a failure for the thread")
                            .in(
                                    FUTURE,
                                    "endAlike",
                                    Fault.redirect("cancel", FutureSabotage.class, "failInstead"))
                            .seen("CancellationException"),
                    Saboteur.of("TASK-105", "a running task does not hear of the cancel")
                            .inVain()
                            .in(TASKS, "createTask", Fault.skip("cancel"))
                            .seen("nothing came within"),
                    Saboteur.of("TASK-106", "a cancel before the start is overlooked")
                            .in(TASKS, "createTask", Fault.negate(1))
                            .in(TASKS, "createTask", Fault.skip("cancel"))
                            .seen("a cancelled body ran"),
                    Saboteur.of("TASK-107", "nobody looks whether the loop is closing")
                            .in(TASKS, "createTask", Fault.skip("checkOpen"))
                            .seen("exception handler was called"),
                    Saboteur.of("TASK-110", "what nobody can see counts as seen")
                            .in(FUTURE, "endAlike", Fault.negate(2))
                            .seen("nothing was reported"),
                    Saboteur.of("TASK-108", "the thread does not hear of the factory's failure")
                            .in(
                                    TASKS,
                                    "createTask",
                                    Fault.redirect(
                                            "completeExceptionally",
                                            2,
                                            FutureSabotage.class,
                                            "succeedInstead"))
                            .seen("ExecutionException"));

    static final Map<String, String> NONE = Map.of();

    private ThreadSafeTaskSaboteurs() {}
}
