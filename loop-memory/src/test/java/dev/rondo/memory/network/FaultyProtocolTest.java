package dev.rondo.memory.network;

import static dev.rondo.memory.network.NetworkFixture.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.ExceptionContext;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A protocol that throws loses its connection, and nobody else's.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class FaultyProtocolTest {
    private static final int MUCH = 1_000_000;

    @RegisterExtension final NetworkFixture fixture = new NetworkFixture();

    private final IllegalStateException fault =
            new IllegalStateException("a fault of the protocol");
    private final Recorder client = fixture.client;
    private final Recorder served = fixture.served;

    private void fail() {
        throw fault;
    }

    private ExceptionContext onlyReport() {
        List<ExceptionContext> reports = fixture.takeReports();
        assertEquals(1, reports.size(), reports::toString);
        return reports.getFirst();
    }

    // tcp.data-received-throws
    @ParameterizedTest
    @ValueSource(strings = {"made", "data", "eof"})
    void anEventThatThrowsEndsTheConnection(String event) {
        served.on(event, this::fail);
        fixture.connect();
        client.transport.write(bytes("x"));
        client.transport.writeEof();

        fixture.until(() -> served.has("lost") && client.has("lost"));

        assertSame(fault, served.lostWith);
        assertInstanceOf(IOException.class, client.lostWith);
        ExceptionContext report = onlyReport();
        assertSame(fault, report.exception());
        assertSame(served.transport, report.transport());
        assertTrue(report.message().contains("of protocol"), report::message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pause", "resume"})
    void aFlowControlCallThatThrowsEndsTheConnection(String event) {
        client.on(event, this::fail);
        fixture.connect();
        client.transport.write(new byte[MUCH]);

        fixture.until(() -> client.has("lost"));

        assertSame(fault, client.lostWith);
        assertSame(client.transport, onlyReport().transport());
    }

    @Test
    void connectionLostThatThrowsIsReported() {
        client.on("lost", this::fail);
        fixture.connect();
        client.transport.close();

        fixture.until(() -> client.has("lost"));
        fixture.settle();

        assertSame(fault, onlyReport().exception());
    }

    @Test
    void anErrorIsReportedAsItIsAndArrivesAsTheCause() {
        AssertionError error = new AssertionError("not an exception");
        served.on(
                "data",
                () -> {
                    throw error;
                });
        fixture.connect();
        client.transport.write(bytes("x"));

        fixture.until(() -> served.has("lost"));

        assertSame(error, onlyReport().exception());
        assertSame(error, served.lostWith.getCause());
    }

    @Test
    void otherConnectionsGoOn() {
        fixture.connect();
        Recorder secondServed = new Recorder();
        Recorder secondClient = new Recorder();
        var server =
                fixture.loop.runUntilComplete(
                        fixture.loop.createServer(() -> secondServed, NetworkFixture.HOST, 0));
        fixture.loop.runUntilComplete(
                fixture.loop.createConnection(
                        () -> secondClient, NetworkFixture.HOST, server.port()));
        served.on("data", this::fail);
        secondServed.on("data", () -> secondServed.transport.write(bytes("echo")));

        client.transport.write(bytes("bad"));
        secondClient.transport.write(bytes("good"));
        fixture.until(() -> served.has("lost") && secondClient.text().equals("echo"));

        assertFalse(secondServed.has("lost"));
        onlyReport();
    }

    @Test
    void aFactoryThatThrowsCostsTheConnection() {
        fixture.server =
                fixture.loop.runUntilComplete(
                        fixture.loop.createServer(
                                () -> {
                                    throw fault;
                                },
                                NetworkFixture.HOST,
                                0));
        fixture.loop.runUntilComplete(
                fixture.loop.createConnection(
                        () -> client, NetworkFixture.HOST, fixture.server.port()));

        fixture.until(() -> client.has("lost"));

        assertSame(fault, onlyReport().exception());
    }

    @Test
    void aClientsFactoryThatThrowsFailsTheFuture() {
        fixture.listen();

        assertSame(
                fault,
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                fixture.loop.runUntilComplete(
                                        fixture.loop.createConnection(
                                                () -> {
                                                    throw fault;
                                                },
                                                NetworkFixture.HOST,
                                                fixture.server.port()))));
        fixture.settle();

        assertFalse(client.has("made"));
    }

    @Test
    void aClientThatThrowsWhenConnectedFailsTheFuture() {
        client.on("made", this::fail);
        fixture.listen();

        assertThrows(
                IllegalStateException.class,
                () ->
                        fixture.loop.runUntilComplete(
                                fixture.loop.createConnection(
                                        () -> client, NetworkFixture.HOST, fixture.server.port())));

        assertSame(fault, onlyReport().exception());
        fixture.until(() -> client.has("lost"));
    }
}
