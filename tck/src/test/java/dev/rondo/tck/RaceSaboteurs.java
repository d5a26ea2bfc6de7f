package dev.rondo.tck;

import dev.rondo.kernel.WaitingSabotage;
import java.util.List;
import java.util.Map;

/// Faults of a staggered race.
final class RaceSaboteurs {
    private static final String RACE = "dev.rondo.kernel.StaggeredRace";
    private static final String RONDO = "dev.rondo.Rondo";

    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of("WAIT-91", "the delay is over at once")
                            .in(RACE, "startTimer", Fault.skip("deadline"))
                            .seen("a delay of 2 ms was over in"),
                    Saboteur.of(
                                    "WAIT-92",
                                    "the next one does not start with the failure of the last")
                            .in(RACE, "compete", Fault.skip("lost"))
                            .seen("the candidates that ran after a failure"),
                    Saboteur.of("WAIT-93", "no delay is none to wait for")
                            .in(
                                    RONDO,
                                    "staggeredRace",
                                    Fault.redirect("run", WaitingSabotage.class, "withoutPatience"))
                            .seen("started beside a candidate that has not failed"),
                    Saboteur.of("WAIT-94", "a success counts as a failure")
                            .in(
                                    RACE,
                                    "compete",
                                    Fault.redirect(
                                            "isCancelRequested",
                                            WaitingSabotage.class,
                                            "alwaysRequested"))
                            .seen("the candidate that won"),
                    Saboteur.of("WAIT-95", "nobody starts after a failure")
                            .in(RACE, "lost", Fault.skip("startNext"))
                            .in(RACE, "candidateEnded", Fault.skip("startNext"))
                            .seen("the failures of a race that nobody won"),
                    Saboteur.of("WAIT-96", "one more candidate is started than there are")
                            .in(
                                    RACE,
                                    "startNext",
                                    Fault.redirect("size", 2, WaitingSabotage.class, "oneMore"))
                            .seen("the outcomes of nobody"),
                    Saboteur.of("WAIT-97", "the others are cancelled an iteration late")
                            .in(
                                    RACE,
                                    "cancelAllBut",
                                    Fault.redirect(
                                            "cancelNow", WaitingSabotage.class, "cancelLater"))
                            .seen("two candidates that could succeed in one turn"),
                    Saboteur.of("WAIT-98", "a cancellation is not passed on")
                            .in(RACE, "awaitAll", Fault.skip("cancelAllBut"))
                            .seen("what the candidate saw of the first cancellation"),
                    Saboteur.of("WAIT-99", "the last success wins")
                            .in(RACE, "compete", Fault.skip("hasWinner"))
                            .seen("the candidate that won"),
                    Saboteur.of("WAIT-100", "the candidates share a context")
                            .in(
                                    RACE,
                                    "<init>",
                                    Fault.redirect("captured", WaitingSabotage.class, "shared"))
                            .seen("what the second candidate has seen"),
                    Saboteur.of("WAIT-101", "candidates start inside of each other")
                            .in(
                                    RACE,
                                    "startNext",
                                    Fault.redirect(
                                            "schedule", WaitingSabotage.class, "startAtOnce"))
                            .seen("the winner without a wait"));

    static final Map<String, String> NONE = Map.of();

    private RaceSaboteurs() {}
}
