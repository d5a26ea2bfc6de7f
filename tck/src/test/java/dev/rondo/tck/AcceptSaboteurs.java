package dev.rondo.tck;

import dev.rondo.kernel.LoopSabotage;
import dev.rondo.kernel.ServerSabotage;
import java.util.List;
import java.util.Map;

/// Servers that accept with one fault each.
final class AcceptSaboteurs {
    private static final String SERVER = "dev.rondo.kernel.ListeningServer";
    private static final String LISTENER = "dev.rondo.kernel.Listener";

    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of("TCP-141", "one connection is accepted in an iteration")
                            .in(LISTENER, "accepted", Fault.enter(ServerSabotage.class, "rest"))
                            .seen("iterations that it took to accept what was waiting"),
                    Saboteur.of("TCP-142", "aborted connections are shown, and no others")
                            .in("dev.rondo.memory.MemoryListener", "accept", Fault.negate(3))
                            .seen("who was accepted last, with a client behind the aborted one"),
                    Saboteur.of("TCP-143", "a server accepts before it is to serve")
                            .in(SERVER, "isAccepting", Fault.returns(true))
                            .seen("accepted before the server was to serve"),
                    Saboteur.of("TCP-144", "the limit is not looked at when one has come")
                            .in(SERVER, "accepted", Fault.skip("forEach"))
                            .seen("accepted, with 2 at a time"),
                    Saboteur.of("TCP-145", "a server rests for half a second")
                            .in(
                                    LISTENER,
                                    "failed",
                                    Fault.redirect("deadline", LoopSabotage.class, "halfWay"))
                            .seen("accepted before the second was over"),
                    Saboteur.of("TCP-146", "a lack is told with each attempt but the first")
                            .in(LISTENER, "failed", Fault.negate(1))
                            .seen("reports about accepting"),
                    Saboteur.of("TCP-147", "a closed server keeps its timer")
                            .in(LISTENER, "close", Fault.skip("cancel"))
                            .seen("timers of a server that is closed"),
                    Saboteur.of("TCP-148", "what comes is delivered twice")
                            .driver(PollingDriver::over)
                            .in(
                                    "dev.rondo.kernel.StreamTransport",
                                    "readable",
                                    Fault.redirect(
                                            "dataReceived", LoopSabotage.class, "deliverTwice"))
                            .seen("what came from the peer"),
                    Saboteur.of("TCP-149", "a channel without a connection is taken over")
                            .driver(PollingDriver::over)
                            .in("dev.rondo.kernel.Network", "adopt", Fault.negate(1))
                            .seen("nothing was thrown"),
                    Saboteur.of("TCP-150", "a lack of channels is not refused")
                            .in("dev.rondo.kernel.KernelLoop", "require", Fault.returns(null))
                            .seen("UnsupportedOperationException"));

    static final Map<String, String> NONE = Map.of();

    private AcceptSaboteurs() {}
}
