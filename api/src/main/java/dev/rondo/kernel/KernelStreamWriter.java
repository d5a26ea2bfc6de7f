package dev.rondo.kernel;

import dev.rondo.StreamWriter;
import dev.rondo.Transport;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The writer of a connection: its transport, and those who wait for it.
public final class KernelStreamWriter implements StreamWriter {
    private final StreamTransport transport;
    private final KernelStreamReader reader;
    private final KernelLoop loop;
    private final Waiters forResume;
    private final Waiters forEnd;

    /// The program wants to write no more.
    private boolean isOutputEnded;

    private boolean isPaused;
    private boolean isLost;
    private @Nullable IOException failure;
    private StackTraceElement[] failureTrace = {};

    KernelStreamWriter(KernelLoop loop, Transport transport, KernelStreamReader reader) {
        this.loop = loop;
        this.transport = (StreamTransport) transport; // all of a loop's are
        this.reader = reader;
        this.forResume = new Waiters(loop.cycle);
        this.forEnd = new Waiters(loop.cycle);
    }

    /// The transport says that enough is buffered.
    void pause() {
        isPaused = true;
    }

    /// The transport says that more may come.
    void resume() {
        isPaused = false;
        forResume.release();
    }

    /// The transport has ended.
    void lose(@Nullable IOException exception) {
        isLost = true;
        if (exception != null) {
            failure = exception;
            failureTrace = exception.getStackTrace();
        }
        forResume.release();
        forEnd.release();
    }

    boolean isOutputEnded() {
        return isOutputEnded;
    }

    @Override
    public void write(byte[] data) {
        transport.write(data);
    }

    @Override
    public void write(ByteBuffer data) {
        transport.write(data);
    }

    @Override
    public void writeLines(Iterable<byte[]> pieces) {
        long size = 0;
        for (byte[] piece : pieces) {
            size += piece.length;
        }
        ByteBuffer joined = ByteBuffer.allocate(Math.toIntExact(size));
        pieces.forEach(joined::put);
        transport.write(joined.flip());
    }

    @Override
    public void drain() throws IOException {
        loop.checkTurn("drain");
        Fiber.requireTask("drain");
        if (transport.isClosing() && !isLost) {
            if (transport.isEndNear()) {
                forEnd.await("drain"); // it says why
            } else {
                Running.sleep(Duration.ZERO);
            }
        }
        throwIfLost();
        if (isPaused) {
            forResume.await("drain");
            throwIfLost();
        }
    }

    private void throwIfLost() throws IOException {
        throwIfFailed();
        IOException known = reader.exception().orElse(null);
        if (known != null) {
            throw known;
        }
        if (isLost || transport.isEnded()) {
            throw new SocketException(
                    "nothing more can be sent: the connection to "
                            + Network.name(remoteAddress())
                            + " is closed");
        }
    }

    private void throwIfFailed() throws IOException {
        if (failure != null) {
            Unretrieved.addFrames(failure, failureTrace);
            throw failure;
        }
    }

    @Override
    public void writeEof() {
        isOutputEnded = true;
        transport.writeEof();
    }

    @Override
    public void close() {
        isOutputEnded = true;
        transport.close();
    }

    @Override
    public boolean isClosing() {
        return transport.isClosing();
    }

    @Override
    public void waitClosed() throws IOException {
        loop.checkTurn("waitClosed");
        if (!isLost) {
            forEnd.await("waitClosed");
        }
        throwIfFailed();
    }

    @Override
    public SocketAddress localAddress() {
        return transport.localAddress();
    }

    @Override
    public SocketAddress remoteAddress() {
        return transport.remoteAddress();
    }

    @Override
    public Transport transport() {
        return transport;
    }

    @Override
    public String toString() {
        return "writer of " + transport;
    }
}
