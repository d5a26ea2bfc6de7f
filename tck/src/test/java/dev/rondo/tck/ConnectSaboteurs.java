package dev.rondo.tck;

import dev.rondo.kernel.TcpSabotage;
import java.util.List;
import java.util.Map;

/// Attempts to connect that go astray.
final class ConnectSaboteurs {
    private static final String ATTEMPT = "dev.rondo.kernel.Connecting$Attempt";
    private static final String CONNECTING = "dev.rondo.kernel.Connecting";
    private static final String MEMORY_NETWORK = "dev.rondo.memory.MemoryNetwork";
    private static final String NETWORK = "dev.rondo.kernel.Network";
    private static final String RESOLVER = "dev.rondo.kernel.Resolver";
    private static final String TRANSPORT = "dev.rondo.kernel.StreamTransport";

    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of("TCP-61", "the peer is not named")
                            .in(NETWORK, "name", Fault.returns("somebody"))
                            .seen("cannot connect to 127.0.0.1:"),
                    Saboteur.of("TCP-62", "the cause is missing")
                            .in(CONNECTING, "failure", Fault.skip("initCause"))
                            .seen("no cause"),
                    Saboteur.of("TCP-63", "all errors are not given")
                            .in(CONNECTING, "failure", Fault.negate(1))
                            .seen("the failure"),
                    Saboteur.of("TCP-64", "the last address comes first")
                            .in(
                                    CONNECTING,
                                    "startNext",
                                    Fault.redirect("poll", TcpSabotage.class, "last"))
                            .seen("the addresses that were tried"),
                    Saboteur.of("TCP-65", "every name is taken for known")
                            .in(
                                    RESOLVER,
                                    "lookUp",
                                    Fault.redirect("getAllByName", TcpSabotage.class, "anyHost"))
                            .seen("the failure"),
                    Saboteur.of("TCP-66", "any port will do")
                            .in(NETWORK, "checkPort", Fault.returns(null))
                            .seen("port "),
                    Saboteur.of("TCP-67", "a cancelled attempt goes on")
                            .in(CONNECTING, "begin", Fault.skip("stop"))
                            .seen("the attempts that were given up"),
                    Saboteur.of("TCP-68", "an attempt goes on after the timeout")
                            .in(CONNECTING, "end", Fault.skip("stop"))
                            .seen("the attempts that were given up"),
                    Saboteur.of("TCP-69", "the local address is forgotten")
                            .in(
                                    CONNECTING,
                                    "isStarted",
                                    Fault.redirect("connect", TcpSabotage.class, "unbound"))
                            .seen("the address bound to"),
                    Saboteur.of("TCP-70", "families are mixed")
                            .in(CONNECTING, "isStarted", Fault.negate(3))
                            .seen("another family"),
                    Saboteur.of("TCP-71", "an address is bound twice")
                            .in(MEMORY_NETWORK, "free", Fault.negate(3))
                            .seen("connected to nobody"),
                    Saboteur.of("TCP-72", "the families do not take turns")
                            .in(
                                    CONNECTING,
                                    "tryAll",
                                    Fault.redirect("interleaved", TcpSabotage.class, "asTheyCome"))
                            .seen("the order of the attempts"),
                    Saboteur.of("TCP-73", "a failure waits for the delay")
                            .in(ATTEMPT, "failed", Fault.skip("startNext"))
                            .seen("the addresses that were tried"),
                    Saboteur.of("TCP-74", "TCP_NODELAY is left off")
                            .driver(PollingDriver::over)
                            .in(TRANSPORT, "begin", Fault.skip("sendWithoutDelay"))
                            .seen("TCP_NODELAY"),
                    Saboteur.of(
                                    "TCP-76",
                                    "who waits for a look-up does not hear that it is dropped")
                            .in("dev.rondo.kernel.Listening", "resolved", Fault.skip("cancel"))
                            .seen("a server without a look-up"));

    static final Map<String, String> NONE = Map.of();

    private ConnectSaboteurs() {}
}
