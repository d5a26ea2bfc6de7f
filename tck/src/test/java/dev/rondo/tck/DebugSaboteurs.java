package dev.rondo.tck;

import dev.rondo.kernel.SeeingSabotage;
import dev.rondo.spi.Capability;
import dev.rondo.spi.LoopProvider;
import java.util.List;
import java.util.Map;

/// Loops that hide in debug mode what they should show, or show it without.
final class DebugSaboteurs {
    private static final String KERNEL = "dev.rondo.kernel.";

    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of("DEBUG-1", "callLater takes null")
                            .in(KERNEL + "KernelLoop", "callLater", Fault.skip("requireNonNull", 2))
                            .seen("callLater(null) was accepted"),
                    Saboteur.of("DEBUG-2", "a callback that awaits is told nothing")
                            .in(KERNEL + "Fiber", "requireTaskHere", Fault.negate(1))
                            .seen("no way out"),
                    Saboteur.of("DEBUG-3", "the frames of the loop come first")
                            .in(KERNEL + "CreationSite", "isOurs", Fault.returns(false))
                            .seen("the innermost frame of")
                            .seen("expected: <soon>"),
                    Saboteur.of("DEBUG-4", "futures do not know who made them")
                            .in(KERNEL + "KernelFuture", "create", Fault.negate(1))
                            .seen("the innermost frame of a future"),
                    Saboteur.of("DEBUG-5", "handles record stacks without debug mode")
                            .in(KERNEL + "Callback", "<init>", Fault.negate(2))
                            .seen("the site of a handle"),
                    Saboteur.of("DEBUG-6", "the report of a callback has no place")
                            .in(
                                    KERNEL + "Callback",
                                    "failed",
                                    Fault.redirect("creationSite", SeeingSabotage.class, "nowhere"))
                            .seen("scheduleFailure")
                            .seen("(no frame)"),
                    Saboteur.of("DEBUG-7", "callbacks are not watched")
                            .in(KERNEL + "Watch", "beginCallback", Fault.skip("begin"))
                            .seen("logs of a slow callback"),
                    Saboteur.of("DEBUG-8", "steps are not watched")
                            .in(KERNEL + "Watch", "beginStep", Fault.returns(null))
                            .seen("logs of 'a slow task'"),
                    Saboteur.of("DEBUG-9", "the fast ones are logged")
                            .in(KERNEL + "Watch", "end", Fault.negate(2))
                            .seen("logs of what is not slow"),
                    Saboteur.of("DEBUG-10", "callbacks are watched without debug mode")
                            .in(KERNEL + "Cycle", "call", Fault.negate(1))
                            .seen("logs without debug mode"),
                    Saboteur.of("DEBUG-11", "a stretch does not end with a blocking call")
                            .under("scheduled")
                            .in(KERNEL + "ScheduledFiber", "mount", Fault.skip("end"))
                            .in(KERNEL + "Fiber", "run", Fault.skip("end"))
                            .seen("one stretch before the release"),
                    Saboteur.of("DEBUG-12", "a callback goes on unwatched")
                            .under("scheduled")
                            .in(KERNEL + "ScheduledFiber", "mount", Fault.skip("beginStep"))
                            .seen("one stretch before and one after"),
                    Saboteur.of("DEBUG-13", "the system property does not count")
                            .in(KERNEL + "DebugMode", "isConfigured", Fault.returns(false))
                            .seen("off in spite of the property"),
                    Saboteur.of("DEBUG-14", "closing says nothing of pending tasks")
                            .in(KERNEL + "Unwinding", "run", Fault.skip("reportLeft"))
                            .seen("reports: "),
                    Saboteur.of("DEBUG-15", "closing tells of pending tasks without debug mode")
                            .in(KERNEL + "Unwinding", "run", Fault.negate(1))
                            .seen("reports without debug mode"),
                    Saboteur.of("DEBUG-16", "open connections are not known")
                            .in(KERNEL + "StreamTransport", "<init>", Fault.skip("opened"))
                            .seen("reports of the open connection"),
                    Saboteur.of("DEBUG-17", "a closed server counts as open")
                            .in(KERNEL + "ListeningServer", "close", Fault.skip("closed"))
                            .seen("server (closed) was open"),
                    Saboteur.of("DEBUG-18", "where a child was started is not known")
                            .driver(DebugSaboteurs::withChildren)
                            .in(KERNEL + "Children", "add", Fault.skip("opened"))
                            .seen("where the child was started"),
                    Saboteur.of("DEBUG-19", "callSoon does not look who calls")
                            .in(KERNEL + "KernelLoop", "callSoon", Fault.skip("checkTurn"))
                            .seen("callSoon from another thread was accepted"),
                    Saboteur.of("DEBUG-21", "handles look cancelled and are not")
                            .in(KERNEL + "Callback", "describe", Fault.negate(1))
                            .seen("a handle")
                            .seen("Handle[noop]"),
                    Saboteur.of("DEBUG-22", "timers do not show their deadlines")
                            .in(KERNEL + "Timer", "toString", Fault.returns("TimerHandle[noop]"))
                            .seen("TimerHandle[when="),
                    Saboteur.of("DEBUG-23", "a cancelled future looks pending")
                            .in(
                                    KERNEL + "KernelFuture",
                                    "describe",
                                    Fault.constant("cancelled", "pending"))
                            .seen("a cancelled future"),
                    Saboteur.of("DEBUG-24", "the number of callbacks left out is wrong")
                            .in(KERNEL + "StringForm", "callbacks", Fault.constant(2, 3))
                            .seen("with two"),
                    Saboteur.of("DEBUG-25", "a task that is to be cancelled looks pending")
                            .in(
                                    KERNEL + "KernelTask",
                                    "toString",
                                    Fault.constant("cancelling", "pending"))
                            .seen("'Task[cancelling, name='reader'' is not in"),
                    Saboteur.of("DEBUG-26", "a result that refers to itself is followed")
                            .in(
                                    KERNEL + "StringForm",
                                    "finished",
                                    Fault.redirect("add", SeeingSabotage.class, "addedAlways"))
                            .seen("StackOverflowError"),
                    Saboteur.of("DEBUG-27", "timeouts do not show their state")
                            .in(KERNEL + "TimeoutScope", "toString", Fault.returns("Timeout"))
                            .seen("an active timeout"),
                    Saboteur.of("DEBUG-28", "locks do not show who waits")
                            .in(KERNEL + "WaitLine", "describe", Fault.returns(""))
                            .seen("Lock[locked, waiters=1]"),
                    Saboteur.of("DEBUG-29", "queues do not show who waits")
                            .in(KERNEL + "WaitLine", "describe", Fault.returns(""))
                            .seen("getters=1"),
                    Saboteur.of("DEBUG-30", "a child process does not show its state")
                            .driver(DebugSaboteurs::withChildren)
                            .in(KERNEL + "ChildProcess", "toString", Fault.returns("child process"))
                            .seen("a child that waits"),
                    Saboteur.of("DEBUG-31", "callbacks are not watched")
                            .in(KERNEL + "Watch", "beginCallback", Fault.skip("begin"))
                            .inVain()
                            .seen("reports of what blocks the loop"),
                    Saboteur.of("DEBUG-32", "steps are not watched")
                            .in(KERNEL + "Watch", "beginStep", Fault.returns(null))
                            .inVain()
                            .seen("reports of what blocks the loop"),
                    Saboteur.of("DEBUG-33", "what was reported is reported again")
                            .in(KERNEL + "Watch$Stretch", "markReported", Fault.returns(null))
                            .seen("reports of 1: "),
                    Saboteur.of("DEBUG-34", "a stretch does not end with a blocking call")
                            .under("scheduled")
                            .in(KERNEL + "ScheduledFiber", "mount", Fault.skip("end"))
                            .in(KERNEL + "Fiber", "run", Fault.skip("end"))
                            .seen("reported, and the loop went on"),
                    Saboteur.of("DEBUG-35", "the watchdog says nothing")
                            .in(KERNEL + "Watchdog", "report", Fault.returns(null))
                            .inVain()
                            .seen("reports of what blocks the loop"),
                    Saboteur.of("DEBUG-36", "the limit does not count")
                            .in(KERNEL + "Watch", "limitNanos", Fault.returns(0L))
                            .seen("reports of what is not too long"),
                    Saboteur.of("DEBUG-37", "the watchdog is there without debug mode")
                            .in(KERNEL + "Cycle", "updateWatchdog", Fault.negate(1))
                            .seen("without debug mode"));

    static final Map<String, String> NONE = Map.of();

    private DebugSaboteurs() {}

    /// Children are the JDK's: the driver has no part in them but its time.
    private static LoopProvider withChildren(LoopProvider provider) {
        return LyingProvider.of(provider).claiming(Capability.SUBPROCESSES);
    }
}
