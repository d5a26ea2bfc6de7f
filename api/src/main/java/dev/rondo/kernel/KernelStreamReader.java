package dev.rondo.kernel;

import dev.rondo.IncompleteReadException;
import dev.rondo.LimitOverrunException;
import dev.rondo.StreamReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The reader of a connection, or of anything else that is fed to it.
public final class KernelStreamReader implements StreamReader {
    private static final byte[][] NEWLINE = {{'\n'}};

    private final Cycle cycle;
    private final int limit;
    private final ByteQueue buffer = new ByteQueue();

    /// Where the bytes come from; null before the connection is made.
    private @Nullable ReadFlow source;

    private boolean isPaused;
    private boolean isEnded;
    private @Nullable IOException failure;

    /// Where the failure arose; each read that throws it adds its own frames.
    private StackTraceElement[] failureTrace = {};

    /// What the one coroutine that waits is waiting for: true for news, false for a failure.
    private @Nullable KernelFuture<Boolean> news;

    private @Nullable KernelTask<?> waiter;

    KernelStreamReader(KernelLoop loop, int limit) {
        checkLimit(limit);
        this.cycle = loop.cycle;
        this.limit = limit;
    }

    static void checkLimit(int limit) {
        if (limit <= 0) {
            throw new IllegalArgumentException("limit <= 0: " + limit);
        }
    }

    void setSource(ReadFlow newSource) {
        source = newSource;
    }

    /// Takes what has come.
    void feed(ByteBuffer data) {
        if (!data.hasRemaining()) {
            return;
        }
        buffer.add(data);
        tell(true);
        if (!isPaused && buffer.size() > 2L * limit && source != null) {
            isPaused = true;
            source.pauseReading();
        }
    }

    /// Nothing more will come.
    void feedEof() {
        isEnded = true;
        tell(true);
    }

    /// Nothing more will come, and what is there cannot be trusted to be all.
    void fail(IOException exception) {
        failure = exception;
        failureTrace = exception.getStackTrace();
        tell(false);
    }

    private void tell(boolean isGood) {
        KernelFuture<Boolean> awaited = news;
        if (awaited != null) {
            awaited.succeed(isGood);
        }
    }

    /// Checks the caller of a read.
    private KernelTask<?> begin(String operation) throws IOException {
        cycle.loop.checkTurn(operation);
        KernelTask<?> caller = Fiber.requireTask(operation);
        if (waiter != null) {
            throw new IllegalStateException(
                    "cannot "
                            + operation
                            + " while task '"
                            + waiter.name()
                            + "' waits in this reader; one at a time");
        }
        if (failure != null) {
            throw thrown(failure);
        }
        return caller;
    }

    private IOException thrown(IOException exception) {
        Unretrieved.addFrames(exception, failureTrace);
        return exception;
    }

    /// Suspends the caller until something has changed.
    private void awaitNews(KernelTask<?> caller) throws IOException {
        if (isPaused) {
            resume(); // it needs more than is buffered, or would wait for ever
        }
        KernelFuture<Boolean> awaited = new KernelFuture<>(cycle);
        news = awaited;
        waiter = caller;
        boolean isGood;
        try {
            isGood = awaited.await();
        } finally {
            news = null;
            waiter = null;
        }
        if (!isGood) {
            throw thrown(Objects.requireNonNull(failure));
        }
    }

    private void resume() {
        isPaused = false;
        if (source != null) {
            source.resumeReading();
        }
    }

    private void resumeIfLow() {
        if (isPaused && buffer.size() <= limit) {
            resume();
        }
    }

    private byte[] take(int count) {
        byte[] taken = buffer.take(count);
        resumeIfLow();
        return taken;
    }

    @Override
    public byte[] read(int atMost) throws IOException {
        if (atMost < 0) {
            throw new IllegalArgumentException(
                    "atMost < 0: " + atMost + "; readAll() has no limit");
        }
        KernelTask<?> caller = begin("read");
        if (atMost == 0) {
            return ByteQueue.NOTHING;
        }
        if (buffer.isEmpty() && !isEnded) {
            awaitNews(caller);
        }
        return take(Math.min(buffer.size(), atMost));
    }

    @Override
    public byte[] readAll() throws IOException {
        List<byte[]> blocks = new ArrayList<>();
        long total = 0;
        for (byte[] block = read(Integer.MAX_VALUE);
                block.length > 0;
                block = read(Integer.MAX_VALUE)) {
            blocks.add(block);
            total += block.length;
        }
        ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(total));
        blocks.forEach(all::put);
        return all.array();
    }

    @Override
    public byte[] readExactly(int count) throws IOException {
        if (count < 0) {
            throw new IllegalArgumentException("count < 0: " + count);
        }
        KernelTask<?> caller = begin("readExactly");
        while (buffer.size() < count) {
            if (isEnded) {
                throw new IncompleteReadException(take(buffer.size()), count);
            }
            awaitNews(caller);
        }
        return take(count);
    }

    @Override
    public byte[] readUntil(byte[]... separators) throws IOException {
        Objects.requireNonNull(separators, "separators");
        if (separators.length == 0) {
            throw new IllegalArgumentException("no separator");
        }
        for (byte[] separator : separators) {
            if (Objects.requireNonNull(separator, "separator").length == 0) {
                throw new IllegalArgumentException("empty separator");
            }
        }
        int length = awaitSeparator("readUntil", separators);
        if (length < 0) {
            throw new IncompleteReadException(take(buffer.size()));
        }
        return take(length);
    }

    @Override
    public byte[] readLine() throws IOException {
        int length;
        try {
            length = awaitSeparator("readLine", NEWLINE);
        } catch (LimitOverrunException e) {
            int consumed = e.consumed();
            boolean isEndThere = buffer.indexOf(NEWLINE[0], consumed) == consumed;
            buffer.drop(isEndThere ? consumed + 1 : buffer.size());
            resumeIfLow();
            throw e;
        }
        return take(length < 0 ? buffer.size() : length);
    }

    @Override
    public @Nullable String readLine(Charset charset) throws IOException {
        Objects.requireNonNull(charset, "charset");
        byte[] line = readLine();
        int length = line.length;
        if (length == 0) {
            return null;
        }
        if (line[length - 1] == '\n') {
            length--;
            if (length > 0 && line[length - 1] == '\r') {
                length--;
            }
        }
        return new String(line, 0, length, charset);
    }

    @Override
    public Iterable<String> lines(Charset charset) {
        Objects.requireNonNull(charset, "charset");
        return () -> new Lines(this, charset);
    }

    /// Waits for the separator that ends first.
    ///
    /// @return where it ends, or -1 when the stream has ended before
    private int awaitSeparator(String operation, byte[][] separators) throws IOException {
        KernelTask<?> caller = begin(operation);
        int longest = 0;
        for (byte[] separator : separators) {
            longest = Math.max(longest, separator.length);
        }
        int searched = 0;
        while (true) {
            int end = findEnd(separators, searched);
            if (end >= 0) {
                return end;
            }
            // a separator may have begun in the last bytes
            searched = Math.max(0, buffer.size() + 1 - longest);
            if (searched > limit) {
                throw new LimitOverrunException(
                        "no separator in " + searched + " bytes; the limit is " + limit, searched);
            }
            if (isEnded) {
                return -1;
            }
            awaitNews(caller);
        }
    }

    /// {@return where the separator that ends first ends, or -1}
    private int findEnd(byte[][] separators, int from) throws LimitOverrunException {
        int start = -1;
        int end = -1;
        for (byte[] separator : separators) {
            int found = buffer.indexOf(separator, from);
            if (found >= 0 && (end < 0 || found + separator.length < end)) {
                start = found;
                end = found + separator.length;
            }
        }
        if (start > limit) {
            throw new LimitOverrunException(
                    "the separator comes after " + start + " bytes; the limit is " + limit, start);
        }
        return end;
    }

    @Override
    public boolean atEof() {
        return isEnded && buffer.isEmpty();
    }

    @Override
    public Optional<IOException> exception() {
        return Optional.ofNullable(failure);
    }

    @Override
    public String toString() {
        String state = failure != null ? ", " + failure : isEnded ? ", ended" : "";
        return "reader (" + buffer.size() + " bytes" + state + ")";
    }
}
