package dev.rondo.tck;

import dev.rondo.kernel.WaitingSabotage;
import java.util.List;
import java.util.Map;

/// Faults of `waitFor`.
final class WaitForSaboteurs {
    private static final String SCOPE = "dev.rondo.kernel.TimeoutScope";
    private static final String TASK = "dev.rondo.kernel.KernelTask";
    private static final String SHIELD = "dev.rondo.kernel.Shield";

    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of("WAIT-71", "no limit is long enough")
                            .in(SCOPE, "waitFor", Fault.skip("isPositive"))
                            .seen("TimeoutException"),
                    Saboteur.of("WAIT-72", "the cancellation is not the cause")
                            .in(SCOPE, "timedOut", Fault.skip("initCause"))
                            .seen("the cause of the timeout"),
                    Saboteur.of("WAIT-73", "a future that is done is not noticed")
                            .in(SCOPE, "waitFor", Fault.skip("isDone"))
                            .seen("CancelledError"),
                    Saboteur.of("WAIT-74", "without time it waits as long as it takes")
                            .in(SCOPE, "waitFor", Fault.skip("requestCancel"))
                            .seen("TimeoutException"),
                    Saboteur.of("WAIT-75", "the task gets a turn before it is cancelled")
                            .in(
                                    SCOPE,
                                    "waitFor",
                                    Fault.redirect(
                                            "requestCancel", WaitingSabotage.class, "afterATurn"))
                            .seen("TimeoutException"),
                    Saboteur.of("WAIT-76", "any end after the cancellation is a timeout")
                            .in(
                                    SCOPE,
                                    "waitFor",
                                    Fault.redirect(
                                            "isCancelled",
                                            WaitingSabotage.class,
                                            "alwaysCancelled"))
                            .seen("TimeoutException"),
                    Saboteur.of("WAIT-77", "a failure after the cancellation is dropped")
                            .in(SCOPE, "waitFor", Fault.skip("resultOrThrow", 2))
                            .seen("nothing was thrown"),
                    Saboteur.of("WAIT-78", "a cancellation ends the wait, not what is waited for")
                            .in(
                                    TASK,
                                    "cancelNow",
                                    Fault.redirect("innermost", WaitingSabotage.class, "itself"))
                            .seen("the inner task after the cancellation"),
                    Saboteur.of("WAIT-79", "a cancellation ends the wait, not what is waited for")
                            .in(
                                    TASK,
                                    "cancelNow",
                                    Fault.redirect("innermost", WaitingSabotage.class, "itself"))
                            .seen("the inner task after the cancellation"),
                    Saboteur.of("WAIT-80", "a cancellation that is refused counts as delivered")
                            .in(
                                    TASK,
                                    "cancelHere",
                                    Fault.redirect(
                                            "cancelNow", WaitingSabotage.class, "alwaysDelivered"))
                            .seen("CancelledError"),
                    Saboteur.of("WAIT-81", "no limit is long enough")
                            .in(SCOPE, "waitFor", Fault.skip("isPositive"))
                            .seen("TimeoutException"),
                    Saboteur.of("WAIT-82", "a shield passes the cancellation on")
                            .in(
                                    SHIELD,
                                    "of",
                                    Fault.redirect("onDone", 1, WaitingSabotage.class, "cancelToo"))
                            .seen("requests to cancel the shielded task"),
                    Saboteur.of("WAIT-83", "a future of another loop is taken")
                            .in(SCOPE, "waitFor", Fault.skip("checkMayAwait"))
                            .seen("a future of another loop was not refused"),
                    Saboteur.of("WAIT-84", "a cancellation is swallowed while the task ends")
                            .in(
                                    SCOPE,
                                    "waitFor",
                                    Fault.redirect("await", 1, WaitingSabotage.class, "swallow"))
                            .seen("the waiting task after its cancellation"));

    static final Map<String, String> NONE = Map.of();

    private WaitForSaboteurs() {}
}
