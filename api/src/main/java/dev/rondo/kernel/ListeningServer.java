package dev.rondo.kernel;

import dev.rondo.CancelledError;
import dev.rondo.ExceptionContext;
import dev.rondo.Protocol;
import dev.rondo.Server;
import dev.rondo.spi.AcceptHandler;
import dev.rondo.spi.ListenerPort;
import dev.rondo.spi.StreamPort;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A server: listeners, one for each address, and a count of the connections that stand.
final class ListeningServer implements Server {
    /// More than Python's 100, which a burst of a few hundred clients overflows; the system has its
    /// own bound in any case.
    private static final int BACKLOG = 1024;

    /// How long to wait for descriptors, or whatever was short, as Python does.
    private static final Duration ACCEPT_PAUSE = Duration.ofSeconds(1);

    private final Network network;
    private final Supplier<? extends Protocol> protocol;

    /// The context variables of who has created the server.
    private final Bindings bindings;

    private final List<Listener> listeners = new ArrayList<>(1);
    private final Waiters forClose;
    private final Waiters forEnd;
    private int connections;
    private boolean isClosed;

    ListeningServer(
            Network network, Supplier<? extends Protocol> protocol, List<StackTraceElement> site) {
        this.network = network;
        this.protocol = protocol;
        this.bindings = network.loop.cycle.bindings.captured();
        this.forClose = new Waiters(network.loop.cycle);
        this.forEnd = new Waiters(network.loop.cycle);
        resources().opened(this, site);
    }

    private OpenResources resources() {
        return network.loop.cycle.openResources;
    }

    /// Listens on one more address.
    void listen(InetSocketAddress address) throws IOException {
        Listener listener = new Listener();
        try {
            listener.port = network.loop.cycle.driver().listen(address, BACKLOG, listener);
        } catch (UnsupportedOperationException e) {
            // a kind of address that this machine does not have
            BindException failure =
                    new BindException(
                            "cannot listen on " + Network.name(address) + ": " + e.getMessage());
            failure.initCause(e);
            throw failure;
        }
        listeners.add(listener);
    }

    @Override
    public List<SocketAddress> addresses() {
        return listeners.stream().map(listener -> listener.port().localAddress()).toList();
    }

    @Override
    public int port() {
        if (isClosed) {
            throw new IllegalStateException("the server is closed and has no port");
        }
        return ((InetSocketAddress) listeners.getFirst().port().localAddress()).getPort();
    }

    @Override
    public boolean isServing() {
        return !isClosed;
    }

    @Override
    public void close() {
        if (isClosed || !network.isWithTurn("close")) {
            return;
        }
        isClosed = true;
        resources().closed(this);
        listeners.forEach(Listener::close);
        listeners.clear();
        forClose.release();
        releaseIfEnded();
    }

    @Override
    public void waitClosed() {
        network.loop.checkTurn("waitClosed");
        if (!isClosed || connections > 0) {
            forEnd.await("waitClosed");
        }
    }

    @Override
    public void serveForever() {
        network.loop.checkTurn("serveForever");
        if (isClosed) {
            throw new IllegalStateException("cannot serveForever: the server is closed");
        }
        try {
            forClose.await("serveForever");
        } catch (CancelledError e) {
            close();
            throw e;
        }
    }

    private void connectionEnded() {
        connections--;
        releaseIfEnded();
    }

    private void releaseIfEnded() {
        if (isClosed && connections == 0) {
            forEnd.release();
        }
    }

    @Override
    public String toString() {
        return isClosed
                ? "server (closed)"
                : "server on "
                        + String.join(", ", addresses().stream().map(Network::name).toList());
    }

    /// One listening socket.
    private final class Listener implements AcceptHandler {
        private @Nullable ListenerPort port;
        private @Nullable Timer resumption;

        @SuppressWarnings("NullAway") // set before anybody sees the listener
        ListenerPort port() {
            return port;
        }

        @Override
        public void accepted(StreamPort stream) {
            network.loop.cycle.bindings = bindings;
            Protocol created;
            try {
                created = protocol.get();
            } catch (Throwable e) {
                network.discard(stream);
                report("the protocol for a connection to " + ListeningServer.this + " failed", e);
                return;
            }
            connections++;
            new StreamTransport(
                            network,
                            stream,
                            created,
                            ListeningServer.this::connectionEnded,
                            resources().site(ListeningServer.this))
                    .begin();
        }

        @Override
        public void failed(IOException exception) {
            KernelLoop loop = network.loop;
            loop.cycle.bindings = bindings;
            report(
                    ListeningServer.this
                            + " cannot accept; it tries again in "
                            + ACCEPT_PAUSE.toSeconds()
                            + " s",
                    exception);
            resumption =
                    loop.schedule(
                            Delays.deadline(loop.time(), ACCEPT_PAUSE), port()::resume, false);
        }

        private void report(String message, Throwable exception) {
            if (!network.loop.cycle.endsWith(exception)) {
                network.loop.callExceptionHandler(new ExceptionContext(message, exception));
            }
        }

        void close() {
            if (resumption != null) {
                resumption.cancel();
            }
            port().close();
        }
    }
}
