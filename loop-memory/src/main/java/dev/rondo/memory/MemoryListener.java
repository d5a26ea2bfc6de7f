package dev.rondo.memory;

import dev.rondo.spi.AcceptHandler;
import dev.rondo.spi.ListenerPort;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;

/// A listening address. For the code that has the loop's turn.
///
/// The backlog has no bound: it costs memory alone, and an attempt beyond the bound would not fail
/// either but wait. [AcceptHandler#failed] is never called, for nothing here can run out.
final class MemoryListener implements ListenerPort {
    private final MemoryDriver driver;
    private final MemoryNetwork network;
    private final SocketAddress local;
    private final AcceptHandler handler;

    /// The servers' ends of connections that stand and were not accepted yet.
    private final Queue<MemoryStream> backlog = new ArrayDeque<>();

    private boolean isPaused;

    MemoryListener(
            MemoryDriver driver,
            MemoryNetwork network,
            SocketAddress local,
            AcceptHandler handler) {
        this.driver = driver;
        this.network = network;
        this.local = local;
        this.handler = handler;
    }

    /// {@return whether a connection to this address comes here} Two listeners must not cover the
    /// same.
    boolean covers(SocketAddress address) {
        if (!(local instanceof InetSocketAddress mine)
                || !(address instanceof InetSocketAddress other)) {
            return local.equals(address);
        }
        return mine.getPort() == other.getPort()
                && (mine.getAddress().isAnyLocalAddress()
                        || other.getAddress().isAnyLocalAddress()
                        || mine.getAddress().equals(other.getAddress()));
    }

    void arrived(MemoryStream stream) {
        backlog.add(stream);
        driver.enqueue(this::accept);
    }

    private void accept() {
        MemoryStream stream = isPaused ? null : backlog.poll();
        // What was reset in the backlog is never shown, as on most systems.
        if (stream != null && !stream.isReset()) {
            handler.accepted(stream);
        }
    }

    @Override
    public SocketAddress localAddress() {
        return local;
    }

    @Override
    public void pause() {
        isPaused = true;
    }

    @Override
    public void resume() {
        isPaused = false;
        // One event for each, as on arrival; one too many finds the backlog empty.
        backlog.forEach(_ -> driver.enqueue(this::accept));
    }

    @Override
    public void close() {
        network.free(this);
        backlog.forEach(MemoryStream::abort);
        backlog.clear();
    }
}
