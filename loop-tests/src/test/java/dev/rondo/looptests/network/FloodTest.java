package dev.rondo.looptests.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.Transport;
import dev.rondo.looptests.Amount;
import dev.rondo.looptests.OnEachLoop;
import dev.rondo.looptests.Peer;
import dev.rondo.looptests.RunningLoop;
import java.io.InputStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Much through one connection to a peer that reads in bursts: the server's memory stays bounded.
///
/// `-Drondo.test.stopped=1g` sends a gibibyte.
@Tag("slow")
@OnEachLoop
class FloodTest {
    private static final int MIB = 1024 * 1024;
    private static final int BURST = 64 * MIB;
    private static final int BURSTS =
            Math.toIntExact(Amount.bytes("stopped", 4L * BURST) / BURST);

    /// What a transport buffers before its protocol is told to stop.
    private static final long HIGH_WATER = 64 * 1024;

    private static final long GROWTH_LIMIT = HIGH_WATER + 4 * MIB;

    @RegisterExtension final RunningLoop running;

    private final EchoServers servers = new EchoServers();
    private final byte[] block = Peer.pattern(251 * 256);
    private final byte[] received = new byte[block.length];
    private long count;

    FloodTest(String backend) {
        running = new RunningLoop(backend);
    }

    @ParameterizedTest
    @ValueSource(strings = {"protocol", "streams"})
    void aSlowReaderCostsNoMoreThanTheHighWaterMark(String style) throws Exception {
        int port = running.call(() -> servers.start(style).port());
        try (Peer peer = new Peer(port)) {
            FutureTask<Void> sending = Peer.start(() -> send(peer));
            InputStream input = peer.input();
            read(input, MIB);
            long before = measureWhenHeldBack();
            long most = before;
            for (int i = 0; i < BURSTS - 1; i++) {
                read(input, BURST);
                most = Math.max(most, measureWhenHeldBack());
            }
            read(input, Integer.MAX_VALUE);
            sending.get();

            assertEquals((long) BURST * BURSTS, count);
            long growth = most - before;
            assertTrue(growth <= GROWTH_LIMIT, () -> "grew by " + growth + " bytes");
        }
    }

    private Void send(Peer peer) throws Exception {
        for (long left = (long) BURST * BURSTS; left > 0; left -= block.length) {
            peer.send(left >= block.length ? block : Peer.pattern((int) left));
        }
        peer.endOutput();
        return null;
    }

    /// Reads and checks so many bytes, or all that come.
    private void read(InputStream input, int atMost) throws Exception {
        for (int left = atMost; left > 0; ) {
            int offset = (int) (count % block.length);
            int read = input.read(received, 0, Math.min(left, block.length - offset));
            if (read < 0) {
                return;
            }
            assertEquals(-1, mismatch(offset, read), "a wrong byte");
            count += read;
            left -= read;
        }
    }

    private int mismatch(int offset, int length) {
        return Arrays.mismatch(block, offset, offset + length, received, 0, length);
    }

    /// {@return the live heap and the direct memory, while the server waits for the reader}
    private long measureWhenHeldBack() throws Exception {
        running.until(this::isHoldingBack);
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        return heap
                + ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                        .filter(pool -> pool.getName().equals("direct"))
                        .mapToLong(BufferPoolMXBean::getMemoryUsed)
                        .sum();
    }

    private boolean isHoldingBack() {
        Transport transport = servers.transports.isEmpty() ? null : servers.transports.getFirst();
        return transport != null && transport.writeBufferSize() > HIGH_WATER;
    }
}
