package dev.rondo.tck;

import dev.rondo.kernel.TaskSabotage;
import java.util.List;
import java.util.Map;

/// Loops that mix up whose values are whose.
final class ContextSaboteurs {
    private static final String BINDINGS = "dev.rondo.kernel.Bindings";
    private static final String CALLBACK = "dev.rondo.kernel.Callback";
    private static final String HANDOFF = "dev.rondo.kernel.HandoffFiber";
    private static final String MAKER = "dev.rondo.kernel.TaskMaker";

    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of("CONTEXT-1", "a task starts without values")
                            .in(
                                    MAKER,
                                    "bindingsFor",
                                    Fault.redirect("captured", TaskSabotage.class, "noBindings"))
                            .seen("child: initial"),
                    Saboteur.of("CONTEXT-2", "all tasks share their values")
                            .in(
                                    MAKER,
                                    "bindingsFor",
                                    Fault.redirect(
                                            "captured", TaskSabotage.class, "sharedBindings"))
                            .seen("of three digits"),
                    Saboteur.of("CONTEXT-3", "a callback runs without values")
                            .in(
                                    CALLBACK,
                                    "<init>",
                                    Fault.redirect("captured", TaskSabotage.class, "noBindings"))
                            .seen("soon: initial"),
                    Saboteur.of(
                                    "CONTEXT-4",
                                    "another thread gets the values of what happens to run")
                            .in(CALLBACK, "<init>", Fault.negate(1))
                            .seen("callback: of what happens to run"),
                    Saboteur.of("CONTEXT-5", "a variable is set outside of a loop, in silence")
                            .in("dev.rondo.ContextVariable", "set", Fault.returns(null))
                            .seen("a plain thread set a variable"),
                    Saboteur.of("CONTEXT-6", "a done callback runs without values")
                            .in(
                                    "dev.rondo.kernel.DoneCallback",
                                    "<init>",
                                    Fault.redirect("captured", TaskSabotage.class, "noBindings"))
                            .seen("callback: initial"),
                    Saboteur.of("CONTEXT-7", "the context in the options is forgotten")
                            .in(MAKER, "bindingsFor", Fault.skip("context"))
                            .seen("Optional[1]"),
                    Saboteur.of("CONTEXT-8", "a step starts with the values that it knew")
                            .in(
                                    "dev.rondo.kernel.ScheduledFiber",
                                    "mount",
                                    Fault.redirect("present", TaskSabotage.class, "staleBindings"))
                            .in(
                                    HANDOFF,
                                    "suspend",
                                    Fault.redirect("present", TaskSabotage.class, "staleBindings"))
                            .in(
                                    HANDOFF,
                                    "runBody",
                                    Fault.redirect("present", TaskSabotage.class, "staleBindings"))
                            .seen("b: initial"),
                    Saboteur.of("CONTEXT-9", "a shared context is handed on")
                            .in(BINDINGS, "captured", Fault.negate(1))
                            .seen("child: changed"),
                    Saboteur.of("CONTEXT-10", "who has run code in a context has lost his values")
                            .in(
                                    "dev.rondo.kernel.KernelContext",
                                    "run",
                                    Fault.redirect("present", TaskSabotage.class, "noBindings"))
                            .seen("outside: initial"),
                    Saboteur.of("CONTEXT-11", "all tasks share their values")
                            .in(
                                    MAKER,
                                    "bindingsFor",
                                    Fault.redirect(
                                            "captured", TaskSabotage.class, "sharedBindings"))
                            .seen("creator: the task's"),
                    Saboteur.of("CONTEXT-12", "toThread leaves the values behind")
                            .in(
                                    "dev.rondo.kernel.Running",
                                    "toThread",
                                    Fault.redirect("captured", TaskSabotage.class, "noBindings"))
                            .seen("in toThread"),
                    Saboteur.of(
                                    "CONTEXT-13",
                                    "the exception handler of a callback runs without values")
                            .in(
                                    CALLBACK,
                                    "run",
                                    Fault.redirect(
                                            "handle", TaskSabotage.class, "handleWithoutBindings"))
                            .seen("handler: initial"),
                    Saboteur.of("CONTEXT-14", "the exception handler of a task runs without values")
                            .in(
                                    "dev.rondo.kernel.Unretrieved",
                                    "<init>",
                                    Fault.redirect("captured", TaskSabotage.class, "noBindings"))
                            .seen("handler: initial"));

    static final Map<String, String> NONE = Map.of();

    private ContextSaboteurs() {}
}
