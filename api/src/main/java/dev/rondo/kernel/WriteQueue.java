package dev.rondo.kernel;

import dev.rondo.kernel.ChunkPool.Chunk;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What a connection has still to send: copies, in a list of chunks of one size.
final class WriteQueue {
    private final ChunkPool pool;
    private @Nullable Chunk head;
    private @Nullable Chunk tail;

    /// The last of the chunks that a driver owns, which must not be added to; null if it owns none.
    private @Nullable Chunk lastOwned;

    private long size;

    /// How much of it a driver owns.
    private long lentSize;

    WriteQueue(ChunkPool pool) {
        this.pool = pool;
    }

    boolean isEmpty() {
        return head == null;
    }

    long size() {
        return size;
    }

    /// {@return how many bytes no driver has taken}
    long waiting() {
        return size - lentSize;
    }

    /// Copies all of the data to the end.
    void add(ByteBuffer data) {
        size += data.remaining();
        while (data.hasRemaining()) {
            Chunk last = tail;
            if (last == null || last == lastOwned || last.isFull()) {
                last = append(last);
            }
            last.fill(data);
        }
    }

    private Chunk append(@Nullable Chunk last) {
        Chunk chunk = pool.take();
        if (last == null) {
            head = chunk;
        } else {
            last.next = chunk;
        }
        tail = chunk;
        return chunk;
    }

    /// Puts the buffers to send next into an array.
    ///
    /// @return how many
    int peek(ByteBuffer[] target) {
        int count = 0;
        for (Chunk chunk = head; chunk != null && count < target.length; chunk = chunk.next) {
            target[count++] = chunk.buffer;
        }
        return count;
    }

    /// A driver owns the first buffers until [#removeSent].
    ///
    /// @param count how many
    void lend(int count) {
        Chunk chunk = null;
        for (int i = 0; i < count; i++) {
            chunk = chunk == null ? head : chunk.next;
            lentSize += chunk == null ? 0 : chunk.buffer.remaining();
        }
        lastOwned = chunk;
    }

    /// Removes what was sent; the positions of the buffers have moved.
    void removeSent(long count) {
        lastOwned = null;
        lentSize = 0;
        size -= count;
        Chunk chunk = head;
        while (chunk != null && !chunk.buffer.hasRemaining()) {
            Chunk next = chunk.next;
            pool.giveBack(chunk);
            chunk = next;
        }
        head = chunk;
        if (chunk == null) {
            tail = null;
        }
    }

    /// Drops everything; the driver owns none of it.
    void clear() {
        lastOwned = null;
        lentSize = 0;
        size = 0;
        tail = null;
        Chunk chunk = head;
        head = null;
        while (chunk != null) {
            Chunk next = chunk.next;
            pool.giveBack(chunk);
            chunk = next;
        }
    }
}
