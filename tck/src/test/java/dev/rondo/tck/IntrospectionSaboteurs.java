package dev.rondo.tck;

import dev.rondo.kernel.SeeingSabotage;
import java.util.List;
import java.util.Map;

/// Loops that are wrong about their own tasks.
final class IntrospectionSaboteurs {
    private static final String KERNEL = "dev.rondo.kernel.";

    /// The newest task counts as the current one.
    private static final Fault NEWEST_IS_CURRENT =
            Fault.redirect("requireTask", SeeingSabotage.class, "newestTask");

    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of("INTROSPECT-1", "the newest task counts as the current one")
                            .in(KERNEL + "Running", "task", NEWEST_IS_CURRENT)
                            .seen("the current tasks of two that take turns"),
                    Saboteur.of("INTROSPECT-2", "a callback is taken for a task's")
                            .in(KERNEL + "Running", "task", NEWEST_IS_CURRENT)
                            .seen("a callback that asks for the current task"),
                    Saboteur.of("INTROSPECT-3", "without a loop the current task is null")
                            .in(KERNEL + "Running", "task", Fault.returns(null))
                            .seen("before the run"),
                    Saboteur.of("INTROSPECT-4", "tasks that are done stay among the loop's")
                            .in(KERNEL + "KernelTask", "end", Fault.skip("remove"))
                            .seen("when one is done"),
                    Saboteur.of("INTROSPECT-5", "tasks are not listed")
                            .in(KERNEL + "Tasks", "snapshot", Fault.skip("add"))
                            .seen("tasks that were there before and are not listed"),
                    Saboteur.of("INTROSPECT-6", "a task of another loop is listed")
                            .in(
                                    KERNEL + "KernelLoop",
                                    "tasks",
                                    Fault.redirect("ask", SeeingSabotage.class, "withAStranger"))
                            .seen("tasks of a loop with a hundred and one"),
                    Saboteur.of("INTROSPECT-7", "frames of the loop are shown")
                            .in(KERNEL + "CreationSite", "isOurs", Fault.returns(false))
                            .seen("[inner, outer]"),
                    Saboteur.of("INTROSPECT-8", "the call that asks is part of the stack")
                            .in(KERNEL + "CreationSite", "afterWait", Fault.returns(0))
                            .seen("getStackTrace"),
                    Saboteur.of("INTROSPECT-9", "the limit of a stack does not count")
                            .in(
                                    KERNEL + "KernelTask",
                                    "stack",
                                    Fault.redirect("ofProgram", SeeingSabotage.class, "unlimited"))
                            .seen("one frame"),
                    Saboteur.of("INTROSPECT-10", "the frames are not printed")
                            .in(
                                    KERNEL + "KernelTask",
                                    "printStack",
                                    Fault.redirect("stack", SeeingSabotage.class, "noFrames"))
                            .seen("no stack of"),
                    Saboteur.of("INTROSPECT-11", "a task that has failed shows no stack")
                            .in(KERNEL + "KernelFuture", "peekException", Fault.returns(null))
                            .seen("the frame that threw"),
                    Saboteur.of("INTROSPECT-12", "a task does not show its body")
                            .in(KERNEL + "KernelTask", "body", Fault.returns(null))
                            .seen("the body of a task with a result"),
                    Saboteur.of("INTROSPECT-13", "an eager task stays the current one")
                            .in(KERNEL + "Running", "task", NEWEST_IS_CURRENT)
                            .seen("current after an eager task has begun"),
                    Saboteur.of("INTROSPECT-14", "an eager task is not listed")
                            .in(KERNEL + "KernelTask", "start", Fault.skip("add"))
                            .seen("listed during the eager step"));

    static final Map<String, String> NONE = Map.of();

    private IntrospectionSaboteurs() {}
}
