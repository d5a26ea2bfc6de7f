package dev.rondo.iouring;

import io.netty.channel.uring.IoUringIoOps;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// The buffers that a stream sends from: lent by the kernel until the write has completed.
final class Lent {
    private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

    private ByteBuffer[] buffers = {NOTHING};
    private int count;

    boolean isEmpty() {
        return count == 0;
    }

    /// Borrows those of the sources that have something.
    void take(ByteBuffer[] sources, int sourceCount) {
        if (sourceCount > buffers.length) {
            buffers = new ByteBuffer[sourceCount];
        }
        for (int i = 0; i < sourceCount; i++) {
            if (sources[i].hasRemaining()) {
                buffers[count++] = sources[i];
            }
        }
    }

    /// {@return what sends them, or some of them}
    IoUringIoOps send(int descriptor, Addresses addresses, Messages messages) {
        if (count > 1) {
            return Operations.sendMessage(descriptor, messages.list(buffers, count));
        }
        ByteBuffer only = buffers[0];
        return Operations.send(descriptor, addresses.of(only), only.remaining());
    }

    /// Moves the positions behind what was sent.
    void moveOn(int sent) {
        int left = sent;
        for (int i = 0; left > 0; i++) {
            ByteBuffer buffer = buffers[i];
            int length = Math.min(left, buffer.remaining());
            buffer.position(buffer.position() + length);
            left -= length;
        }
    }

    boolean hasRemaining() {
        return count > 0 && buffers[count - 1].hasRemaining();
    }

    void giveBack() {
        Arrays.fill(buffers, 0, count, NOTHING);
        count = 0;
    }
}
