package dev.rondo.iouring;

import io.netty.channel.unix.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;

/// Lists of buffers to send at once, as the system wants them: a `struct msghdr` and its `struct
/// iovec`, as they are on all 64-bit systems.
///
/// The system copies a list when it is submitted, so the memory is free for others at the next
/// wait.
final class Messages {
    private static final int LIST = 16;
    private static final int LIST_LENGTH = 24;
    private static final int HEADER_BYTES = 64;
    private static final int ENTRY_BYTES = 16;

    private final Addresses addresses;
    private final ArrayList<ByteBuffer> lists = new ArrayList<>();
    private int used;

    Messages(Addresses addresses) {
        this.addresses = addresses;
    }

    /// Takes all memory back; what was in it is submitted.
    void reset() {
        used = 0;
    }

    /// Makes a list of buffers.
    ///
    /// @param buffers direct ones
    /// @param count how many, from the first
    /// @return its address
    long list(ByteBuffer[] buffers, int count) {
        ByteBuffer memory = next(count);
        long address = Buffer.memoryAddress(memory);
        memory.putLong(LIST, address + HEADER_BYTES);
        memory.putLong(LIST_LENGTH, count);
        for (int i = 0; i < count; i++) {
            ByteBuffer buffer = buffers[i];
            int at = HEADER_BYTES + i * ENTRY_BYTES;
            memory.putLong(at, addresses.of(buffer));
            memory.putLong(at + Long.BYTES, buffer.remaining());
        }
        return address;
    }

    private ByteBuffer next(int count) {
        int bytes = HEADER_BYTES + count * ENTRY_BYTES;
        if (used == lists.size()) {
            lists.add(allocate(bytes));
        } else if (lists.get(used).capacity() < bytes) {
            lists.set(used, allocate(bytes));
        }
        return lists.get(used++);
    }

    private static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}
