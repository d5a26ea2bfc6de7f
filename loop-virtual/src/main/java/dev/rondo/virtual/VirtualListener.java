package dev.rondo.virtual;

import dev.rondo.spi.AcceptHandler;
import dev.rondo.spi.ListenOptions;
import dev.rondo.spi.ListenerPort;
import dev.rondo.spi.SocketAddresses;
import dev.rondo.spi.SocketFailures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.InvalidPathException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A listening socket, for TCP or of a Unix path: a thread that blocks in accepting.
///
/// The thread accepts the first connection of a batch and then, without blocking, all others that
/// wait. It goes on when the handler has heard of all of them. A batch that has come after a pause
/// is held, as the system's backlog would have held it.
///
/// The thread is a platform thread (decision 0046): when [#close] returns the address must be free,
/// so that has to wait for the thread, and a virtual one might wait for a processor for as long as
/// the program computes.
final class VirtualListener implements ListenerPort, Port {
    private static final long CLOSE_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final VirtualDriver driver;
    private final ServerSocketChannel channel;
    private final AcceptHandler handler;
    private final SocketAddress local;

    /// How many connections are accepted before the streams get their turn: a full backlog, and one
    /// that came meanwhile.
    private final int acceptsAtOnce;

    /// Whether the thread may accept; written by the loop, which then wakes it.
    private volatile boolean mayAccept;

    /// Whether the thread is done with the channel.
    private volatile boolean isThreadDone = true;

    /// With the turn, as all that follows.
    private @Nullable Thread thread;

    private final ArrayDeque<SocketChannel> waiting = new ArrayDeque<>();
    private @Nullable IOException failure;
    private boolean isPaused;

    private VirtualListener(
            VirtualDriver driver, ServerSocketChannel channel, int backlog, AcceptHandler handler)
            throws IOException {
        this.driver = driver;
        this.channel = channel;
        this.handler = handler;
        acceptsAtOnce = backlog + 1;
        local = channel.getLocalAddress();
        try {
            channel.configureBlocking(true);
        } catch (IllegalBlockingModeException e) {
            throw new IOException("a selector has the channel, which has to be blocking", e);
        }
        driver.opened(this);
        // Not at once: the kernel may pause it first.
        driver.complete(Completion.of(this::goOn));
    }

    static VirtualListener open(
            VirtualDriver driver, SocketAddress local, ListenOptions options, AcceptHandler handler)
            throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(SocketAddresses.family(local));
        try {
            if (local instanceof InetSocketAddress) {
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, options.reuseAddress());
            }
            if (options.reusePort()) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            channel.bind(local, options.backlog());
        } catch (IOException e) {
            var failure = SocketFailures.listening(local, e.getMessage(), e);
            VirtualDriver.close(channel, failure);
            throw failure;
        }
        return of(driver, channel, options.backlog(), handler);
    }

    /// Takes over a bound channel, or closes it.
    static VirtualListener of(
            VirtualDriver driver, ServerSocketChannel channel, int backlog, AcceptHandler handler)
            throws IOException {
        try {
            return new VirtualListener(driver, channel, backlog, handler);
        } catch (IOException e) {
            VirtualDriver.close(channel, e);
            throw e;
        }
    }

    private void acceptAll() {
        try {
            while (awaitPermission()) {
                driver.complete(acceptBatch());
            }
        } finally {
            isThreadDone = true;
        }
    }

    /// {@return false if the listener is closed}
    private boolean awaitPermission() {
        while (!mayAccept && channel.isOpen()) {
            LockSupport.park(this);
        }
        return channel.isOpen();
    }

    private Batch acceptBatch() {
        List<SocketChannel> accepted = new ArrayList<>(1);
        IOException reason = null;
        try {
            accepted.add(channel.accept());
            if (mayAccept) {
                acceptWaiting(accepted);
            }
        } catch (IOException e) {
            reason = e;
        } catch (InvalidPathException _) {
            // the JDK has dropped a client whose path it cannot represent
        } catch (Throwable e) { // an Error, too, or those who wait would wait for ever
            reason = new IOException("accepting failed: " + e, e);
        }
        mayAccept = false;
        return new Batch(accepted, reason);
    }

    private void acceptWaiting(List<SocketChannel> accepted) throws IOException {
        channel.configureBlocking(false);
        try {
            while (accepted.size() < acceptsAtOnce) {
                SocketChannel next = channel.accept();
                if (next == null) {
                    break;
                }
                accepted.add(next);
            }
        } finally {
            channel.configureBlocking(true);
        }
    }

    /// Tells of what was accepted, then has the thread go on.
    private void goOn() {
        while (!isPaused && !waiting.isEmpty()) {
            accept(waiting.remove());
        }
        if (isPaused) {
            return;
        }
        IOException reason = failure;
        if (reason != null) {
            failure = null;
            isPaused = true;
            handler.failed(SocketFailures.accepting(local, reason.getMessage(), reason));
            return;
        }
        mayAccept = true;
        if (thread == null) {
            isThreadDone = false;
            thread =
                    driver.helpers()
                            .startPlatform(
                                    "rondo-virtual-accept " + SocketFailures.name(local),
                                    this::acceptAll);
        } else {
            LockSupport.unpark(thread);
        }
    }

    private void accept(SocketChannel accepted) {
        VirtualStream stream;
        try {
            stream = VirtualStream.of(driver, accepted);
        } catch (IOException _) {
            return; // its peer has reset it while it waited; some systems tell that here
        }
        handler.accepted(stream);
    }

    /// The thread has accepted, or failed to, or both; it waits.
    private final class Batch extends Completion {
        private final List<SocketChannel> accepted;
        private final @Nullable IOException reason;

        Batch(List<SocketChannel> accepted, @Nullable IOException reason) {
            this.accepted = accepted;
            this.reason = reason;
        }

        @Override
        void run() {
            if (!channel.isOpen()) {
                discard();
                return;
            }
            waiting.addAll(accepted);
            failure = reason;
            goOn();
        }

        @Override
        void discard() {
            accepted.forEach(VirtualListener::reset);
        }
    }

    /// Does to a connection what the system does to those in the backlog of a socket that closes.
    private static void reset(SocketChannel accepted) {
        try (accepted) {
            accepted.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException _) {
            // its peer was faster
        }
    }

    @Override
    public SocketAddress localAddress() {
        return local;
    }

    @Override
    public void pause() {
        isPaused = true;
        mayAccept = false;
    }

    @Override
    public void resume() {
        if (isPaused && channel.isOpen()) {
            isPaused = false;
            driver.complete(Completion.of(this::goOn));
        }
    }

    /// Releases the descriptor at once: until then the system takes connections and holds the port.
    /// The JDK does that when the thread has left the channel, which it is made to.
    @Override
    public void close() {
        try {
            shutDown();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + channel, e);
        }
        long start = System.nanoTime();
        while (!isThreadDone && System.nanoTime() - start < CLOSE_LIMIT_NANOS) {
            Thread.onSpinWait();
        }
        driver.closed(this);
    }

    @Override
    public void shutDown() throws IOException {
        isPaused = true;
        waiting.forEach(VirtualListener::reset);
        waiting.clear();
        channel.close();
        LockSupport.unpark(thread);
    }
}
