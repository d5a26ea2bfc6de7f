package dev.rondo.kernel;

import dev.rondo.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What comes out of a child through one pipe: a reader, and everything for who wants it all.
///
/// While everything is being collected there is no limit.
final class ChildOutput implements ReadFlow {
    private static final int ARRAY_LIMIT = Integer.MAX_VALUE - 8;

    private final Transport pipe;
    private final KernelStreamReader reader;
    private final Waiters forEnd;

    /// What came while everything was being collected, behind what the reader has.
    private final List<byte[]> collected = new ArrayList<>();

    private boolean isCollecting;

    /// The reader wants nothing more for now.
    private boolean isReaderFull;

    private boolean isEnded;

    ChildOutput(KernelLoop loop, Transport pipe) {
        this.pipe = pipe;
        this.reader = new KernelStreamReader(loop, KernelStreamReader.DEFAULT_LIMIT);
        this.forEnd = new Waiters(loop.cycle);
        reader.setSource(this);
    }

    KernelStreamReader reader() {
        return reader;
    }

    void received(ByteBuffer data) {
        if (isCollecting) {
            byte[] chunk = new byte[data.remaining()];
            data.get(chunk);
            collected.add(chunk);
        } else {
            reader.feed(data);
        }
    }

    void ended(@Nullable IOException failure) {
        isEnded = true;
        if (failure == null) {
            reader.feedEof();
        } else {
            reader.fail(failure);
        }
        forEnd.release();
    }

    /// Reads without a limit from now on, for a caller who will take everything.
    ///
    /// @throws IOException why reading has failed, if it has
    /// @throws IllegalStateException if another coroutine waits in the reader
    void beginCollecting() throws IOException {
        reader.read(0); // only looks whether the reader is free and sound
        isCollecting = true;
        if (isReaderFull) {
            pipe.resumeReading();
        }
    }

    /// Suspends the calling coroutine until everything was read, or the pipe was closed.
    void awaitEnd() {
        if (!isEnded) {
            forEnd.await("read " + pipe.remoteAddress());
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
                    pipe.remoteAddress()
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
        if (isReaderFull) {
            pipe.pauseReading();
        }
    }

    @Override
    public void pauseReading() {
        isReaderFull = true;
        if (!isCollecting) {
            pipe.pauseReading();
        }
    }

    @Override
    public void resumeReading() {
        isReaderFull = false;
        pipe.resumeReading();
    }
}
