package dev.rondo.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Feeds a reader from a pipe out of a child, on a thread of its own: reading a pipe blocks.
///
/// The thread has at most [#IN_FLIGHT] bytes on their way to the loop, and waits while the reader
/// is paused. So a child that writes more than anybody reads is held back by its full pipe, with
/// what is in flight and twice the reader's limit buffered. While everything is being collected
/// there is no limit.
///
/// The thread holds the stream's monitor all the time. When a child ends, the JDK's own thread
/// moves what is left in the pipe to memory and closes it; that cuts off what the child's own
/// children still write, and takes without a limit what they write meanwhile. It does so in a
/// synchronized method of the stream: that is, not before this thread is done, if this thread comes
/// first. [Launch] sees to that.
///
/// Only the thread closes the stream: a descriptor that is closed while another thread reads from
/// it may be somebody else's a moment later. So a pipe that is closed here while the thread waits
/// for data goes away with the next data, or with those who write to it.
final class PipeReader implements ReadFlow {
    private static final int CHUNK = 32 * 1024;
    private static final int IN_FLIGHT = 2 * CHUNK;
    private static final int ARRAY_LIMIT = Integer.MAX_VALUE - 8;

    private final Cycle cycle;
    private final String name;
    private final InputStream in;
    private final String threadName;
    private final Runnable onEnd;

    /// Who reads; set before anybody else knows of the child.
    private @Nullable Thread thread;

    /// How many bytes the thread may read; lessened by it and raised by the loop, which then wakes
    /// it.
    private final AtomicInteger room = new AtomicInteger(IN_FLIGHT);

    /// Set by who closes, who then wakes the thread.
    private volatile boolean isClosed;

    /// With the turn, as all that follows.
    private final KernelStreamReader reader;

    private final Waiters forEnd;

    /// What came while everything was being collected, behind what the reader has.
    private final List<byte[]> collected = new ArrayList<>();

    private boolean isCollecting;
    private boolean isPaused;
    private boolean isEnded;

    /// How much the thread may read once the reader goes on.
    private int owed;

    PipeReader(KernelLoop loop, long pid, String stream, InputStream in, Runnable onEnd) {
        this.cycle = loop.cycle;
        this.name = stream + " of child process " + pid;
        this.in = in;
        this.onEnd = onEnd;
        this.threadName = pid + "-" + stream;
        this.reader = new KernelStreamReader(loop, KernelStreamReader.DEFAULT_LIMIT);
        this.forEnd = new Waiters(cycle);
        reader.setSource(this);
    }

    /// Reads on another thread; returns when that has the stream.
    void readElsewhere() {
        CompletableFuture<Void> held = new CompletableFuture<>();
        Pipes.thread(threadName, () -> readHere(() -> held.complete(null))).start();
        held.join();
    }

    /// Reads on the calling thread, until the end.
    ///
    /// @param onHeld called when this thread has the stream
    void readHere(Runnable onHeld) {
        Pipes.nameThread(threadName);
        thread = Thread.currentThread();
        Throwable failure = null;
        synchronized (in) {
            onHeld.run();
            try (in) {
                readAll();
            } catch (Throwable e) {
                failure = e; // an Error, too, or those who wait for data would wait for ever
            }
        }
        Throwable reason = failure;
        Pipes.submit(cycle, () -> ended(reason));
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
        Pipes.submit(cycle, () -> received(chunk));
        return true;
    }

    private void received(byte[] chunk) {
        if (isClosed) {
            return;
        }
        if (isCollecting) {
            collected.add(chunk);
        } else {
            reader.feed(ByteBuffer.wrap(chunk));
        }
        owed += chunk.length;
        readOn();
    }

    private void ended(@Nullable Throwable failure) {
        isEnded = true;
        if (failure == null || isClosed) {
            reader.feedEof();
        } else {
            reader.fail(new IOException("reading " + name + " failed", failure));
        }
        forEnd.release();
        onEnd.run();
    }

    @Override
    public void pauseReading() {
        isPaused = true;
    }

    @Override
    public void resumeReading() {
        isPaused = false;
        readOn();
    }

    private void readOn() {
        if (owed > 0 && (isCollecting || !isPaused)) {
            room.addAndGet(owed);
            owed = 0;
            LockSupport.unpark(thread);
        }
    }

    KernelStreamReader reader() {
        return reader;
    }

    boolean isEnded() {
        return isEnded;
    }

    /// Reads without a limit from now on, for a caller who will take everything.
    ///
    /// @throws IOException why reading has failed, if it has
    /// @throws IllegalStateException if another coroutine waits in the reader
    void beginCollecting() throws IOException {
        reader.read(0); // only looks whether the reader is free and sound
        isCollecting = true;
        readOn();
    }

    /// Suspends the calling coroutine until everything was read, or this was closed.
    void awaitEnd() {
        if (!isEnded && !isClosed) {
            forEnd.await("read " + name);
        }
    }

    /// {@return everything, which is there}
    byte[] takeAll() throws IOException {
        byte[] first = reader.readAll();
        long size = first.length;
        for (byte[] chunk : collected) {
            size += chunk.length;
        }
        if (size > ARRAY_LIMIT) {
            throw new IOException(
                    name
                            + " has written "
                            + size
                            + " bytes, more than an array holds; read it piece by piece");
        }
        ByteBuffer all = ByteBuffer.allocate((int) size).put(first);
        collected.forEach(all::put);
        collected.clear();
        return all.array();
    }

    /// Goes back to the limit; what was collected and not taken is left to the reader.
    void endCollecting() {
        isCollecting = false;
        collected.forEach(chunk -> reader.feed(ByteBuffer.wrap(chunk)));
        collected.clear();
    }

    /// Reads no more; with the turn, or before anybody else knows of the child.
    ///
    /// Those who wait for data need not wait for the thread, which may not get away so soon.
    void close() {
        isClosed = true;
        LockSupport.unpark(thread);
        reader.feedEof();
        forEnd.release();
    }
}
