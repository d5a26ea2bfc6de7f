package dev.rondo.nio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/// The memory that all streams of a loop read into and write from, one after the other.
///
/// Each buffer starts with a page: unaligned ones of this size start 16 bytes into one, where some
/// processors copy at half speed. What is written from the heap is copied here; the channel would
/// copy it, too, but into a direct buffer as large as the caller's, which the JDK then keeps for
/// each thread.
final class NioBuffers {
    private static final int BYTES = 256 * 1024;
    private static final int PAGE_BYTES = 4096;

    /// How often one write goes to the system before the other streams get their turn.
    private static final int WRITES_AT_ONCE = 4;

    /// Direct buffers up to this size are copied, too: that costs less than one more piece for the
    /// system.
    private static final int COPIED_BYTES = 4096;

    private final ByteBuffer input = allocate();
    private final ByteBuffer staging = allocate();
    private final ByteBuffer[] both = {staging, staging};

    private static ByteBuffer allocate() {
        ByteBuffer unaligned = ByteBuffer.allocateDirect(BYTES + PAGE_BYTES);
        return unaligned.alignedSlice(PAGE_BYTES).slice(0, BYTES);
    }

    ByteBuffer input() {
        return input;
    }

    /// Writes from the buffers, in order, and moves their positions.
    ///
    /// @return how many bytes were taken; fewer than remained when the system, or the fair share,
    ///   is full
    long write(SocketChannel channel, ByteBuffer[] buffers, int count) throws IOException {
        long taken = 0;
        for (int i = 0; i < WRITES_AT_ONCE; i++) {
            ByteBuffer direct = stage(buffers, count);
            long offered = staging.remaining() + (direct == null ? 0L : direct.remaining());
            if (offered == 0) {
                break;
            }
            long written = send(channel, direct);
            consume(buffers, staging.position());
            taken += written;
            if (written < offered) {
                break;
            }
        }
        return taken;
    }

    /// Copies what comes before the first large direct buffer.
    ///
    /// @return that buffer, or null if what was copied is all, or all that fits
    private @Nullable ByteBuffer stage(ByteBuffer[] buffers, int count) {
        staging.clear();
        ByteBuffer direct = null;
        for (int i = 0; i < count && direct == null && staging.hasRemaining(); i++) {
            ByteBuffer buffer = buffers[i];
            if (buffer.isDirect() && buffer.remaining() > COPIED_BYTES) {
                direct = buffer;
            } else {
                int length = Math.min(buffer.remaining(), staging.remaining());
                staging.put(staging.position(), buffer, buffer.position(), length);
                staging.position(staging.position() + length);
            }
        }
        staging.flip();
        return direct;
    }

    private long send(SocketChannel channel, @Nullable ByteBuffer direct) throws IOException {
        if (direct == null || !staging.hasRemaining()) {
            return channel.write(direct == null ? staging : direct);
        }
        both[1] = direct;
        try {
            return channel.write(both);
        } finally {
            both[1] = staging;
        }
    }

    /// Moves the positions of what was copied; that comes before what the channel has moved by
    /// itself.
    private static void consume(ByteBuffer[] buffers, int count) {
        int left = count;
        for (int i = 0; left > 0; i++) {
            int length = Math.min(left, buffers[i].remaining());
            buffers[i].position(buffers[i].position() + length);
            left -= length;
        }
    }
}
