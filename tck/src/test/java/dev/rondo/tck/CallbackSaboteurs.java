package dev.rondo.tck;

import dev.rondo.kernel.LoopSabotage;
import java.util.List;
import java.util.Map;

/// Loops that break one rule each about callbacks, runs, threads and errors.
final class CallbackSaboteurs {
    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of("CALLBACK-1", "the last callback runs first")
                            .in(
                                    "dev.rondo.kernel.KernelLoop",
                                    "callSoon",
                                    Fault.redirect("add", LoopSabotage.class, "addFirst"))
                            .seen("order of the callbacks"),
                    Saboteur.of("CALLBACK-2", "a run that ends makes another iteration")
                            .in(
                                    "dev.rondo.kernel.Cycle",
                                    "nextBatchWithoutWaiting",
                                    Fault.negate(1))
                            .seen("callbacks of one iteration"),
                    Saboteur.of("CALLBACK-3", "a stop drops what is ready")
                            .in(
                                    "dev.rondo.kernel.KernelLoop",
                                    "stop",
                                    Fault.enter(LoopSabotage.class, "cancelWhatIsReady"))
                            .seen("callbacks of the iteration of the stop"),
                    Saboteur.of("CALLBACK-4", "what is ready keeps the loop from its I/O")
                            .in("dev.rondo.kernel.Cycle", "iterate", Fault.skip("isPolling"))
                            .in(
                                    "dev.rondo.kernel.Cycle",
                                    "nextBatchWithoutWaiting",
                                    Fault.skip("isPolling"))
                            .seen("bytes that arrived while"),
                    Saboteur.of("CALLBACK-5", "cancelling has no effect")
                            .in("dev.rondo.kernel.Callback", "cancel", Fault.returns(null))
                            .seen("called although cancelled"),
                    Saboteur.of("CALLBACK-6", "a handle does not know that it is cancelled")
                            .in("dev.rondo.kernel.Callback", "isCancelled", Fault.returns(false))
                            .seen("isCancelled() after cancel()"),
                    Saboteur.of("CALLBACK-7", "a callback is kept for ever")
                            .inVain()
                            .in(
                                    "dev.rondo.kernel.KernelLoop",
                                    "callSoon",
                                    Fault.enter(LoopSabotage.class, "leak"))
                            .seen("still reachable: kept"),
                    Saboteur.of("CALLBACK-8", "submissions do not wake the loop")
                            .inVain()
                            .in("dev.rondo.kernel.Cycle", "submit", Fault.skip("wakeup"))
                            .seen("within PT"),
                    Saboteur.of(
                                    "CALLBACK-9",
                                    "a submission from inside the loop takes the way round")
                            .in(
                                    "dev.rondo.kernel.KernelLoop",
                                    "callSoonThreadSafe",
                                    Fault.negate(1))
                            .seen("order of the callbacks"),
                    Saboteur.of("CALLBACK-10", "one wake-up in fifty is lost")
                            .inVain()
                            .in(
                                    "dev.rondo.kernel.Cycle",
                                    "submit",
                                    Fault.redirect("push", LoopSabotage.class, "mostlyAwaken"))
                            .seen("within PT"),
                    Saboteur.of("CALLBACK-11", "submissions are taken twice")
                            .in(
                                    "dev.rondo.kernel.Submissions",
                                    "drainTo",
                                    Fault.redirect("add", LoopSabotage.class, "addTwice"))
                            .seen("callbacks out of order, or called twice"),
                    Saboteur.of("CALLBACK-12", "a cancelled submission ends the run")
                            .inVain()
                            .in(
                                    "dev.rondo.kernel.ThreadSafeCallback",
                                    "cancel",
                                    Fault.enter(LoopSabotage.class, "stopTheLoop"))
                            .seen("within PT"),
                    Saboteur.of("CALLBACK-13", "another thread cannot cancel")
                            .in(
                                    "dev.rondo.kernel.ThreadSafeCallback",
                                    "cancel",
                                    Fault.skip("cancel", 2))
                            .seen("isCancelled() after cancel() of another thread"),
                    Saboteur.of("CALLBACK-14", "cancel() does not wait for the callback")
                            .in("dev.rondo.kernel.ThreadSafeCallback", "cancel", Fault.negate(1))
                            .seen("while it ran"),
                    Saboteur.of("CALLBACK-15", "isCancelled() does not wait for the callback")
                            .in(
                                    "dev.rondo.kernel.ThreadSafeCallback",
                                    "isCancelled",
                                    Fault.negate(1))
                            .seen("while it ran"),
                    Saboteur.of("CALLBACK-16", "a callback cannot cancel itself")
                            .in(
                                    "dev.rondo.kernel.ThreadSafeCallback",
                                    "cancel",
                                    Fault.skip("cancel", 1))
                            .seen("the rest of the callback"),
                    Saboteur.of("CALLBACK-17", "another thread cannot cancel")
                            .in(
                                    "dev.rondo.kernel.ThreadSafeCallback",
                                    "cancel",
                                    Fault.skip("cancel", 2))
                            .seen("how often each callback had started"),
                    Saboteur.of("CALLBACK-18", "a run that ends makes another iteration")
                            .in(
                                    "dev.rondo.kernel.Cycle",
                                    "nextBatchWithoutWaiting",
                                    Fault.negate(1))
                            .seen("iterations ==>"),
                    Saboteur.of("CALLBACK-19", "a run leaves its loop running")
                            .in("dev.rondo.kernel.KernelLoop", "run", Fault.skip("set"))
                            .seen("isRunning() between two iterations"),
                    Saboteur.of("CALLBACK-20", "received bytes are delivered twice")
                            .in(
                                    "dev.rondo.kernel.StreamTransport",
                                    "readable",
                                    Fault.redirect(
                                            "dataReceived", LoopSabotage.class, "deliverTwice"))
                            .seen("calls for one byte"),
                    Saboteur.of("CALLBACK-21", "a run takes a pending future for done")
                            .in("dev.rondo.kernel.KernelLoop", "runUntilComplete", Fault.negate(1))
                            .seen("the loop was stopped before the future was done"),
                    Saboteur.of("CALLBACK-22", "a task cannot be cancelled")
                            .in("dev.rondo.kernel.KernelTask", "cancelNow", Fault.returns(false))
                            .seen("dev.rondo.CancelledError"),
                    Saboteur.of("CALLBACK-23", "a stop outlives its run")
                            .in("dev.rondo.kernel.Cycle", "run", Fault.constant(false, true))
                            .seen("the loop was stopped before the future was done"),
                    Saboteur.of("CALLBACK-24", "a run drops the timers that it finds")
                            .in(
                                    "dev.rondo.kernel.KernelLoop",
                                    "enterRun",
                                    Fault.enter(LoopSabotage.class, "dropTimers"))
                            .seen("nothing can wake"),
                    Saboteur.of(
                                    "CALLBACK-25",
                                    "a body is taken before the loop is asked whether it may run")
                            .in(
                                    "dev.rondo.kernel.KernelLoop",
                                    "runUntilComplete",
                                    Fault.skip("checkCanRun"))
                            .seen("bodies that started"),
                    Saboteur.of(
                                    "CALLBACK-26",
                                    "a body is taken before the loop is asked whether it may run")
                            .in(
                                    "dev.rondo.kernel.KernelLoop",
                                    "runUntilComplete",
                                    Fault.skip("checkCanRun"))
                            .seen("tasks were still pending"),
                    Saboteur.of("CALLBACK-27", "one loop at a time may run")
                            .in(
                                    "dev.rondo.kernel.KernelLoop",
                                    "enterRun",
                                    Fault.enter(LoopSabotage.class, "refuseWhileAnotherRuns"))
                            .seen("another loop of this process is running"),
                    Saboteur.of("CALLBACK-28", "a loop that runs says that it does not")
                            .in("dev.rondo.kernel.KernelLoop", "isRunning", Fault.returns(false))
                            .seen("isRunning() while another thread runs it"),
                    Saboteur.of("CALLBACK-29", "the running loop is remembered after the run")
                            .in(
                                    "dev.rondo.kernel.Running",
                                    "loop",
                                    Fault.redirect("require", LoopSabotage.class, "lastSeen"))
                            .seen("where no loop runs"),
                    Saboteur.of("CALLBACK-30", "a callback passes for a task")
                            .in("dev.rondo.kernel.Fiber", "requireTaskHere", Fault.returns(null))
                            .seen("in a callback: it would block the loop"),
                    Saboteur.of("CALLBACK-31", "the running loop is the same for all threads")
                            .in(
                                    "dev.rondo.kernel.Running",
                                    "loop",
                                    Fault.redirect("require", LoopSabotage.class, "lastSeen"))
                            .seen("where no loop runs"),
                    Saboteur.of("CALLBACK-32", "an interrupt is swallowed")
                            .in("dev.rondo.kernel.LoopThread", "call", Fault.skip("interrupt"))
                            .seen("the interrupt was swallowed"),
                    Saboteur.of("CALLBACK-33", "a run that failed leaves its stop on the future")
                            .in(
                                    "dev.rondo.kernel.KernelLoop",
                                    "runUntilComplete",
                                    Fault.skip("cancel"))
                            .seen("the loop was stopped before the future was done"),
                    Saboteur.of("CALLBACK-34", "nobody looks at the thread")
                            .in("dev.rondo.kernel.KernelLoop", "checkTurn", Fault.returns(null))
                            .seen("callSoon ==> Expected"),
                    Saboteur.of("CALLBACK-35", "any thread may add a callback to a future")
                            .in(
                                    "dev.rondo.kernel.KernelFuture",
                                    "addDoneCallback",
                                    Fault.skip("checkTurn"))
                            .seen("addDoneCallback ==> Expected"),
                    Saboteur.of("CALLBACK-36", "any thread may create a server")
                            .in(
                                    "dev.rondo.kernel.KernelLoop",
                                    "createServer",
                                    Fault.skip("checkOpen"))
                            .seen("the refusal of createServer says"),
                    Saboteur.of("CALLBACK-37", "nobody looks at the thread")
                            .in("dev.rondo.kernel.KernelLoop", "checkTurn", Fault.returns(null))
                            .seen("callSoon ==> Expected"),
                    Saboteur.of("CALLBACK-38", "another thread cannot cancel a task")
                            .in(
                                    "dev.rondo.kernel.KernelFuture",
                                    "requestCancel",
                                    Fault.returns(false))
                            .seen("cancel() of a pending task"),
                    Saboteur.of("CALLBACK-39", "a failure is reported twice")
                            .in(
                                    "dev.rondo.kernel.Callback",
                                    "run",
                                    Fault.redirect("handle", LoopSabotage.class, "handleTwice"))
                            .seen("loops that the handler was told"),
                    Saboteur.of("CALLBACK-40", "debug mode does not record where")
                            .in("dev.rondo.kernel.Callback", "<init>", Fault.skip("capture"))
                            .seen("the scheduling method is not in"),
                    Saboteur.of("CALLBACK-41", "only exceptions are reported")
                            .in(
                                    "dev.rondo.kernel.Callback",
                                    "run",
                                    Fault.redirect(
                                            "handle", LoopSabotage.class, "handleExceptionsOnly"))
                            .seen("what was reported"),
                    Saboteur.of("CALLBACK-42", "the log does not name the callback")
                            .in(
                                    "dev.rondo.kernel.Callback",
                                    "failed",
                                    Fault.redirect("nameOf", LoopSabotage.class, "withoutName"))
                            .seen("exception in callback wave"),
                    Saboteur.of("CALLBACK-43", "a handler that throws hides what it was told")
                            .in("dev.rondo.kernel.ErrorReports", "handle", Fault.skip("log", 3))
                            .seen("not one entry for the handler and one more"),
                    Saboteur.of(
                                    "CALLBACK-44",
                                    "a default handler that fails hides what it was told")
                            .in("dev.rondo.kernel.ErrorReports", "log", Fault.skip("addSuppressed"))
                            .seen("ArithmeticException: told"),
                    Saboteur.of(
                                    "CALLBACK-45",
                                    "the log does not say whom the default handler stands in for")
                            .in(
                                    "dev.rondo.kernel.ErrorReports",
                                    "handle",
                                    Fault.constant(
                                            ", called because the loop's own has failed", ""))
                            .seen("called because the loop's own has failed"),
                    Saboteur.of("CALLBACK-46", "a callback has to have a name")
                            .in(
                                    "dev.rondo.kernel.Callback",
                                    "failed",
                                    Fault.redirect("nameOf", LoopSabotage.class, "itsOwnWords"))
                            .seen("the loop failed"),
                    Saboteur.of("CALLBACK-47", "no error is fatal")
                            .in("dev.rondo.kernel.FatalErrors", "isFatal", Fault.returns(false))
                            .seen("OutOfMemoryError"),
                    Saboteur.of("CALLBACK-48", "a run that failed leaves its stop on the future")
                            .in(
                                    "dev.rondo.kernel.KernelLoop",
                                    "runUntilComplete",
                                    Fault.skip("cancel"))
                            .seen("the loop was stopped before the future was done"),
                    Saboteur.of("CALLBACK-49", "a fatal error of a task is only its own")
                            .in("dev.rondo.kernel.KernelTask", "execute", Fault.skip("endsWith"))
                            .seen("the other task has ended in the same run"),
                    Saboteur.of("CALLBACK-50", "a fatal error is lost when the loop closes")
                            .in("dev.rondo.kernel.Unwinding", "run", Fault.negate(2))
                            .seen("InternalError"));

    static final Map<String, String> NONE = Map.of();

    private CallbackSaboteurs() {}
}
