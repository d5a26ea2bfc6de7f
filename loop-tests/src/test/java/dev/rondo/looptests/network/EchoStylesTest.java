package dev.rondo.looptests.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.Transport;
import dev.rondo.looptests.OnEachLoop;
import dev.rondo.looptests.Peer;
import dev.rondo.looptests.RunningLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Both styles of a server against plain blocking sockets.
@OnEachLoop
class EchoStylesTest {
    /// More than the buffers of a connection hold.
    private static final int MUCH = 32 * 1024 * 1024;

    /// What is buffered when a writer that was told to stop may go on.
    private static final int LOW_WATER = 16 * 1024;

    @RegisterExtension final RunningLoop running;

    private final EchoServers servers = new EchoServers();

    EchoStylesTest(String backend) {
        running = new RunningLoop(backend);
    }

    private int start(String style) throws Exception {
        return running.call(() -> servers.start(style).port());
    }

    @ParameterizedTest
    @ValueSource(strings = {"protocol", "streams"})
    void whatIsSentComesBack(String style) throws Exception {
        try (Peer peer = new Peer(start(style))) {
            byte[] sent = Peer.pattern(1000);
            peer.send(sent);
            assertArrayEquals(sent, peer.receive(1000));
            peer.send(sent);
            assertArrayEquals(sent, peer.receive(1000));
        }
        running.until(
                () -> "the connection closes", () -> servers.transports.getFirst().isClosing());
    }

    @ParameterizedTest
    @ValueSource(strings = {"protocol", "streams"})
    void whatWasSentBeforeTheEndComesBackWhole(String style) throws Exception {
        byte[] sent = Peer.pattern(MUCH);
        try (Peer peer = new Peer(start(style))) {
            FutureTask<byte[]> received = Peer.start(() -> peer.input().readAllBytes());
            peer.send(sent);
            peer.endOutput();
            assertArrayEquals(sent, received.get());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"protocol", "streams"})
    void manyConnectionsAreServedAtOnce(String style) throws Exception {
        int port = start(style);
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            peers.add(new Peer(port));
        }
        for (Peer peer : peers) {
            peer.send(Peer.pattern(1000));
        }
        for (Peer peer : peers.reversed()) {
            assertArrayEquals(Peer.pattern(1000), peer.receive(1000));
            peer.close();
        }
        assertEquals(50, running.call(servers.transports::size));
    }

    @ParameterizedTest
    @ValueSource(strings = {"protocol", "streams"})
    void aPeerThatDoesNotReadIsHeldBackAndLaterServed(String style) throws Exception {
        try (Peer peer = new Peer(start(style))) {
            FutureTask<Void> sending =
                    Peer.start(() -> {
                        peer.send(Peer.pattern(MUCH));
                        return null;
                    });
            running.until(() -> "the server holds the peer back", this::isHoldingBack);
            long buffered = running.call(() -> servers.transports.getFirst().writeBufferSize());
            assertFalse(sending.isDone());
            assertTrue(buffered < 1024 * 1024, () -> "buffered: " + buffered);

            assertArrayEquals(Peer.pattern(MUCH), peer.receive(MUCH));
            sending.get();
        }
    }

    private boolean isHoldingBack() {
        Transport transport = servers.transports.isEmpty() ? null : servers.transports.getFirst();
        return transport != null && transport.writeBufferSize() > LOW_WATER;
    }

    @ParameterizedTest
    @ValueSource(strings = {"protocol", "streams"})
    void aResetCostsItsOwnConnectionOnly(String style) throws Exception {
        int port = start(style);
        try (Peer other = new Peer(port)) {
            Peer peer = new Peer(port);
            running.until(() -> "both have come", () -> servers.transports.size() == 2);
            Transport transport = running.call(() -> servers.transports.getLast());
            peer.send(Peer.pattern(1000));
            peer.reset();
            running.until(() -> "the connection closes", transport::isClosing);
            other.send(Peer.pattern(1000));
            assertArrayEquals(Peer.pattern(1000), other.receive(1000));
        }
        if (style.equals("streams")) {
            // a handler that does not catch the failure of its read has failed itself
            assertTrue(running.awaitReport().exception().getMessage().contains("is broken"));
        }
    }
}
