package dev.rondo.tck;

import static dev.rondo.tck.ConnectedPair.HOST;
import static dev.rondo.tck.ConnectedPair.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.ConnectGroupException;
import dev.rondo.ConnectOptions;
import dev.rondo.Connection;
import dev.rondo.EventLoop;
import dev.rondo.ExtraInfo;
import dev.rondo.LoopFuture;
import dev.rondo.TransportSocket;
import dev.rondo.spi.Capability;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// How attempts to connect go, and how they end.
abstract class ConnectRules {
    /// Of those that stand for nobody's machine.
    static final String FOUR = "192.0.2.1";

    private static final String FOUR_TOO = "192.0.2.2";
    static final int PORT = 9;

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-61",
            text =
                    "A refused connection fails with a ConnectException that names the peer, what"
                            + " was tried and why it failed.",
            rows = "connect.errors-aggregated")
    void refusalNamesPeer(Subject subject) {
        int port = refusingPort(subject);
        Throwable failure =
                failureOf(
                        subject.loop(),
                        subject.loop().createConnection(RecordingProtocol::new, HOST, port));

        assertInstanceOf(ConnectException.class, failure, "a refusal");
        assertContains(failure, "cannot connect to " + HOST + ":" + port, "refused");
        assertInstanceOf(IOException.class, failure.getCause(), "the cause");
    }

    /// {@return a port that nobody listens on: a server has just left it}
    static int refusingPort(Subject subject) {
        ConnectedPair pair = ConnectedPair.prepared(subject);
        int port = pair.listen();
        pair.closeServer();
        subject.turns(1);
        return port;
    }

    static Throwable failureOf(EventLoop loop, LoopFuture<?> future) {
        CompletionException thrown =
                assertThrows(
                        CompletionException.class,
                        () -> loop.runUntilComplete(future),
                        "connected to nobody");
        return Objects.requireNonNull(thrown.getCause(), "the failure");
    }

    static void assertContains(Throwable failure, String... words) {
        for (String word : words) {
            assertTrue(
                    String.valueOf(failure.getMessage()).contains(word),
                    () -> "'%s' is not in: %s".formatted(word, failure.getMessage()));
        }
    }

    static EventLoop loopOf(Subject subject, WatchedConnects connects) {
        return subject.newLoop(settings -> settings.provider(connects));
    }

    static List<InetSocketAddress> peers(String... addresses) {
        return Arrays.stream(addresses)
                .map(address -> new InetSocketAddress(InetAddress.ofLiteral(address), PORT))
                .toList();
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-62",
            text =
                    "Every address is tried in turn; if all fail, the message lists why each did,"
                            + " and the first failure is the cause.",
            rows = "connect.errors-aggregated")
    void failureListsAllAddresses(Subject subject) {
        WatchedConnects connects =
                new WatchedConnects(subject.provider()).withRefusing(FOUR, FOUR_TOO);
        EventLoop loop = loopOf(subject, connects);

        Throwable failure =
                failureOf(
                        loop,
                        loop.createConnection(
                                RecordingProtocol::new,
                                peers(FOUR, FOUR_TOO),
                                ConnectOptions.DEFAULT));

        assertEquals(List.of(FOUR, FOUR_TOO), connects.tried, "the addresses that were tried");
        assertInstanceOf(ConnectException.class, failure, "the failure");
        assertContains(failure, "cannot connect to", FOUR + " refused", FOUR_TOO + " refused");
        assertContains(Objects.requireNonNull(failure.getCause(), "no cause"), FOUR);
        assertEquals(1, failure.getSuppressed().length, "the failures beside the first");
        assertContains(failure.getSuppressed()[0], FOUR_TOO);
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-63",
            text =
                    "With all errors asked for, a failure is a group with that of each address,"
                            + " also of a single one.",
            rows = "connect.errors-aggregated")
    void groupHasAllErrors(Subject subject) {
        WatchedConnects connects =
                new WatchedConnects(subject.provider()).withRefusing(FOUR, FOUR_TOO);
        EventLoop loop = loopOf(subject, connects);
        for (List<InetSocketAddress> peers : List.of(peers(FOUR), peers(FOUR, FOUR_TOO))) {
            Throwable failure =
                    failureOf(
                            loop,
                            loop.createConnection(
                                    RecordingProtocol::new,
                                    peers,
                                    ConnectOptions.DEFAULT.withAllErrors(true)));

            ConnectGroupException group =
                    assertInstanceOf(ConnectGroupException.class, failure, "the failure");
            assertEquals(peers.size(), group.failures().size(), "the failures of the group");
            assertContains(
                    group.failures().getLast(), peers.getLast().getAddress().getHostAddress());
        }
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-64",
            text =
                    "The first address that answers is connected to, and no other is tried after"
                            + " it.",
            rows = "connect.errors-aggregated")
    void nextAddressIsTried(Subject subject) {
        WatchedConnects connects = new WatchedConnects(subject.provider()).withRefusing(FOUR);
        EventLoop loop = loopOf(subject, connects);
        int port = loop.runUntilComplete(loop.createServer(RecordingProtocol::new, HOST, 0)).port();
        List<InetSocketAddress> peers = new ArrayList<>(peers(FOUR));
        peers.add(new InetSocketAddress(HOST, port));
        peers.addAll(peers(FOUR_TOO));

        Connection<RecordingProtocol> connection =
                loop.runUntilComplete(
                        loop.createConnection(
                                RecordingProtocol::new, peers, ConnectOptions.DEFAULT));

        assertEquals(peers.get(1), connection.transport().remoteAddress(), "the peer");
        assertEquals(List.of(FOUR, HOST), connects.tried, "the addresses that were tried");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-65",
            text =
                    "An unknown host, of the peer or of this side, fails with an"
                            + " UnknownHostException that names the host and what was tried.",
            rows = "connect.errors-aggregated")
    void unknownHostIsNamed(Subject subject) {
        // no label may be so long, so that no server is asked
        String host = "x".repeat(64) + ".invalid";
        EventLoop loop = subject.loop();
        Throwable failure =
                failureOf(loop, loop.createConnection(RecordingProtocol::new, host, 80));
        assertInstanceOf(UnknownHostException.class, failure, "the failure");
        assertContains(failure, "cannot connect to " + host + ":80", "unknown host");

        InetSocketAddress local = InetSocketAddress.createUnresolved(host, 0);
        failure =
                failureOf(
                        loop,
                        loop.createConnection(
                                RecordingProtocol::new,
                                FOUR,
                                PORT,
                                ConnectOptions.DEFAULT.withLocalAddress(local)));
        assertInstanceOf(UnknownHostException.class, failure, "the failure of the local host");
        assertContains(failure, "cannot connect to " + FOUR + ":" + PORT + " from " + host + ":0");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-66",
            text =
                    "Without an address, with one that is not resolved, or with a port out of"
                            + " range nothing is tried: the argument is refused.",
            rows = "connect.argument-conflicts")
    void badArgumentsAreRefused(Subject subject) {
        EventLoop loop = subject.loop();
        Supplier<RecordingProtocol> protocol = RecordingProtocol::new;
        assertThrows(
                IllegalArgumentException.class,
                () -> loop.createConnection(protocol, "", 80),
                "an empty host");
        for (int port : new int[] {-1, 0, 65_536}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> loop.createConnection(protocol, HOST, port),
                    () -> "port " + port);
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> loop.createConnection(protocol, List.of(), ConnectOptions.DEFAULT),
                "no address");
        InetSocketAddress unresolved = InetSocketAddress.createUnresolved("host", 80);
        assertThrows(
                IllegalArgumentException.class,
                () -> loop.createConnection(protocol, List.of(unresolved), ConnectOptions.DEFAULT),
                "an address that is not resolved");
        assertThrows(
                IllegalArgumentException.class,
                () -> ConnectOptions.DEFAULT.withTimeout(Duration.ZERO),
                "no time at all");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-67",
            text = "Cancelling the future ends the attempt, and no protocol is made.",
            rows = "connect.socket-closed-on-failure")
    void cancellingEndsAttempt(Subject subject) {
        WatchedConnects connects = new WatchedConnects(subject.provider()).withSilent(FOUR);
        EventLoop loop = loopOf(subject, connects);
        List<RecordingProtocol> made = new ArrayList<>();
        LoopFuture<?> attempt =
                loop.createConnection(
                        () -> {
                            made.add(new RecordingProtocol());
                            return made.getFirst();
                        },
                        peers(FOUR),
                        ConnectOptions.DEFAULT);
        turns(loop, 2);
        assertEquals(List.of(FOUR), connects.tried, "the addresses that were tried");

        attempt.cancel();
        turns(loop, 2);

        assertTrue(attempt.isCancelled(), "the future is not cancelled");
        assertEquals(List.of(FOUR), connects.givenUp, "the attempts that were given up");
        assertEquals(List.of(), made, "the protocols that were made");
    }

    static void turns(EventLoop loop, int count) {
        for (int i = 0; i < count; i++) {
            loop.stop();
            loop.runForever();
        }
    }

    @Requires({Capability.TCP, Capability.SOCKET_CHANNELS})
    @Rule(
            id = "TCP-74",
            text =
                    "A connected channel, blocking or not, becomes a connection like others, with"
                            + " TCP_NODELAY.",
            rows = {"tcp.nodelay-default", "tcp.adopt-accepted-socket"})
    void channelIsAdopted(Subject subject) throws IOException {
        EventLoop loop = subject.loop();
        for (boolean isBlocking : new boolean[] {true, false}) {
            ConnectedPair pair = ConnectedPair.prepared(subject);
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(HOST, pair.listen()));
            channel.configureBlocking(isBlocking);

            Connection<RecordingProtocol> connection =
                    loop.runUntilComplete(loop.connectAcceptedSocket(() -> pair.client, channel));

            assertTrue(pair.client.has("made"), "the future was done before connectionMade");
            TransportSocket socket =
                    connection.transport().getExtraInfo(ExtraInfo.SOCKET).orElseThrow();
            assertEquals(true, socket.getOption(StandardSocketOptions.TCP_NODELAY), "TCP_NODELAY");
            connection.transport().write(bytes("adopted"));
            connection.transport().close();
            pair.until("the end", () -> pair.client.has("lost") && pair.served.has("lost"));
            assertEquals("adopted", pair.served.text(), "what was sent over the channel");
            assertFalse(channel.isOpen(), "the channel is open after the end");
        }
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-76",
            text =
                    "A look-up that is dropped with the executor cancels the connection, or the"
                            + " server, that waits for it.")
    void droppedLookUpCancels(Subject subject) {
        EventLoop loop = subject.loop();
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        loop.setDefaultExecutor(Executors.newFixedThreadPool(1));
        LoopFuture<Void> busy =
                loop.runInExecutor(() -> ExecutorRules.awaitUninterrupted(started, gate));
        subject.await(started);
        LoopFuture<?> connection = loop.createConnection(RecordingProtocol::new, "localhost", PORT);
        LoopFuture<?> server = loop.createServer(RecordingProtocol::new, "localhost", 0);

        loop.runUntilComplete(loop.shutdownDefaultExecutor(Duration.ofMillis(1)));
        gate.countDown();
        loop.runUntilComplete(busy);

        assertEquals(1, subject.takeReports().size(), "reports of a shutdown that gave up");
        assertTrue(connection.isCancelled(), () -> "a connection without a look-up: " + connection);
        assertTrue(server.isCancelled(), () -> "a server without a look-up: " + server);
    }
}
