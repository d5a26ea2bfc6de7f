package dev.rondo.tck;

import dev.rondo.kernel.ScopeSabotage;
import java.util.List;
import java.util.Map;

/// Scopes with a limit that take too much, or too little, for their own.
final class TimeoutSaboteurs {
    private static final String SCOPE = "dev.rondo.kernel.TimeoutScope";

    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of("TIMEOUT-1", "the task is not cancelled")
                            .in(SCOPE, "expire", Fault.skip("cancelNow"))
                            .seen("the limit of the scope is over"),
                    Saboteur.of("TIMEOUT-2", "the timer stays when the scope has ended")
                            .in(SCOPE, "leave", Fault.skip("disarm"))
                            .seen("timers left"),
                    Saboteur.of("TIMEOUT-3", "a deadline is dropped")
                            .in(SCOPE, "startAt", Fault.skip("clamp"))
                            .seen("expired at"),
                    Saboteur.of("TIMEOUT-4", "no limit is a limit like any other")
                            .in(SCOPE, "start", Fault.skip("equals"))
                            .seen("deadline"),
                    Saboteur.of("TIMEOUT-5", "a limit that is over already gets a timer")
                            .in(SCOPE, "arm", Fault.constant(0L, Long.MIN_VALUE))
                            .seen("the limit of the scope is over"),
                    Saboteur.of(
                                    "TIMEOUT-6",
                                    "what is to cancel the task stays when the scope has ended")
                            .in(SCOPE, "leave", Fault.skip("disarm"))
                            .seen("not done within PT0S"),
                    Saboteur.of("TIMEOUT-7", "the old timer stays when the deadline is moved")
                            .in(SCOPE, "lift", Fault.skip("disarm"))
                            .seen("the scope ends at the new deadline"),
                    Saboteur.of("TIMEOUT-8", "the new deadline is dropped")
                            .in(SCOPE, "reschedule", Fault.skip("start"))
                            .seen("the limit of the scope is over"),
                    Saboteur.of("TIMEOUT-9", "disabling does nothing")
                            .in(SCOPE, "disable", Fault.skip("lift"))
                            .seen("disabled"),
                    Saboteur.of("TIMEOUT-10", "the state is misread")
                            .in(SCOPE, "lift", Fault.negate(1))
                            .seen("a timeout is not to be moved here: expiring"),
                    Saboteur.of("TIMEOUT-11", "nobody looks who moves the deadline")
                            .in(SCOPE, "lift", Fault.skip("checkTurn"))
                            .seen("a timeout is not to be moved here: turn"),
                    Saboteur.of("TIMEOUT-12", "nobody looks whether there is a task")
                            .in("dev.rondo.kernel.Fiber", "requireTask", Fault.returns(null))
                            .seen("there is no task to cancel"),
                    Saboteur.of("TIMEOUT-13", "a scope takes the requests of others for its own")
                            .in(
                                    SCOPE,
                                    "leave",
                                    Fault.redirect("uncancel", ScopeSabotage.class, "takeAll"))
                            .seen("what the inner scope saw"),
                    Saboteur.of("TIMEOUT-14", "the end of a scope disarms all scopes")
                            .in(
                                    SCOPE,
                                    "leave",
                                    Fault.redirect("disarm", ScopeSabotage.class, "disarmAll"))
                            .seen("the limit of the scope is over"),
                    Saboteur.of("TIMEOUT-15", "the end of a scope disarms all scopes")
                            .in(
                                    SCOPE,
                                    "leave",
                                    Fault.redirect("disarm", ScopeSabotage.class, "disarmAll"))
                            .seen("the limit of the scope is over"),
                    Saboteur.of("TIMEOUT-16", "the cause is lost")
                            .in(SCOPE, "timedOut", Fault.skip("initCause"))
                            .seen("the cause of the timeout"),
                    Saboteur.of("TIMEOUT-17", "every scope that ends is taken for expired")
                            .in(SCOPE, "leave", Fault.returns(true))
                            .seen("exceptions added to the body's own"),
                    Saboteur.of("TIMEOUT-18", "the timeout is lost")
                            .in(SCOPE, "translate", Fault.skip("addSuppressed"))
                            .seen("what the exception carries"),
                    Saboteur.of("TIMEOUT-19", "a failure of a task is lost")
                            .in("dev.rondo.kernel.KernelTaskGroup", "childDone", Fault.skip("add"))
                            .seen("a task failed in its clean-up"),
                    Saboteur.of("TIMEOUT-20", "every scope that ends is taken for expired")
                            .in(SCOPE, "leave", Fault.returns(true))
                            .seen("CancelledError"),
                    Saboteur.of("TIMEOUT-21", "a scope takes the requests of others for its own")
                            .in(
                                    SCOPE,
                                    "leave",
                                    Fault.redirect("uncancel", ScopeSabotage.class, "takeAll"))
                            .seen("may not take both"),
                    Saboteur.of("TIMEOUT-22", "the request to cancel is not taken back")
                            .in(SCOPE, "leave", Fault.skip("uncancel"))
                            .seen("requests to cancel left"),
                    Saboteur.of("TIMEOUT-23", "a body that returns does not end its scope")
                            .in(SCOPE, "execute", Fault.skip("leave"))
                            .seen("requests to cancel left"),
                    Saboteur.of("TIMEOUT-24", "requests from before the scope count as new")
                            .in(SCOPE, "<init>", Fault.skip("cancelling"))
                            .seen("the limit of the scope is over"),
                    Saboteur.of("TIMEOUT-25", "every scope that ends is taken for expired")
                            .in(SCOPE, "leave", Fault.returns(true))
                            .seen("CancelledError"),
                    Saboteur.of("TIMEOUT-26", "requests from before the scope count as new")
                            .in(SCOPE, "<init>", Fault.skip("cancelling"))
                            .seen("the limit of the scope is over"),
                    Saboteur.of("TIMEOUT-27", "a request to cancel cannot be taken back")
                            .in("dev.rondo.kernel.KernelTask", "uncancel", Fault.returns(0))
                            .seen("requests to cancel left"));

    static final Map<String, String> NONE = Map.of();

    private TimeoutSaboteurs() {}
}
