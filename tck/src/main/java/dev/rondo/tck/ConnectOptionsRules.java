package dev.rondo.tck;

import static dev.rondo.tck.ConnectRules.FOUR;
import static dev.rondo.tck.ConnectRules.PORT;
import static dev.rondo.tck.ConnectRules.assertContains;
import static dev.rondo.tck.ConnectRules.failureOf;
import static dev.rondo.tck.ConnectRules.loopOf;
import static dev.rondo.tck.ConnectRules.peers;
import static dev.rondo.tck.ConnectRules.refusingPort;
import static dev.rondo.tck.ConnectRules.turns;
import static dev.rondo.tck.ConnectedPair.HOST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.ConnectOptions;
import dev.rondo.Connection;
import dev.rondo.EventLoop;
import dev.rondo.LoopFuture;
import dev.rondo.spi.Capability;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;

/// Attempts to connect with options: a timeout, an address of this side, a race.
abstract class ConnectOptionsRules {
    private static final String SIX = "2001:db8:0:0:0:0:0:1";
    private static final String SIX_TOO = "2001:db8:0:0:0:0:0:2";

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-68",
            text =
                    "After the timeout the attempt ends with a SocketTimeoutException that names"
                            + " the peer, and its socket is closed.",
            rows = {"connect.socket-closed-on-failure", "connect.happy-eyeballs"})
    void timeoutEndsAttempt(Subject subject) {
        WatchedConnects connects = new WatchedConnects(subject.provider()).withSilent(FOUR);
        EventLoop loop = loopOf(subject, connects);
        long start = loop.time();

        Throwable failure =
                failureOf(
                        loop,
                        loop.createConnection(
                                RecordingProtocol::new,
                                FOUR,
                                PORT,
                                ConnectOptions.DEFAULT.withTimeout(Duration.ofMillis(5))));

        assertInstanceOf(SocketTimeoutException.class, failure, "the failure");
        assertContains(failure, "cannot connect to " + FOUR + ":" + PORT, "PT0.005S");
        assertTrue(loop.time() - start >= 5_000_000, "timed out too early");
        assertEquals(List.of(FOUR), connects.givenUp, "the attempts that were given up");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-69",
            text = "A local address is bound before connecting: sockname shows it, with its port.",
            rows = "connect.local-address")
    void localAddressIsBound(Subject subject) {
        EventLoop loop = subject.loop();
        ConnectedPair pair = ConnectedPair.prepared(subject);
        int port = pair.listen();
        // a port that was free a moment ago; another process may have taken it since
        for (int tries = 1; ; tries++) {
            InetSocketAddress local = new InetSocketAddress(HOST, refusingPort(subject));
            try {
                Connection<RecordingProtocol> connection =
                        loop.runUntilComplete(
                                loop.createConnection(
                                        RecordingProtocol::new,
                                        HOST,
                                        port,
                                        ConnectOptions.DEFAULT.withLocalAddress(local)));
                assertEquals(local, connection.transport().localAddress(), "the address bound to");
                return;
            } catch (CompletionException e) {
                if (tries == 5) {
                    throw e;
                }
            }
        }
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-70",
            text =
                    "Addresses of another family than the local one are skipped; if none is left"
                            + " the failure says so.",
            rows = "connect.local-address")
    void otherFamiliesAreSkipped(Subject subject) {
        WatchedConnects connects =
                new WatchedConnects(subject.provider()).withRefusing(SIX).withSilent(FOUR);
        EventLoop loop = loopOf(subject, connects);
        ConnectOptions local =
                ConnectOptions.DEFAULT.withLocalAddress(new InetSocketAddress(HOST, 0));

        Throwable failure =
                failureOf(loop, loop.createConnection(RecordingProtocol::new, peers(SIX), local));
        assertContains(failure, "another family than the local address " + HOST);
        LoopFuture<?> attempt =
                loop.createConnection(RecordingProtocol::new, peers(SIX, FOUR), local);
        turns(loop, 2);
        attempt.cancel();
        turns(loop, 2);

        assertEquals(List.of(FOUR), connects.tried, "the addresses that were tried");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-71",
            text = "A local address that is in use is named in the failure.",
            rows = "connect.local-address")
    void usedLocalAddressIsNamed(Subject subject) {
        EventLoop loop = subject.loop();
        int port = ConnectedPair.prepared(subject).listen();
        int used = ConnectedPair.prepared(subject).listen();
        Throwable failure =
                failureOf(
                        loop,
                        loop.createConnection(
                                RecordingProtocol::new,
                                HOST,
                                port,
                                ConnectOptions.DEFAULT.withLocalAddress(
                                        new InetSocketAddress(HOST, used))));

        assertContains(failure, "cannot connect to " + HOST + ":" + port, HOST + ":" + used);
        assertInstanceOf(BindException.class, failure.getCause(), "the cause");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-72",
            text =
                    "With a happy-eyeballs delay the families take turns, each address gets the"
                            + " delay before the next is tried, and the losers are given up.",
            rows = "connect.happy-eyeballs")
    void addressesAreRaced(Subject subject) {
        WatchedConnects connects =
                new WatchedConnects(subject.provider()).withSilent(SIX, SIX_TOO, FOUR);
        EventLoop loop = loopOf(subject, connects);
        int port = loop.runUntilComplete(loop.createServer(RecordingProtocol::new, HOST, 0)).port();
        List<InetSocketAddress> peers = new ArrayList<>(peers(SIX, SIX_TOO, FOUR));
        peers.add(new InetSocketAddress(HOST, port));
        Duration delay = Duration.ofMillis(3);

        Connection<RecordingProtocol> connection =
                loop.runUntilComplete(
                        loop.createConnection(
                                RecordingProtocol::new,
                                peers,
                                ConnectOptions.DEFAULT.withHappyEyeballsDelay(delay)));
        turns(loop, 2);

        assertEquals(
                List.of(SIX, FOUR, SIX_TOO, HOST), connects.tried, "the order of the attempts");
        for (int i = 1; i < connects.times.size(); i++) {
            long waited = connects.times.get(i) - connects.times.get(i - 1);
            assertTrue(waited >= delay.toNanos(), "attempt " + i + " came after " + waited + " ns");
        }
        assertEquals(peers.getLast(), connection.transport().remoteAddress(), "the winner");
        assertEquals(
                List.of(SIX, FOUR, SIX_TOO), connects.givenUp, "the losers that were given up");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "TCP-73",
            text = "In a race an attempt that fails starts the next one at once.",
            rows = "connect.happy-eyeballs")
    void failureStartsNextAtOnce(Subject subject) {
        WatchedConnects connects = new WatchedConnects(subject.provider()).withSilent(FOUR);
        EventLoop loop = loopOf(subject, connects);
        List<InetSocketAddress> peers = new ArrayList<>();
        peers.add(new InetSocketAddress(HOST, refusingPort(subject)));
        peers.addAll(peers(FOUR));
        LoopFuture<?> attempt =
                loop.createConnection(
                        RecordingProtocol::new,
                        peers,
                        ConnectOptions.DEFAULT.withHappyEyeballsDelay(Duration.ofMinutes(1)));
        ConnectedPair.becomes(subject, loop, () -> connects.tried.size() == 2);

        assertEquals(List.of(HOST, FOUR), connects.tried, "the addresses that were tried");
        attempt.cancel();
        turns(loop, 2);
        assertEquals(List.of(FOUR), connects.givenUp, "the attempts that were given up");
    }
}
