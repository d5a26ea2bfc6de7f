package dev.rondo.looptests.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.looptests.Amount;
import dev.rondo.looptests.Memory;
import dev.rondo.looptests.OnEachLoop;
import dev.rondo.looptests.Peer;
import dev.rondo.looptests.RunningLoop;
import java.io.InputStream;
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
    private static final int BURSTS = Math.toIntExact(Amount.bytes("stopped", 4L * BURST) / BURST);

    /// What a transport buffers before its protocol is told to stop.
    private static final long HIGH_WATER = 64 * 1024;

    /// What is left when it is told to go on: less never waits.
    private static final long LOW_WATER = HIGH_WATER / 4;

    private static final long GROWTH_LIMIT = HIGH_WATER + 4 * MIB;

    @RegisterExtension final RunningLoop running;

    private final EchoServers servers = new EchoServers();
    private final byte[] block = Peer.pattern(251 * 256);
    private final byte[] received = new byte[block.length];
    private FutureTask<Void> sending = new FutureTask<>(() -> null);
    private long count;
    private long lastBuffered;

    FloodTest(String backend) {
        running = new RunningLoop(backend);
    }

    @ParameterizedTest
    @ValueSource(strings = {"protocol", "streams"})
    void aSlowReaderCostsNoMoreThanTheHighWaterMark(String style) throws Exception {
        int port = running.call(() -> servers.start(style).port());
        try (Peer peer = new Peer(port)) {
            sending = Peer.start(() -> send(peer));
            InputStream input = peer.input();
            read(input, MIB);
            measureWhenHeldBack(); // the first measurement costs memory itself
            Memory before = measureWhenHeldBack();
            for (int i = 0; i < BURSTS - 1; i++) {
                read(input, BURST);
                Memory growth = measureWhenHeldBack().since(before);
                assertTrue(growth.heap() + growth.direct() <= GROWTH_LIMIT, growth::toString);
            }
            read(input, Integer.MAX_VALUE);
            sending.get();

            assertEquals((long) BURST * BURSTS, count);
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

    private Memory measureWhenHeldBack() throws Exception {
        running.until(this::state, this::isHoldingBack);
        return Memory.now();
    }

    private String state() {
        return "the server holds the peer back; %d bytes came back, %s has queued %d, the peer %s"
                .formatted(
                        count,
                        servers.transports,
                        lastBuffered,
                        sending.isDone() ? "sends no more: " + sending : "goes on sending");
    }

    /// {@return whether the server waits for the peer, and nothing has gone out since the last
    /// look}
    private boolean isHoldingBack() {
        if (servers.transports.isEmpty()) {
            return false;
        }
        long buffered = servers.transports.getFirst().writeBufferSize();
        boolean isHoldingBack = buffered > LOW_WATER && buffered == lastBuffered;
        lastBuffered = buffered;
        return isHoldingBack;
    }
}
