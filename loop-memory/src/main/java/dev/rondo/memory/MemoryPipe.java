package dev.rondo.memory;

import java.nio.ByteBuffer;

/// One direction of a connection: the bytes that were written and not yet read, up to a bound.
///
/// The bound is what makes back-pressure real: without it a writer would never have to wait.
final class MemoryPipe {
    /// What a socket of a usual system holds, roughly; a reader gets all of it in one event.
    static final int CAPACITY = 64 * 1024;

    /// Idle connections by the thousand should cost little, so a pipe starts small and grows.
    private static final int FIRST_SIZE = 512;

    private ByteBuffer bytes = ByteBuffer.allocate(FIRST_SIZE);

    boolean isEmpty() {
        return bytes.position() == 0;
    }

    /// Takes what fits and moves the source's position by it.
    int write(ByteBuffer source) {
        int count = Math.min(source.remaining(), CAPACITY - bytes.position());
        if (count > bytes.remaining()) {
            grow(bytes.position() + count);
        }
        bytes.put(source.slice(source.position(), count));
        source.position(source.position() + count);
        return count;
    }

    /// Moves everything to a buffer that has room for [#CAPACITY] bytes.
    void readAll(ByteBuffer target) {
        target.put(bytes.flip());
        bytes.clear();
    }

    /// Moves as much as fits.
    ///
    /// @return how many bytes
    int read(ByteBuffer target) {
        bytes.flip();
        int count = Math.min(bytes.remaining(), target.remaining());
        target.put(target.position(), bytes, bytes.position(), count);
        target.position(target.position() + count);
        bytes.position(count);
        bytes.compact();
        return count;
    }

    void clear() {
        bytes.clear();
    }

    private void grow(int needed) {
        int size = Math.min(CAPACITY, Math.max(needed, 2 * bytes.capacity()));
        bytes = ByteBuffer.allocate(size).put(bytes.flip());
    }
}
