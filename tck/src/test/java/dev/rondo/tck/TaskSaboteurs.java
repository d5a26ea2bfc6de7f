package dev.rondo.tck;

import dev.rondo.kernel.TaskSabotage;
import java.util.List;
import java.util.Map;

/// Loops that lose what a task has or is.
final class TaskSaboteurs {
    private static final String TASK = "dev.rondo.kernel.KernelTask";
    private static final String MAKER = "dev.rondo.kernel.TaskMaker";
    private static final String REPORTS = "dev.rondo.kernel.ErrorReports";
    private static final String FAILURE = "dev.rondo.kernel.Unretrieved";

    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of("TASK-1", "the result of a body is lost")
                            .in(
                                    TASK,
                                    "execute",
                                    Fault.redirect(
                                            "succeed", TaskSabotage.class, "succeedWithNull"))
                            .seen("the result of the run"),
                    Saboteur.of("TASK-2", "a first step is made an iteration late")
                            .in(
                                    TASK,
                                    "schedule",
                                    Fault.redirect("add", 1, TaskSabotage.class, "addLater"))
                            .seen("ran in the next iteration"),
                    Saboteur.of("TASK-3", "a task that gives up its turn keeps it")
                            .in(TASK, "yieldTurn", Fault.returns(null))
                            .seen("the steps of one iteration"),
                    Saboteur.of("TASK-4", "a task takes a result from outside in silence")
                            .in(TASK, "setResult", Fault.returns(null))
                            .seen("completed from outside"),
                    Saboteur.of("TASK-5", "a future of another loop may be awaited")
                            .in(TASK, "checkMayAwait", Fault.negate(2))
                            .seen("its loop cannot complete"),
                    Saboteur.of("TASK-6", "a task may await itself")
                            .in(TASK, "checkMayAwait", Fault.negate(1))
                            .seen("the task waits for itself"),
                    Saboteur.of("TASK-7", "all tasks have one number")
                            .in(TASK, "<init>", Fault.skip("incrementAndGet"))
                            .seen("not counted upwards"),
                    Saboteur.of("TASK-8", "a new name is forgotten")
                            .in(TASK, "setName", Fault.returns(null))
                            .seen("a name given later"),
                    Saboteur.of("TASK-9", "ensureFuture forgets what it was given")
                            .in("dev.rondo.Rondo", "ensureFuture", Fault.returns(null))
                            .seen("ensureFuture of a future"),
                    Saboteur.of("TASK-10", "a task waits for the future that its body returns")
                            .in(
                                    TASK,
                                    "execute",
                                    Fault.redirect(
                                            "succeed", TaskSabotage.class, "succeedWithItsResult"))
                            .seen("the task waits for the future"),
                    Saboteur.of("TASK-11", "a closed loop takes tasks")
                            .in(MAKER, "make", Fault.skip("checkOpen"))
                            .seen("a closed loop took a task"),
                    Saboteur.of("TASK-12", "who awaits a failure does not show in it")
                            .in(FAILURE, "addAwaitingFrames", Fault.returns(null))
                            .seen("who awaited is not behind who threw"),
                    Saboteur.of("TASK-13", "the report of a failure does not name its task")
                            .in(FAILURE, "<init>", Fault.skip("name"))
                            .seen("'null'"),
                    Saboteur.of("TASK-14", "a task factory is forgotten")
                            .in(
                                    "dev.rondo.kernel.KernelLoop",
                                    "setTaskFactory",
                                    Fault.returns(null))
                            .seen("createTask while the loop does not run"),
                    Saboteur.of("TASK-15", "the name that a factory chooses is forgotten")
                            .in(MAKER, "make", Fault.skip("name"))
                            .seen("the name that the factory chose"),
                    Saboteur.of("TASK-16", "a task of another loop is taken from a factory")
                            .in(MAKER, "create", Fault.negate(3))
                            .seen("the creator got what the factory returned"),
                    Saboteur.of("TASK-17", "a command runs outside of any coroutine")
                            .in(
                                    REPORTS,
                                    "spawnReporting",
                                    Fault.redirect("spawn", TaskSabotage.class, "runHere"))
                            .seen("cannot sleep"),
                    Saboteur.of("TASK-18", "what a command throws is lost")
                            .in(REPORTS, "spawn", Fault.skip("report"))
                            .seen("what was reported"));

    static final Map<String, String> NONE = Map.of();

    private TaskSaboteurs() {}
}
