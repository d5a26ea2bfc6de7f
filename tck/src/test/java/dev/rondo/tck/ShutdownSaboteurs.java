package dev.rondo.tck;

import dev.rondo.kernel.LoopSabotage;
import java.util.List;
import java.util.Map;

/// Loops that end badly, and generators that do not keep to the rules.
final class ShutdownSaboteurs {
    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of("SHUTDOWN-1", "a closed loop says that it is open")
                            .in("dev.rondo.kernel.KernelLoop", "isClosed", Fault.returns(false))
                            .seen("isClosed() after close()"),
                    Saboteur.of("SHUTDOWN-2", "a loop does not notice that it is asked from inside")
                            .in(
                                    "dev.rondo.kernel.KernelLoop",
                                    "checkCanRun",
                                    Fault.redirect("current", LoopSabotage.class, "nobody"))
                            .seen("and this code runs in it"),
                    Saboteur.of("SHUTDOWN-3", "a closed loop takes timers")
                            .in("dev.rondo.kernel.KernelLoop", "callLater", Fault.skip("checkTurn"))
                            .seen("callLater ==> Expected"),
                    Saboteur.of("SHUTDOWN-4", "a future of a closed loop takes callbacks")
                            .in(
                                    "dev.rondo.kernel.KernelFuture",
                                    "addDoneCallback",
                                    Fault.skip("checkTurn"))
                            .seen("addDoneCallback ==> Expected"),
                    Saboteur.of("SHUTDOWN-5", "a closed loop listens")
                            .in(
                                    "dev.rondo.kernel.KernelLoop",
                                    "createServer",
                                    Fault.skip("checkOpen"))
                            .seen("the refusal of createServer says"),
                    Saboteur.of("SHUTDOWN-6", "a command is dropped in silence")
                            .in("dev.rondo.kernel.ErrorReports", "spawn", Fault.skip("report", 1))
                            .seen("reports of the command that was overtaken"),
                    Saboteur.of("SHUTDOWN-7", "a closed loop takes tasks")
                            .in("dev.rondo.kernel.KernelLoop", "checkOpen", Fault.returns(null))
                            .seen("create a task ==> Expected"),
                    Saboteur.of("SHUTDOWN-8", "a connection does not say what it is")
                            .in("dev.rondo.kernel.StreamTransport", "toString", Fault.returns(""))
                            .seen("the connection prints nothing"),
                    Saboteur.of("SHUTDOWN-9", "a loop that closes takes tasks")
                            .in(
                                    "dev.rondo.kernel.KernelLoop",
                                    "checkOpen",
                                    Fault.skip("isUnwinding"))
                            .seen("clean-up of the pending task"),
                    Saboteur.of(
                                    "SHUTDOWN-10",
                                    "closing gives up at the first iteration without a step")
                            .in(
                                    "dev.rondo.kernel.Unwinding",
                                    "unwindTasks",
                                    Fault.constant(1000, 0))
                            .seen("did not end when its loop was closed"),
                    Saboteur.of("SHUTDOWN-11", "a closed loop says that it runs")
                            .in("dev.rondo.kernel.KernelLoop", "isRunning", Fault.returns(true))
                            .seen("isRunning() after close()"),
                    Saboteur.of("SHUTDOWN-12", "a handle does not know that it is cancelled")
                            .in("dev.rondo.kernel.Callback", "isCancelled", Fault.returns(false))
                            .seen("not cancelled"),
                    Saboteur.of("SHUTDOWN-13", "who waits for a closed loop gets nothing")
                            .in(
                                    "dev.rondo.kernel.ForeignWaits",
                                    "refuseWhenClosed",
                                    Fault.returns(null))
                            .seen("is closed ==>"),
                    Saboteur.of("SHUTDOWN-14", "threads that wait are forgotten")
                            .inVain()
                            .in("dev.rondo.kernel.KernelLoop", "close", Fault.skip("release", 1))
                            .seen("within PT"),
                    Saboteur.of("SHUTDOWN-34", "the views of futures are forgotten")
                            .in("dev.rondo.kernel.KernelLoop", "close", Fault.skip("release", 2))
                            .seen("the view of a"),
                    Saboteur.of(
                                    "SHUTDOWN-15",
                                    "what is reported to a closed loop is put into its queue")
                            .in("dev.rondo.kernel.ErrorReports", "report", Fault.skip("isClosed"))
                            .seen("entries for one report"),
                    Saboteur.of("SHUTDOWN-16", "work completes its future on its own thread")
                            .in(
                                    "dev.rondo.kernel.ExecutorWork",
                                    "deliver",
                                    Fault.redirect("enqueue", LoopSabotage.class, "runHere"))
                            .seen("a future of a closed loop was completed"),
                    Saboteur.of("SHUTDOWN-17", "generators are forgotten")
                            .in("dev.rondo.kernel.Unwinding", "run", Fault.skip("closeGenerators"))
                            .seen("clean-up of the generator that was left open"),
                    Saboteur.of("SHUTDOWN-18", "the failure of a generator is dropped")
                            .in("dev.rondo.kernel.Generators", "reportFailure", Fault.returns(null))
                            .seen("reports of the generator that failed"),
                    Saboteur.of("SHUTDOWN-19", "each step of a generator gives up a turn")
                            .in(
                                    "dev.rondo.kernel.KernelGenerator",
                                    "hasNext",
                                    Fault.enter(LoopSabotage.class, "giveUpATurn"))
                            .seen("order of body, consumer and the rest"),
                    Saboteur.of("SHUTDOWN-20", "a generator starts when it is iterated")
                            .in(
                                    "dev.rondo.kernel.KernelGenerator",
                                    "iterator",
                                    Fault.enter(LoopSabotage.class, "start"))
                            .seen("values before anybody asked"),
                    Saboteur.of("SHUTDOWN-21", "a body runs for a task of its own")
                            .in(
                                    "dev.rondo.kernel.KernelGenerator",
                                    "advance",
                                    Fault.redirect(
                                            "transferTo",
                                            LoopSabotage.class,
                                            "transferForAStranger"))
                            .seen("the task in the body"),
                    Saboteur.of("SHUTDOWN-22", "a body runs for a task of its own")
                            .in(
                                    "dev.rondo.kernel.KernelGenerator",
                                    "advance",
                                    Fault.redirect(
                                            "transferTo",
                                            LoopSabotage.class,
                                            "transferForAStranger"))
                            .seen("the task in the body"),
                    Saboteur.of("SHUTDOWN-23", "the failure of a body is wrapped")
                            .in(
                                    "dev.rondo.kernel.KernelGenerator",
                                    "advance",
                                    Fault.redirect("unchecked", LoopSabotage.class, "wrapped"))
                            .seen("java.lang.ArithmeticException"),
                    Saboteur.of("SHUTDOWN-24", "a task cannot be cancelled")
                            .in("dev.rondo.kernel.KernelTask", "cancelNow", Fault.returns(false))
                            .seen("dev.rondo.CancelledError"),
                    Saboteur.of("SHUTDOWN-25", "closing a generator has no effect")
                            .in("dev.rondo.kernel.KernelGenerator", "close", Fault.returns(null))
                            .seen("order of the end"),
                    Saboteur.of("SHUTDOWN-26", "closing a generator has no effect")
                            .in("dev.rondo.kernel.KernelGenerator", "close", Fault.returns(null))
                            .seen("clean-up after the action threw"),
                    Saboteur.of("SHUTDOWN-27", "closing a generator that has not begun runs it")
                            .in("dev.rondo.kernel.KernelGenerator", "close", Fault.negate(2))
                            .seen("no loop is running here"),
                    Saboteur.of("SHUTDOWN-28", "a value that comes after the end is accepted")
                            .in("dev.rondo.kernel.KernelGenerator", "close", Fault.negate(3))
                            .seen("yielded a value when it was closed ==> Expected"),
                    Saboteur.of("SHUTDOWN-29", "a callback may step a generator")
                            .in(
                                    "dev.rondo.kernel.KernelGenerator",
                                    "consumerHere",
                                    Fault.skip("requireTaskHere"))
                            .seen("what a callback got"),
                    Saboteur.of("SHUTDOWN-30", "a generator that nobody asks says that it runs")
                            .in("dev.rondo.kernel.KernelGenerator", "consumerHere", Fault.negate(1))
                            .seen("is running already ==>"),
                    Saboteur.of("SHUTDOWN-31", "the refusal does not say who may yield")
                            .in(
                                    "dev.rondo.kernel.KernelGenerator",
                                    "yield",
                                    Fault.constant(
                                            "yield outside of the generator's own body", "no"))
                            .seen("own body"),
                    Saboteur.of("SHUTDOWN-32", "every other value is lost")
                            .in(
                                    "dev.rondo.kernel.KernelGenerator",
                                    "yield",
                                    Fault.redirect(
                                            "transferTo", LoopSabotage.class, "transferSometimes"))
                            .seen("order of the two bodies"),
                    Saboteur.of("SHUTDOWN-33", "a body does not see the context of its consumer")
                            .in(
                                    "dev.rondo.kernel.KernelGenerator",
                                    "advance",
                                    Fault.redirect(
                                            "transferTo",
                                            LoopSabotage.class,
                                            "transferWithoutContext"))
                            .seen("the variable in the body and at the consumer"));

    static final Map<String, String> NONE = Map.of();

    private ShutdownSaboteurs() {}
}
