package dev.rondo.kernel;

import dev.rondo.Protocol;
import dev.rondo.Transport;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The pipe into a child, as the transport of a writer: it only writes, on a thread of its own, for
/// writing to a full pipe blocks.
///
/// The thread is there from the first write until the pipe is closed. Only the thread closes the
/// stream then: closing it waits for a write that is under way.
final class PipeWriter implements Transport {
    private static final int SLICE = 32 * 1024;

    /// In the queue: nothing more will come.
    private static final byte[] FINISH = {};

    private final KernelLoop loop;
    private final String name;
    private final OutputStream out;
    private final Thread thread;
    private final Runnable onEnd;
    private final KernelStreamWriter writer;

    /// From the loop, which then wakes the thread, to the thread.
    private final ConcurrentLinkedQueue<byte[]> queue = new ConcurrentLinkedQueue<>();

    /// What is queued is dropped; set by any thread, which then wakes this one's.
    private volatile boolean isAborted;

    /// With the turn, as all that follows.
    private long size;

    private int low = StreamTransport.LOW_WATER;
    private int high = StreamTransport.HIGH_WATER;
    private boolean isWriterPaused;
    private boolean isStarted;

    /// The program wants to write no more.
    private boolean isOutputEnded;

    /// Nothing more is taken.
    private boolean isClosing;

    private boolean isEnded;

    PipeWriter(KernelLoop loop, long pid, OutputStream out, Runnable onEnd) {
        this.loop = loop;
        this.name = "stdin of child process " + pid;
        this.out = out;
        this.onEnd = onEnd;
        this.thread = Pipes.thread(pid + "-stdin", this::writeAll);
        this.writer = new KernelStreamWriter(loop, this, new KernelStreamReader(loop, 1));
    }

    KernelStreamWriter writer() {
        return writer;
    }

    private void writeAll() {
        Throwable failure = null;
        try (out) {
            for (byte[] data = next(); data != FINISH; data = next()) {
                write(data, out);
            }
        } catch (Throwable e) {
            failure = e; // an Error, too, or those who wait for the end would wait for ever
        }
        Throwable reason = failure;
        Pipes.submit(loop.cycle, () -> ended(reason));
    }

    private byte[] next() {
        byte[] data = queue.poll();
        while (data == null && !isAborted) {
            LockSupport.park(this);
            data = queue.poll();
        }
        return data == null || isAborted ? FINISH : data;
    }

    private void write(byte[] data, OutputStream target) throws IOException {
        for (int from = 0; from < data.length && !isAborted; from += SLICE) {
            int count = Math.min(SLICE, data.length - from);
            target.write(data, from, count);
            target.flush();
            Pipes.submit(loop.cycle, () -> written(count));
        }
    }

    private void written(int count) {
        size -= count;
        if (isWriterPaused && size <= low) {
            isWriterPaused = false;
            writer.resume();
        }
    }

    private void ended(@Nullable Throwable failure) {
        isClosing = true;
        isEnded = true;
        size = 0;
        queue.clear();
        writer.lose(
                failure == null || isAborted
                        ? null
                        : new IOException(
                                "writing to " + name + " failed: " + failure.getMessage(),
                                failure));
        onEnd.run();
    }

    @Override
    public void write(ByteBuffer data) {
        loop.checkTurn("write");
        if (isOutputEnded) {
            throw new IllegalStateException("cannot write to " + name + " after writeEof()");
        }
        byte[] copy = new byte[data.remaining()];
        data.get(copy);
        if (copy.length > 0 && !isClosing) {
            size += copy.length;
            queue.add(copy);
            wake();
            pauseIfHigh();
        }
    }

    private void wake() {
        if (isStarted) {
            LockSupport.unpark(thread);
        } else {
            isStarted = true;
            thread.start();
        }
    }

    private void pauseIfHigh() {
        if (!isWriterPaused && size > high) {
            isWriterPaused = true;
            writer.pause();
        }
    }

    @Override
    public void writeEof() {
        loop.checkTurn("writeEof");
        isOutputEnded = true;
        finish();
    }

    @Override
    public boolean canWriteEof() {
        return true;
    }

    @Override
    public void close() {
        if (!loop.isClosed()) {
            loop.checkTurn("close");
            isOutputEnded = true;
            finish();
        }
    }

    /// Closes the pipe once all is written.
    void finish() {
        if (isClosing) {
            return;
        }
        isClosing = true;
        queue.add(FINISH);
        if (isStarted) {
            LockSupport.unpark(thread);
        } else {
            writeAll(); // only closes, which does not block: nothing was ever written
        }
    }

    @Override
    public void abort() {
        if (!loop.isClosed()) {
            loop.checkTurn("abort");
            isOutputEnded = true;
            discard();
        }
    }

    /// Closes the pipe and drops what was not written; with the turn, or before anybody else knows
    /// this.
    void discard() {
        isAborted = true;
        if (isStarted) {
            LockSupport.unpark(thread);
        }
        finish();
    }

    @Override
    public boolean isClosing() {
        return isClosing;
    }

    /// {@return whether the program has closed this}
    boolean isOutputEnded() {
        return isOutputEnded;
    }

    boolean isEnded() {
        return isEnded;
    }

    @Override
    public void pauseReading() {
        throw writesOnly();
    }

    @Override
    public void resumeReading() {
        throw writesOnly();
    }

    @Override
    public boolean isReading() {
        return false;
    }

    private UnsupportedOperationException writesOnly() {
        return new UnsupportedOperationException(
                name + " cannot be read; what the child writes comes from its stdout and stderr");
    }

    @Override
    public void setWriteBufferLimits(int newLow, int newHigh) {
        loop.checkTurn("setWriteBufferLimits");
        if (newLow < 0 || newLow > newHigh) {
            throw new IllegalArgumentException(
                    "not 0 <= low <= high: low is " + newLow + ", high is " + newHigh);
        }
        low = newLow;
        high = newHigh;
        pauseIfHigh();
    }

    @Override
    public long writeBufferSize() {
        return size;
    }

    @Override
    public SocketAddress localAddress() {
        return new PipeAddress(name);
    }

    @Override
    public SocketAddress remoteAddress() {
        return new PipeAddress(name);
    }

    @Override
    public void setProtocol(Protocol protocol) {
        throw noProtocol();
    }

    @Override
    public Protocol protocol() {
        throw noProtocol();
    }

    private UnsupportedOperationException noProtocol() {
        return new UnsupportedOperationException(
                name + " has no protocol; it is written through its StreamWriter");
    }

    @Override
    public String toString() {
        return name + " (" + (isEnded ? "closed" : isClosing ? "closing" : "open") + ")";
    }
}
