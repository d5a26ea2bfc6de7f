package dev.rondo.iouring;

import dev.rondo.netty.StreamSocket;
import dev.rondo.spi.AcceptHandler;
import dev.rondo.spi.ListenOptions;
import dev.rondo.spi.ListenerPort;
import dev.rondo.spi.SocketFailures;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;

/// A listening socket, for TCP or of a Unix path. One accept operation brings connections until it
/// is cancelled; those that it has brought after a pause wait here, as they would in the backlog.
final class RingListener implements ListenerPort, RingSocket.Owner {
    private final IoUringDriver driver;
    private final RingSocket ring;
    private final AcceptHandler handler;
    private final SocketAddress local;

    /// The descriptors of connections that came while nobody wanted any.
    private final ArrayDeque<Integer> held = new ArrayDeque<>(0);

    private boolean isPaused;
    private boolean isClosed;
    private boolean isReleased;
    private boolean isDeliveryDue;

    /// The id of the operation that is under way, or 0.
    private long accepting;

    private boolean isCancelled;

    private RingListener(
            IoUringDriver driver, RingSocket ring, SocketAddress local, AcceptHandler handler) {
        this.driver = driver;
        this.ring = ring;
        this.local = local;
        this.handler = handler;
        ring.setOwner(this);
        ring.changed();
    }

    static RingListener open(
            IoUringDriver driver,
            SocketAddress wished,
            ListenOptions options,
            AcceptHandler handler)
            throws IOException {
        StreamSocket socket = StreamSocket.open(wished, driver.memory());
        SocketAddress local;
        try {
            if (wished instanceof InetSocketAddress) {
                socket.setReuseAddress(options.reuseAddress());
            }
            if (options.reusePort()) {
                socket.setReusePort(true);
            }
            socket.bindTo(wished);
            socket.listen(options.backlog());
            local = socket.local();
        } catch (IOException e) {
            socket.close();
            throw SocketFailures.listening(wished, StreamSocket.reason(e), e);
        }
        RingSocket ring = RingSocket.of(driver, socket);
        return new RingListener(driver, ring, local == null ? wished : local, handler);
    }

    @Override
    public void submit() {
        boolean shouldAccept = !isPaused && !isClosed;
        if (shouldAccept && accepting == 0 && held.isEmpty()) {
            accepting = ring.submit(Operations.accept(ring.descriptor()));
        } else if (!shouldAccept && accepting != 0 && !isCancelled) {
            isCancelled = true;
            ring.cancel(accepting);
        }
    }

    @Override
    public void completed(int kind, int result, int flags) {
        if (kind == Operations.ACCEPTED) {
            accepted(result, flags);
        } else if (result < 0 && isCancelled) {
            isCancelled = false; // it found nothing while the system was about to go on
            ring.changed();
        }
        if (isClosed) {
            releaseIfDone();
        }
    }

    private void accepted(int result, int flags) {
        if ((flags & Operations.WITH_MORE) == 0) {
            accepting = 0;
            isCancelled = false;
            ring.changed();
        }
        if (result < 0) {
            failed(result);
        } else if (isClosed) {
            reset(result);
        } else if (isPaused || !held.isEmpty()) {
            held.add(result);
        } else {
            accept(result);
        }
    }

    private void failed(int error) {
        if (isClosed || isPaused || error == Operations.CANCELED || error == Operations.ABORTED) {
            return;
        }
        isPaused = true;
        IOException cause = Operations.failure("accept", error);
        handler.failed(SocketFailures.accepting(local, StreamSocket.reason(cause), cause));
    }

    private StreamSocket socket(int descriptor) {
        return new StreamSocket(descriptor, ring.socket().isUnix(), driver.memory());
    }

    private void accept(int descriptor) {
        StreamSocket accepted = socket(descriptor);
        SocketAddress own = accepted.local();
        SocketAddress peer = accepted.remote();
        if (own == null || peer == null) {
            accepted.close(); // its peer has reset it while it waited
            return;
        }
        RingStream stream;
        try {
            stream = new RingStream(driver, RingSocket.of(driver, accepted), own, peer);
        } catch (IOException e) {
            isPaused = true;
            handler.failed(SocketFailures.accepting(local, e.getMessage(), e));
            return;
        }
        handler.accepted(stream);
    }

    /// Closes a connection that nobody has seen, as the system does with those in the backlog.
    private void reset(int descriptor) {
        StreamSocket unwanted = socket(descriptor);
        try {
            unwanted.setSoLinger(0);
        } catch (IOException _) {
            // reset by the peer already
        }
        unwanted.close();
    }

    private void deliverHeld() {
        isDeliveryDue = false;
        while (!isPaused && !held.isEmpty()) {
            accept(held.remove());
        }
        if (!isClosed) {
            ring.changed();
        }
    }

    @Override
    public SocketAddress localAddress() {
        return local;
    }

    @Override
    public void pause() {
        isPaused = true;
        ring.changed();
    }

    @Override
    public void resume() {
        isPaused = false;
        if (held.isEmpty()) {
            ring.changed();
        } else if (!isDeliveryDue) {
            isDeliveryDue = true;
            driver.tell(this::deliverHeld);
        }
    }

    /// Ends the listening at once, though the descriptor goes when the operation has ended: until
    /// then the system would take connections, and hold the port.
    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        while (!held.isEmpty()) {
            reset(held.remove());
        }
        try {
            ring.socket().shutdown(true, true);
        } catch (IOException e) {
            System.getLogger("dev.rondo")
                    .log(System.Logger.Level.DEBUG, "ending to listen on " + local, e);
        }
        releaseIfDone();
        ring.changed();
    }

    private void releaseIfDone() {
        if (!isReleased && accepting == 0) {
            isReleased = true;
            ring.release();
        }
    }

    @Override
    public void abandon() {
        isClosed = true;
        while (!held.isEmpty()) {
            reset(held.remove());
        }
        if (accepting != 0) {
            ring.cancel(accepting);
        }
    }

    @Override
    public void discard(int kind, int result) {
        if (kind == Operations.ACCEPTED && result >= 0) {
            reset(result);
        }
    }
}
