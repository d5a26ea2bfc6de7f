package dev.rondo.virtual;

import dev.rondo.spi.StreamHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// What comes in: a thread that blocks in reads, and what it has read.
///
/// The thread makes one read, and the next one when the handler has had the bytes and the loop has
/// handed its writes over. Under load the answer of the peer is there by then, and the read costs
/// one system call; a thread that read ahead would find nothing, and would have to ask the system
/// to be woken. Stopping interrupts nothing: what is read meanwhile is held until reading starts
/// again, and a peer that sends more is held back by the full buffers of the system.
final class StreamInput {
    /// How long an end waits for a write that is under way.
    private static final long END_WAITS_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final VirtualDriver driver;
    private final VirtualStream stream;
    private final SocketChannel channel;

    /// What was read: the thread's while it reads, and the loop's from its completion until the
    /// next read.
    private final Bytes bytes;

    /// Set by the loop, which then wakes the thread, and cleared by the thread.
    private volatile boolean mayRead;

    /// The thread is to end; written by the loop, which then wakes it.
    private volatile boolean isStopped;

    /// Set by the thread itself, before it first waits.
    private volatile @Nullable Thread thread;

    /// With the turn, as all that follows: what was read, or the end, until the handler has it.
    private @Nullable Completion held;

    private boolean isReading;
    private boolean isStarted;
    private boolean isEnded;

    /// Cancels the wait of an end for a write; null if none waits.
    private @Nullable Runnable endWaiting;

    private int lastSize;

    /// Whether the thread is reading, or about to.
    private boolean isUnderWay;

    /// Whether it is to read next.
    private boolean isDue;

    StreamInput(VirtualDriver driver, VirtualStream stream, SocketChannel channel) {
        this.driver = driver;
        this.stream = stream;
        this.channel = channel;
        bytes = new Bytes();
    }

    void start() {
        if (isReading || isStopped) {
            return;
        }
        isReading = true;
        if (held != null) {
            driver.complete(Completion.of(this::deliver));
        } else {
            readLater();
        }
    }

    void stop() {
        isReading = false;
    }

    /// Stops for good; the thread ends once the channel is closed.
    void close() {
        isReading = false;
        isStopped = true;
        endWaitsNoMore();
        if (held != null) {
            held.discard();
            held = null;
        }
        LockSupport.unpark(thread);
    }

    /// {@return whether there is a thread}
    boolean isBusy() {
        return isStarted && !isEnded;
    }

    /// {@return how many bytes the last read has brought}
    int lastSize() {
        return lastSize;
    }

    private void readLater() {
        if (!isDue && !isUnderWay && !isEnded) {
            isDue = true;
            driver.readLater(this);
        }
    }

    /// Has the thread read, if that is still wanted.
    void readNow() {
        isDue = false;
        if (!isReading || isStopped) {
            return;
        }
        isUnderWay = true;
        mayRead = true;
        if (isStarted) {
            LockSupport.unpark(thread);
        } else {
            isStarted = true;
            driver.helpers().start("rondo-virtual-read", this::readAll);
        }
    }

    private void readAll() {
        thread = Thread.currentThread();
        IOException failure = null;
        try {
            while (awaitPermission() && bytes.read()) {
                driver.complete(bytes);
            }
        } catch (IOException e) {
            failure = e;
        } catch (Throwable e) { // an Error, too, or those who wait would wait for ever
            failure = new IOException("a read failed: " + e, e);
        }
        driver.complete(new End(failure));
    }

    /// {@return false if there is nothing more to do}
    private boolean awaitPermission() {
        while (!mayRead && !isStopped) {
            LockSupport.park(this);
        }
        mayRead = false;
        return !isStopped;
    }

    private void arrived(Completion arrival) {
        isUnderWay = false;
        if (isStopped) {
            arrival.discard();
            stream.released();
            return;
        }
        held = arrival;
        lastSize = arrival.size();
        deliver();
    }

    private void deliver() {
        while (isReading && held != null) {
            if (held instanceof End end) {
                if (end.mayBeAReset() && stream.isWriting()) {
                    waitForTheWrite(end);
                    return;
                }
                held = null;
                isReading = false;
                end.tell(stream.handler());
            } else {
                bytes.tell(stream.handler());
            }
        }
    }

    /// A reset is told by one system call alone: to whom it is told second it looks like an end. So
    /// an end that comes during a write waits until that has succeeded, or for a moment if the peer
    /// does not read.
    private void waitForTheWrite(End end) {
        if (endWaiting == null) {
            endWaiting =
                    driver.later()
                            .run(
                                    END_WAITS_NANOS,
                                    () -> {
                                        end.hasWaited = true;
                                        driver.complete(Completion.of(this::deliver));
                                    });
        }
    }

    private void endWaitsNoMore() {
        if (endWaiting != null) {
            endWaiting.run();
            endWaiting = null;
        }
    }

    /// A write has succeeded.
    void goOn() {
        if (endWaiting != null) {
            endWaitsNoMore();
            driver.complete(Completion.of(this::deliver));
        }
    }

    private void consumed() {
        bytes.discard();
        if (isReading) {
            readLater();
        }
    }

    /// Something was read.
    private final class Bytes extends Completion {
        private final ReadSize size = new ReadSize(channel);

        /// The thread has it in hand while it waits.
        private final ByteBuffer small = ByteBuffer.allocate(ReadBuffers.SMALL);

        private ByteBuffer buffer = small;

        /// Reads; called by the thread.
        ///
        /// @return false at the end
        boolean read() throws IOException {
            buffer = chosen();
            int count = channel.read(buffer);
            size.hasRead(count, buffer);
            if (!small.hasRemaining() && buffer == small) {
                readRest();
            }
            buffer.flip();
            return count >= 0;
        }

        /// {@return what to read into: after a large message a large buffer, in the hope that the
        /// next one is there; when too many wait with such a one, the system is asked whether it
        /// is}
        private ByteBuffer chosen() throws IOException {
            if (!size.isMuch()) {
                return small.clear();
            }
            ByteBuffer large = driver.buffers().takeToWaitWith();
            if (large != null) {
                return large;
            }
            int expected = size.expected();
            return expected > small.capacity() ? driver.buffers().take(expected) : small.clear();
        }

        /// A message has come that is larger than the buffer with which the thread has waited:
        /// takes all of it, so that the handler gets it in one piece.
        private void readRest() throws IOException {
            int rest = size.there();
            if (rest > 0) {
                buffer = driver.buffers().take(small.capacity() + rest).put(small.flip());
                channel.read(buffer);
            }
        }

        @Override
        int size() {
            return buffer.remaining();
        }

        @Override
        void run() {
            arrived(this);
        }

        void tell(StreamHandler handler) {
            ByteBuffer target = handler.target();
            if (!isReading) {
                return; // it has stopped the reading
            }
            if (target == null) {
                held = null;
                handler.readable(buffer);
                consumed();
                return;
            }
            int count = Math.min(target.remaining(), buffer.remaining());
            target.put(target.position(), buffer, buffer.position(), count);
            target.position(target.position() + count);
            buffer.position(buffer.position() + count);
            if (!buffer.hasRemaining()) {
                held = null;
                consumed();
            }
            handler.filled(count);
        }

        /// Nobody has a view of what was read any more.
        @Override
        void discard() {
            driver.buffers().giveBack(buffer);
            buffer = small;
        }
    }

    /// Nothing more will be read, and the thread is done with the channel.
    private final class End extends Completion {
        private final @Nullable IOException failure;

        /// With the turn.
        private boolean hasWaited;

        End(@Nullable IOException failure) {
            this.failure = failure;
        }

        @Override
        void run() {
            isEnded = true;
            bytes.discard();
            arrived(this);
        }

        boolean mayBeAReset() {
            return failure == null && !hasWaited;
        }

        void tell(StreamHandler handler) {
            endWaitsNoMore();
            if (failure == null) {
                handler.endOfInput();
            } else {
                handler.failed(stream.broken(failure));
            }
        }
    }
}
