package dev.rondo.iouring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.Connection;
import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.LoopFuture;
import dev.rondo.Protocol;
import dev.rondo.Rondo;
import dev.rondo.Server;
import dev.rondo.ServerOptions;
import dev.rondo.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// More than the ring, or its buffers, can hold at a time.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ManyStreamsTest {
    /// More streams than there are buffers, and with both ends more operations than the ring takes
    /// at a time.
    private static final int STREAMS = 700;

    private static final int LENGTH = 20_000;

    /// How long the loop has nothing to do, and how often it may look at the ring then: for the
    /// timer, and for what the last messages leave behind.
    private static final Duration REST = Duration.ofMillis(100);

    private static final long CALM_POLLS = 20;

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private final List<Counter> clients = new ArrayList<>();
    private EventLoop loop;
    private long before;

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(DESCRIPTORS)) {
            return open.count();
        }
    }

    @BeforeEach
    void open() throws IOException {
        EventLoops.create("io_uring").close(); // opens what stays open
        before = descriptors();
        loop = EventLoops.create("io_uring");
    }

    @AfterEach
    void close() {
        loop.close();
    }

    /// Sends back what comes.
    private static final class Echo implements Protocol {
        private Transport transport;

        @Override
        public void connectionMade(Transport made) {
            transport = made;
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            transport.write(data);
        }
    }

    /// Counts what comes back, and whether it is the right thing.
    private static final class Counter implements Protocol {
        private Transport transport;
        private int received;
        private boolean isIntact = true;
        private boolean isLost;

        @Override
        public void connectionMade(Transport made) {
            transport = made;
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            while (data.hasRemaining()) {
                isIntact &= data.get() == at(received++);
            }
        }

        @Override
        public void connectionLost(Exception exception) {
            isLost = true;
        }
    }

    private static byte at(int position) {
        return (byte) (position * 31 + position / 251);
    }

    private static byte[] pattern() {
        byte[] bytes = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            bytes[i] = at(i);
        }
        return bytes;
    }

    private Server connectAll() {
        ServerOptions options = ServerOptions.DEFAULT.withBacklog(STREAMS);
        Server server = loop.createServer(Echo::new, List.of("127.0.0.1"), 0, options).await();
        List<LoopFuture<Connection<Counter>>> attempts = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            attempts.add(loop.createConnection(Counter::new, "127.0.0.1", server.port()));
        }
        attempts.forEach(attempt -> clients.add(attempt.await().protocol()));
        return server;
    }

    private static void until(Condition condition) {
        while (!condition.holds()) {
            Rondo.sleep(Duration.ofMillis(1));
        }
    }

    private interface Condition {
        boolean holds();
    }

    @Test
    void allGetAllBack() throws IOException {
        loop.runUntilComplete(() -> {
            Server server = connectAll();
            byte[] bytes = pattern();
            clients.forEach(client -> client.transport.write(bytes));
            until(() -> clients.stream().allMatch(client -> client.received == LENGTH));
            clients.forEach(client -> client.transport.close());
            until(() -> clients.stream().allMatch(client -> client.isLost));
            server.close();
            server.waitClosed();
        });
        assertTrue(clients.stream().allMatch(client -> client.isIntact), "bytes were changed");
    }

    /// Receives that found nothing in a long submission wait from then on: the loop rests.
    @Test
    void whoFindsNothingWaits() {
        long polls =
                loop.runUntilComplete(() -> {
                    connectAll();
                    clients.forEach(client -> client.transport.write(new byte[] {at(0)}));
                    until(() -> clients.stream().allMatch(client -> client.received == 1));
                    long before = loop.metrics().polls();
                    Rondo.sleep(REST);
                    return loop.metrics().polls() - before;
                });
        assertTrue(polls < CALM_POLLS, () -> polls + " looks at the ring in " + REST);
    }

    @Test
    void whatIsUnderWayAtTheEndLeavesNothing() throws IOException {
        loop.runUntilComplete(() -> {
            connectAll();
            byte[] bytes = pattern();
            clients.forEach(client -> client.transport.write(bytes));
            until(() -> clients.getFirst().received > 0);
            clients.forEach(client -> client.transport.write(bytes));
        });
        loop.close();
        assertEquals(before, descriptors(), "descriptors that the loop has left");
        assertFalse(clients.getFirst().isLost, "told after the end of the loop");
    }
}
