package dev.rondo.kernel;

import dev.rondo.spi.DescriptorWatch;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// The end of a pipe that reads what a child writes.
final class PipeInput extends PipePort {
    /// How often one pipe is read before the others get their turn.
    private static final int READS_AT_ONCE = 4;

    private boolean isReading;
    private boolean isReadScheduled;

    PipeInput(KernelLoop loop, int descriptor, String name) {
        super(loop, descriptor, name);
    }

    @Override
    public void startReading() {
        isReading = true;
        if (!isReadScheduled) {
            arm(DescriptorWatch.INPUT);
        }
    }

    @Override
    public void stopReading() {
        isReading = false;
    }

    @Override
    void move(int events) {
        for (int i = 0; i < READS_AT_ONCE; i++) {
            if (!isReading || isClosed() || !read()) {
                return;
            }
        }
        isReadScheduled = true;
        later(() -> {
            isReadScheduled = false;
            move(DescriptorWatch.INPUT);
        });
    }

    /// {@return whether there may be more}
    private boolean read() {
        MemorySegment buffer = loop.children.input();
        long count = Linux.call(SystemCall.READ, descriptor, buffer.address(), buffer.byteSize());
        if (count == -Linux.EAGAIN) {
            arm(DescriptorWatch.INPUT);
        } else if (count < 0) {
            handler().failed(failure("reading", count));
        } else if (count == 0) {
            handler().endOfInput();
        } else {
            handler().readable(buffer.asSlice(0, count).asByteBuffer());
        }
        boolean mayBeMore = count == buffer.byteSize();
        if (count > 0 && !mayBeMore && isReading) {
            arm(DescriptorWatch.INPUT);
        }
        return mayBeMore;
    }

    @Override
    public long write(ByteBuffer[] buffers, int count) {
        throw new UnsupportedOperationException(
                name + " cannot be written; what goes to the child goes to its stdin");
    }

    @Override
    public void shutdownOutput() {
        // it never had an output
    }
}
