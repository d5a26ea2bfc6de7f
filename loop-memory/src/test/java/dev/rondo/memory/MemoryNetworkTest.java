package dev.rondo.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.spi.ListenerPort;
import dev.rondo.spi.StreamPort;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Addresses, ports, and how connections come about.
class MemoryNetworkTest {
    private final Recording recording = new Recording();

    @Test
    void givesFreePortsInTurn() throws IOException {
        assertEquals(Recording.loopback(49_152), recording.listen("first", 0).localAddress());
        assertEquals(Recording.loopback(49_153), recording.listen("second", 0).localAddress());
    }

    @Test
    void refusesAPortInUseByName() throws IOException {
        recording.listen("first", 80);

        BindException refusal =
                assertThrows(BindException.class, () -> recording.listen("second", 80));

        assertTrue(refusal.getMessage().contains("127.0.0.1:80"), refusal.getMessage());
    }

    @Test
    void refusesAllAddressesOfAPortInUse() throws IOException {
        recording.listen("first", 80);

        assertThrows(
                BindException.class, () -> recording.listen("second", new InetSocketAddress(80)));
    }

    @Test
    void listensOnOnePortOfTwoAddresses() throws IOException {
        recording.listen("first", new InetSocketAddress("10.0.0.1", 80));
        recording.listen("second", new InetSocketAddress("10.0.0.2", 80));

        recording.connect(new InetSocketAddress("10.0.0.2", 80), "client");
        recording.turn();

        assertEquals(List.of("client is connected", "second accepts"), recording.heard);
    }

    @Test
    void givesAPortBackWhenItsListenerCloses() throws IOException {
        recording.listen("first", 80).close();

        assertEquals(Recording.loopback(80), recording.listen("second", 80).localAddress());
    }

    @Test
    void refusesAnAddressThatWasNotLookedUp() {
        InetSocketAddress unresolved = InetSocketAddress.createUnresolved("example.org", 80);

        assertThrows(IllegalArgumentException.class, () -> recording.connect(unresolved, "client"));
    }

    @Test
    void reachesAListenerOfAllAddresses() throws IOException {
        recording.listen("server", new InetSocketAddress(80));

        recording.connect(new InetSocketAddress("192.0.2.1", 80), "client");
        recording.turn();

        assertEquals(List.of("client is connected", "server accepts"), recording.heard);
    }

    @Test
    void givesBothEndsTheSameTwoAddresses() throws IOException {
        recording.listen("server", 80);
        recording.connect(Recording.loopback(80), "client");
        recording.turn();

        StreamPort client = recording.port("client");
        StreamPort server = recording.port("server-1");

        assertEquals(Recording.loopback(80), client.remoteAddress());
        assertEquals(client.localAddress(), server.remoteAddress());
        assertEquals(client.remoteAddress(), server.localAddress());
    }

    @Test
    void givesEachClientAPortOfItsOwn() throws IOException {
        recording.listen("server", 80);
        recording.connect(Recording.loopback(80), "first");
        recording.connect(Recording.loopback(80), "second");
        recording.turn();

        assertNotEquals(
                recording.port("first").localAddress(), recording.port("second").localAddress());
    }

    @Test
    void refusesAConnectionWhereNobodyListens() throws IOException {
        recording.connect(Recording.loopback(80), "client");
        assertEquals(List.of(), recording.heard);

        recording.turn();

        assertEquals(
                List.of(
                        "client failed: java.net.ConnectException: connection refused, nobody in this"
                                + " loop listens on /127.0.0.1:80"),
                recording.heard);
    }

    @Test
    void connectsInTheOrderOfAsking() throws IOException {
        recording.listen("server", 80);
        recording.connect(Recording.loopback(80), "first");
        recording.connect(Recording.loopback(80), "second");

        recording.turn();

        assertEquals(
                List.of(
                        "first is connected",
                        "server accepts",
                        "second is connected",
                        "server accepts"),
                recording.heard);
    }

    @Test
    void saysNothingOfACancelledAttempt() throws IOException {
        recording.listen("server", 80);
        Runnable answered = recording.connect(Recording.loopback(80), "answered");
        Runnable refused = recording.connect(Recording.loopback(81), "refused");

        answered.run();
        refused.run();
        recording.turn();

        assertEquals(List.of(), recording.heard);
    }

    @Test
    void keepsAConnectionThatIsCancelledTooLate() throws IOException {
        recording.listen("server", 80);
        Runnable cancel = recording.connect(Recording.loopback(80), "client");
        recording.turn();

        cancel.run();
        recording.turn();

        assertEquals(List.of("client is connected", "server accepts"), recording.heard);
    }

    @Test
    void keepsConnectionsInTheBacklogDuringAPause() throws IOException {
        ListenerPort listener = recording.listen("server", 80);
        listener.pause();
        recording.connect(Recording.loopback(80), "first");
        recording.connect(Recording.loopback(80), "second");
        recording.turn();
        assertEquals(List.of("first is connected", "second is connected"), recording.heard);
        recording.heard.clear();

        listener.resume();
        recording.turn();

        assertEquals(List.of("server accepts", "server accepts"), recording.heard);
    }

    @Test
    void acceptsEachConnectionOnceThoughPausedAndResumedAtOnce() throws IOException {
        ListenerPort listener = recording.listen("server", 80);
        recording.connect(Recording.loopback(80), "client");

        listener.pause();
        listener.resume();
        recording.turn();

        assertEquals(List.of("client is connected", "server accepts"), recording.heard);
    }

    @Test
    void doesNotAcceptWhatWasResetInTheBacklog() throws IOException {
        ListenerPort listener = recording.listen("server", 80);
        listener.pause();
        recording.connect(Recording.loopback(80), "client");
        recording.turn();
        recording.port("client").abort();
        recording.heard.clear();

        listener.resume();
        recording.turn();

        assertEquals(List.of("client is closed"), recording.heard);
    }

    @Test
    void resetsTheBacklogWhenTheListenerCloses() throws IOException {
        ListenerPort listener = recording.listen("server", 80);
        recording.connect(Recording.loopback(80), "client");

        listener.close();
        recording.turn();

        assertEquals(
                List.of("client is connected", "client failed: connection reset by peer"),
                recording.heard);
    }

    @Test
    void doesNotReachTheNetworkOfAnotherLoop() throws IOException {
        new Recording().listen("server", 80);

        recording.connect(Recording.loopback(80), "client");
        recording.turn();

        assertTrue(
                recording.heard.getFirst().startsWith("client failed"), recording.heard::toString);
    }
}
