package dev.rondo.tck;

import dev.rondo.EventLoop;
import dev.rondo.Rondo;
import dev.rondo.Server;
import dev.rondo.ServerOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A loop with a server whose connections are noted, and clients for it. For coroutines of the
/// loop.
final class Served {
    static final String HOST = "127.0.0.1";

    /// More than all buffers of a system hold that nobody reads from.
    static final int FLOOD = 16 * 1024 * 1024;

    final EventLoop loop;

    /// The connections that were accepted, in their order.
    final List<NotedProtocol> accepted = new ArrayList<>();

    Served(EventLoop loop) {
        this.loop = loop;
    }

    /// {@return a protocol for one more connection}
    NotedProtocol accept() {
        NotedProtocol protocol = new NotedProtocol(loop);
        accepted.add(protocol);
        return protocol;
    }

    Server listen(ServerOptions options) {
        return listen(List.of(HOST), 0, options);
    }

    Server listen(List<String> hosts, int port, ServerOptions options) {
        return loop.createServer(this::accept, hosts, port, options).await();
    }

    /// {@return the client's side of a new connection}
    NotedProtocol connect(Server server) {
        return connect(HOST, server.port());
    }

    NotedProtocol connect(String host, int port) {
        return loop.createConnection(() -> new NotedProtocol(loop), host, port).await().protocol();
    }

    /// {@return the client's side of a new connection that was accepted}
    NotedProtocol connectAccepted(Server server) {
        int before = accepted.size();
        NotedProtocol client = connect(server);
        awaitAccepted(before + 1);
        return client;
    }

    /// Waits until so many connections were accepted; what says so comes with the next events.
    void awaitAccepted(int count) {
        while (accepted.size() < count) {
            Rondo.sleep(Duration.ZERO);
        }
        accepted.get(count - 1).made.await();
    }

    /// Lets what can happen without waiting happen: some iterations.
    static void pass() {
        for (int i = 0; i < 20; i++) {
            Rondo.sleep(Duration.ZERO);
        }
    }
}
