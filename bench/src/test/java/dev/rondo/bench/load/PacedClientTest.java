package dev.rondo.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PacedClientTest {
    private static final int SIZE = 64;
    private static final int RATE = 1_000;

    private final ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());

    PacedClientTest() throws IOException {}

    /// What the server does with a connection.
    private interface Service {
        void serve(Socket socket) throws IOException;
    }

    private Latencies run(int connections, Service service) throws IOException {
        Thread.ofPlatform().daemon().start(() -> acceptAll(service));
        try (PacedClient client = new PacedClient(listener.getLocalPort(), connections, SIZE)) {
            return client.run(RATE, 0, 0.2);
        }
    }

    private void acceptAll(Service service) {
        try {
            while (true) {
                Socket socket = listener.accept();
                Thread.ofPlatform().daemon().start(() -> serve(socket, service));
            }
        } catch (IOException e) {
            // the test is over
        }
    }

    private static void serve(Socket socket, Service service) {
        try (socket) {
            service.serve(socket);
        } catch (IOException e) {
            // the client has gone
        }
    }

    @AfterEach
    void endTheServer() throws IOException {
        listener.close();
    }

    @Test
    void measuresEveryMessage() throws IOException {
        Latencies latencies =
                run(3, socket -> socket.getInputStream().transferTo(socket.getOutputStream()));
        assertEquals(200, latencies.count());
        assertTrue(latencies.percentile(50) > 0);
    }

    /// The server echoes nothing until it has everything: messages go on leaving at their times,
    /// and the first has waited for as long as that took.
    @Test
    void goesOnSendingWhileTheServerStandsStill() throws IOException {
        Latencies latencies =
                run(
                        1,
                        socket -> {
                            byte[] all = socket.getInputStream().readNBytes(200 * SIZE);
                            socket.getOutputStream().write(all);
                            socket.getInputStream().readAllBytes();
                        });
        assertEquals(200, latencies.count());
        assertTrue(latencies.percentile(100) >= 198_000_000);
        assertTrue(latencies.percentile(50) >= 98_000_000);
    }

    @Test
    void refusesWrongBytes() {
        Service wrong =
                socket -> {
                    socket.getOutputStream().write(0);
                    socket.getInputStream().readAllBytes();
                };
        IOException e = assertThrows(IOException.class, () -> run(1, wrong));
        assertEquals("a wrong byte at offset 0", e.getMessage());
    }

    @Test
    void refusesAnEndBeforeTheEcho() {
        Service ending =
                socket -> {
                    socket.shutdownOutput();
                    socket.getInputStream().readAllBytes();
                };
        assertThrows(EOFException.class, () -> run(1, ending));
    }
}
