package dev.rondo.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.rondo.spi.ListenOptions;
import dev.rondo.spi.ListenerPort;
import dev.rondo.spi.SocketFailures;
import dev.rondo.spi.StreamPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Connections that begin and end.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NioConnectingTest {
    private static final ListenOptions OPTIONS = new ListenOptions(100, true, false);

    private final RunningDriver loop = new RunningDriver();
    private final List<StreamPort> accepted = new ArrayList<>();

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    private ListenerPort listen() throws IOException {
        var handler = RunningDriver.accepting(accepted::add);
        return loop.driver.listen(RunningDriver.anyPort(), OPTIONS, handler);
    }

    private static Socket plainlyConnect(SocketAddress remote) throws IOException {
        var socket = new Socket();
        socket.connect(remote);
        return socket;
    }

    private static SocketAddress refusing() throws IOException {
        try (var server = new ServerSocket()) {
            server.bind(RunningDriver.anyPort());
            return server.getLocalSocketAddress();
        }
    }

    @Test
    void echoesToAPlainSocket() throws Exception {
        var handler = RunningDriver.accepting(port -> new Echo(port).port.startReading());
        ListenerPort listener = loop.driver.listen(RunningDriver.anyPort(), OPTIONS, handler);
        var peer =
                new FutureTask<>(() -> {
                    try (Socket socket = plainlyConnect(listener.localAddress())) {
                        socket.getOutputStream().write("rondo".getBytes());
                        return new String(socket.getInputStream().readNBytes(5));
                    }
                });
        Thread.ofPlatform().daemon().start(peer);
        loop.until(peer::isDone);
        assertEquals("rondo", peer.get());
    }

    @Test
    void aRefusedConnectionNamesThePeer() throws IOException {
        SocketAddress remote = refusing();
        RunningDriver.Attempt attempt = loop.connect(remote);
        IOException failure = attempt.failures.getFirst();
        assertInstanceOf(ConnectException.class, failure);
        assertEquals(
                "connection to " + SocketFailures.name(remote) + " refused", failure.getMessage());
        assertInstanceOf(IOException.class, failure.getCause());
        assertFalse(loop.driver.isPolling());
    }

    @Test
    void aCancelledAttemptIsNotHeardOf() throws IOException {
        try (var server = new ServerSocket()) {
            server.bind(RunningDriver.anyPort());
            var attempt = new RunningDriver.Attempt();
            Runnable cancel = loop.driver.connect(server.getLocalSocketAddress(), null, attempt);
            cancel.run();
            loop.turn(0);
            assertEquals(0, attempt.ports.size() + attempt.failures.size());
            assertFalse(loop.driver.isPolling());
        }
    }

    @Test
    void cancellingAfterTheEndHasNoEffect() throws IOException {
        ListenerPort listener = listen();
        var attempt = new RunningDriver.Attempt();
        Runnable cancel = loop.driver.connect(listener.localAddress(), null, attempt);
        loop.until(() -> attempt.ports.size() == 1);
        cancel.run();
        ByteBuffer[] buffers = {ByteBuffer.wrap(new byte[] {1})};
        assertEquals(1, attempt.ports.getFirst().write(buffers, 1));
    }

    @Test
    void anAddressInUseIsNamed() throws IOException {
        InetSocketAddress taken = (InetSocketAddress) listen().localAddress();
        var handler = RunningDriver.accepting(accepted::add);
        var failure =
                assertThrows(
                        BindException.class, () -> loop.driver.listen(taken, OPTIONS, handler));
        assertTrue(failure.getMessage().contains(SocketFailures.name(taken)));
    }

    @Test
    void anUnresolvedAddressIsRefused() {
        var unresolved = InetSocketAddress.createUnresolved("nowhere.invalid", 80);
        var failure =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> loop.driver.connect(unresolved, null, new RunningDriver.Attempt()));
        assertTrue(failure.getMessage().contains("nowhere.invalid"));
    }

    @Test
    void aPausedListenerLeavesConnectionsWaiting() throws IOException {
        ListenerPort listener = listen();
        listener.pause();
        try (Socket _ = plainlyConnect(listener.localAddress())) {
            assertFalse(loop.turn(TimeUnit.MILLISECONDS.toNanos(5)));
            listener.resume();
            loop.until(() -> accepted.size() == 1);
        }
    }

    @Test
    void aHandlerThatPausesGetsNoMore() throws IOException {
        var listeners = new ArrayList<ListenerPort>();
        var handler =
                RunningDriver.accepting(port -> {
                    accepted.add(port);
                    listeners.getFirst().pause();
                });
        listeners.add(loop.driver.listen(RunningDriver.anyPort(), OPTIONS, handler));
        SocketAddress local = listeners.getFirst().localAddress();
        try (Socket _ = plainlyConnect(local);
                Socket _ = plainlyConnect(local)) {
            loop.until(() -> accepted.size() == 1);
            assertFalse(loop.turn(TimeUnit.MILLISECONDS.toNanos(5)));
            assertEquals(1, accepted.size());
        }
    }

    @Test
    void aClosedListenerGivesItsPortBackAtOnce() throws IOException {
        ListenerPort listener = listen();
        loop.turn(0);
        listener.close();
        listener.resume();
        assertThrows(ConnectException.class, () -> plainlyConnect(listener.localAddress()));
        assertFalse(loop.driver.isPolling());
    }

    @Test
    void aStreamClosedByAnEarlierHandlerHearsNoMoreEvents() throws IOException {
        ListenerPort listener = listen();
        try (Socket first = plainlyConnect(listener.localAddress());
                Socket second = plainlyConnect(listener.localAddress())) {
            loop.until(() -> accepted.size() == 2);
            var recorders = List.of(new Rival(accepted.get(0)), new Rival(accepted.get(1)));
            recorders.get(0).other = recorders.get(1);
            recorders.get(1).other = recorders.get(0);
            first.getOutputStream().write(1);
            second.getOutputStream().write(1);
            recorders.forEach(recorder -> recorder.port.startReading());
            loop.until(() -> recorders.stream().anyMatch(r -> r.events.contains("closed")));
            assertEquals(1, recorders.stream().mapToInt(r -> r.bytes.size()).sum());
        }
    }

    @Test
    void closedStreamsGiveTheirDescriptorsBack() throws IOException {
        ListenerPort listener = listen();
        long before = openDescriptors();
        for (int i = 0; i < 100; i++) {
            try (Socket _ = plainlyConnect(listener.localAddress())) {
                int expected = i + 1;
                loop.until(() -> accepted.size() == expected);
                var told = new Recorder(accepted.getLast());
                told.port.close();
                loop.until(() -> told.events.contains("closed"));
            }
        }
        // Others may open a few meanwhile: class files, for one.
        assertTrue(openDescriptors() - before < 50);
    }

    private static long openDescriptors() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        Assumptions.assumeTrue(
                system instanceof UnixOperatingSystemMXBean, "this system counts no descriptors");
        return ((UnixOperatingSystemMXBean) system).getOpenFileDescriptorCount();
    }

    /// Writes back what it reads.
    private static final class Echo extends Recorder {
        Echo(StreamPort port) {
            super(port);
        }

        @Override
        public void readable(ByteBuffer data) {
            try {
                port.write(new ByteBuffer[] {data}, 1);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// Closes another stream with the first bytes.
    private static final class Rival extends Recorder {
        Rival other;

        Rival(StreamPort port) {
            super(port);
        }

        @Override
        public void readable(ByteBuffer data) {
            super.readable(data);
            other.port.close();
        }
    }
}
