package dev.rondo.iouring;

import dev.rondo.netty.Found;
import dev.rondo.spi.ReadShare;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What the ring has brought and nobody was told of yet, in order. In arrays, which are kept: a
/// completion costs no memory.
final class Completions implements Found {
    private static final int NUMBERS = 3;

    private final IoUringDriver driver;
    private @Nullable RingSocket[] sockets = new @Nullable RingSocket[64];
    private int[] numbers = new int[64 * NUMBERS];
    private int size;

    /// How many were told.
    private int told;

    Completions(IoUringDriver driver) {
        this.driver = driver;
    }

    void add(RingSocket socket, int kind, int result, int flags) {
        if (size == 0) {
            driver.found(this, false);
        }
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
        ReadShare share = driver.share();
        while (told < size && !share.isTaken()) {
            RingSocket socket = sockets[told];
            sockets[told] = null;
            int at = told * NUMBERS;
            told++;
            if (socket != null) {
                socket.owner().completed(numbers[at], numbers[at + 1], numbers[at + 2]);
            }
        }
        if (told < size) {
            driver.found(this, false); // the rest comes next time
        } else {
            told = 0;
            size = 0;
        }
    }

    /// Drops everything, as the loop closes.
    void discard() {
        for (int i = told; i < size; i++) {
            RingSocket socket = sockets[i];
            if (socket != null) {
                socket.owner().discard(numbers[i * NUMBERS], numbers[i * NUMBERS + 1]);
            }
        }
        told = 0;
        size = 0;
    }
}
