package dev.rondo.kernel;

import dev.rondo.BufferedProtocol;
import dev.rondo.ExceptionContext;
import dev.rondo.ExtraInfo;
import dev.rondo.LoopFuture;
import dev.rondo.Protocol;
import dev.rondo.Transport;
import dev.rondo.WriteBufferLimits;
import dev.rondo.spi.StreamHandler;
import dev.rondo.spi.StreamPort;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A connection over a port of the driver: the life cycle and the flow control of asyncio's
/// transports.
///
/// It is *open* until [#close], or until the peer or an error ends it. Then it is *closing*: it
/// reads nothing, and sends what is queued. When that is done, or at once after [#abort] or an
/// error, it has *ended*: the port is closed, and once the driver has said so, a callback calls
/// `connectionLost`. So `connectionLost` is never called from inside a call of the program's, and
/// comes exactly once.
///
/// The protocol is called straight from the driver's `dispatch`, or from the method that the
/// program has called; what it throws costs it the connection. Nothing is allocated for a read, nor
/// for a write that the system takes at once.
final class StreamTransport implements Transport, StreamHandler {
    /// Python's number: a write or two after the end is a race, more is a mistake.
    private static final int DROPPED_WRITES_TO_WARN = 5;

    private final Network network;
    private final StreamPort port;
    private final Outgoing outgoing;

    /// The context variables of who made the connection or its server.
    private final Bindings bindings;

    /// Told when the connection has ended; null for a client's.
    private final @Nullable ListeningServer server;

    private Protocol protocol;

    /// The protocol, if it has buffers of its own.
    private @Nullable BufferedProtocol buffered;

    /// Whose buffer the driver fills.
    private @Nullable BufferedProtocol filled;

    private int droppedWrites;

    /// The program wants nothing to be read.
    private boolean isPaused;

    private boolean isClosing;
    private boolean isEnded;
    private boolean isPortClosed;

    /// What `connectionLost` is to hear.
    private @Nullable Exception failure;

    StreamTransport(
            Network network,
            StreamPort port,
            Protocol protocol,
            @Nullable ListeningServer server,
            List<StackTraceElement> site) {
        this.network = network;
        this.port = port;
        this.protocol = protocol;
        this.buffered = protocol instanceof BufferedProtocol both ? both : null;
        this.server = server;
        this.outgoing = new Outgoing(network, this, port);
        this.bindings = network.loop.cycle.bindings.captured();
        network.loop.cycle.openResources.opened(this, site);
    }

    /// Calls `connectionMade`, then starts to read.
    ///
    /// @return what `connectionMade` threw, which has cost the connection, or null
    @Nullable Throwable begin() {
        port.setHandler(this);
        sendWithoutDelay();
        try {
            protocol.connectionMade(this);
        } catch (Throwable e) {
            protocolFailed("connectionMade", e);
            return e;
        }
        if (!isPaused && !isClosing) {
            port.startReading();
        }
        return null;
    }

    /// Small messages wait for no acknowledgement, as with asyncio: who wants them joined writes
    /// them together.
    private void sendWithoutDelay() {
        if (port.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
            try {
                port.setOption(StandardSocketOptions.TCP_NODELAY, true);
            } catch (IOException _) {
                // broken already, where some systems refuse options: the first read says so
            }
        }
    }

    @Override
    public @Nullable ByteBuffer target() {
        BufferedProtocol current = buffered;
        if (current == null || isClosing) {
            return null;
        }
        network.loop.cycle.bindings = bindings;
        try {
            ByteBuffer target = current.getBuffer(-1);
            if (!target.hasRemaining()) {
                throw new IllegalStateException("getBuffer has returned an empty buffer");
            }
            if (target.isReadOnly()) {
                throw new IllegalStateException("getBuffer has returned a read-only buffer");
            }
            filled = current;
            return target;
        } catch (Throwable e) {
            protocolFailed("getBuffer", e);
            return null;
        }
    }

    @Override
    public void filled(int count) {
        BufferedProtocol current = Objects.requireNonNull(filled, "target comes first");
        network.loop.cycle.bindings = bindings;
        try {
            current.bufferUpdated(count);
        } catch (Throwable e) {
            protocolFailed("bufferUpdated", e);
        }
    }

    @Override
    public void readable(ByteBuffer data) {
        if (isClosing) {
            return;
        }
        network.loop.cycle.bindings = bindings;
        try {
            // the buffer is the loop's: an order that another protocol has set must not show
            protocol.dataReceived(data.order(ByteOrder.BIG_ENDIAN));
        } catch (Throwable e) {
            protocolFailed("dataReceived", e);
        }
    }

    @Override
    public void endOfInput() {
        if (isClosing) {
            return;
        }
        network.loop.cycle.bindings = bindings;
        boolean isKeptOpen;
        try {
            isKeptOpen = protocol.eofReceived();
        } catch (Throwable e) {
            protocolFailed("eofReceived", e);
            return;
        }
        if (!isKeptOpen) {
            startClosing();
        }
    }

    @Override
    public void writable() {
        network.loop.cycle.bindings = bindings;
        outgoing.flush();
    }

    @Override
    public void written(long count) {
        if (!isEnded) {
            network.loop.cycle.bindings = bindings;
            outgoing.written(count);
        }
    }

    @Override
    public void failed(IOException exception) {
        end(exception, true);
    }

    @Override
    public void closed() {
        isPortClosed = true;
        outgoing.drop(true);
        Cycle cycle = network.loop.cycle;
        cycle.enqueue(new Callback(cycle, this::lost, true));
    }

    private void lost() {
        network.loop.cycle.bindings = bindings;
        try {
            protocol.connectionLost(failure);
        } catch (Throwable e) {
            report("connectionLost", e);
        } finally {
            forgetProtocol();
            if (server != null) {
                server.ended(this);
            }
        }
    }

    /// A transport that is kept must not keep what the protocol refers to.
    private void forgetProtocol() {
        protocol = Network.NOBODY;
        buffered = null;
        filled = null;
    }

    /// Ends the connection; what is queued is dropped.
    void end(@Nullable Exception cause, boolean isAborted) {
        if (isEnded) {
            if (isAborted && !isPortClosed) {
                abortPort(); // which may still send what it has taken
            }
            return;
        }
        isClosing = true;
        isEnded = true;
        network.loop.cycle.openResources.closed(this);
        failure = cause;
        outgoing.cutOff(cause);
        outgoing.drop(false);
        port.stopReading();
        if (isAborted) {
            abortPort();
        } else {
            port.close();
        }
    }

    private void abortPort() {
        outgoing.giveUp();
        port.abort();
    }

    /// {@return whether `connectionLost` comes without anything else that the peer does}
    boolean isEndNear() {
        return isEnded && outgoing.isOver();
    }

    private void startClosing() {
        if (isClosing) {
            return;
        }
        isClosing = true;
        port.stopReading();
        if (outgoing.isTaken()) {
            end(null, false);
        }
    }

    boolean isEnded() {
        return isEnded;
    }

    void protocolFailed(String method, Throwable exception) {
        report(method, exception);
        end(
                exception instanceof Exception e
                        ? e
                        : new IOException("the protocol has failed: " + exception, exception),
                true);
    }

    private void report(String method, Throwable exception) {
        if (network.loop.cycle.endsWith(exception)) {
            return;
        }
        network.loop.callExceptionHandler(
                new ExceptionContext(
                        method + " of protocol " + protocol + " failed",
                        exception,
                        null,
                        null,
                        null,
                        this,
                        network.loop.cycle.openResources.site(this)));
    }

    @Override
    public void write(ByteBuffer data) {
        Objects.requireNonNull(data, "data");
        checkWritable("write");
        if (!data.hasRemaining()) {
            return;
        }
        if (isEnded) {
            data.position(data.limit());
            warnOfDrops();
        } else {
            outgoing.write(data);
        }
    }

    @Override
    public void writeLines(List<ByteBuffer> data) {
        Objects.requireNonNull(data, "data");
        checkWritable("writeLines");
        boolean isEmpty = true;
        for (ByteBuffer piece : data) {
            isEmpty &= !piece.hasRemaining();
        }
        if (isEmpty) {
            return;
        }
        if (isEnded) {
            data.forEach(piece -> piece.position(piece.limit()));
            warnOfDrops();
        } else {
            outgoing.writeLines(data);
        }
    }

    private void checkWritable(String operation) {
        network.loop.checkTurn(operation);
        if (outgoing.isEnding()) {
            throw new IllegalStateException(
                    "cannot " + operation + " to " + this + " after writeEof()");
        }
        checkNotSendingFile(operation);
    }

    private void checkNotSendingFile(String operation) {
        if (outgoing.isTransferring()) {
            throw new IllegalStateException(
                    "cannot " + operation + " to " + this + " while sendFile() is in progress");
        }
    }

    Network network() {
        return network;
    }

    LoopFuture<Long> sendFile(FileChannel file, long offset, long count) {
        checkWritable("sendFile");
        if (isClosing) {
            throw new IllegalStateException("cannot sendFile to " + this);
        }
        FileTransfer transfer = new FileTransfer(network.loop, outgoing, file, offset, count);
        outgoing.beginTransfer(transfer);
        return transfer.start();
    }

    private void warnOfDrops() {
        if (++droppedWrites >= DROPPED_WRITES_TO_WARN) {
            Log.logger()
                    .log(
                            System.Logger.Level.WARNING,
                            "write number "
                                    + droppedWrites
                                    + " to "
                                    + this
                                    + " after its end was dropped");
        }
    }

    @Override
    public void writeEof() {
        network.loop.checkTurn("writeEof");
        if (!isClosing) {
            checkNotSendingFile("writeEof");
            outgoing.end();
        }
    }

    @Override
    public boolean canWriteEof() {
        return true;
    }

    @Override
    public void close() {
        if (network.isWithTurn("close")) {
            startClosing();
        }
    }

    @Override
    public void abort() {
        if (network.isWithTurn("abort")) {
            end(null, true);
        }
    }

    @Override
    public boolean isClosing() {
        return isClosing;
    }

    @Override
    public void pauseReading() {
        network.loop.checkTurn("pauseReading");
        if (!isClosing && !isPaused) {
            isPaused = true;
            port.stopReading();
        }
    }

    @Override
    public void resumeReading() {
        network.loop.checkTurn("resumeReading");
        if (!isClosing && isPaused) {
            isPaused = false;
            port.startReading();
        }
    }

    @Override
    public boolean isReading() {
        return !isClosing && !isPaused;
    }

    @Override
    public void setWriteBufferLimits(WriteBufferLimits limits) {
        network.loop.checkTurn("setWriteBufferLimits");
        outgoing.setLimits(Objects.requireNonNull(limits, "limits"));
    }

    @Override
    public WriteBufferLimits writeBufferLimits() {
        return outgoing.limits();
    }

    @Override
    public long writeBufferSize() {
        return outgoing.size();
    }

    @Override
    public SocketAddress localAddress() {
        return port.localAddress();
    }

    @Override
    public SocketAddress remoteAddress() {
        return port.remoteAddress();
    }

    @Override
    public <T> Optional<T> getExtraInfo(ExtraInfo<T> key) {
        Object known = null;
        if (key.equals(ExtraInfo.SOCKNAME)) {
            known = localAddress();
        } else if (key.equals(ExtraInfo.PEERNAME)) {
            known = remoteAddress();
        } else if (key.equals(ExtraInfo.SOCKET)) {
            known = new PortSocket(network.loop, port);
        }
        return Optional.ofNullable(known).map(key.type()::cast);
    }

    @Override
    public void setProtocol(Protocol newProtocol) {
        network.loop.checkTurn("setProtocol");
        protocol = Objects.requireNonNull(newProtocol, "protocol");
        buffered = newProtocol instanceof BufferedProtocol both ? both : null;
    }

    @Override
    public Protocol protocol() {
        return protocol;
    }

    @Override
    public String toString() {
        String state = isEnded ? "closed" : isClosing ? "closing" : "open";
        return "transport "
                + Network.name(localAddress())
                + " to "
                + Network.name(remoteAddress())
                + " ("
                + state
                + ")";
    }
}
