package dev.rondo.kernel;

import dev.rondo.WriteBufferLimits;
import dev.rondo.spi.StreamPort;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The sending side of a transport: tries the system first, queues what it does not take, and tells
/// the protocol when that becomes much.
///
/// A driver that completes gets its share of the queue with the first write and owns it: that is
/// out of the program's hands, as what a system has taken is, and not counted as queued.
final class Outgoing {
    private final Network network;
    private final StreamTransport transport;
    private final StreamPort port;
    private final WriteQueue queue;
    private WriteBufferLimits limits = WriteBufferLimits.DEFAULT;

    /// Nothing more may be written, and the other side is told when the queue is empty.
    private boolean isEnding;

    /// The protocol was told to pause writing.
    private boolean isProtocolPaused;

    /// The driver owns the head of the queue.
    private boolean isPending;

    private boolean isFlushScheduled;

    /// What the driver owns will not be sent to its end.
    private boolean isGivenUp;

    /// The file that is being sent, which nobody may write into.
    private @Nullable FileTransfer transfer;

    Outgoing(Network network, StreamTransport transport, StreamPort port) {
        this.network = network;
        this.transport = transport;
        this.port = port;
        this.queue = new WriteQueue(network.chunks(port));
    }

    void beginTransfer(FileTransfer newTransfer) {
        transfer = newTransfer;
    }

    boolean isTransferring() {
        return transfer != null;
    }

    void endTransfer() {
        transfer = null;
    }

    /// The connection ends; what is queued will not be sent.
    void cutOff(@Nullable Exception cause) {
        if (transfer != null) {
            transfer.cutOff(cause, queue.size());
        }
    }

    /// Sends, or queues, a piece of a file. It is no concern of the protocol, which is not told to
    /// pause: the next piece waits for this one.
    void writePiece(ByteBuffer piece) {
        if (!port.isCompletionBased()) {
            writeNow(piece);
        }
        if (piece.hasRemaining()) {
            queue.add(piece);
            if (port.isCompletionBased()) {
                flush();
            }
        }
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /// {@return whether the driver has taken everything}
    boolean isTaken() {
        return queue.waiting() == 0;
    }

    /// {@return whether nothing is left that will be sent, by the driver either}
    boolean isOver() {
        return queue.isEmpty() || isGivenUp;
    }

    void giveUp() {
        isGivenUp = true;
    }

    boolean isEnding() {
        return isEnding;
    }

    long size() {
        return transport.isEnded() ? 0 : queue.waiting();
    }

    /// Sends, or queues, all of the data.
    void write(ByteBuffer data) {
        if (queue.isEmpty()
                && (!port.isCompletionBased() || data.remaining() >= ChunkPool.CHUNK_BYTES)) {
            writeNow(data);
        }
        if (!data.hasRemaining()) {
            return;
        }
        queue.add(data);
        queued();
    }

    private void queued() {
        if (port.isCompletionBased()) {
            flush();
        }
        pauseIfHigh();
    }

    /// Sends, or queues, all of the pieces, in order.
    void writeLines(List<ByteBuffer> pieces) {
        if (queue.isEmpty() && !port.isCompletionBased()) {
            gatherNow(pieces.iterator());
        }
        for (ByteBuffer piece : pieces) {
            if (transport.isEnded()) {
                piece.position(piece.limit());
            } else {
                queue.add(piece);
            }
        }
        if (!queue.isEmpty()) {
            queued();
        }
    }

    /// Has the system take what it will, as many pieces at a time as an array holds.
    private void gatherNow(Iterator<ByteBuffer> pieces) {
        ByteBuffer[] gathered = network.many;
        boolean isAllTaken = true;
        while (isAllTaken && pieces.hasNext()) {
            int count = 0;
            while (count < gathered.length && pieces.hasNext()) {
                gathered[count++] = pieces.next();
            }
            try {
                port.write(gathered, count);
                for (int i = 0; i < count; i++) {
                    isAllTaken &= !gathered[i].hasRemaining();
                }
            } catch (IOException e) {
                transport.end(e, true);
                return;
            } finally {
                Arrays.fill(gathered, 0, count, Network.NOTHING);
            }
        }
    }

    /// Has the system take what it will; when bytes are left, the driver tells when it takes more.
    private void writeNow(ByteBuffer data) {
        ByteBuffer[] one = network.one;
        one[0] = data;
        try {
            if (port.isCompletionBased()) {
                port.writeNow(one, 1);
            } else {
                port.write(one, 1);
            }
        } catch (IOException e) {
            transport.end(e, true);
            data.position(data.limit());
        } finally {
            one[0] = Network.NOTHING;
        }
    }

    /// Sends from the queue: once, so that the other connections get their turn.
    void flush() {
        if (transport.isEnded() || isPending || queue.isEmpty()) {
            return;
        }
        ByteBuffer[] buffers = port.isCompletionBased() ? network.few : network.many;
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
            queue.lend(count);
            resumeIfLow();
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
        resumeIfLow();
        if (!queue.isEmpty() || transport.isEnded()) {
            return;
        }
        if (transport.isClosing()) {
            transport.end(null, false);
        } else if (isEnding) {
            shutdown();
        } else if (transfer != null) {
            transfer.drained();
        }
    }

    private void resumeIfLow() {
        if (!isProtocolPaused || queue.waiting() > limits.low()) {
            return;
        }
        isProtocolPaused = false;
        try {
            transport.protocol().resumeWriting();
        } catch (Throwable e) {
            transport.protocolFailed("resumeWriting", e);
        }
    }

    private void pauseIfHigh() {
        if (isProtocolPaused || queue.waiting() <= limits.high()) {
            return;
        }
        isProtocolPaused = true;
        try {
            transport.protocol().pauseWriting();
        } catch (Throwable e) {
            transport.protocolFailed("pauseWriting", e);
        }
    }

    WriteBufferLimits limits() {
        return limits;
    }

    void setLimits(WriteBufferLimits newLimits) {
        limits = newLimits;
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
