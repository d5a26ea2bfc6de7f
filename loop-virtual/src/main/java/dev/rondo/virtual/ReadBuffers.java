package dev.rondo.virtual;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;

/// The memory that streams read into. For any thread.
///
/// A thread that waits for bytes has its buffer in hand, so the idle ones must have small ones: on
/// the heap, and garbage when they were read. Large ones are for a stream that has filled a smaller
/// one, as long as it fills them; they are outside of the heap and used again.
///
/// Each large one starts with a page: unaligned ones of this size start 16 bytes into one, where
/// some processors copy at half speed.
final class ReadBuffers {
    static final int SMALL = 1024;
    private static final int MEDIUM = 8 * 1024;
    private static final int LARGE = 128 * 1024;
    private static final int PAGE_BYTES = 4096;

    /// Four mebibytes are kept; what more streams needed at a time is garbage.
    private static final int KEPT = 32;

    private final ArrayBlockingQueue<ByteBuffer> free = new ArrayBlockingQueue<>(KEPT);

    /// {@return a buffer of a size that [#next] has told}
    ByteBuffer take(int size) {
        if (size < LARGE) {
            return ByteBuffer.allocate(size);
        }
        ByteBuffer kept = free.poll();
        return kept != null
                ? kept.clear()
                : ByteBuffer.allocateDirect(LARGE + PAGE_BYTES)
                        .alignedSlice(PAGE_BYTES)
                        .slice(0, LARGE);
    }

    /// Takes a buffer back, of which nobody has a view any more.
    void giveBack(ByteBuffer buffer) {
        if (buffer.isDirect()) {
            free.offer(buffer);
        }
    }

    /// {@return the size to read with next}
    ///
    /// A buffer that was not filled means that the thread is about to wait: never with a large one
    /// in hand.
    ///
    /// @param size the size of the last buffer
    /// @param count how much has come
    static int next(int size, int count) {
        if (count == size) {
            return size == SMALL ? MEDIUM : LARGE;
        }
        return count <= SMALL ? SMALL : MEDIUM;
    }
}
