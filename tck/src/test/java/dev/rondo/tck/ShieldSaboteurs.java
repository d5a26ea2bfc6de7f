package dev.rondo.tck;

import dev.rondo.kernel.WaitingSabotage;
import java.util.List;
import java.util.Map;

/// Faults of a shield.
final class ShieldSaboteurs {
    private static final String SHIELD = "dev.rondo.kernel.Shield";

    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of("WAIT-61", "the end of the inner future is not passed on")
                            .in(SHIELD, "of", Fault.skip("copyFrom"))
                            .seen("the shield of a future with a result"),
                    Saboteur.of("WAIT-62", "a future that is done is waited for")
                            .in(SHIELD, "of", Fault.skip("isDone", 1))
                            .seen("the shield of a future that is done"),
                    Saboteur.of("WAIT-63", "a cancellation of the inner future is not passed on")
                            .in(
                                    SHIELD,
                                    "of",
                                    Fault.redirect(
                                            "copyFrom",
                                            WaitingSabotage.class,
                                            "copyUnlessCancelled"))
                            .seen("the shield of a cancelled future"),
                    Saboteur.of("WAIT-64", "the shield passes a cancellation on")
                            .in(
                                    SHIELD,
                                    "of",
                                    Fault.redirect("onDone", 1, WaitingSabotage.class, "cancelToo"))
                            .seen("went through the shields"),
                    Saboteur.of("WAIT-65", "each shield reports")
                            .in(SHIELD, "reportFailure", Fault.skip("isRetrieved"))
                            .seen("reports of one failure behind shields"),
                    Saboteur.of("WAIT-66", "a result is reported like a failure")
                            .in(
                                    SHIELD,
                                    "reportFailure",
                                    Fault.redirect("state", WaitingSabotage.class, "alwaysFailed"))
                            .in(
                                    SHIELD,
                                    "reportFailure",
                                    Fault.redirect(
                                            "takeException", WaitingSabotage.class, "noException"))
                            .seen("reported of a success"));

    static final Map<String, String> NONE = Map.of();

    private ShieldSaboteurs() {}
}
