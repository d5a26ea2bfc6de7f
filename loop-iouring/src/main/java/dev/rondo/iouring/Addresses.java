package dev.rondo.iouring;

import io.netty.channel.unix.Buffer;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Where buffers are. To ask each time costs an object; the kernel sends from the same few buffers
/// again and again, so the last ones are remembered.
final class Addresses {
    private static final int REMEMBERED = 128;
    private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

    private final ByteBuffer[] buffers = new ByteBuffer[REMEMBERED];
    private final long[] addresses = new long[REMEMBERED];

    Addresses() {
        Arrays.fill(buffers, NOTHING);
    }

    /// {@return the address of what is at the position of a direct buffer}
    long of(ByteBuffer buffer) {
        int place = System.identityHashCode(buffer) & (REMEMBERED - 1);
        if (buffers[place] != buffer) {
            buffers[place] = buffer;
            addresses[place] = Buffer.memoryAddress(buffer);
        }
        return addresses[place] + buffer.position();
    }
}
