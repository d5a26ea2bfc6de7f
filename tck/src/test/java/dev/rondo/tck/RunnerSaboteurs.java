package dev.rondo.tck;

import dev.rondo.kernel.FutureSabotage;
import java.util.List;
import java.util.Map;

/// Runners that break a promise.
final class RunnerSaboteurs {
    private static final String RUNNER = "dev.rondo.kernel.KernelRunner";
    private static final String SHUTDOWN = "dev.rondo.kernel.Shutdown";

    private static final Fault STAYS_OPEN = Fault.skip("close");
    private static final Fault INTERRUPT_IS_LOST = Fault.skip("interrupt");

    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of("RUNNER-1", "the loop stays open")
                            .in(RUNNER, "end", STAYS_OPEN)
                            .seen("the loop must be closed with its runner"),
                    Saboteur.of("RUNNER-2", "the loop stays open after a failure")
                            .in(RUNNER, "end", STAYS_OPEN)
                            .seen("the loop must be closed with its runner"),
                    Saboteur.of("RUNNER-3", "a future is not waited for")
                            .in("dev.rondo.Runner", "run", Fault.skip("run"))
                            .seen("result of a future"),
                    Saboteur.of("RUNNER-4", "the debug mode is not passed on")
                            .in(RUNNER, "loop", Fault.skip("setDebug"))
                            .seen("debug mode that was asked for"),
                    Saboteur.of("RUNNER-5", "nobody looks whether a loop is running here")
                            .in(RUNNER, "refuseInsideLoop", Fault.returns(null))
                            .seen("a refusal that says 'is running here'"),
                    Saboteur.of("RUNNER-6", "what is left is not cancelled before the close")
                            .in(SHUTDOWN, "cancelTasks", Fault.returns(null))
                            .seen("clean-up of what was left"),
                    Saboteur.of("RUNNER-7", "a failure at the end is lost")
                            .in(SHUTDOWN, "report", Fault.returns(null))
                            .seen("reports of the failure"),
                    Saboteur.of("RUNNER-8", "generators are not closed before the close")
                            .in(SHUTDOWN, "closeGenerators", Fault.returns(null))
                            .seen("clean-up of a generator that was left open"),
                    Saboteur.of("RUNNER-9", "the default executor is not waited for")
                            .in(SHUTDOWN, "run", Fault.skip("runUntilComplete"))
                            .seen("work that the end has to wait for"),
                    Saboteur.of("RUNNER-10", "the factory is called twice")
                            .in(
                                    RUNNER,
                                    "loop",
                                    Fault.redirect("get", FutureSabotage.class, "getTwice"))
                            .seen("loops that the factory was asked for"),
                    Saboteur.of("RUNNER-11", "the loop is closed after the first main")
                            .in(
                                    RUNNER,
                                    "run",
                                    Fault.redirect(
                                            "runUntilComplete",
                                            FutureSabotage.class,
                                            "runAndClose"))
                            .seen("is closed"),
                    Saboteur.of("RUNNER-12", "close does nothing")
                            .in(RUNNER, "close", Fault.returns(null))
                            .seen("close() must close the loop"),
                    Saboteur.of("RUNNER-13", "each main starts with nothing set")
                            .in(
                                    RUNNER,
                                    "run",
                                    Fault.redirect(
                                            "withContext", FutureSabotage.class, "withoutContext"))
                            .seen("in the second main"),
                    Saboteur.of("RUNNER-14", "who waits never learns of the interrupt")
                            .in("dev.rondo.kernel.LoopThread", "call", INTERRUPT_IS_LOST)
                            .seen("the interrupt must be restored"),
                    Saboteur.of("RUNNER-15", "an interrupt of a busy main is lost")
                            .in("dev.rondo.kernel.LoopThread", "call", INTERRUPT_IS_LOST)
                            .seen("the interrupt must be restored"),
                    Saboteur.of("RUNNER-16", "the second interrupt is lost")
                            .in("dev.rondo.kernel.LoopThread", "call", INTERRUPT_IS_LOST)
                            .seen("the interrupt must be restored"),
                    Saboteur.of("RUNNER-17", "the interrupt that ends runForever is lost")
                            .in("dev.rondo.kernel.LoopThread", "call", INTERRUPT_IS_LOST)
                            .seen("the interrupt must be restored"),
                    Saboteur.of("RUNNER-18", "the end forgets the interrupt of the run")
                            .in(RUNNER, "end", INTERRUPT_IS_LOST)
                            .seen("the interrupt must be restored"),
                    Saboteur.of("RUNNER-19", "the message of the program's cancel is lost")
                            .in(
                                    "dev.rondo.kernel.KernelFuture",
                                    "cancel",
                                    Fault.skip("requireNonNull"))
                            .seen("message of the cancellation"),
                    Saboteur.of("RUNNER-20", "virtual threads cannot run a main")
                            .in(
                                    RUNNER,
                                    "run",
                                    Fault.enter(FutureSabotage.class, "refuseVirtualThreads"))
                            .seen("not on a virtual thread"));

    static final Map<String, String> NONE = Map.of();

    private RunnerSaboteurs() {}
}
