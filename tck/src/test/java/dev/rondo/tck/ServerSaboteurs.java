package dev.rondo.tck;

import dev.rondo.kernel.ServerSabotage;
import java.util.List;
import java.util.Map;

/// Servers with one fault each: where they listen, and how they end.
final class ServerSaboteurs {
    private static final String SERVER = "dev.rondo.kernel.ListeningServer";
    private static final String LISTENING = "dev.rondo.kernel.Listening";
    private static final String NETWORK = "dev.rondo.kernel.Network";

    static final List<Saboteur> ALL =
            List.of(
                    Saboteur.of("TCP-101", "a closed server keeps its addresses")
                            .in(SERVER, "close", Fault.skip("clear"))
                            .seen("the addresses of a closed server"),
                    Saboteur.of("TCP-102", "all addresses are those of one family")
                            .in(
                                    "dev.rondo.kernel.Resolver",
                                    "wildcard",
                                    Fault.constant("::", "127.0.0.1"))
                            .seen("cannot connect to [::1]"),
                    Saboteur.of("TCP-103", "a host that is unknown is not named")
                            .in(LISTENING, "purpose", Fault.skip("name"))
                            .seen("cannot listen on null"),
                    Saboteur.of("TCP-104", "each address gets a port of its own")
                            .in(LISTENING, "open", Fault.skip("port"))
                            .seen("where a server for"),
                    Saboteur.of("TCP-105", "an address is given to two servers")
                            .in("dev.rondo.memory.MemoryNetwork", "free", Fault.skip("isPresent"))
                            .seen("nothing was thrown"),
                    Saboteur.of("TCP-106", "a server that failed is left half open")
                            .in(LISTENING, "open", Fault.skip("close"))
                            .seen("the server that failed still has its first address"),
                    Saboteur.of("TCP-107", "the option to share a port is lost")
                            .driver(PollingDriver::over)
                            .in(LISTENING, "open", Fault.skip("reusePort"))
                            .seen("a port was not shared"),
                    Saboteur.of("TCP-108", "a lack of shared ports is not refused")
                            .in("dev.rondo.kernel.KernelLoop", "require", Fault.returns(null))
                            .seen("UnsupportedOperationException"),
                    Saboteur.of("TCP-109", "a closed server leaves its channel open")
                            .driver(PollingDriver::over)
                            .in("dev.rondo.kernel.Listener", "close", Fault.skip("close"))
                            .seen("the channel outlived its server"),
                    Saboteur.of("TCP-110", "a channel that is not bound is taken")
                            .driver(PollingDriver::over)
                            .in(NETWORK, "boundAddress", Fault.negate(1))
                            .seen("not a TCP channel"),
                    Saboteur.of("TCP-111", "a lack of channels is not refused")
                            .in("dev.rondo.kernel.KernelLoop", "require", Fault.returns(null))
                            .seen("UnsupportedOperationException"),
                    Saboteur.of("TCP-112", "ports are not checked")
                            .in(NETWORK, "checkPort", Fault.returns(null))
                            .seen("nothing was thrown"),
                    Saboteur.of("TCP-113", "close does nothing")
                            .in(SERVER, "close", Fault.returns(null))
                            .seen("the server is serving after the block"),
                    Saboteur.of("TCP-121", "close takes the connections with it")
                            .in(SERVER, "close", Fault.enter(ServerSabotage.class, "abortClients"))
                            .seen("what came over a connection that was there before close"),
                    Saboteur.of("TCP-122", "waitClosed does not wait for close")
                            .in(SERVER, "waitClosed", Fault.negate(1))
                            .seen("waitClosed has returned while the server was open"),
                    Saboteur.of("TCP-123", "waitClosed does not wait for the connections")
                            .in(SERVER, "releaseIfEnded", Fault.negate(2))
                            .seen("while one of two connections was there"),
                    Saboteur.of("TCP-124", "the end of a connection wakes nobody")
                            .in(SERVER, "ended", Fault.skip("releaseIfEnded"))
                            .seen("waitClosed goes on after the last connection has ended"),
                    Saboteur.of("TCP-125", "one waiter that goes lets all go")
                            .in(
                                    "dev.rondo.kernel.Waiters",
                                    "await",
                                    Fault.redirect("remove", ServerSabotage.class, "releaseAll"))
                            .seen("cancelling one who waits has released another"),
                    Saboteur.of("TCP-126", "closeClients aborts the connections")
                            .in(
                                    SERVER,
                                    "closeClients",
                                    Fault.enter(ServerSabotage.class, "abortClients"))
                            .seen("waitClosed has returned before all was sent"),
                    Saboteur.of("TCP-127", "abortClients does nothing")
                            .in(SERVER, "abortClients", Fault.returns(null))
                            .seen("a connection has outlived abortClients"),
                    Saboteur.of("TCP-128", "a cancelled serveForever leaves the addresses")
                            .in(SERVER, "close", Fault.skip("clear"))
                            .seen("the addresses after serveForever"),
                    Saboteur.of("TCP-129", "serveForever waits, however often it is cancelled")
                            .in(
                                    SERVER,
                                    "end",
                                    Fault.redirect(
                                            "waitClosed",
                                            ServerSabotage.class,
                                            "waitWhateverHappens"))
                            .seen("a second request has not ended serveForever"),
                    Saboteur.of("TCP-130", "the only coroutine in serveForever is refused")
                            .in(SERVER, "serveForever", Fault.negate(1))
                            .seen("another coroutine does it already"));

    static final Map<String, String> NONE = Map.of();

    private ServerSaboteurs() {}
}
