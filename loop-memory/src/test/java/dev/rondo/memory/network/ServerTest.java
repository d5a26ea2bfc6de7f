package dev.rondo.memory.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.Rondo;
import dev.rondo.Server;
import dev.rondo.Task;
import java.net.BindException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers: where they listen, and how they end.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class ServerTest {
    @RegisterExtension final NetworkFixture fixture = new NetworkFixture();

    private Server listen(String host, int port) {
        return fixture.loop.runUntilComplete(
                fixture.loop.createServer(() -> fixture.served, host, port));
    }

    private Throwable failureOf(String host, int port) {
        return assertThrows(CompletionException.class, () -> listen(host, port)).getCause();
    }

    @Test
    void tellsWhereItListens() {
        Server server = listen("127.0.0.1", 0);

        assertTrue(server.port() > 0);
        assertEquals("[/127.0.0.1:" + server.port() + "]", server.addresses().toString());
        assertEquals("server on 127.0.0.1:" + server.port(), server.toString());
        assertTrue(server.isServing());
    }

    // server.dual-stack
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "localhost"})
    void anEmptyHostListensOnAllAddresses(String host) {
        Server server = listen("", 0);

        fixture.loop.runUntilComplete(
                fixture.loop.createConnection(() -> fixture.client, host, server.port()));

        fixture.until(() -> fixture.served.has("made"));
    }

    // server.addr-in-use
    @Test
    void anAddressInUseIsNamed() {
        Server server = listen("127.0.0.1", 0);

        Throwable failure = failureOf("127.0.0.1", server.port());

        assertInstanceOf(BindException.class, failure);
        assertTrue(
                failure.getMessage().contains("127.0.0.1:" + server.port()), failure::getMessage);
    }

    @Test
    void anUnknownHostIsNamed() {
        Throwable failure = failureOf(TestNames.UNKNOWN, 80);

        assertInstanceOf(UnknownHostException.class, failure);
        // the JDK keeps that it is unknown, but not why
        assertTrue(
                failure.getMessage()
                        .startsWith("cannot listen on unknown.test:80: unknown host unknown.test"),
                failure::getMessage);
    }

    // server.multiple-hosts
    @Test
    void aNameWithSeveralAddressesGetsOnePortOnAll() {
        Server server = listen(TestNames.BOTH, 0);

        assertEquals(
                List.of(
                        TestNames.FIRST + ":" + server.port(),
                        TestNames.SECOND + ":" + server.port()),
                server.addresses().stream()
                        .map(address -> address.toString().replaceFirst(".*/", ""))
                        .toList());
    }

    // server.addr-in-use
    @Test
    void aServerThatCannotHaveAllItsAddressesHasNone() {
        int port = listen(TestNames.SECOND, 0).port();

        assertInstanceOf(BindException.class, failureOf(TestNames.BOTH, port));

        assertTrue(listen(TestNames.FIRST, port).isServing());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536})
    void aPortOutOfRangeIsRefused(int port) {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> listen("127.0.0.1", port));

        assertEquals("port not in 0 to 65535: " + port, refusal.getMessage());
    }

    // server.close-refuses-new
    @Test
    void aClosedServerRefusesAndKeepsItsConnections() {
        fixture.connect();
        int port = fixture.server.port();

        fixture.server.close();
        fixture.server.close();

        CompletionException refusal =
                assertThrows(
                        CompletionException.class,
                        () ->
                                fixture.loop.runUntilComplete(
                                        fixture.loop.createConnection(
                                                Recorder::new, NetworkFixture.HOST, port)));
        assertInstanceOf(ConnectException.class, refusal.getCause());
        fixture.client.transport.write(NetworkFixture.bytes("still here"));
        fixture.until(() -> fixture.served.text().equals("still here"));
        assertEquals(List.of(), fixture.server.addresses());
        assertFalse(fixture.server.isServing());
        assertThrows(IllegalStateException.class, fixture.server::port);
        assertEquals("server (closed)", fixture.server.toString());
    }

    // server.wait-closed-waits-for-clients
    @Test
    void waitClosedWaitsForTheLastConnection() {
        fixture.connect();
        Task<Void> first = fixture.loop.createTask(() -> fixture.server.waitClosed());
        Task<Void> second = fixture.loop.createTask(() -> fixture.server.waitClosed());
        fixture.settle();
        fixture.server.close();
        fixture.settle();
        assertFalse(first.isDone());

        fixture.client.transport.close();
        fixture.loop.runUntilComplete(first);
        fixture.loop.runUntilComplete(second);

        assertTrue(fixture.served.has("lost"));
        fixture.run(fixture.server::waitClosed);
    }

    // server.wait-closed-waits-for-clients
    @Test
    void waitClosedWaitsForTheCloseEvenWithoutConnections() {
        fixture.listen();
        Task<Void> waiting = fixture.loop.createTask(() -> fixture.server.waitClosed());
        fixture.settle();
        assertFalse(waiting.isDone());

        fixture.server.close();

        fixture.loop.runUntilComplete(waiting);
    }

    @Test
    void aWaiterThatIsCancelledLeavesTheOthers() {
        fixture.listen();
        Task<Void> cancelled = fixture.loop.createTask(() -> fixture.server.waitClosed());
        Task<Void> waiting = fixture.loop.createTask(() -> fixture.server.waitClosed());
        fixture.turns(1);
        cancelled.cancel();
        fixture.settle();
        assertFalse(waiting.isDone());

        fixture.server.close();

        fixture.loop.runUntilComplete(waiting);
        assertTrue(cancelled.isCancelled());
    }

    // server.serve-forever-cancel
    @Test
    void cancellingServeForeverClosesTheServer() {
        fixture.listen();
        Task<Void> serving = fixture.loop.createTask(() -> fixture.server.serveForever());
        fixture.settle();

        serving.cancel();
        fixture.until(serving::isDone);

        assertTrue(serving.isCancelled());
        assertFalse(fixture.server.isServing());
        assertThrows(
                IllegalStateException.class,
                () -> fixture.loop.runUntilComplete(() -> fixture.server.serveForever()));
    }

    @Test
    void serveForeverEndsWhenTheServerIsClosed() {
        fixture.listen();
        Task<Void> serving = fixture.loop.createTask(() -> fixture.server.serveForever());
        fixture.settle();

        fixture.server.close();

        fixture.loop.runUntilComplete(serving);
    }

    @Test
    void waitingInACallbackIsRefused() {
        fixture.listen();
        Throwable[] refusal = new Throwable[1];
        fixture.loop.callSoon(() ->
                refusal[0] =
                        assertThrows(
                                IllegalStateException.class, () -> fixture.server.waitClosed()));
        fixture.turns(1);

        String message = refusal[0].getMessage();
        assertTrue(message.startsWith("cannot waitClosed in a callback"), message);
    }

    @Test
    void isClosedByTryWithResources() {
        fixture.run(() -> {
            Server left;
            try (Server server = Rondo.startServer((_, _) -> {}, "127.0.0.1", 0)) {
                left = server;
            }
            assertFalse(left.isServing());
        });
    }
}
