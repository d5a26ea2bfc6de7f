package dev.rondo.memory.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.rondo.ExceptionContext;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A server whose protocols cannot be created.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class FaultyProtocolTest {
    @RegisterExtension final NetworkFixture fixture = new NetworkFixture();

    private final IllegalStateException fault =
            new IllegalStateException("a fault of the protocol");
    private final Recorder client = fixture.client;

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

        List<ExceptionContext> reports = fixture.takeReports();
        assertEquals(1, reports.size(), reports::toString);
        assertSame(fault, reports.getFirst().exception());
    }
}
