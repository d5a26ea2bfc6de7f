package dev.rondo.tck;

import dev.rondo.kernel.WaitLineSabotage;
import java.util.List;
import java.util.Map;

/// Barriers with one fault each.
final class BarrierSaboteurs {
    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of("LOCK-71", "a barrier without parties is accepted")
                            .in("dev.rondo.Barrier", "<init>", Fault.negate(1))
                            .seen("0 parties"),
                    Saboteur.of("LOCK-72", "the first party lets all pass")
                            .in("dev.rondo.Barrier", "meet", Fault.negate(1))
                            .seen("a party has passed alone"),
                    Saboteur.of("LOCK-73", "a round never ends")
                            .in("dev.rondo.Barrier", "endRoundIfEmpty", Fault.returns(null))
                            .seen("the rounds that each party has passed"),
                    Saboteur.of("LOCK-74", "nobody is counted")
                            .in("dev.rondo.Barrier", "nWaiting", Fault.returns(0))
                            .seen("nWaiting after 1 parties"),
                    Saboteur.of("LOCK-75", "the index is the number of parties that are there")
                            .in(
                                    "dev.rondo.Barrier",
                                    "await",
                                    Fault.redirect("nextClearBit", WaitLineSabotage.class, "count"))
                            .seen("the indices of the three parties"),
                    Saboteur.of("LOCK-75", "a cancelled party is not subtracted")
                            .in("dev.rondo.Barrier", "await", Fault.skip("clear"))
                            .seen("nWaiting after one of two was cancelled"),
                    Saboteur.of("LOCK-76", "a round ends when the first party has passed")
                            .in("dev.rondo.Barrier", "endRoundIfEmpty", Fault.negate(1))
                            .seen("nWaiting while the round ends"),
                    Saboteur.of("LOCK-77", "reset wakes nobody")
                            .in("dev.rondo.Barrier", "reset", Fault.skip("wakeAll"))
                            .seen("a party of a broken barrier still waits"),
                    Saboteur.of("LOCK-78", "a barrier that is reset never becomes empty")
                            .in("dev.rondo.Barrier", "endRoundIfEmpty", Fault.skip("isEmpty"))
                            .seen("nWaiting in the next round"),
                    Saboteur.of("LOCK-79", "nobody asks whether the barrier is broken")
                            .in("dev.rondo.Barrier", "checkNotBroken", Fault.returns(null))
                            .seen("a party of a barrier that was broken"),
                    Saboteur.of("LOCK-80", "abort forgets those who wait for the next round")
                            .in("dev.rondo.Barrier", "abort", Fault.skip("wakeAll"))
                            .seen("a party of a broken barrier still waits"),
                    Saboteur.of("LOCK-81", "reset does nothing")
                            .in("dev.rondo.Barrier", "reset", Fault.returns(null))
                            .seen("was reset but is broken"));

    static final Map<String, String> NONE = Map.of();

    private BarrierSaboteurs() {}
}
