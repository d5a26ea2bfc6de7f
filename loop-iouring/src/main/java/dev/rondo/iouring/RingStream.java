package dev.rondo.iouring;

import dev.rondo.netty.SocketOptions;
import dev.rondo.netty.StreamSocket;
import dev.rondo.spi.SocketFailures;
import dev.rondo.spi.StreamBuffers;
import dev.rondo.spi.StreamHandler;
import dev.rondo.spi.StreamPort;
import io.netty.channel.uring.IoUringIoOps;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A connection, over TCP or a Unix socket.
///
/// ## Reading
///
/// One receive operation brings one buffer. When it is full there is more, and plain calls bring
/// that in larger pieces: for large messages they cost a third of what operations do (decision
/// 0057). No operation is under way then.
///
/// In a long submission a receive takes only what is there while it is submitted. One that found
/// nothing is followed by one that waits, in the next submission, by when much has come: what need
/// not wait costs the system less, and the loop fewer calls (decision 0062).
///
/// To stop reading is to cancel it; what it has brought by then is kept ([Held]), and told first
/// when reading starts again. An operation that brings data again and again would fill all buffers
/// with what one peer sends, before a cancellation gets through.
///
/// A program that reads into a buffer of its own gets the data copied. The system fills buffers
/// before anybody knows that there is something, and the program is asked for its buffer then, not
/// before, as on every backend.
///
/// ## Writing
///
/// One send operation at a time owns what it sends until it completes. Much data is sent by a plain
/// call before, as far as the system takes it: it need not be copied then.
final class RingStream implements StreamPort, StreamBuffers.Receiver, RingSocket.Owner {
    private final IoUringDriver driver;
    private final RingSocket ring;
    private final StreamSocket socket;
    private final ReceiveBuffers buffers;
    private final IoUringIoOps receive;

    /// Null until it is wanted the first time: connections that are idle do without.
    private @Nullable IoUringIoOps receiveAtOnce;

    private final SocketAddress local;
    private final SocketAddress remote;
    private final Held held = new Held();
    private final Lent lent = new Lent();
    private @Nullable StreamHandler handler;

    private boolean isReading;

    /// Nothing more comes in: the peer has ended its side, or the connection is broken.
    private boolean isEnded;

    /// The handler knows of the end.
    private boolean isEndTold;

    /// Why the input has ended, if not because the peer wanted it.
    private @Nullable IOException failure;

    /// A notice will deliver what is held.
    private boolean isDeliveryDue;

    private boolean isClosed;
    private boolean isAborted;
    private boolean isReleased;

    /// The ids of the operations that are under way, or 0.
    private long receiving;

    private long sending;

    /// Those have been asked to end.
    private boolean isReceiveCancelled;

    private boolean isSendCancelled;

    /// The next receive waits: there was none before, or it found nothing.
    private boolean isToWait = true;

    RingStream(IoUringDriver driver, RingSocket ring, SocketAddress local, SocketAddress remote)
            throws IOException {
        this.driver = driver;
        this.ring = ring;
        this.socket = ring.socket();
        this.buffers = driver.receiveBuffers();
        this.local = local;
        this.remote = remote;
        receive = Operations.receive(ring.descriptor());
        ring.setOwner(this);
    }

    @Override
    public void setHandler(StreamHandler newHandler) {
        handler = newHandler;
    }

    private StreamHandler listening() {
        return Objects.requireNonNull(handler, "set the handler first");
    }

    @Override
    public void submit() {
        if (isReleased) {
            return;
        }
        if (!isReading && receiving != 0 && !isReceiveCancelled) {
            isReceiveCancelled = true;
            ring.cancel(receiving);
        }
        if (sending == 0 && !lent.isEmpty()) {
            sending =
                    ring.submit(
                            lent.send(ring.descriptor(), driver.addresses(), driver.messages()));
        }
        if (sending != 0 && isAborted && !isSendCancelled) {
            isSendCancelled = true;
            ring.cancel(sending);
        }
    }

    @Override
    public void submitAfterAll() {
        if (isReading && receiving == 0 && !isEnded && !isReleased && held.isEmpty()) {
            boolean waits = isToWait || !driver.isSubmittingMany();
            receiving = ring.submit(waits ? receive : receiveAtOnce());
        }
    }

    private IoUringIoOps receiveAtOnce() {
        IoUringIoOps existing = receiveAtOnce;
        return existing != null
                ? existing
                : (receiveAtOnce = Operations.receiveAtOnce(ring.descriptor()));
    }

    @Override
    public void completed(int kind, int result, int flags) {
        switch (kind) {
            case Operations.RECEIVED -> received(result, flags);
            case Operations.SENT -> sent(result);
            default -> cancelled(result);
        }
        if (isClosed && releaseIfDone()) {
            tellClosed();
        }
    }

    private void received(int result, int flags) {
        if ((flags & Operations.WITH_MORE) == 0) {
            receiving = 0;
            isReceiveCancelled = false;
            isToWait = result == Operations.AGAIN;
            if (isReading) {
                ring.changed();
            }
        }
        if ((flags & Operations.WITH_BUFFER) != 0) {
            int number = Operations.buffer(flags);
            if (result > 0) {
                driver.share().take(result);
                received(buffers.view(number, result));
            }
            buffers.giveBack(number);
        }
        if (result == ReceiveBuffers.BYTES && isReading() && held.isEmpty()) {
            socket.receive(listening(), this, driver.share());
        }
        if (result <= 0) {
            ended(result);
        }
    }

    private void received(ByteBuffer data) {
        if (held.isEmpty()) {
            deliver(data);
        }
        if (data.hasRemaining() && !isClosed) {
            held.add(data);
        }
    }

    /// Tells the handler, as long as it reads.
    private void deliver(ByteBuffer data) {
        StreamHandler listening = listening();
        while (isReading && data.hasRemaining()) {
            ByteBuffer own = listening.target();
            if (!isReading) {
                return; // the handler has stopped it in this call
            }
            if (own == null) {
                int end = data.limit();
                listening.readable(data);
                data.limit(end).position(end); // wherever the handler has left them
            } else {
                int count = Math.min(own.remaining(), data.remaining());
                own.put(own.position(), data, data.position(), count);
                own.position(own.position() + count);
                data.position(data.position() + count);
                listening.filled(count);
            }
        }
    }

    private void ended(int result) {
        if (isClosed || Operations.isNothing(result)) {
            return;
        }
        if (result == 0) {
            ended();
        } else {
            failed(Operations.failure("recv", result));
        }
    }

    @Override
    public boolean isReading() {
        return isReading && !isClosed;
    }

    @Override
    public void ended() {
        isEnded = true;
        deliverHeld();
    }

    @Override
    public void failed(IOException exception) {
        failure = exception;
        ended();
    }

    /// Delivers what was kept, as long as the handler reads, and then the end. That a connection is
    /// broken is told also while reading is off, unless something comes before.
    private void deliverHeld() {
        ByteBuffer data = held.first();
        while (data != null && isReading) {
            deliver(data);
            data = held.first();
        }
        if (data != null || isClosed) {
            return;
        }
        if (isEnded && !isEndTold && (isReading || failure != null)) {
            end();
        } else if (isReading) {
            ring.changed();
        }
    }

    private void end() {
        isEndTold = true;
        isReading = false;
        if (failure == null) {
            listening().endOfInput();
        } else {
            listening().failed(broken(failure));
        }
    }

    @Override
    public void startReading() {
        if (isReading || isClosed || isEndTold) {
            return;
        }
        isReading = true;
        if (held.isEmpty() && !isEnded) {
            ring.changed();
        } else if (!isDeliveryDue) {
            isDeliveryDue = true;
            driver.tell(() -> {
                isDeliveryDue = false;
                deliverHeld();
            });
        }
    }

    @Override
    public void stopReading() {
        if (isReading) {
            isReading = false;
            ring.changed();
        }
    }

    @Override
    public boolean isCompletionBased() {
        return true;
    }

    @Override
    public long write(ByteBuffer[] sources, int count) throws IOException {
        if (isClosed) {
            throw broken(new IOException("closed"));
        }
        if (!lent.isEmpty()) {
            throw new IllegalStateException("a write is pending");
        }
        lent.take(sources, count);
        if (lent.isEmpty()) {
            return 0;
        }
        ring.changed();
        return PENDING;
    }

    @Override
    public long writeNow(ByteBuffer[] sources, int count) throws IOException {
        if (isClosed) {
            throw broken(new IOException("closed"));
        }
        try {
            return socket.send(sources, count);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private void sent(int result) {
        sending = 0;
        isSendCancelled = false;
        if (result >= 0) {
            lent.moveOn(result);
        }
        boolean goesOn = result == Operations.AGAIN || isClosed && result >= 0;
        if (goesOn && !isAborted && lent.hasRemaining()) {
            ring.changed(); // what was taken is still sent, also after the close
            return;
        }
        lent.giveBack();
        if (isClosed) {
            return;
        }
        if (result >= 0) {
            listening().written(result);
        } else {
            listening().failed(broken(Operations.failure("send", result)));
        }
    }

    /// A cancellation was answered. It finds nothing while the system is about to go on with what
    /// it was to cancel: then it is to be tried again.
    private void cancelled(int result) {
        if (result < 0 && (isReceiveCancelled || isSendCancelled)) {
            isReceiveCancelled = false;
            isSendCancelled = false;
            ring.changed();
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        try {
            socket.shutdown(false, true);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private IOException broken(IOException cause) {
        String reason = isClosed ? "this side has closed it" : StreamSocket.reason(cause);
        return SocketFailures.broken(local, remote, reason, cause);
    }

    @Override
    public void close() {
        if (isClosed) {
            if (isAborted) {
                ring.changed(); // it has closed before, and may still be sending
            }
            return;
        }
        isClosed = true;
        isReading = false;
        held.clear();
        if (isAborted && sending == 0) {
            lent.giveBack();
        }
        if (releaseIfDone()) {
            driver.tell(this::tellClosed);
        } else {
            ring.changed();
        }
    }

    @Override
    public void abort() {
        isAborted = true;
        try {
            if (!isReleased) {
                socket.setSoLinger(0);
            }
        } catch (IOException _) {
            // Reset by the peer, where some systems refuse options: nothing is left to reset.
        }
        close();
    }

    /// {@return whether the descriptor was released by this call}
    private boolean releaseIfDone() {
        if (isReleased || receiving != 0 || sending != 0 || !lent.isEmpty()) {
            return false;
        }
        isReleased = true;
        ring.release();
        return true;
    }

    private void tellClosed() {
        if (handler != null) {
            handler.closed();
        }
    }

    @Override
    public void abandon() {
        if (receiving != 0) {
            ring.cancel(receiving);
        }
        if (sending != 0) {
            ring.cancel(sending);
        }
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return SocketOptions.of(socket);
    }

    @Override
    public <T> @Nullable T option(SocketOption<T> option) throws IOException {
        return option.type().cast(SocketOptions.get(socket, option));
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) throws IOException {
        SocketOptions.set(socket, option, value);
    }

    @Override
    public SocketAddress localAddress() {
        return local;
    }

    @Override
    public SocketAddress remoteAddress() {
        return remote;
    }
}
