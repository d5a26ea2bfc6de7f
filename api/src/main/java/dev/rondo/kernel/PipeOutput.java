package dev.rondo.kernel;

import dev.rondo.spi.DescriptorWatch;
import dev.rondo.spi.StreamHandler;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// The end of a pipe that writes what a child reads.
///
/// It always wants to hear when nobody can read any more: the program may wait for a child that has
/// closed its input.
final class PipeOutput extends PipePort {
    /// The last write has left bytes behind.
    private boolean isBehind;

    PipeOutput(KernelLoop loop, int descriptor, String name) {
        super(loop, descriptor, name);
    }

    @Override
    public void startReading() {
        arm(isBehind ? DescriptorWatch.OUTPUT : 0);
    }

    @Override
    public void stopReading() {
        // it has nothing to read, and the end of the readers is to be heard all the same
    }

    @Override
    void move(int events) {
        if ((events & DescriptorWatch.END) == 0) {
            handler().writable();
            arm(isBehind ? DescriptorWatch.OUTPUT : 0);
        } else if (isBehind) {
            handler().failed(new IOException("writing to " + name + " failed: Broken pipe"));
        } else {
            handler().endOfInput();
        }
    }

    @Override
    public long write(ByteBuffer[] buffers, int count) throws IOException {
        long total = 0;
        isBehind = false;
        for (int i = 0; i < count && !isBehind; i++) {
            total += write(buffers[i]);
        }
        if (isBehind) {
            arm(DescriptorWatch.OUTPUT);
        }
        return total;
    }

    /// Writes until nothing remains, or the pipe is full.
    private long write(ByteBuffer source) throws IOException {
        MemorySegment buffer = loop.children.output();
        long total = 0;
        while (source.hasRemaining() && !isBehind) {
            int size = (int) Math.min(source.remaining(), buffer.byteSize());
            int from = source.position();
            buffer.asByteBuffer().put(source.slice(from, size));
            long taken = Linux.call(SystemCall.WRITE, descriptor, buffer.address(), size);
            if (taken < 0 && taken != -Linux.EAGAIN) {
                throw failure("writing to", taken);
            }
            int moved = (int) Math.max(0, taken);
            source.position(from + moved);
            total += moved;
            isBehind = moved < size;
        }
        return total;
    }

    /// A pipe has no other direction: what has no output is closed.
    @Override
    public void shutdownOutput() {
        StreamHandler told = handler();
        release();
        Cycle cycle = loop.cycle;
        cycle.enqueue(new Callback(cycle, told::endOfInput, true));
    }
}
