package dev.rondo.virtual;

import dev.rondo.spi.StreamPort;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What goes out: a thread for each write, which blocks until all is taken by the system.
///
/// A connection that writes nothing has none; to start one costs no more than to wake one.
final class StreamOutput {
    private final VirtualDriver driver;
    private final VirtualStream stream;
    private final SocketChannel channel;

    /// With the turn.
    private boolean isBusy;

    StreamOutput(VirtualDriver driver, VirtualStream stream, SocketChannel channel) {
        this.driver = driver;
        this.stream = stream;
        this.channel = channel;
    }

    /// {@return whether there is a thread}
    boolean isBusy() {
        return isBusy;
    }

    /// Writes all of the buffers, which are the caller's again when the handler hears of it.
    long write(ByteBuffer[] buffers, int count) {
        ByteBuffer[] lent = Arrays.copyOf(buffers, count);
        isBusy = true;
        driver.helpers().start("rondo-virtual-write", () -> writeAll(lent));
        return StreamPort.PENDING;
    }

    private void writeAll(ByteBuffer[] lent) {
        long written = 0;
        IOException failure = null;
        try {
            for (long left = remaining(lent); left > 0; left = remaining(lent)) {
                written += lent.length == 1 ? channel.write(lent[0]) : channel.write(lent);
            }
        } catch (IOException e) {
            failure = e;
        } catch (Throwable e) { // an Error, too, or those who wait would wait for ever
            failure = new IOException("a write failed: " + e, e);
        }
        driver.complete(new Written(written, failure));
    }

    private static long remaining(ByteBuffer[] buffers) {
        long sum = 0;
        for (ByteBuffer buffer : buffers) {
            sum += buffer.remaining();
        }
        return sum;
    }

    /// A write has ended.
    private final class Written extends Completion {
        private final long count;
        private final @Nullable IOException failure;

        Written(long count, @Nullable IOException failure) {
            this.count = count;
            this.failure = failure;
        }

        @Override
        void run() {
            isBusy = false;
            if (stream.isClosing()) {
                stream.released();
                return;
            }
            if (failure == null || count > 0) {
                stream.handler().written(count);
            }
            if (failure != null && !stream.isClosing()) {
                stream.handler().failed(stream.broken(failure));
            }
        }
    }
}
