package dev.rondo.kernel;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The pieces of memory that write queues are made of, kept for reuse by all connections of a loop.
///
/// Most are on the heap: a connection costs no memory outside of it, and drivers that need direct
/// memory have some for all their connections together. A driver that owns what it sends until that
/// has completed needs it direct from the start.
final class ChunkPool {
    /// As large as the low-water mark: a queue that is no longer paused has one or two chunks.
    static final int CHUNK_BYTES = 16 * 1024;

    /// Of direct chunks: a line of the processor's cache.
    private static final int ALIGNMENT = 64;

    /// At most a mebibyte is kept; what a burst needed beyond that is garbage.
    private static final int KEPT = 64;

    /// Of direct chunks more, 16 MiB: every message goes out of one, and to make one costs ten
    /// times as much as to send from it.
    private static final int DIRECT_KEPT = 1024;

    /// A piece of memory in a list; the bytes from position to limit are to be sent, and more can
    /// be put behind the limit.
    static final class Chunk {
        final ByteBuffer buffer;
        @Nullable Chunk next;

        Chunk(ByteBuffer memory) {
            buffer = memory.limit(0);
        }

        boolean isFull() {
            return buffer.limit() == CHUNK_BYTES;
        }

        /// Takes as much as there is room for.
        void fill(ByteBuffer source) {
            int from = buffer.limit();
            int count = Math.min(source.remaining(), CHUNK_BYTES - from);
            buffer.limit(from + count);
            buffer.put(from, source, source.position(), count);
            source.position(source.position() + count);
        }
    }

    private final boolean isDirect;
    private @Nullable Chunk free;
    private int kept;

    ChunkPool(boolean isDirect) {
        this.isDirect = isDirect;
    }

    Chunk take() {
        Chunk chunk = free;
        if (chunk == null) {
            return new Chunk(allocate());
        }
        free = chunk.next;
        chunk.next = null;
        kept--;
        return chunk;
    }

    private ByteBuffer allocate() {
        return isDirect
                ? ByteBuffer.allocateDirect(CHUNK_BYTES + ALIGNMENT)
                        .alignedSlice(ALIGNMENT)
                        .slice(0, CHUNK_BYTES)
                : ByteBuffer.allocate(CHUNK_BYTES);
    }

    void giveBack(Chunk chunk) {
        if (kept < (isDirect ? DIRECT_KEPT : KEPT)) {
            chunk.buffer.position(0).limit(0);
            chunk.next = free;
            free = chunk;
            kept++;
        }
    }
}
