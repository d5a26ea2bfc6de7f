package dev.rondo.memory;

import dev.rondo.spi.StreamHandler;
import dev.rondo.spi.StreamPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One end of a connection. For the code that has the loop's turn.
///
/// Each end holds what was sent to it. Writing puts bytes into the peer's pipe and queues an event
/// there; the handler is never called from inside a call of the peer.
final class MemoryStream implements StreamPort {
    private final MemoryDriver driver;
    private final SocketAddress local;
    private final SocketAddress remote;
    private final MemoryStream peer;
    private final MemoryPipe incoming = new MemoryPipe();

    /// Null until the connection was accepted or the attempt to connect has ended.
    private @Nullable StreamHandler handler;

    private boolean isWithoutDelay;
    private boolean isReading;
    private boolean isDeliveryQueued;
    private boolean isClosed;
    private boolean isReset;

    /// This end sends no more.
    private boolean isOutputShut;

    /// The peer sends no more, and the handler does not know yet.
    private boolean isEndDue;

    /// The last write left bytes, and the handler is to hear when there is room.
    private boolean isBlocked;

    /// Makes both ends of a connection; this one is the client's.
    MemoryStream(MemoryDriver driver, SocketAddress local, SocketAddress remote) {
        this.driver = driver;
        this.local = local;
        this.remote = remote;
        this.peer = new MemoryStream(this);
    }

    private MemoryStream(MemoryStream client) {
        this.driver = client.driver;
        this.local = client.remote;
        this.remote = client.local;
        this.peer = client;
    }

    MemoryStream peer() {
        return peer;
    }

    boolean isReset() {
        return isReset;
    }

    boolean isClosed() {
        return isClosed;
    }

    /// Gives up an attempt to connect; has no effect once somebody has the stream.
    void abandon() {
        if (handler == null) {
            abort();
        }
    }

    @Override
    public void setHandler(StreamHandler streamHandler) {
        handler = streamHandler;
    }

    @Override
    public void startReading() {
        isReading = true;
        inputChanged();
    }

    @Override
    public void stopReading() {
        isReading = false;
    }

    @Override
    public long write(ByteBuffer[] buffers, int count) throws IOException {
        requireWritable();
        long taken = 0;
        isBlocked = false;
        for (int i = 0; i < count; i++) {
            taken += peer.incoming.write(buffers[i]);
            isBlocked |= buffers[i].hasRemaining();
        }
        peer.inputChanged();
        return taken;
    }

    @Override
    public void shutdownOutput() throws IOException {
        if (isReset) {
            throw connectionReset();
        }
        endOutput();
    }

    @Override
    public void close() {
        if (!isClosed) {
            endOutput();
            release();
        }
    }

    @Override
    public void abort() {
        if (!isClosed) {
            peer.reset();
            release();
        }
    }

    /// Over TCP `TCP_NODELAY` alone, without an effect: nothing waits for more here.
    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return local instanceof InetSocketAddress
                ? Set.of(StandardSocketOptions.TCP_NODELAY)
                : Set.of();
    }

    @Override
    public <T> T option(SocketOption<T> option) {
        return option.type().cast(isWithoutDelay);
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) {
        isWithoutDelay = (Boolean) value;
    }

    @Override
    public SocketAddress localAddress() {
        return local;
    }

    @Override
    public SocketAddress remoteAddress() {
        return remote;
    }

    @Override
    public String toString() {
        return local + " -> " + remote;
    }

    /// Queues a call of the handler. The state may be another one when its turn comes: a stream
    /// that was closed in between stays silent, and so does one that nobody has accepted.
    private void tell(Consumer<StreamHandler> event) {
        driver.enqueue(() -> {
            if (!isClosed && handler != null) {
                event.accept(handler);
            }
        });
    }

    /// Queues a delivery where there is something to deliver to a reader, and none is queued yet.
    private void inputChanged() {
        if (isReading && !isDeliveryQueued && (isEndDue || !incoming.isEmpty())) {
            isDeliveryQueued = true;
            tell(this::deliver);
        }
    }

    /// Hands over what is there by now, which may be nothing any more, and after it the end.
    private void deliver(StreamHandler receiver) {
        isDeliveryQueued = false;
        if (isReading && !incoming.isEmpty()) {
            read(receiver);
        }
        // The handler may have closed this end, stopped reading, or written more at the other end.
        if (isReading && !isClosed && isEndDue && incoming.isEmpty()) {
            isEndDue = false;
            receiver.endOfInput();
        }
    }

    private void read(StreamHandler receiver) {
        ByteBuffer target = receiver.target();
        if (!isReading) {
            return; // the handler had no room
        }
        if (target == null) {
            ByteBuffer view = driver.readAll(incoming);
            peer.roomMade();
            receiver.readable(view);
        } else {
            int count = incoming.read(target);
            peer.roomMade();
            inputChanged(); // for what did not fit
            receiver.filled(count);
        }
    }

    private void roomMade() {
        if (isBlocked) {
            isBlocked = false;
            tell(StreamHandler::writable);
        }
    }

    private void endOutput() {
        if (!isOutputShut) {
            isOutputShut = true;
            peer.isEndDue = true;
            peer.inputChanged();
        }
    }

    private void release() {
        isClosed = true;
        isOutputShut = true;
        // A peer that waits for room would wait for ever: it tries again, and its write fails.
        peer.roomMade();
        if (handler != null) {
            driver.enqueue(handler::closed);
        }
    }

    /// A reset overtakes what was sent before it, so that a stream cut short never looks complete.
    private void reset() {
        isReset = true;
        isEndDue = false;
        isBlocked = false;
        incoming.clear();
        tell(receiver -> receiver.failed(connectionReset()));
    }

    private IOException connectionReset() {
        return new IOException("connection reset by peer: " + this);
    }

    private void requireWritable() throws IOException {
        if (isReset) {
            throw connectionReset();
        }
        if (isOutputShut) {
            throw new IOException("the output was shut down: " + this);
        }
        if (peer.isClosed) {
            throw new IOException("broken pipe, the peer has closed the connection: " + this);
        }
    }
}
