package dev.rondo.kernel;

import dev.rondo.spi.StreamPort;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// The sending side of a transport: tries the system first, queues what it does not take, and tells
/// the protocol when that becomes much.
final class Outgoing {
    private final Network network;
    private final StreamTransport transport;
    private final StreamPort port;
    private final WriteQueue queue;
    private int low = StreamTransport.LOW_WATER;
    private int high = StreamTransport.HIGH_WATER;

    /// Nothing more may be written, and the other side is told when the queue is empty.
    private boolean isEnding;

    /// The protocol was told to pause writing.
    private boolean isProtocolPaused;

    /// The driver owns the head of the queue.
    private boolean isPending;

    private boolean isFlushScheduled;

    Outgoing(Network network, StreamTransport transport, StreamPort port) {
        this.network = network;
        this.transport = transport;
        this.port = port;
        this.queue = new WriteQueue(network.chunks);
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    boolean isEnding() {
        return isEnding;
    }

    long size() {
        return queue.size();
    }

    /// Sends, or queues, all of the data.
    void write(ByteBuffer data) {
        if (queue.isEmpty() && !port.isCompletionBased()) {
            writeNow(data);
        }
        if (!data.hasRemaining()) {
            return;
        }
        queue.add(data);
        if (port.isCompletionBased()) {
            flush();
        }
        pauseIfHigh();
    }

    /// Has the system take what it will; when bytes are left, the driver tells when it takes more.
    private void writeNow(ByteBuffer data) {
        ByteBuffer[] one = network.one;
        one[0] = data;
        try {
            port.write(one, 1);
        } catch (IOException e) {
            data.position(data.limit());
            transport.end(e, true);
        } finally {
            one[0] = Network.NOTHING;
        }
    }

    /// Sends from the queue: once, so that the other connections get their turn.
    void flush() {
        if (transport.isEnded() || isPending || queue.isEmpty()) {
            return;
        }
        ByteBuffer[] buffers = network.many;
        int count = queue.peek(buffers);
        boolean isAllTaken;
        long taken;
        try {
            taken = port.write(buffers, count);
            isAllTaken = !buffers[count - 1].hasRemaining();
        } catch (IOException e) {
            transport.end(e, true);
            return;
        } finally {
            Arrays.fill(buffers, 0, count, Network.NOTHING);
        }
        if (taken == StreamPort.PENDING) {
            isPending = true;
            queue.lend();
            return;
        }
        sent(taken);
        if (isAllTaken && !queue.isEmpty()) {
            scheduleFlush(); // the driver tells us nothing: it has taken all that it was offered
        }
    }

    private void scheduleFlush() {
        if (!isFlushScheduled) {
            isFlushScheduled = true;
            Cycle cycle = network.loop.cycle;
            cycle.enqueue(new Callback(cycle, this::flushAsScheduled, true));
        }
    }

    private void flushAsScheduled() {
        isFlushScheduled = false;
        transport.writable();
    }

    /// A pending write has ended.
    void written(long count) {
        isPending = false;
        sent(count);
        flush();
    }

    /// Takes what was sent from the queue, and does what has waited for that. In this order: a
    /// protocol may write again when it is resumed, even while the connection is closing.
    private void sent(long count) {
        queue.removeSent(count);
        if (isProtocolPaused && queue.size() <= low) {
            isProtocolPaused = false;
            try {
                transport.protocol().resumeWriting();
            } catch (Throwable e) {
                transport.protocolFailed("resumeWriting", e);
            }
        }
        if (!queue.isEmpty() || transport.isEnded()) {
            return;
        }
        if (transport.isClosing()) {
            transport.end(null, false);
        } else if (isEnding) {
            shutdown();
        }
    }

    private void pauseIfHigh() {
        if (isProtocolPaused || queue.size() <= high) {
            return;
        }
        isProtocolPaused = true;
        try {
            transport.protocol().pauseWriting();
        } catch (Throwable e) {
            transport.protocolFailed("pauseWriting", e);
        }
    }

    void setLimits(int newLow, int newHigh) {
        if (newLow < 0 || newLow > newHigh) {
            throw new IllegalArgumentException(
                    "not 0 <= low <= high: low is " + newLow + ", high is " + newHigh);
        }
        low = newLow;
        high = newHigh;
        pauseIfHigh();
    }

    /// Tells the other side that nothing more comes, once all is sent.
    void end() {
        if (isEnding) {
            return;
        }
        isEnding = true;
        if (queue.isEmpty()) {
            shutdown();
        }
    }

    private void shutdown() {
        try {
            port.shutdownOutput();
        } catch (IOException e) {
            transport.end(e, true);
        }
    }

    /// Drops what was not sent; what the driver owns, only when the port is closed.
    ///
    /// @param isPortClosed whether it is
    void drop(boolean isPortClosed) {
        if (isPortClosed || !isPending) {
            isPending = false;
            queue.clear();
        }
    }
}
