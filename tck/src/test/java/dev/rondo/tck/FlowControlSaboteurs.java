package dev.rondo.tck;

import dev.rondo.kernel.TcpSabotage;
import java.util.List;
import java.util.Map;

/// Writes that are lost, moved or not held back.
final class FlowControlSaboteurs {
    private static final String LIMITS = "dev.rondo.WriteBufferLimits";
    private static final String OUTGOING = "dev.rondo.kernel.Outgoing";
    private static final String TRANSPORT = "dev.rondo.kernel.StreamTransport";

    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of("TCP-21", "every write is queued first")
                            .in(OUTGOING, "write", Fault.negate(1))
                            .seen("the way was free"),
                    Saboteur.of("TCP-22", "pieces of the queue change places")
                            .in(
                                    OUTGOING,
                                    "flush",
                                    Fault.redirect("peek", TcpSabotage.class, "peekSwapped"))
                            .seen("out of order"),
                    Saboteur.of("TCP-23", "empty writes count")
                            .in(TRANSPORT, "write", Fault.negate(1))
                            .seen("warned of nothing"),
                    Saboteur.of("TCP-24", "nobody hears why a write has failed")
                            .in(
                                    OUTGOING,
                                    "writeNow",
                                    Fault.redirect("end", TcpSabotage.class, "endInSilence"))
                            .seen("why it was lost"),
                    Saboteur.of("TCP-25", "the sixth drop warns")
                            .in(TRANSPORT, "warnOfDrops", Fault.constant(5, 6))
                            .seen("warnings for the fifth"),
                    Saboteur.of("TCP-26", "pieces that are not taken at once are lost")
                            .in(OUTGOING, "writeLines", Fault.skip("add"))
                            .seen("the position of a piece is not at its limit"),
                    Saboteur.of("TCP-27", "writeLines does not count for the flow control")
                            .in(OUTGOING, "writeLines", Fault.skip("queued"))
                            .seen("above the high-water mark"),
                    Saboteur.of("TCP-28", "the high-water mark is 128 KiB")
                            .in(LIMITS, "<clinit>", Fault.constant(65_536, 131_072))
                            .seen("the limits of a new connection"),
                    Saboteur.of("TCP-29", "the high mark is twice the low one")
                            .in(LIMITS, "ofLow", Fault.constant(4L, 2L))
                            .seen("of a low one"),
                    Saboteur.of("TCP-30", "a protocol is not paused")
                            .in(OUTGOING, "pauseIfHigh", Fault.skip("pauseWriting"))
                            .seen("after crossing"),
                    Saboteur.of("TCP-31", "writing resumes at the high mark")
                            .in(
                                    OUTGOING,
                                    "resumeIfLow",
                                    Fault.redirect("low", TcpSabotage.class, "high"))
                            .seen("resumed with"),
                    Saboteur.of("TCP-32", "lower limits hold for later writes only")
                            .in(OUTGOING, "setLimits", Fault.skip("pauseIfHigh"))
                            .seen("above the new mark"),
                    Saboteur.of("TCP-33", "a writer is never resumed")
                            .in(OUTGOING, "resumeIfLow", Fault.skip("resumeWriting"))
                            .seen("what resumeWriting wrote never came"),
                    Saboteur.of("TCP-34", "a protocol is not paused")
                            .in(OUTGOING, "pauseIfHigh", Fault.skip("pauseWriting"))
                            .seen("writing was not paused"));

    static final Map<String, String> NONE = Map.of();

    private FlowControlSaboteurs() {}
}
