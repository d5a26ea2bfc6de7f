package dev.rondo.kernel;

import dev.rondo.Protocol;
import dev.rondo.ServerOptions;
import dev.rondo.UnixServerOptions;
import dev.rondo.spi.Capability;
import dev.rondo.spi.ListenOptions;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/// The start of a Unix server: clears the path, listens there, and keeps the file in mind.
///
/// Where the network ends inside the JVM a path is a name and no file.
final class UnixListening {
    private final Network network;
    private final Supplier<? extends Protocol> protocol;
    private final UnixServerOptions options;
    private final List<StackTraceElement> site;

    UnixListening(
            Network network,
            Supplier<? extends Protocol> protocol,
            UnixServerOptions options,
            List<StackTraceElement> site) {
        this.network = network;
        this.protocol = protocol;
        this.options = options;
        this.site = site;
    }

    ListeningServer listen(UnixDomainSocketAddress address) throws IOException {
        Path path = address.getPath();
        SocketFile.checkLength(path, "cannot listen on ");
        if (hasFiles()) {
            SocketFile.removeStale(path);
        }
        ListenOptions how = new ListenOptions(options.backlog(), false, false);
        return open(handler -> network.loop.cycle.driver().listen(address, how, handler), path);
    }

    ListeningServer adopt(ServerSocketChannel bound, Path path) throws IOException {
        return open(
                handler -> network.loop.cycle.driver().adopt(bound, options.backlog(), handler),
                path);
    }

    private ListeningServer open(ListeningServer.Opening opening, Path path) throws IOException {
        ListeningServer server =
                new ListeningServer(
                        network,
                        protocol,
                        ServerOptions.DEFAULT
                                .withConnectionLimit(options.connectionLimit())
                                .withStartsServing(options.startsServing()),
                        site);
        try {
            server.listen(opening);
            if (hasFiles()) {
                take(path, server);
            }
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private void take(Path path, ListeningServer server) throws IOException {
        SocketFile file = SocketFile.of(path);
        if (options.removesFile()) {
            server.owns(file);
        }
        if (options.permissions() != null) {
            file.setPermissions(options.permissions());
        }
    }

    private boolean hasFiles() {
        return !network.loop.lacks(Capability.REAL_NETWORK);
    }
}
