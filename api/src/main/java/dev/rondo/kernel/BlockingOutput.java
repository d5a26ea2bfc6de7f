package dev.rondo.kernel;

import dev.rondo.spi.StreamHandler;
import dev.rondo.spi.StreamPort;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The pipe into a child of the JDK, as a port: a thread of its own writes to it, which blocks.
///
/// The thread is there from the first write until the pipe is closed. Only the thread closes the
/// stream then: closing it waits for a write that is under way.
final class BlockingOutput implements StreamPort {
    private static final int SLICE = 32 * 1024;

    /// In the queue: nothing more will come.
    private static final ByteBuffer[] FINISH = {};

    private final Cycle cycle;
    private final String name;
    private final OutputStream out;
    private final Thread thread;

    /// From the loop, which then wakes the thread, to the thread: one write at a time, and the end.
    private final ConcurrentLinkedQueue<ByteBuffer[]> queue = new ConcurrentLinkedQueue<>();

    /// Nothing more is written; set by any thread, which then wakes this one's.
    private volatile boolean isAborted;

    /// With the turn, as all that follows.
    private @Nullable StreamHandler handler;

    private boolean isStarted;
    private boolean isFinishing;
    private boolean isEnded;

    /// The handler is to hear that this is closed, once it is.
    private boolean isClosing;

    BlockingOutput(Cycle cycle, long pid, OutputStream out) {
        this.cycle = cycle;
        this.name = "stdin of child process " + pid;
        this.out = out;
        this.thread = Pipes.thread(pid + "-stdin", this::writeAll);
    }

    private void writeAll() {
        IOException failure = null;
        try (out) {
            for (ByteBuffer[] data = next(); data != FINISH; data = next()) {
                long count = 0;
                for (ByteBuffer buffer : data) {
                    count += write(buffer);
                }
                long written = count;
                Pipes.submitCallback(cycle, () -> written(written));
            }
        } catch (Throwable e) { // an Error, too, or those who wait would wait for ever
            failure = new IOException("writing to " + name + " failed: " + e.getMessage(), e);
        }
        IOException reason = isAborted ? null : failure;
        Pipes.submitCallback(cycle, () -> ended(reason));
    }

    private ByteBuffer[] next() {
        ByteBuffer[] data = queue.poll();
        while (data == null && !isAborted) {
            LockSupport.park(this);
            data = queue.poll();
        }
        return data == null || isAborted ? FINISH : data;
    }

    private long write(ByteBuffer source) throws IOException {
        byte[] slice = new byte[Math.min(SLICE, source.remaining())];
        long total = 0;
        while (source.hasRemaining() && !isAborted) {
            int count = Math.min(slice.length, source.remaining());
            source.get(slice, 0, count);
            out.write(slice, 0, count);
            out.flush();
            total += count;
        }
        return total;
    }

    private void written(long count) {
        if (!isClosing) {
            handler().written(count);
        }
    }

    private void ended(@Nullable IOException failure) {
        isEnded = true;
        if (isClosing) {
            handler().closed();
        } else if (failure != null) {
            handler().failed(failure);
        } else {
            handler().endOfInput(); // a pipe has no other direction
        }
    }

    @SuppressWarnings("NullAway") // it is set before anything else
    private StreamHandler handler() {
        return handler;
    }

    @Override
    public void setHandler(StreamHandler newHandler) {
        handler = newHandler;
    }

    @Override
    public void startReading() {
        // there is nothing to read
    }

    @Override
    public void stopReading() {
        // there is nothing to read
    }

    @Override
    public boolean isCompletionBased() {
        return true;
    }

    @Override
    public long write(ByteBuffer[] buffers, int count) {
        ByteBuffer[] lent = new ByteBuffer[count];
        System.arraycopy(buffers, 0, lent, 0, count);
        queue.add(lent);
        if (isStarted) {
            LockSupport.unpark(thread);
        } else {
            isStarted = true;
            thread.start();
        }
        return PENDING;
    }

    @Override
    public void shutdownOutput() {
        finish();
    }

    /// Closes the pipe once all is written.
    private void finish() {
        if (isFinishing) {
            return;
        }
        isFinishing = true;
        queue.add(FINISH);
        if (isStarted) {
            LockSupport.unpark(thread);
        } else {
            isStarted = true;
            writeAll(); // only closes, which does not block: nothing was ever written
        }
    }

    @Override
    public void close() {
        if (isClosing) {
            return;
        }
        isClosing = true;
        if (isEnded) {
            handler().closed();
        } else {
            finish();
        }
    }

    @Override
    public void abort() {
        isAborted = true;
        close();
        if (isStarted) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public SocketAddress localAddress() {
        return PipeAddress.HERE;
    }

    @Override
    public SocketAddress remoteAddress() {
        return new PipeAddress(name);
    }
}
