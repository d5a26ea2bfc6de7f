package dev.rondo.virtual;

import dev.rondo.spi.StreamHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// What comes in: a thread that blocks in reads, and what it has read.
///
/// The thread is [#AHEAD] reads ahead of the handler, and then waits. So stopping interrupts
/// nothing: what it reads meanwhile is held until reading starts again, and a peer that sends more
/// is held back by the full buffers of the system.
final class StreamInput {
    /// One read for the handler, and one for the time that it takes to hear of that.
    private static final int AHEAD = 2;

    private final VirtualDriver driver;
    private final VirtualStream stream;
    private final SocketChannel channel;

    /// How many more reads the thread may make; lessened by it and raised by the loop.
    private final AtomicInteger room = new AtomicInteger(AHEAD);

    /// Set by the thread itself, before it first waits.
    private volatile @Nullable Thread thread;

    /// The thread is to end; written by the loop, which then wakes it.
    private volatile boolean isStopped;

    /// With the turn, as all that follows: what was read, in order, and the end.
    private final ArrayDeque<Completion> held = new ArrayDeque<>(AHEAD);

    private boolean isReading;
    private boolean isStarted;
    private boolean isEnded;

    StreamInput(VirtualDriver driver, VirtualStream stream, SocketChannel channel) {
        this.driver = driver;
        this.stream = stream;
        this.channel = channel;
    }

    void start() {
        if (isReading || isStopped) {
            return;
        }
        isReading = true;
        if (!isStarted) {
            isStarted = true;
            driver.helpers().start("rondo-virtual-read", this::readAll);
        } else if (!held.isEmpty()) {
            driver.complete(Completion.of(this::deliver));
        }
    }

    void stop() {
        isReading = false;
    }

    /// Stops for good; the thread ends once the channel is closed.
    void close() {
        isReading = false;
        isStopped = true;
        held.clear();
        LockSupport.unpark(thread);
    }

    /// {@return whether there is a thread}
    boolean isBusy() {
        return isStarted && !isEnded;
    }

    private void readAll() {
        thread = Thread.currentThread();
        IOException failure = null;
        try {
            int size = ReadBuffers.SMALL;
            while (size > 0 && awaitRoom()) {
                size = read(size);
            }
        } catch (IOException e) {
            failure = e;
        } catch (Throwable e) { // an Error, too, or those who wait would wait for ever
            failure = new IOException("a read failed: " + e, e);
        }
        driver.complete(new End(failure));
    }

    /// {@return false if there is nothing more to do}
    private boolean awaitRoom() {
        while (room.get() == 0 && !isStopped) {
            LockSupport.park(this);
        }
        return !isStopped;
    }

    /// {@return the size to read with next, or 0 at the end}
    private int read(int size) throws IOException {
        ByteBuffer buffer = driver.buffers().take(size);
        int count = channel.read(buffer);
        if (count < 0) {
            driver.buffers().giveBack(buffer);
            return 0;
        }
        room.getAndDecrement();
        driver.complete(new Bytes(buffer.flip()));
        return ReadBuffers.next(size, count);
    }

    private void arrived(Completion arrival) {
        if (isStopped) {
            stream.released();
            return;
        }
        held.add(arrival);
        deliver();
    }

    private void deliver() {
        while (isReading && !held.isEmpty()) {
            if (held.peek() instanceof Bytes bytes) {
                deliver(bytes.buffer, stream.handler());
            } else {
                isReading = false;
                ((End) held.remove()).tell(stream.handler());
            }
        }
    }

    private void deliver(ByteBuffer bytes, StreamHandler handler) {
        ByteBuffer target = handler.target();
        if (!isReading) {
            return; // it has stopped the reading
        }
        if (target == null) {
            held.remove();
            handler.readable(bytes);
            consumed(bytes);
            return;
        }
        int count = Math.min(target.remaining(), bytes.remaining());
        target.put(target.position(), bytes, bytes.position(), count);
        target.position(target.position() + count);
        bytes.position(bytes.position() + count);
        if (!bytes.hasRemaining()) {
            held.remove();
            consumed(bytes);
        }
        handler.filled(count);
    }

    private void consumed(ByteBuffer bytes) {
        driver.buffers().giveBack(bytes);
        if (room.getAndIncrement() == 0) {
            LockSupport.unpark(thread);
        }
    }

    /// Something was read.
    private final class Bytes extends Completion {
        private final ByteBuffer buffer;

        Bytes(ByteBuffer buffer) {
            this.buffer = buffer;
        }

        @Override
        void run() {
            arrived(this);
        }
    }

    /// Nothing more will be read, and the thread is done with the channel.
    private final class End extends Completion {
        private final @Nullable IOException failure;

        End(@Nullable IOException failure) {
            this.failure = failure;
        }

        @Override
        void run() {
            isEnded = true;
            arrived(this);
        }

        void tell(StreamHandler handler) {
            if (failure == null) {
                handler.endOfInput();
            } else {
                handler.failed(stream.broken(failure));
            }
        }
    }
}
