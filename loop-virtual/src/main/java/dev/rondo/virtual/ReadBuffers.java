package dev.rondo.virtual;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// The memory that streams read into. For any thread.
///
/// A thread that waits for bytes has its buffer in hand, so that is a small one, on the heap and
/// the stream's own. Larger ones are for bytes that are there: outside of the heap, and used again,
/// the last one first, which the processor still has at hand. When all are in use a stream gets a
/// part of its bytes into a buffer that is garbage afterwards; on the heap, for memory outside of
/// it is dear to get and to give back.
///
/// Each large one starts with a page: unaligned ones of this size start 16 bytes into one, where
/// some processors copy at half speed.
final class ReadBuffers {
    /// A kibibyte, and a little more: of a buffer that is filled it has to be asked whether there
    /// is more.
    static final int SMALL = 1024 + 16;

    /// Up to this size a buffer is garbage after use: where the size is a guess, a thread may wait
    /// with it in hand.
    private static final int MEDIUM = 8 * 1024;

    private static final int SPARE = 32 * 1024;
    private static final int LARGE = 128 * 1024;
    private static final int PAGE_BYTES = 4096;

    /// How many large ones there are at most: eight mebibytes.
    private static final int MOST = 64;

    private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();
    private int made;

    /// {@return a buffer for some of the bytes that are expected}
    ///
    /// @param expected more than [#SMALL]
    ByteBuffer take(int expected) {
        if (expected <= MEDIUM) {
            return ByteBuffer.allocate(expected);
        }
        synchronized (free) {
            if (!free.isEmpty()) {
                return free.pop().clear();
            }
            if (made < MOST) {
                made++;
                return ByteBuffer.allocateDirect(LARGE + PAGE_BYTES)
                        .alignedSlice(PAGE_BYTES)
                        .slice(0, LARGE);
            }
        }
        return ByteBuffer.allocate(Math.min(expected, SPARE));
    }

    /// {@return a large buffer for a thread that may have to wait with it in hand, or null: half of
    /// them are for bytes that are there}
    @Nullable ByteBuffer takeToWaitWith() {
        synchronized (free) {
            return MOST - made + free.size() > MOST / 2 ? take(LARGE) : null;
        }
    }

    /// Takes a buffer back, of which nobody has a view any more.
    void giveBack(ByteBuffer buffer) {
        if (buffer.isDirect()) {
            synchronized (free) {
                free.push(buffer);
            }
        }
    }
}
