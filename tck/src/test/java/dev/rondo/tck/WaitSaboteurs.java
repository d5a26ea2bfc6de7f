package dev.rondo.tck;

import dev.rondo.kernel.WaitingSabotage;
import java.util.List;
import java.util.Map;

/// Faults of `waitUntil`.
final class WaitSaboteurs {
    private static final String WAIT = "dev.rondo.kernel.WaitUntil";

    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of("WAIT-21", "the first to end is enough")
                            .in(WAIT, "futureDone", Fault.constant(false, true))
                            .seen("the wait for all has ended before the last one"),
                    Saboteur.of("WAIT-22", "those that are done are not noticed")
                            .in(
                                    WAIT,
                                    "await",
                                    Fault.redirect("onDone", WaitingSabotage.class, "ofThePending"))
                            .seen("has not ended"),
                    Saboteur.of("WAIT-23", "futures of other loops are taken")
                            .in(WAIT, "of", Fault.skip("own"))
                            .seen("IllegalArgumentException"),
                    Saboteur.of("WAIT-24", "the first to end is not enough")
                            .in(WAIT, "futureDone", Fault.constant(true, false))
                            .seen("has not ended with the first one"),
                    Saboteur.of("WAIT-25", "only those count whose callback has run")
                            .in(WAIT, "futureDone", Fault.enter(WaitingSabotage.class, "told"))
                            .in(
                                    WAIT,
                                    "split",
                                    Fault.redirect("isDone", WaitingSabotage.class, "isTold"))
                            .seen("what was done when the task went on"),
                    Saboteur.of("WAIT-26", "a result counts as a failure")
                            .in(WAIT, "futureDone", Fault.constant(false, true))
                            .seen("has ended without one"),
                    Saboteur.of("WAIT-27", "a failure from before is not noticed")
                            .in(
                                    WAIT,
                                    "await",
                                    Fault.redirect("onDone", WaitingSabotage.class, "ofThePending"))
                            .seen("did not see a failure from before"),
                    Saboteur.of("WAIT-28", "one more is waited for than there are")
                            .in(
                                    WAIT,
                                    "of",
                                    Fault.redirect("size", WaitingSabotage.class, "oneMore"))
                            .seen("has not ended although all are done"),
                    Saboteur.of("WAIT-29", "the failure of a future is thrown")
                            .in(
                                    WAIT,
                                    "split",
                                    Fault.redirect("isDone", WaitingSabotage.class, "throwing"))
                            .seen("boom"),
                    Saboteur.of("WAIT-30", "a failure counts as seen")
                            .in(
                                    WAIT,
                                    "split",
                                    Fault.redirect("isDone", WaitingSabotage.class, "looking"))
                            .inVain()
                            .seen("nothing was reported"),
                    Saboteur.of("WAIT-31", "the limit is over at once")
                            .in(WAIT, "await", Fault.skip("deadline"))
                            .seen("a limit of 2 ms was over in"),
                    Saboteur.of("WAIT-32", "the timer stays")
                            .in(WAIT, "await", Fault.skip("cancel"))
                            .seen("timers left by the wait"),
                    Saboteur.of("WAIT-33", "whatever the limit finds is pending")
                            .in(WAIT, "split", Fault.skip("isDone"))
                            .seen("done in the turn of the limit"),
                    Saboteur.of("WAIT-34", "the sequence is gone through twice")
                            .in(
                                    WAIT,
                                    "of",
                                    Fault.redirect("iterator", WaitingSabotage.class, "secondTime"))
                            .seen("stream has already"),
                    Saboteur.of("WAIT-35", "a future that is given twice counts twice")
                            .in(
                                    WAIT,
                                    "of",
                                    Fault.redirect("size", WaitingSabotage.class, "oneMore"))
                            .seen("was waited for twice"),
                    Saboteur.of("WAIT-36", "a cancellation is passed on")
                            .in(
                                    WAIT,
                                    "await",
                                    Fault.redirect(
                                            "onDone", WaitingSabotage.class, "cancelTogether"))
                            .seen("requests to cancel that were passed on"));

    static final Map<String, String> NONE = Map.of();

    private WaitSaboteurs() {}
}
