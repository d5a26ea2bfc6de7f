package dev.rondo.virtual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.spi.ListenOptions;
import dev.rondo.spi.ListenerPort;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Accepting and connecting, against plain sockets.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VirtualListenerTest {
    private static final ListenOptions OPTIONS = new ListenOptions(10, true, false);

    private final RunningDriver loop = new RunningDriver();
    private final RunningDriver.Accepted accepted = new RunningDriver.Accepted();

    @AfterEach
    void close() {
        loop.close();
    }

    private ListenerPort listen() throws IOException {
        return loop.driver.listen(RunningDriver.anyPort(), OPTIONS, accepted);
    }

    private static Socket connect(ListenerPort listener) throws IOException {
        InetSocketAddress address = (InetSocketAddress) listener.localAddress();
        return new Socket(address.getAddress(), address.getPort());
    }

    @Test
    void closeFreesTheAddressAtOnce() throws IOException {
        ListenerPort listener = listen();
        try (Socket _ = connect(listener)) {
            loop.until(() -> accepted.ports.size() == 1);
        }
        loop.turn(0); // the thread blocks again, or is about to

        listener.close();

        assertThrows(ConnectException.class, () -> connect(listener).close());
        ListenerPort again = loop.driver.listen(listener.localAddress(), OPTIONS, accepted);
        again.close();
    }

    @Test
    void holdsWhatComesAfterAPause() throws IOException {
        ListenerPort listener = listen();
        loop.turn(0); // the thread accepts from now on
        listener.pause();
        try (Socket _ = connect(listener);
                Socket _ = connect(listener)) {
            loop.turn(TimeUnit.MILLISECONDS.toNanos(20));
            assertEquals(0, accepted.ports.size(), "accepted during a pause");

            listener.resume();

            loop.until(() -> accepted.ports.size() == 2);
        }
    }

    @Test
    void resetsWhatItHoldsWhenItIsClosed() throws IOException {
        ListenerPort listener = listen();
        loop.turn(0); // the thread accepts from now on
        listener.pause();
        try (Socket peer = connect(listener)) {
            loop.turn(TimeUnit.MILLISECONDS.toNanos(20));
            listener.close();
            loop.turn(0);
            assertThrows(SocketException.class, () -> peer.getInputStream().read());
        }
        assertEquals(0, accepted.ports.size());
    }

    @Test
    void closingTheDriverEndsAThreadThatHasAccepted() throws IOException {
        ListenerPort listener = listen();
        loop.turn(0); // the thread accepts from now on
        try (Socket peer = connect(listener)) {
            assertTrue(loop.driver.await(Long.MAX_VALUE), "nothing was accepted");

            loop.close();

            assertEquals(0, loop.driver.helpers().running(), "threads that still run");
            assertThrows(SocketException.class, () -> peer.getInputStream().read());
        }
    }

    @Test
    void doesNotTakeAFullBacklogForAConnection(@TempDir Path folder) throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("s"));
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(address, 1);
            var attempt = new RunningDriver.Attempt();
            int made = 0;
            while (true) { // until the system refuses
                try {
                    loop.driver.connect(address, null, attempt);
                    made++;
                } catch (ConnectException e) {
                    break;
                }
            }
            int connections = made;
            loop.until(() -> attempt.ports.size() == connections);
            for (int i = 0; i < connections; i++) {
                SocketChannel waiting = server.accept();
                waiting.close();
            }
        }
    }
}
