package dev.rondo.looptests.scale;

import static dev.rondo.Rondo.currentLoop;
import static dev.rondo.Rondo.startServer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.Protocol;
import dev.rondo.Server;
import dev.rondo.StreamReader;
import dev.rondo.StreamWriter;
import dev.rondo.Transport;
import dev.rondo.looptests.Amount;
import dev.rondo.looptests.Content;
import dev.rondo.looptests.Memory;
import dev.rondo.looptests.OnEachLoop;
import dev.rondo.looptests.Peer;
import dev.rondo.looptests.RunningLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Much written to a peer that stops reading again and again: what waits to be sent is bounded by
/// the high-water mark, whether the writer obeys `pauseWriting` or waits in `drain`.
///
/// `-Drondo.test.stopped=1g` writes a gibibyte.
@OnEachLoop
@Tag("slow")
class StoppedReaderTest {
    private static final int MIB = 1024 * 1024;
    private static final long BYTES = Amount.bytes("stopped", 256 << 20);
    private static final int STOPS = 8;
    private static final int BLOCK = 64 * 1024;

    /// What a transport buffers before its protocol is told to stop.
    private static final long HIGH_WATER = 64 * 1024;

    private static final long GROWTH_LIMIT = HIGH_WATER + 4 * MIB;

    @RegisterExtension final RunningLoop running;

    /// The writer's end; of the loop, as what follows.
    private Transport writing;

    /// The writer was told to stop, or waits in `drain`.
    private boolean isStopped;

    private long lastBuffered;

    StoppedReaderTest(String backend) {
        running = new RunningLoop(backend);
    }

    @ParameterizedTest
    @ValueSource(strings = {"protocol", "streams"})
    void costsNoMoreThanTheHighWaterMark(String style) throws Exception {
        int port = running.call(() -> start(style)).port();
        try (Peer peer = new Peer(port)) {
            Content received = new Content(0);
            byte[] block = new byte[BLOCK];
            read(peer, received, block, BYTES / STOPS);
            measureWhenStopped(); // the first measurement costs memory itself
            Memory before = measureWhenStopped();
            for (int i = 2; i < STOPS; i++) {
                read(peer, received, block, BYTES / STOPS);
                Memory growth = measureWhenStopped().since(before);
                assertTrue(growth.heap() + growth.direct() <= GROWTH_LIMIT, growth::toString);
            }
            read(peer, received, block, BYTES - received.position());
            assertEquals(-1, peer.input().read());
        }
    }

    private static void read(Peer peer, Content received, byte[] block, long count)
            throws IOException {
        for (long left = count; left > 0; ) {
            int read = peer.input().read(block, 0, (int) Math.min(block.length, left));
            assertTrue(read > 0, "it has ended after " + received.position());
            received.check(ByteBuffer.wrap(block, 0, read));
            left -= read;
        }
    }

    private Memory measureWhenStopped() throws Exception {
        running.until(() -> "nothing more goes out", this::isStuck);
        long buffered = running.call(() -> writing.writeBufferSize());
        assertTrue(buffered <= HIGH_WATER + BLOCK, () -> "buffered: " + buffered);
        return Memory.now();
    }

    /// {@return whether the writer waits, and nothing has gone out since the last look}
    private boolean isStuck() {
        long buffered = writing.writeBufferSize();
        boolean isStuck = isStopped && buffered == lastBuffered;
        lastBuffered = buffered;
        return isStuck;
    }

    private Server start(String style) throws IOException {
        return style.equals("streams")
                ? startServer(this::write, Peer.HOST, 0)
                : currentLoop().createServer(Writing::new, Peer.HOST, 0).await();
    }

    private void write(StreamReader reader, StreamWriter writer) throws IOException {
        writing = writer.transport();
        Content content = new Content(0);
        byte[] block = new byte[BLOCK];
        while (content.position() < BYTES) {
            content.next(block, BLOCK);
            writer.write(block);
            isStopped = true;
            writer.drain();
            isStopped = false;
        }
    }

    private final class Writing implements Protocol {
        private final Content content = new Content(0);
        private final byte[] block = new byte[BLOCK];

        @Override
        public void connectionMade(Transport made) {
            writing = made;
            write();
        }

        private void write() {
            while (!isStopped && content.position() < BYTES) {
                content.next(block, BLOCK);
                writing.write(block);
            }
            if (content.position() == BYTES) {
                writing.close();
            }
        }

        @Override
        public void pauseWriting() {
            isStopped = true;
        }

        @Override
        public void resumeWriting() {
            isStopped = false;
            write();
        }
    }
}
