package dev.rondo.looptests.faults;

import static dev.rondo.Rondo.openConnection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.StreamConnection;
import dev.rondo.looptests.Bystander;
import dev.rondo.looptests.OnEachLoop;
import dev.rondo.looptests.Peer;
import dev.rondo.looptests.RunningLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A peer that resets the connection, in every phase of it: whoever works with the connection is
/// told, by name and with the reason, and nobody else.
@OnEachLoop
class ResetsTest {
    private static final int MUCH = 32 * 1024 * 1024;

    @RegisterExtension final RunningLoop running;

    private Bystander bystander;
    private ServerSocket listener;

    ResetsTest(String backend) {
        running = new RunningLoop(backend);
    }

    @BeforeEach
    void listen() throws Exception {
        bystander = new Bystander(running);
        listener = new ServerSocket(0, 1, InetAddress.getByName(Peer.HOST));
    }

    @AfterEach
    void end() throws IOException {
        bystander.close();
        listener.close();
    }

    /// What this side does with a connection, until it fails.
    private interface Use {
        /// @param connection the connection
        /// @param ready to be opened when the peer may reset it
        void on(StreamConnection connection, CountDownLatch ready) throws Exception;
    }

    /// Connects, and has the peer do something to its end when this side is ready.
    private void assertTold(Use use, PeersDoing doing) throws Exception {
        CountDownLatch ready = new CountDownLatch(1);
        FutureTask<Void> using =
                Peer.start(() -> {
                    running.run(() -> use(use, ready));
                    return null;
                });
        assertTrue(ready.await(60, TimeUnit.SECONDS), "the connection did not get so far");
        doing.run();

        using.get(60, TimeUnit.SECONDS);
        bystander.assertGoesOn();
    }

    private void use(Use use, CountDownLatch ready) throws Exception {
        try (StreamConnection connection = openConnection(Peer.HOST, listener.getLocalPort())) {
            SocketException failure =
                    assertThrows(SocketException.class, () -> use.on(connection, ready));
            String said = failure.getMessage();
            assertTrue(said.contains("127.0.0.1:" + listener.getLocalPort()), said);
            assertTrue(said.matches(".*(reset|[Bb]roken pipe).*"), said);
            assertTrue(connection.writer().isClosing());
        }
    }

    /// What the peer does.
    private interface PeersDoing {
        void run() throws Exception;
    }

    private void resetAccepted() throws IOException {
        Peer.accepted(listener).reset();
    }

    private static void read(StreamConnection connection, CountDownLatch ready) throws IOException {
        ready.countDown();
        connection.reader().read(1);
    }

    @Test
    void beforeItIsAccepted() throws Exception {
        assertTold(ResetsTest::read, listener::close);
    }

    @Test
    void whileItIsRead() throws Exception {
        assertTold(ResetsTest::read, this::resetAccepted);
    }

    @Test
    void whileItIsIdle() throws Exception {
        assertTold(
                (connection, ready) -> {
                    ready.countDown();
                    connection.writer().waitClosed();
                },
                this::resetAccepted);
    }

    @Test
    void whileItIsWritten() throws Exception {
        assertTold(
                (connection, ready) -> {
                    connection.writer().write(new byte[MUCH]);
                    ready.countDown();
                    connection.writer().drain();
                },
                this::resetAccepted);
    }

    @Test
    void afterOurEnd() throws Exception {
        assertTold(
                (connection, ready) -> {
                    connection.writer().writeEof();
                    read(connection, ready);
                },
                this::resetAccepted);
    }

    @Test
    void afterItsEnd() throws Exception {
        CountDownLatch hasEnded = new CountDownLatch(1);
        Callable<Boolean> isReset =
                () -> {
                    Peer peer = Peer.accepted(listener);
                    peer.endOutput();
                    assertTrue(hasEnded.await(60, TimeUnit.SECONDS));
                    peer.reset();
                    return true;
                };
        FutureTask<Boolean> resetting = Peer.start(isReset);
        assertTold(
                (connection, ready) -> {
                    assertEquals(0, connection.reader().read(1).length);
                    hasEnded.countDown();
                    ready.countDown();
                    while (true) { // how much goes out before the reset comes is the system's
                        connection.writer().write(new byte[MUCH]);
                        connection.writer().drain();
                    }
                },
                resetting::get);
    }

    @Test
    void whileItIsClosed() throws Exception {
        assertTold(
                (connection, ready) -> {
                    connection.writer().write(new byte[MUCH]);
                    connection.writer().close();
                    ready.countDown();
                    connection.writer().waitClosed();
                },
                this::resetAccepted);
    }
}
