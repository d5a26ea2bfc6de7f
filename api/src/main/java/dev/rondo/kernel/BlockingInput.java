package dev.rondo.kernel;

import dev.rondo.spi.StreamHandler;
import dev.rondo.spi.StreamPort;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A pipe out of a child of the JDK, as a port: a thread of its own reads it, which blocks.
///
/// The thread has at most [#IN_FLIGHT] bytes on their way to the handler and waits while that reads
/// none. So a child that writes more than anybody reads is held back by its full pipe.
///
/// The thread holds the stream's monitor all the time. When a child ends, the JDK's own thread
/// moves what is left in the pipe to memory and closes it; that cuts off what the child's own
/// children still write, and takes without a limit what they write meanwhile. It does so in a
/// synchronized method of the stream: that is, not before this thread is done, if this thread comes
/// first. [JdkLaunch] sees to that.
///
/// Only the thread closes the stream: a descriptor that is closed while another thread reads from
/// it may be somebody else's a moment later. So a pipe that is closed here while the thread waits
/// for data goes away with the next data, or with those who write to it.
final class BlockingInput implements StreamPort {
    private static final int CHUNK = 32 * 1024;
    private static final int IN_FLIGHT = 2 * CHUNK;

    private final Cycle cycle;
    private final String name;
    private final InputStream in;
    private final String threadName;

    /// Who reads; set before anybody else knows of the child.
    private @Nullable Thread thread;

    /// How many bytes the thread may read; lessened by it and raised by the loop, which then wakes
    /// it.
    private final AtomicInteger room = new AtomicInteger(IN_FLIGHT);

    /// Set by who closes, who then wakes the thread.
    private volatile boolean isClosed;

    /// With the turn, as all that follows.
    private @Nullable StreamHandler handler;

    /// What has come while the handler read nothing; empty arrays stand for the end.
    private final ArrayDeque<byte[]> held = new ArrayDeque<>();

    private @Nullable IOException failure;
    private boolean isReading;

    BlockingInput(Cycle cycle, long pid, String stream, InputStream in) {
        this.cycle = cycle;
        this.name = stream + " of child process " + pid;
        this.in = in;
        this.threadName = pid + "-" + stream;
    }

    /// Reads on another thread; returns when that has the stream.
    void readElsewhere() {
        CompletableFuture<Void> isHeld = new CompletableFuture<>();
        Pipes.thread(threadName, () -> readHere(() -> isHeld.complete(null))).start();
        isHeld.join();
    }

    /// Reads on the calling thread, until the end.
    ///
    /// @param onHeld called when this thread has the stream
    void readHere(Runnable onHeld) {
        Pipes.nameThread(threadName);
        thread = Thread.currentThread();
        IOException reason = null;
        synchronized (in) {
            onHeld.run();
            try (in) {
                readAll();
            } catch (Throwable e) { // an Error, too, or those who wait would wait for ever
                reason = new IOException("reading " + name + " failed: " + e.getMessage(), e);
            }
        }
        IOException known = reason;
        Pipes.submitCallback(cycle, () -> ended(known));
    }

    private void readAll() throws IOException {
        byte[] buffer = new byte[CHUNK];
        while (awaitRoom() && readChunk(buffer)) {
            // all is done in the condition
        }
    }

    /// {@return false if this was closed}
    private boolean awaitRoom() {
        while (room.get() <= 0 && !isClosed) {
            LockSupport.park(this);
        }
        return !isClosed;
    }

    /// {@return false at the end}
    private boolean readChunk(byte[] buffer) throws IOException {
        int count = in.read(buffer, 0, Math.min(buffer.length, room.get()));
        if (count < 0) {
            return false;
        }
        byte[] chunk = Arrays.copyOf(buffer, count);
        room.addAndGet(-count);
        Pipes.submitCallback(cycle, () -> received(chunk));
        return true;
    }

    private void ended(@Nullable IOException reason) {
        failure = reason;
        received(ByteQueue.NOTHING);
    }

    private void received(byte[] chunk) {
        if (!isClosed) {
            held.add(chunk);
            deliver();
        }
    }

    private void deliver() {
        while (isReading && !isClosed && !held.isEmpty()) {
            byte[] chunk = held.remove();
            if (chunk.length > 0) {
                room.addAndGet(chunk.length);
                LockSupport.unpark(thread);
                handler().readable(ByteBuffer.wrap(chunk));
            } else if (failure == null) {
                handler().endOfInput();
            } else {
                handler().failed(failure);
            }
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
        isReading = true;
        if (!held.isEmpty()) {
            cycle.enqueue(new Callback(cycle, this::deliver, true));
        }
    }

    @Override
    public void stopReading() {
        isReading = false;
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

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            held.clear();
            LockSupport.unpark(thread);
            handler().closed();
        }
    }

    @Override
    public void abort() {
        close();
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
