package dev.rondo.virtual;

import dev.rondo.spi.StreamPort;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What goes out: one write at a time, which one of the [Writers] makes, blocking until all is
/// taken by the system.
///
/// It is itself the completion of its write: the loop's before and after, the writer's meanwhile.
final class StreamOutput extends Completion {
    private final VirtualDriver driver;
    private final VirtualStream stream;
    private final SocketChannel channel;

    /// Buffers that are lent for a write; there is more room than is taken.
    private @Nullable ByteBuffer[] lent = new ByteBuffer[1];

    private int lentCount;

    /// How the write has ended.
    private long written;

    private @Nullable IOException failure;

    /// With the turn.
    private boolean isBusy;

    StreamOutput(VirtualDriver driver, VirtualStream stream, SocketChannel channel) {
        this.driver = driver;
        this.stream = stream;
        this.channel = channel;
    }

    /// {@return whether a write is under way}
    boolean isBusy() {
        return isBusy;
    }

    /// Writes all of the buffers, which are the caller's again when the handler hears of it.
    long write(ByteBuffer[] buffers, int count) {
        if (lent.length < count) {
            lent = new ByteBuffer[count];
        }
        System.arraycopy(buffers, 0, lent, 0, count);
        lentCount = count;
        isBusy = true;
        driver.writers().add(this);
        return StreamPort.PENDING;
    }

    /// Writes; called by a writer.
    void writeAll() {
        written = 0;
        failure = null;
        try {
            for (long left = remaining(); left > 0; left = remaining()) {
                written +=
                        lentCount == 1 ? channel.write(lent[0]) : channel.write(lent, 0, lentCount);
            }
        } catch (IOException e) {
            failure = e;
        } catch (Throwable e) { // an Error, too, or those who wait would wait for ever
            failure = new IOException("a write failed: " + e, e);
        }
        driver.complete(this);
    }

    @SuppressWarnings("NullAway") // as many as are lent are there
    private long remaining() {
        long sum = 0;
        for (int i = 0; i < lentCount; i++) {
            sum += lent[i].remaining();
        }
        return sum;
    }

    /// The write has ended.
    @Override
    void run() {
        isBusy = false;
        Arrays.fill(lent, 0, lentCount, null);
        if (stream.isClosing()) {
            stream.released();
            return;
        }
        IOException reason = failure;
        long count = written;
        if (reason == null || count > 0) {
            stream.written(count);
        }
        if (reason != null && !stream.isClosing()) {
            stream.handler().failed(stream.broken(reason));
        }
    }
}
