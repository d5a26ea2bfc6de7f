package dev.rondo.tck;

import dev.rondo.kernel.WaitingSabotage;
import java.util.List;
import java.util.Map;

/// Faults of `asCompleted`.
final class AsCompletedSaboteurs {
    private static final String COMPLETIONS = "dev.rondo.kernel.AsCompleted";
    private static final String ORIGINALS = "dev.rondo.kernel.AsCompleted$Originals";
    private static final String GATHER = "dev.rondo.kernel.Gather";

    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of("WAIT-41", "an end is not handed on")
                            .in(COMPLETIONS, "futureDone", Fault.skip("handOver"))
                            .seen("what came when the last one had ended"),
                    Saboteur.of("WAIT-42", "a future that is given twice is waited for twice")
                            .in(
                                    COMPLETIONS,
                                    "<init>",
                                    Fault.redirect("size", WaitingSabotage.class, "oneMore"))
                            .seen("nothing can wake"),
                    Saboteur.of("WAIT-43", "those that are done are not noticed")
                            .in(
                                    COMPLETIONS,
                                    "<init>",
                                    Fault.redirect("onDone", WaitingSabotage.class, "ofThePending"))
                            .seen("nothing can wake"),
                    Saboteur.of("WAIT-44", "the originals are copies")
                            .in(
                                    ORIGINALS,
                                    "next",
                                    Fault.redirect("get", WaitingSabotage.class, "copyOf"))
                            .seen("what originals() gave"),
                    Saboteur.of("WAIT-45", "stand-ins that nobody wants get the failures")
                            .in(
                                    COMPLETIONS,
                                    "originals",
                                    Fault.enter(WaitingSabotage.class, "makeStandIns"))
                            .seen("boom"),
                    Saboteur.of("WAIT-46", "the limit is over at once")
                            .in(COMPLETIONS, "startTimer", Fault.skip("deadline"))
                            .seen("a limit of 2 ms was over in"),
                    Saboteur.of("WAIT-47", "who waits is not told of the limit")
                            .in(COMPLETIONS, "timeLimitOver", Fault.skip("release"))
                            .seen("nothing can wake"),
                    Saboteur.of("WAIT-48", "the timer stays")
                            .in(COMPLETIONS, "futureDone", Fault.skip("cancel"))
                            .seen("timers left by the limit"),
                    Saboteur.of("WAIT-49", "the iterator goes on with the last to end")
                            .in(
                                    ORIGINALS,
                                    "next",
                                    Fault.redirect("get", WaitingSabotage.class, "lastOf"))
                            .seen("the results of the originals"),
                    Saboteur.of("WAIT-50", "an iterator ends before it was used up")
                            .in(ORIGINALS, "hasNext", Fault.negate(1))
                            .seen("the cancelled task has taken an original away"),
                    Saboteur.of("WAIT-51", "the last gets the first result")
                            .in(
                                    COMPLETIONS,
                                    "handOver",
                                    Fault.redirect("get", WaitingSabotage.class, "fromTheEnd"))
                            .seen("did not end with the first to end"),
                    Saboteur.of("WAIT-52", "a result goes to one that was cancelled")
                            .in(COMPLETIONS, "handOver", Fault.skip("isDone"))
                            .seen("went to one that was cancelled"),
                    Saboteur.of("WAIT-53", "nobody asks whether a loop runs")
                            .in(GATHER, "commonLoop", Fault.skip("require"))
                            .seen("IllegalStateException"));

    static final Map<String, String> NONE = Map.of();

    private AsCompletedSaboteurs() {}
}
