package dev.rondo.tck;

import dev.rondo.kernel.FutureSabotage;
import java.util.List;
import java.util.Map;

/// Loops that break a promise about work on other threads.
final class ExecutorSaboteurs {
    private static final String WORKERS = "dev.rondo.kernel.Workers";
    private static final String WORK = "dev.rondo.kernel.ExecutorWork";

    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of("EXECUTOR-1", "work runs where the coroutine runs")
                            .in(
                                    WORKERS,
                                    "submit",
                                    Fault.redirect("execute", FutureSabotage.class, "runInPlace"))
                            .seen("thread of runInExecutor"),
                    Saboteur.of("EXECUTOR-2", "a failure of the work becomes a null")
                            .in(
                                    WORK,
                                    "deliver",
                                    Fault.redirect("fail", FutureSabotage.class, "succeedInstead"))
                            .seen("CompletionException"),
                    Saboteur.of("EXECUTOR-3", "work runs twice")
                            .in(
                                    WORK,
                                    "run",
                                    Fault.redirect("call", FutureSabotage.class, "callTwice"))
                            .seen("calls of the work"),
                    Saboteur.of("EXECUTOR-4", "the executor that was named is not used")
                            .in(
                                    WORKERS,
                                    "submit",
                                    Fault.redirect("execute", FutureSabotage.class, "runElsewhere"))
                            .seen("where a direct executor runs it"),
                    Saboteur.of("EXECUTOR-5", "cancelled work goes on")
                            .inVain()
                            .in(WORK, "cancelIfCancelled", Fault.skip("interrupt"))
                            .seen("nothing came within"),
                    Saboteur.of("EXECUTOR-6", "cancelled work starts nevertheless")
                            .in(WORK, "begin", Fault.returns(true))
                            .seen("calls of work that was cancelled"),
                    Saboteur.of("EXECUTOR-7", "work completes its future wherever it is")
                            .in(
                                    WORK,
                                    "deliver",
                                    Fault.redirect("enqueue", FutureSabotage.class, "runHere"))
                            .seen("the loop is closed"),
                    Saboteur.of("EXECUTOR-8", "the choice of an executor is ignored")
                            .in(WORKERS, "setDefault", Fault.returns(null))
                            .seen("worker of the chosen executor"),
                    Saboteur.of("EXECUTOR-9", "an executor that is shut down is accepted")
                            .in(WORKERS, "setDefault", Fault.skip("isShutdown"))
                            .seen("an executor that is shut down was accepted"),
                    Saboteur.of("EXECUTOR-10", "work is accepted after the shutdown")
                            .in(WORKERS, "refuseWhenShutDown", Fault.returns(null))
                            .seen("work after the shutdown was accepted"),
                    Saboteur.of("EXECUTOR-11", "a shutdown gives up in silence")
                            .in(WORKERS, "awaitEnd", Fault.skip("callExceptionHandler"))
                            .seen("reports of a shutdown that gave up"),
                    Saboteur.of("EXECUTOR-12", "work that is dropped is forgotten")
                            .in("dev.rondo.kernel.ExecutorWork", "drop", Fault.returns(null))
                            .seen("future of work that will never run"),
                    Saboteur.of("EXECUTOR-19", "the loop relies on what the executor gives back")
                            .in(WORKERS, "awaitEnd", Fault.skip("forEach"))
                            .seen("future of work that its executor keeps"),
                    Saboteur.of("EXECUTOR-13", "a wrapper is completed by another thread")
                            .in(
                                    WORKERS,
                                    "wrap",
                                    Fault.redirect("enqueue", FutureSabotage.class, "runHere"))
                            .seen("only the loop may complete its future"),
                    Saboteur.of("EXECUTOR-14", "the JDK's wrapping stays around a failure")
                            .in(WORKERS, "finish", Fault.negate(1))
                            .seen("the JDK's wrapping must not show"),
                    Saboteur.of("EXECUTOR-15", "a cancellation from outside becomes a failure")
                            .in(
                                    WORKERS,
                                    "finish",
                                    Fault.redirect(
                                            "endCancelled", FutureSabotage.class, "failInstead"))
                            .seen("not cancelled"),
                    Saboteur.of("EXECUTOR-16", "a cancelled wrapper leaves the wrapped one alone")
                            .in(WORKERS, "wrap", Fault.skip("cancel"))
                            .seen("the wrapped future must be cancelled"),
                    Saboteur.of("EXECUTOR-17", "a cancelled bridge leaves the loop's future alone")
                            .in("dev.rondo.kernel.BridgedFuture", "cancel", Fault.skip("cancel", 2))
                            .seen("the loop's future must be cancelled"),
                    Saboteur.of("EXECUTOR-18", "a late cancellation takes the result away")
                            .in(
                                    WORKERS,
                                    "wrap",
                                    Fault.redirect("cancel", FutureSabotage.class, "obtrude"))
                            .seen("the wrapped future keeps its result"));

    static final Map<String, String> NONE = Map.of();

    private ExecutorSaboteurs() {}
}
