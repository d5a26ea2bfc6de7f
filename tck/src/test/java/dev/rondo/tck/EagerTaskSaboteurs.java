package dev.rondo.tck;

import dev.rondo.kernel.TaskSabotage;
import java.util.List;
import java.util.Map;

/// Loops whose eager tasks are not.
final class EagerTaskSaboteurs {
    private static final String TASK = "dev.rondo.kernel.KernelTask";
    private static final String MAKER = "dev.rondo.kernel.TaskMaker";

    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of("TASK-39", "an eager task starts in the next iteration")
                            .in(
                                    MAKER,
                                    "make",
                                    Fault.redirect("start", TaskSabotage.class, "startLater"))
                            .seen("when createTask returns"),
                    Saboteur.of("TASK-40", "the creator gets what the first step throws")
                            .in(
                                    TASK,
                                    "start",
                                    Fault.redirect("start", TaskSabotage.class, "startAndThrow"))
                            .seen("boom"),
                    Saboteur.of("TASK-41", "an eager task starts in the next iteration")
                            .in(
                                    MAKER,
                                    "make",
                                    Fault.redirect("start", TaskSabotage.class, "startLater"))
                            .seen("the order of events"),
                    Saboteur.of("TASK-42", "the creator gets in line behind what is ready")
                            .in(
                                    "dev.rondo.kernel.Fiber",
                                    "start",
                                    Fault.redirect(
                                            "handOver",
                                            TaskSabotage.class,
                                            "handOverThroughTheQueue"))
                            .seen("what ran in the iteration of the creation"),
                    Saboteur.of("TASK-43", "an eager task starts in the next iteration")
                            .in(
                                    MAKER,
                                    "make",
                                    Fault.redirect("start", TaskSabotage.class, "startLater"))
                            .seen("what ran, in order"),
                    Saboteur.of("TASK-44", "a request to cancel is counted and lost")
                            .in(TASK, "cancelNow", Fault.skip("cancelHere"))
                            .seen("the end of the task"),
                    Saboteur.of("TASK-45", "a task that is done can be cancelled")
                            .in(
                                    "dev.rondo.kernel.KernelFuture",
                                    "requestCancel",
                                    Fault.returns(true))
                            .seen("what cancel() returns"),
                    Saboteur.of(
                                    "TASK-46",
                                    "the factory decides about the start, whatever the options say")
                            .in("dev.rondo.TaskFactory$1", "createTask", Fault.negate(1))
                            .seen("what ran, in order"),
                    Saboteur.of("TASK-47", "a first step is made an iteration late")
                            .in(
                                    TASK,
                                    "schedule",
                                    Fault.redirect("add", 1, TaskSabotage.class, "addLater"))
                            .seen("what ran in the next iteration"),
                    Saboteur.of("TASK-48", "an eager task starts in the next iteration")
                            .in(
                                    MAKER,
                                    "make",
                                    Fault.redirect("start", TaskSabotage.class, "startLater"))
                            .seen("the iteration in which all ran"),
                    Saboteur.of("TASK-49", "an eager task starts in the next iteration")
                            .in(
                                    MAKER,
                                    "make",
                                    Fault.redirect("start", TaskSabotage.class, "startLater"))
                            .seen("bodies that ran before createTask returned"));

    static final Map<String, String> NONE = Map.of();

    private EagerTaskSaboteurs() {}
}
