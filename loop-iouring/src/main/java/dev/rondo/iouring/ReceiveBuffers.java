package dev.rondo.iouring;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.uring.IoUringIoHandle;
import io.netty.channel.uring.IoUringIoOps;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The buffers that the system fills for all streams of a loop.
///
/// The system takes them in the order in which they were provided, and they are free again when the
/// handler that was given one returns. So they come back in order, too, and are provided anew a
/// batch at a time, by operations that never change: nothing is allocated, and a message costs a
/// small part of an operation. All but a batch are with the system whenever it is asked for events.
///
/// The memory starts with a page, and so does each buffer: some processors copy at half speed
/// otherwise.
final class ReceiveBuffers implements IoUringIoHandle {
    /// Room for some hundred streams that have something at the same time; those beyond it are told
    /// so, and ask again.
    private static final int COUNT = 512;

    static final int BYTES = 16 * 1024;
    private static final int BATCH = 64;
    private static final int PAGE_BYTES = 4096;

    private final ByteBuffer[] buffers = new ByteBuffer[COUNT];
    private final IoUringIoOps[] batches = new IoUringIoOps[COUNT / BATCH];

    /// How many of each batch have come back.
    private final int[] returned = new int[COUNT / BATCH];

    private @Nullable IoRegistration registration;

    ReceiveBuffers(IoUringDriver driver) throws IOException {
        ByteBuffer unaligned = ByteBuffer.allocateDirect(COUNT * BYTES + PAGE_BYTES);
        ByteBuffer memory = unaligned.alignedSlice(PAGE_BYTES);
        long address = MemorySegment.ofBuffer(memory).address();
        for (int i = 0; i < COUNT; i++) {
            buffers[i] = memory.slice(i * BYTES, BYTES);
        }
        for (int i = 0; i < batches.length; i++) {
            int first = i * BATCH;
            batches[i] = Operations.provide(first, BATCH, address + (long) first * BYTES, BYTES);
            returned[i] = BATCH;
        }
        registration = driver.enlist(this);
    }

    /// {@return a view of what the system has put into a buffer}
    ByteBuffer view(int number, int length) {
        return buffers[number].clear().limit(length);
    }

    void giveBack(int number) {
        returned[number / BATCH]++;
    }

    /// Provides what has come back. Before anything else is submitted.
    @SuppressWarnings("NullAway") // the constructor has set it
    void submit() {
        for (int i = 0; i < batches.length; i++) {
            if (returned[i] == BATCH) {
                returned[i] = 0;
                registration.submit(batches[i]);
            }
        }
    }

    @Override
    public void handle(IoRegistration ignored, IoEvent event) {}

    @Override
    @SuppressWarnings("NullAway") // the constructor has set it
    public void close() {
        registration.cancel();
    }
}
