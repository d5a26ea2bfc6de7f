package dev.rondo.memory.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.Server;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Servers: what they say, and what a name with several addresses comes to.
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
}
