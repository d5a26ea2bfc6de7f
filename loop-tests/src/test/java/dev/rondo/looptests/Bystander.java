package dev.rondo.looptests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.rondo.Rondo;
import dev.rondo.Server;
import java.io.IOException;

/// A connection on a loop where others have faults: it goes on.
public final class Bystander implements AutoCloseable {
    private static final int BYTES = 1000;

    private final Peer peer;
    private final int port;

    /// Starts an echo server on the loop and connects to it.
    public Bystander(RunningLoop running) throws Exception {
        Server server = running.call(Bystander::startEcho);
        port = server.port();
        peer = new Peer(port);
        assertGoesOn();
    }

    private static Server startEcho() throws IOException {
        return Rondo.startServer(
                (reader, writer) -> {
                    while (!reader.atEof()) {
                        writer.write(reader.read(64 * 1024));
                        writer.drain();
                    }
                },
                Peer.HOST,
                0);
    }

    /// {@return the port of its server}
    public int port() {
        return port;
    }

    /// Fails unless what is sent comes back.
    public void assertGoesOn() throws IOException {
        peer.send(Peer.pattern(BYTES));
        assertArrayEquals(Peer.pattern(BYTES), peer.receive(BYTES), "another connection stands");
    }

    @Override
    public void close() throws IOException {
        peer.close();
    }
}
