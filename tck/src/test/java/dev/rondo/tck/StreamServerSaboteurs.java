package dev.rondo.tck;

import dev.rondo.kernel.LoopSabotage;
import dev.rondo.kernel.StreamSabotage;
import java.util.List;
import java.util.Map;

/// Faults of clients, servers and their handlers.
final class StreamServerSaboteurs {
    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of("STREAM-43", "what has come is delivered twice")
                            .in(
                                    "dev.rondo.kernel.StreamTransport",
                                    "readable",
                                    Fault.redirect(
                                            "dataReceived", LoopSabotage.class, "deliverTwice"))
                            .seen("the rest"),
                    Saboteur.of("STREAM-44", "the connection stays open after its handler")
                            .in("dev.rondo.kernel.StreamProtocol", "handled", Fault.skip("close"))
                            .seen("did not come within"),
                    Saboteur.of("STREAM-45", "what a handler throws is swallowed")
                            .in("dev.rondo.kernel.StreamProtocol", "handled", Fault.skip("handle"))
                            .seen("reports of one handler that failed"),
                    Saboteur.of("STREAM-46", "a cancelled handler counts as failed")
                            .in(
                                    "dev.rondo.kernel.StreamProtocol",
                                    "handled",
                                    Fault.redirect("state", StreamSabotage.class, "failed"))
                            .seen("reports of a handler that was cancelled"),
                    Saboteur.of("STREAM-47", "handlers run one after the other")
                            .in(
                                    "dev.rondo.kernel.StreamProtocol",
                                    "connectionMade",
                                    Fault.redirect("newTask", StreamSabotage.class, "oneAtATime"))
                            .seen("did not come within"),
                    Saboteur.of("STREAM-48", "the peer is not named")
                            .in("dev.rondo.kernel.Network", "name", Fault.returns("somebody"))
                            .seen("cannot connect to 127.0.0.1"),
                    Saboteur.of("STREAM-49", "the options of a client are left out")
                            .in(
                                    "dev.rondo.kernel.Streams",
                                    "open",
                                    Fault.redirect(
                                            "createConnection",
                                            StreamSabotage.class,
                                            "connectWithoutOptions"))
                            .seen("a failure with all errors"),
                    Saboteur.of("STREAM-50", "the options of a server are left out")
                            .in(
                                    "dev.rondo.kernel.Streams",
                                    "serve",
                                    Fault.redirect(
                                            "createServer",
                                            StreamSabotage.class,
                                            "serveWithoutOptions"))
                            .seen("handlers at a limit of one connection"));

    static final Map<String, String> NONE = Map.of();

    private StreamServerSaboteurs() {}
}
