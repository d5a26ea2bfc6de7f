package dev.rondo.iouring;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// What a stream has received while nobody read: copies, so that the buffers of the loop go on.
final class Held {
    private final ArrayDeque<ByteBuffer> pieces = new ArrayDeque<>(2);

    /// Keeps a copy.
    void add(ByteBuffer data) {
        pieces.add(ByteBuffer.allocate(data.remaining()).put(data).flip());
    }

    /// {@return what comes first of what is left, or null}
    @Nullable ByteBuffer first() {
        ByteBuffer piece = pieces.peek();
        while (piece != null && !piece.hasRemaining()) {
            pieces.remove();
            piece = pieces.peek();
        }
        return piece;
    }

    boolean isEmpty() {
        return first() == null;
    }

    void clear() {
        pieces.clear();
    }
}
