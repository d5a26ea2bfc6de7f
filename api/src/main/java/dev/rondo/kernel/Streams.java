package dev.rondo.kernel;

import dev.rondo.CancelledError;
import dev.rondo.ConnectOptions;
import dev.rondo.Connection;
import dev.rondo.ConnectionHandler;
import dev.rondo.LoopFuture;
import dev.rondo.Server;
import dev.rondo.ServerOptions;
import dev.rondo.StreamConnection;
import dev.rondo.UnixServerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/// Connections and servers in direct style: the kernel's side of [dev.rondo.Rondo].
public final class Streams {
    private Streams() {}

    /// Connects, and waits until the connection stands.
    ///
    /// @param host a name or an address
    /// @param port 1 to 65535
    /// @param limit the limit of the reader
    /// @param options how to connect
    /// @return the connection
    /// @throws IOException if nothing can be connected to
    public static StreamConnection open(String host, int port, int limit, ConnectOptions options)
            throws IOException {
        KernelLoop loop = Fiber.requireTask("open a connection").cycle().loop;
        KernelStreamReader.checkLimit(limit);
        LoopFuture<Connection<StreamProtocol>> future =
                loop.createConnection(
                        () -> new StreamProtocol(loop, limit, null), host, port, options);
        return await(future, connection -> connection.transport().abort()).protocol().connection();
    }

    /// Starts a server, and waits until it listens.
    ///
    /// @param handler what to do with each connection
    /// @param host a name or an address; empty for all addresses
    /// @param port 0 for a free one
    /// @param limit the limit of the readers
    /// @param options how to listen
    /// @return the server
    /// @throws IOException if the address cannot be listened on
    public static Server serve(
            ConnectionHandler handler, String host, int port, int limit, ServerOptions options)
            throws IOException {
        KernelLoop loop = Fiber.requireTask("start a server").cycle().loop;
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(host, "host");
        KernelStreamReader.checkLimit(limit);
        return await(
                loop.createServer(
                        () -> new StreamProtocol(loop, limit, handler),
                        List.of(host),
                        port,
                        options),
                Server::close);
    }

    /// Connects to a Unix server, and waits until the connection stands.
    ///
    /// @param path the socket's
    /// @param limit the limit of the reader
    /// @return the connection
    /// @throws IOException if nothing can be connected to
    public static StreamConnection open(Path path, int limit) throws IOException {
        KernelLoop loop = Fiber.requireTask("open a connection").cycle().loop;
        KernelStreamReader.checkLimit(limit);
        LoopFuture<Connection<StreamProtocol>> future =
                loop.createUnixConnection(() -> new StreamProtocol(loop, limit, null), path);
        return await(future, connection -> connection.transport().abort()).protocol().connection();
    }

    /// Starts a Unix server, and waits until it listens.
    ///
    /// @param handler what to do with each connection
    /// @param path where the socket is to be
    /// @param options how to listen
    /// @param limit the limit of the readers
    /// @return the server
    /// @throws IOException if the path cannot be listened on
    public static Server serve(
            ConnectionHandler handler, Path path, UnixServerOptions options, int limit)
            throws IOException {
        KernelLoop loop = Fiber.requireTask("start a server").cycle().loop;
        Objects.requireNonNull(handler, "handler");
        KernelStreamReader.checkLimit(limit);
        return await(
                loop.createUnixServer(
                        () -> new StreamProtocol(loop, limit, handler), path, options),
                Server::close);
    }

    /// Waits for a future that is the caller's alone.
    ///
    /// @param release ends what has come about just when the caller was cancelled
    private static <T> T await(LoopFuture<T> future, Consumer<T> release) throws IOException {
        try {
            return ((KernelFuture<T>) future).awaitInput();
        } catch (CancelledError e) {
            if (future.state() == Future.State.SUCCESS) {
                release.accept(future.resultNow());
            }
            throw e;
        }
    }
}
