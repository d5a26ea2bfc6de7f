package dev.rondo.kernel;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Bytes that have come and were not taken, in one array.
///
/// Bytes are moved only when at least as many were taken before, so that moving costs a constant
/// for each byte, however they come and go. An empty queue holds no memory; a single block that is
/// taken as it has come is copied once, on arrival.
final class ByteQueue {
    static final byte[] NOTHING = {};

    /// The first growth goes to this, for those who send a byte at a time.
    private static final int LEAST_BYTES = 256;

    /// An array from this size on shrinks when it is nearly empty.
    private static final int LARGE_BYTES = 128 * 1024;

    private byte[] bytes = NOTHING;
    private int start;
    private int end;

    int size() {
        return end - start;
    }

    boolean isEmpty() {
        return start == end;
    }

    void add(ByteBuffer source) {
        int count = source.remaining();
        if (isEmpty()) {
            bytes = new byte[count];
            start = 0;
            end = 0;
        } else if (count > bytes.length - end) {
            makeRoom(count);
        }
        source.get(bytes, end, count);
        end += count;
    }

    private void makeRoom(int count) {
        int size = size();
        int needed = Math.addExact(size, count);
        byte[] target = bytes;
        if (size > start || needed > bytes.length) {
            int doubled = (int) Math.min(2L * size, Integer.MAX_VALUE - 8);
            target = new byte[Math.max(LEAST_BYTES, Math.max(needed, doubled))];
        }
        System.arraycopy(bytes, start, target, 0, size);
        bytes = target;
        start = 0;
        end = size;
    }

    /// Removes and returns the first bytes; not more than there are.
    byte[] take(int count) {
        if (start == 0 && count == bytes.length) {
            byte[] all = bytes;
            drop(count);
            return all;
        }
        byte[] taken = Arrays.copyOfRange(bytes, start, start + count);
        drop(count);
        return taken;
    }

    /// Removes the first bytes; not more than there are.
    void drop(int count) {
        start += count;
        if (isEmpty()) {
            bytes = NOTHING;
            start = 0;
            end = 0;
        } else if (bytes.length >= LARGE_BYTES && size() < bytes.length / 8) {
            bytes = Arrays.copyOfRange(bytes, start, end);
            end -= start;
            start = 0;
        }
    }

    /// {@return where the bytes come first, counted from the first byte, or -1}
    ///
    /// @param from where to start to look
    int indexOf(byte[] wanted, int from) {
        int last = end - wanted.length;
        byte first = wanted[0];
        for (int i = start + from; i <= last; i++) {
            if (bytes[i] == first
                    && (wanted.length == 1
                            || Arrays.equals(
                                    bytes, i, i + wanted.length, wanted, 0, wanted.length))) {
                return i - start;
            }
        }
        return -1;
    }
}
