package dev.rondo.spi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/// The memory that all streams of a loop read into and write from, one after the other: what
/// drivers on readiness have in common. With the loop's turn.
///
/// Each buffer starts with a page: unaligned ones of this size start 16 bytes into one, where some
/// processors copy at half speed. What is written from the heap is copied here; a channel of the
/// JDK would copy it, too, but into a direct buffer as large as the caller's, which it then keeps
/// for each thread.
public final class StreamBuffers {
    private static final int BYTES = 256 * 1024;
    private static final int PAGE_BYTES = 4096;

    /// How often one stream is read before the others get their turn, while it fills the buffer.
    private static final int READS_AT_ONCE = 4;

    /// How often one write goes to the system before the other streams get their turn.
    private static final int WRITES_AT_ONCE = 4;

    /// Direct buffers up to this size are copied, too: that costs less than one more piece for the
    /// system.
    private static final int COPIED_BYTES = 4096;

    private final ByteBuffer input = allocate();
    private final ByteBuffer staging = allocate();
    private final ByteBuffer[] both = {staging, staging};

    /// Whose channel is read.
    public interface Receiver {
        /// {@return whether it wants more; each call of the handler may change that}
        boolean isReading();

        /// The peer has ended its side.
        void ended();

        /// The connection is broken.
        ///
        /// @param exception why
        void failed(IOException exception);
    }

    /// Allocates the memory.
    public StreamBuffers() {}

    private static ByteBuffer allocate() {
        ByteBuffer unaligned = ByteBuffer.allocateDirect(BYTES + PAGE_BYTES);
        return unaligned.alignedSlice(PAGE_BYTES).slice(0, BYTES);
    }

    /// {@return the direct buffer to read into; always the same one}
    public ByteBuffer input() {
        return input;
    }

    /// {@return the direct buffer that most writes come from; always the same one} A channel that
    /// knows its address by heart need not ask for it.
    public ByteBuffer staging() {
        return staging;
    }

    /// Reads what there is, as much as is one stream's turn, and tells the handler.
    ///
    /// @param channel does not block; it is read into [#input] or into a buffer of the handler's
    /// @param handler what gets the data
    /// @param receiver what is told of the end, and says how long to go on
    /// @param share counts the bytes
    public void read(
            ReadableByteChannel channel,
            StreamHandler handler,
            Receiver receiver,
            ReadShare share) {
        for (int i = 0; i < READS_AT_ONCE && receiver.isReading(); i++) {
            ByteBuffer own = handler.target();
            if (!receiver.isReading()) {
                return; // the handler has stopped it in this call
            }
            ByteBuffer target = own == null ? input.clear() : own;
            int room = target.remaining();
            int count;
            try {
                count = channel.read(target);
            } catch (IOException e) {
                receiver.failed(e);
                return;
            }
            if (count < 0) {
                receiver.ended();
                return;
            }
            share.take(count);
            tell(handler, own, count);
            if (count < room) {
                return; // there is no more
            }
        }
    }

    private void tell(StreamHandler handler, @Nullable ByteBuffer own, int count) {
        if (count > 0 && own == null) {
            handler.readable(input.flip());
        } else if (count > 0) {
            handler.filled(count);
        }
    }

    /// Writes from the buffers, in order, and moves their positions.
    ///
    /// @param channel does not block; it gets direct buffers alone, one or two at a time
    /// @param buffers heap or direct; those of which nothing remains are skipped
    /// @param count how many of the buffers to write, from the first
    /// @return how many bytes were taken; fewer than remained when the system, or the fair share,
    ///   is full
    /// @throws IOException if the channel does
    public long write(GatheringByteChannel channel, ByteBuffer[] buffers, int count)
            throws IOException {
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

    private long send(GatheringByteChannel channel, @Nullable ByteBuffer direct)
            throws IOException {
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
