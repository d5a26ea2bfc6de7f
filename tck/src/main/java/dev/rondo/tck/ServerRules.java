package dev.rondo.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoop;
import dev.rondo.Protocol;
import dev.rondo.Rondo;
import dev.rondo.Server;
import dev.rondo.ServerOptions;
import dev.rondo.spi.Capability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.function.Executable;

/// Where TCP servers listen.
abstract class ServerRules {
    private static final ServerOptions DEFAULT = ServerOptions.DEFAULT;

    /// A name that is refused before anybody is asked: no label may be as long.
    private static final String UNKNOWN = "x".repeat(64) + ".invalid";

    /// {@return what a call in a coroutine fails with}
    private static Throwable failureOf(Executable call) {
        return assertThrows(CompletionException.class, call).getCause();
    }

    /// {@return another address of this machine than 127.0.0.1}
    private static String otherAddress(Subject subject) {
        String candidate = "127.0.0.2";
        if (!subject.supports(Capability.REAL_NETWORK)) {
            return candidate;
        }
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral(candidate))) {
            return socket.isBound() ? candidate : "::1";
        } catch (IOException e) {
            return "::1"; // a system whose loopback is one address of each family
        }
    }

    private static boolean hasIpv6(Subject subject) {
        try {
            return !subject.supports(Capability.REAL_NETWORK)
                    || NetworkInterface.getByInetAddress(InetAddress.ofLiteral("::1")) != null;
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-101",
            text = "A server tells its loop, its addresses and its port, and after close has none.",
            rows = "server.existing-socket")
    void tellsWhereItListens(Subject subject) {
        EventLoop loop = subject.loop();
        loop.runUntilComplete(() -> {
            Server server = new Served(loop).listen(DEFAULT);
            int port = server.port();

            assertSame(loop, server.loop(), "the loop that the server tells");
            assertEquals(
                    List.of(new InetSocketAddress(Served.HOST, port)),
                    server.addresses(),
                    "the addresses that the server tells");
            assertTrue(server.isServing(), "a server that listens is not serving");

            server.close();
            server.close();
            assertEquals(List.of(), server.addresses(), "the addresses of a closed server");
            assertFalse(server.isServing(), "a closed server is serving");
            assertThrows(IllegalStateException.class, server::port, "the port of a closed server");
        });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-102",
            text = "An empty host listens on all addresses, of both families, on one port.",
            rows = "server.dual-stack")
    void listensOnAllAddresses(Subject subject) {
        Served served = new Served(subject.loop());
        served.loop.runUntilComplete(() -> {
            try (Server server = served.listen(List.of(""), 0, DEFAULT)) {
                NotedProtocol four = served.connect("127.0.0.1", server.port());
                served.awaitAccepted(1);
                four.transport().close();
                if (hasIpv6(subject)) {
                    NotedProtocol six = served.connect("::1", server.port());
                    served.awaitAccepted(2);
                    six.transport().close();
                }
            }
        });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-103",
            text = "A host that is unknown is an I/O error that names it.",
            rows = "server.dual-stack")
    void namesAnUnknownHost(Subject subject) {
        Served served = new Served(subject.loop());
        Throwable failure =
                failureOf(() ->
                        served.loop.runUntilComplete(() ->
                                served.listen(List.of(Served.HOST, UNKNOWN), 80, DEFAULT).port()));

        assertInstanceOf(UnknownHostException.class, failure);
        assertTrue(failure.getMessage().contains(UNKNOWN + ":80"), failure::getMessage);
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-104",
            text = "Of several hosts each address is listened on once, all on the same port.",
            rows = "server.multiple-hosts")
    void listensOnEachHostOnce(Subject subject) {
        Served served = new Served(subject.loop());
        String other = otherAddress(subject);
        served.loop.runUntilComplete(() -> {
            List<String> hosts = List.of(Served.HOST, other, Served.HOST);
            try (Server server = served.listen(hosts, 0, DEFAULT)) {
                assertEquals(
                        List.of(
                                new InetSocketAddress(Served.HOST, server.port()),
                                new InetSocketAddress(other, server.port())),
                        server.addresses(),
                        () -> "where a server for " + hosts + " listens");
                NotedProtocol client = served.connect(other, server.port());
                served.awaitAccepted(1);
                client.transport().close();
            }
        });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-105",
            text = "An address in use is a BindException that names it.",
            rows = "server.addr-in-use")
    void namesAnAddressInUse(Subject subject) {
        Served served = new Served(subject.loop());
        served.loop.runUntilComplete(() -> {
            try (Server server = served.listen(DEFAULT)) {
                int port = server.port();
                Throwable failure =
                        failureOf(() -> served.listen(List.of(Served.HOST), port, DEFAULT));

                assertInstanceOf(BindException.class, failure);
                assertTrue(
                        failure.getMessage().contains(Served.HOST + ":" + port),
                        failure::getMessage);
            }
        });
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-106",
            text = "A server that cannot have all its addresses has none.",
            rows = "server.addr-in-use")
    void listensOnAllOrNone(Subject subject) {
        Served served = new Served(subject.loop());
        String other = otherAddress(subject);
        served.loop.runUntilComplete(() -> {
            try (Server first = served.listen(List.of(other), 0, DEFAULT)) {
                int port = first.port();
                List<String> both = List.of(Served.HOST, other);
                Throwable failure = failureOf(() -> served.listen(both, port, DEFAULT));
                assertInstanceOf(BindException.class, failure);

                try (Server second = served.listen(List.of(Served.HOST), port, DEFAULT)) {
                    assertEquals(port, second.port(), "the address that the failed server had");
                } catch (CompletionException e) {
                    throw new AssertionError(
                            "the server that failed still has its first address: " + e.getCause());
                }
            }
        });
    }

    @Requires({Capability.TCP, Capability.REUSE_PORT})
    @Rule(
            id = "TCP-107",
            text = "With reusePort several servers share an address; by default they do not.",
            rows = "server.reuse-port")
    void sharesAPort(Subject subject) {
        Served served = new Served(subject.loop());
        served.loop.runUntilComplete(() -> {
            ServerOptions shared = DEFAULT.withReusePort(true);
            List<String> hosts = List.of(Served.HOST);
            try (Server first = served.listen(shared)) {
                int port = first.port();
                try (Server second = served.listen(hosts, port, shared)) {
                    assertEquals(port, second.port(), "the port that is shared");
                } catch (CompletionException e) {
                    throw new AssertionError("a port was not shared: " + e.getCause());
                }
                assertInstanceOf(
                        BindException.class,
                        failureOf(() -> served.listen(hosts, port, DEFAULT)),
                        "a server that does not share the port");
            }
        });
    }

    @Requires(value = Capability.TCP, absent = Capability.REUSE_PORT)
    @Rule(
            id = "TCP-108",
            text = "Without REUSE_PORT, a server that wants it is refused with backend and reason.",
            rows = "server.reuse-port")
    void refusesToSharePorts(Subject subject) {
        Served served = new Served(subject.loop());
        BackendRules.assertRefused(
                subject,
                Capability.REUSE_PORT,
                () ->
                        served.loop.runUntilComplete(
                                () -> served.listen(DEFAULT.withReusePort(true)).port()));
    }

    @Requires({Capability.TCP, Capability.SOCKET_CHANNELS})
    @Rule(
            id = "TCP-109",
            text = "A channel that was bound elsewhere is served, and closed with its server.",
            rows = "server.existing-socket")
    void servesABoundChannel(Subject subject) throws IOException {
        Served served = new Served(subject.loop());
        ServerSocketChannel bound = ServerSocketChannel.open();
        bound.bind(new InetSocketAddress(Served.HOST, 0));
        served.loop.runUntilComplete(() -> {
            try (Server server = served.loop.createServer(served::accept, bound, DEFAULT).await()) {
                assertEquals(List.of(bound.getLocalAddress()), server.addresses());
                NotedProtocol client = served.connectAccepted(server);
                client.transport().write(new byte[] {'h', 'i'});
                assertEquals("hi", served.accepted.getFirst().await(2), "what the server got");
                client.transport().close();
            }
            assertFalse(bound.isOpen(), "the channel outlived its server");
        });
    }

    @Requires({Capability.TCP, Capability.SOCKET_CHANNELS})
    @Rule(
            id = "TCP-110",
            text = "A channel that is closed, not bound, or not for TCP is refused and named.",
            rows = "server.existing-socket")
    void refusesOtherChannels(Subject subject) throws IOException {
        Served served = new Served(subject.loop());
        ServerSocketChannel unbound = ServerSocketChannel.open();
        try (unbound;
                ServerSocketChannel unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                SocketPath path = new SocketPath()) {
            assertRefused(served, unbound, "the channel is not bound");
            unix.bind(path.address());
            assertRefused(served, unix, "not a TCP channel");
        }
        assertRefused(served, unbound, "the channel is closed");
    }

    private static void assertRefused(Served served, ServerSocketChannel channel, String why) {
        IllegalArgumentException refusal =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> served.loop.createServer(served::accept, channel, DEFAULT));
        assertTrue(refusal.getMessage().startsWith(why + ": "), refusal::getMessage);
    }

    @Requires(value = Capability.TCP, absent = Capability.SOCKET_CHANNELS)
    @Rule(
            id = "TCP-111",
            text =
                    "Without SOCKET_CHANNELS, serving a bound channel is refused with backend and"
                            + " reason.",
            rows = "server.existing-socket")
    void refusesBoundChannels(Subject subject) throws IOException {
        try (ServerSocketChannel channel = ServerSocketChannel.open()) {
            BackendRules.assertRefused(
                    subject,
                    Capability.SOCKET_CHANNELS,
                    () -> subject.loop().createServer(() -> new Protocol() {}, channel, DEFAULT));
        }
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-112",
            text = "A server without a host, or with a number out of range, is refused.")
    void refusesNumbersOutOfRange(Subject subject) {
        EventLoop loop = subject.loop();

        assertEquals("backlog < 1: 0", refusal(() -> DEFAULT.withBacklog(0)));
        assertEquals("connectionLimit < 1: 0", refusal(() -> DEFAULT.withConnectionLimit(0)));
        assertEquals(
                "port not in 0 to 65535: -1",
                refusal(() -> loop.createServer(() -> new Protocol() {}, "", -1)));
        assertEquals(
                "port not in 0 to 65535: 65536",
                refusal(() -> loop.createServer(() -> new Protocol() {}, "", 65_536)));
        assertEquals(
                "hosts is empty; name one, or \"\" for all addresses",
                refusal(() -> loop.createServer(() -> new Protocol() {}, List.of(), 0, DEFAULT)));
    }

    private static String refusal(Executable call) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-113",
            text = "A server in a try with resources is closed at the end of the block.")
    void isClosedByTryWithResources(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    Server left;
                    try (Server server = Rondo.startServer((_, _) -> {}, Served.HOST, 0)) {
                        left = server;
                        assertTrue(left.isServing());
                    }
                    assertFalse(left.isServing(), "the server is serving after the block");
                });
    }
}
