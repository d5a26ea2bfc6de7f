package dev.rondo.looptests;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Bytes that follow from a seed and their position, so that whoever gets them can check each one:
/// it shows when one is lost, doubled, changed or moved.
///
/// They are computed and checked in words of eight.
public final class Content {
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private final long seed;
    private long position;

    /// Begins at position 0.
    public Content(long seed) {
        this.seed = seed;
    }

    /// {@return how many bytes were produced or found right}
    public long position() {
        return position;
    }

    /// {@return the next bytes}
    public byte[] next(int count) {
        byte[] bytes = new byte[count];
        next(bytes, count);
        return bytes;
    }

    /// Produces the next bytes.
    ///
    /// @param target gets them from its start
    /// @param count how many
    public void next(byte[] target, int count) {
        ByteBuffer buffer = ByteBuffer.wrap(target, 0, count);
        while (buffer.hasRemaining()) {
            if (position % Long.BYTES == 0 && buffer.remaining() >= Long.BYTES) {
                buffer.putLong(word());
                position += Long.BYTES;
            } else {
                buffer.put(one());
                position++;
            }
        }
    }

    /// Checks bytes that came, and takes them from the buffer.
    ///
    /// @throws AssertionError at the first wrong one
    public void check(ByteBuffer data) {
        data.order(ByteOrder.BIG_ENDIAN);
        while (data.hasRemaining()) {
            boolean isWord = position % Long.BYTES == 0 && data.remaining() >= Long.BYTES;
            if (isWord ? data.getLong() != word() : data.get() != one()) {
                throw new AssertionError("wrong at or after byte " + position + " of seed " + seed);
            }
            position += isWord ? Long.BYTES : 1;
        }
    }

    /// {@return the word at the position}
    private long word() {
        long mixed = (seed + position / Long.BYTES) * STEP;
        mixed = (mixed ^ mixed >>> 32) * STEP;
        return mixed ^ mixed >>> 29;
    }

    private byte one() {
        return (byte) (word() >>> (7 - position % Long.BYTES) * 8);
    }
}
