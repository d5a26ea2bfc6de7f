package dev.rondo.iouring;

import dev.rondo.netty.Found;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What the ring has brought and nobody was told of yet, in order. In arrays, which are kept: a
/// completion costs no memory.
final class Completions implements Found {
    private static final int NUMBERS = 3;

    private @Nullable RingSocket[] sockets = new @Nullable RingSocket[64];
    private int[] numbers = new int[64 * NUMBERS];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    void add(RingSocket socket, int kind, int result, int flags) {
        if (size == sockets.length) {
            sockets = Arrays.copyOf(sockets, 2 * size);
            numbers = Arrays.copyOf(numbers, 2 * size * NUMBERS);
        }
        sockets[size] = socket;
        int at = size * NUMBERS;
        numbers[at] = kind;
        numbers[at + 1] = result;
        numbers[at + 2] = flags;
        size++;
    }

    @Override
    public void deliver() {
        for (int i = 0; i < size; i++) {
            RingSocket socket = sockets[i];
            sockets[i] = null;
            if (socket != null) {
                int at = i * NUMBERS;
                socket.owner().completed(numbers[at], numbers[at + 1], numbers[at + 2]);
            }
        }
        size = 0;
    }

    /// Drops everything, as the loop closes.
    void discard() {
        for (int i = 0; i < size; i++) {
            RingSocket socket = sockets[i];
            if (socket != null) {
                socket.owner().discard(numbers[i * NUMBERS], numbers[i * NUMBERS + 1]);
            }
        }
        size = 0;
    }
}
