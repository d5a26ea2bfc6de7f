package dev.rondo.kernel;

import dev.rondo.CancelledError;
import dev.rondo.EventLoop;
import dev.rondo.ExceptionContext;
import dev.rondo.Protocol;
import dev.rondo.Server;
import dev.rondo.ServerOptions;
import dev.rondo.spi.AcceptHandler;
import dev.rondo.spi.ListenerPort;
import dev.rondo.spi.StreamPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A server: listeners, one for each address, and the connections that stand.
final class ListeningServer implements Server {
    /// Opens what a listener listens on.
    interface Opening {
        ListenerPort open(AcceptHandler handler) throws IOException;
    }

    private final Network network;
    private final Supplier<? extends Protocol> protocol;
    private final int connectionLimit;

    /// The context variables of who has created the server.
    private final Bindings bindings;

    private final List<Listener> listeners = new ArrayList<>(1);

    /// In the order of coming; until `connectionLost` was called.
    private final Set<StreamTransport> connections = new LinkedHashSet<>();

    private final Waiters forClose;
    private final Waiters forEnd;

    /// What [#close] removes.
    private @Nullable SocketFile file;

    private boolean isServing;
    private boolean isClosed;

    /// A coroutine is in [#serveForever].
    private boolean isServedForever;

    ListeningServer(
            Network network,
            Supplier<? extends Protocol> protocol,
            ServerOptions options,
            List<StackTraceElement> site) {
        this.network = network;
        this.protocol = protocol;
        this.connectionLimit = options.connectionLimit();
        this.isServing = options.startsServing();
        this.bindings = network.loop.cycle.bindings.captured();
        this.forClose = new Waiters(network.loop.cycle);
        this.forEnd = new Waiters(network.loop.cycle);
        resources().opened(this, site);
    }

    private OpenResources resources() {
        return network.loop.cycle.openResources;
    }

    /// Listens on one more address.
    void listen(Opening opening) throws IOException {
        Listener listener = new Listener(this, network.loop);
        listener.open(opening.open(listener));
        listeners.add(listener);
    }

    /// Has [#close] remove a file, or the loop when it is closed before.
    void owns(SocketFile owned) {
        file = owned;
        network.files.add(owned);
    }

    @Override
    public EventLoop loop() {
        return network.loop;
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
        if (listeners.getFirst().port().localAddress() instanceof InetSocketAddress internet) {
            return internet.getPort();
        }
        throw new IllegalStateException(this + " has a path, which addresses() tells, and no port");
    }

    @Override
    public boolean isServing() {
        return isServing;
    }

    @Override
    public void startServing() {
        network.loop.checkTurn("startServing");
        checkOpen("startServing");
        isServing = true;
        listeners.forEach(Listener::update);
    }

    private void checkOpen(String operation) {
        if (isClosed) {
            throw new IllegalStateException("cannot " + operation + ": the server is closed");
        }
    }

    @Override
    public void close() {
        if (isClosed || !network.isWithTurn("close")) {
            return;
        }
        removeFile(); // while the socket is open no other file can have its inode
        isClosed = true;
        isServing = false;
        resources().closed(this);
        listeners.forEach(Listener::close);
        listeners.clear();
        forClose.release();
        releaseIfEnded();
    }

    private void removeFile() {
        if (file == null) {
            return;
        }
        network.files.remove(file);
        try {
            file.remove();
        } catch (IOException e) {
            report("the socket file of " + this + " is left, it could not be removed", e);
        }
    }

    @Override
    public void closeClients() {
        if (network.isWithTurn("closeClients")) {
            List.copyOf(connections).forEach(StreamTransport::close);
        }
    }

    @Override
    public void abortClients() {
        if (network.isWithTurn("abortClients")) {
            List.copyOf(connections).forEach(StreamTransport::abort);
        }
    }

    @Override
    public void waitClosed() {
        network.loop.checkTurn("waitClosed");
        if (!isClosed || !connections.isEmpty()) {
            forEnd.await("waitClosed");
        }
    }

    @Override
    public void serveForever() {
        network.loop.checkTurn("serveForever");
        checkOpen("serveForever");
        if (isServedForever) {
            throw new IllegalStateException(
                    "cannot serveForever: another coroutine does it already for " + this);
        }
        startServing();
        isServedForever = true;
        try {
            forClose.await("serveForever");
        } catch (CancelledError e) {
            end();
            throw e;
        } finally {
            isServedForever = false;
        }
    }

    /// Closes all there is and waits for it.
    private void end() {
        close();
        closeClients();
        try {
            waitClosed();
        } catch (CancelledError _) {
            // Who asks twice does not want to wait for peers that do not read; the first request
            // is what the caller throws.
        }
    }

    /// {@return whether it takes connections}
    boolean isAccepting() {
        return isServing && connections.size() < connectionLimit;
    }

    void accepted(StreamPort stream) {
        network.loop.cycle.bindings = bindings;
        Protocol created;
        try {
            created = protocol.get();
        } catch (Throwable e) {
            network.discard(stream);
            report("the protocol for a connection to " + this + " failed", e);
            return;
        }
        StreamTransport transport =
                new StreamTransport(network, stream, created, this, resources().site(this));
        connections.add(transport);
        listeners.forEach(Listener::update);
        transport.begin();
    }

    void ended(StreamTransport transport) {
        connections.remove(transport);
        listeners.forEach(Listener::update);
        releaseIfEnded();
    }

    private void releaseIfEnded() {
        if (isClosed && connections.isEmpty()) {
            forEnd.release();
        }
    }

    /// Tells the exception handler.
    void report(String message, Throwable exception) {
        if (!network.loop.cycle.endsWith(exception)) {
            network.loop.report(new ExceptionContext(message, exception), bindings);
        }
    }

    @Override
    public String toString() {
        return isClosed
                ? "server (closed)"
                : "server on "
                        + String.join(", ", addresses().stream().map(Network::name).toList());
    }
}
