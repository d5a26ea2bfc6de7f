package dev.rondo.tck;

import dev.rondo.kernel.WaitingSabotage;
import java.util.List;
import java.util.Map;

/// Faults of a gather.
final class GatherSaboteurs {
    private static final String GATHER = "dev.rondo.kernel.Gather";
    private static final String TASK = "dev.rondo.kernel.KernelTask";
    private static final String SHIELD = "dev.rondo.kernel.Shield";

    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of("WAIT-1", "results come in the opposite order")
                            .in(
                                    GATHER,
                                    "finish",
                                    Fault.redirect("iterator", WaitingSabotage.class, "backwards"))
                            .seen("the results, of children"),
                    Saboteur.of("WAIT-2", "a failure waits for the other children")
                            .in(GATHER, "results", Fault.constant(true, false))
                            .seen("one turn after the failure"),
                    Saboteur.of("WAIT-3", "later failures are not looked at")
                            .in(GATHER, "childDone", Fault.skip("markRetrieved"))
                            .seen("later"),
                    Saboteur.of("WAIT-4", "outcomes end with the first failure")
                            .in(GATHER, "outcomes", Fault.constant(false, true))
                            .seen("done before its last child"),
                    Saboteur.of("WAIT-5", "a cancelled child cancels the gather")
                            .in(
                                    GATHER,
                                    "failWith",
                                    Fault.redirect("fail", WaitingSabotage.class, "endCancelled"))
                            .seen("the gather counts as cancelled"),
                    Saboteur.of("WAIT-6", "a cancelled child is given as a failure")
                            .in(
                                    GATHER,
                                    "outcomeOf",
                                    Fault.redirect("outcome", WaitingSabotage.class, "asFailure"))
                            .seen("Cancelled[message=enough]"),
                    Saboteur.of("WAIT-7", "children are not cancelled")
                            .in(GATHER, "cancelNow", Fault.skip("cancelNow"))
                            .seen("what a child waits for was not cancelled"),
                    Saboteur.of("WAIT-8", "a cancellation is never refused")
                            .in(GATHER, "cancelNow", Fault.returns(true))
                            .seen("let itself be cancelled after its children's end"),
                    Saboteur.of("WAIT-9", "a cancellation that is refused counts as delivered")
                            .in(
                                    TASK,
                                    "cancelHere",
                                    Fault.redirect(
                                            "cancelNow", WaitingSabotage.class, "alwaysDelivered"))
                            .seen("CancelledError"),
                    Saboteur.of("WAIT-10", "a cancelled gather gives outcomes")
                            .in(GATHER, "finish", Fault.negate(1))
                            .seen("CancelledError"),
                    Saboteur.of("WAIT-11", "a gather of nothing is never done")
                            .in(GATHER, "start", Fault.skip("succeed"))
                            .seen("nothing can wake"),
                    Saboteur.of("WAIT-12", "only children of one loop are refused")
                            .in(GATHER, "commonLoop", Fault.negate(3))
                            .seen("IllegalArgumentException"),
                    Saboteur.of("WAIT-13", "a child that is given again is dropped")
                            .in(
                                    GATHER,
                                    "finish",
                                    Fault.redirect("iterator", WaitingSabotage.class, "once"))
                            .seen("[abc, def]"),
                    Saboteur.of("WAIT-14", "what is no future is passed over")
                            .in(
                                    GATHER,
                                    "commonLoop",
                                    Fault.redirect(
                                            "requireNonNull", WaitingSabotage.class, "passOver"))
                            .seen("NullPointerException"),
                    Saboteur.of("WAIT-15", "a shield passes a cancellation on")
                            .in(
                                    SHIELD,
                                    "of",
                                    Fault.redirect("onDone", 1, WaitingSabotage.class, "cancelToo"))
                            .seen("the cancellation went through a shield"),
                    Saboteur.of("WAIT-16", "a shield passes a cancellation on")
                            .in(
                                    SHIELD,
                                    "of",
                                    Fault.redirect("onDone", 1, WaitingSabotage.class, "cancelToo"))
                            .seen("the cancellation went through the shield"),
                    Saboteur.of("WAIT-17", "done children are waited for like others")
                            .in(GATHER, "watchChildren", Fault.skip("isDone"))
                            .seen("a gather of done futures is pending"));

    static final Map<String, String> NONE = Map.of();

    private GatherSaboteurs() {}
}
