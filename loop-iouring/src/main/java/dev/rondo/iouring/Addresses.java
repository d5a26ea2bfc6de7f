package dev.rondo.iouring;

import io.netty.channel.unix.Buffer;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Where buffers are. To ask each time costs an object; the kernel sends from the same buffers
/// again and again, so they are remembered.
///
/// A buffer has a few places, which its identity picks; the youngest comes first, and the oldest
/// makes way. With one place each, two buffers of the same place would push each other out forever,
/// and among as few as twenty buffers there mostly are two.
final class Addresses {
    /// As many buffers as the kernel keeps for reuse.
    private static final int REMEMBERED = 1024;

    private static final int PLACES = 4;
    private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

    private final ByteBuffer[] buffers = new ByteBuffer[REMEMBERED];
    private final long[] addresses = new long[REMEMBERED];

    Addresses() {
        Arrays.fill(buffers, NOTHING);
    }

    /// {@return the address of what is at the position of a direct buffer}
    long of(ByteBuffer buffer) {
        int first = System.identityHashCode(buffer) * PLACES & (REMEMBERED - 1);
        for (int i = first; i < first + PLACES; i++) {
            if (buffers[i] == buffer) {
                return addresses[i] + buffer.position();
            }
        }
        return remember(buffer, first) + buffer.position();
    }

    private long remember(ByteBuffer buffer, int first) {
        System.arraycopy(buffers, first, buffers, first + 1, PLACES - 1);
        System.arraycopy(addresses, first, addresses, first + 1, PLACES - 1);
        long address = Buffer.memoryAddress(buffer);
        buffers[first] = buffer;
        addresses[first] = address;
        return address;
    }
}
