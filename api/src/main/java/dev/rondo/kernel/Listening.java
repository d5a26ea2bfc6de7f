package dev.rondo.kernel;

import dev.rondo.LoopFuture;
import dev.rondo.Protocol;
import dev.rondo.Server;
import dev.rondo.ServerOptions;
import dev.rondo.spi.ListenOptions;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/// The start of a TCP server: looks the hosts up and listens on all of their addresses.
final class Listening {
    /// How often a free port is looked for that is free on all addresses.
    private static final int TRIES = 8;

    private final Network network;
    private final Supplier<? extends Protocol> protocol;
    private final int port;
    private final ServerOptions options;
    private final KernelFuture<Server> future;

    /// How many hosts are still looked up.
    private int unresolved;

    Listening(
            Network network,
            Supplier<? extends Protocol> protocol,
            int port,
            ServerOptions options) {
        this.network = network;
        this.protocol = protocol;
        this.port = port;
        this.options = options;
        this.future = KernelFuture.create(network.loop.cycle);
    }

    LoopFuture<Server> start(List<String> hosts) {
        Resolver resolver = new Resolver(network.loop);
        List<KernelFuture<List<InetAddress>>> lookUps =
                hosts.stream().map(host -> resolver.local(host, purpose(host))).toList();
        unresolved = lookUps.size();
        lookUps.forEach(lookUp -> lookUp.addDoneCallback(_ -> resolved(lookUp, lookUps)));
        future.addDoneCallback(_ -> lookUps.forEach(LoopFuture::cancel));
        return future;
    }

    private String purpose(String host) {
        return "cannot listen on " + Network.name(host, port);
    }

    private void resolved(
            KernelFuture<List<InetAddress>> lookUp, List<KernelFuture<List<InetAddress>>> all) {
        if (lookUp.state() == Future.State.FAILED) {
            future.fail(lookUp.exceptionNow());
        } else if (lookUp.isCancelled()) {
            future.cancel(); // with the executor, if not by us
        } else if (--unresolved == 0 && !future.isDone()) {
            Set<InetAddress> addresses = new LinkedHashSet<>();
            all.forEach(each -> addresses.addAll(each.resultNow()));
            listen(addresses);
        }
    }

    private void listen(Set<InetAddress> addresses) {
        try {
            future.succeed(open(addresses));
        } catch (IOException | RuntimeException e) {
            future.fail(e);
        }
    }

    /// A free port has to be free on every address: the system chooses one on the first, and if
    /// another address has it in use, it chooses again.
    private Server open(Set<InetAddress> addresses) throws IOException {
        int triesLeft = port == 0 && addresses.size() > 1 ? TRIES : 1;
        while (true) {
            ListeningServer server =
                    new ListeningServer(network, protocol, options, future.creationSite());
            try {
                int chosen = port;
                for (InetAddress address : addresses) {
                    open(server, new InetSocketAddress(address, chosen));
                    chosen = server.port();
                }
                return server;
            } catch (IOException e) {
                server.close();
                if (--triesLeft == 0 || !(e instanceof BindException)) {
                    throw e;
                }
            }
        }
    }

    private void open(ListeningServer server, InetSocketAddress address) throws IOException {
        ListenOptions how =
                new ListenOptions(options.backlog(), options.reuseAddress(), options.reusePort());
        try {
            server.listen(handler -> network.loop.cycle.driver().listen(address, how, handler));
        } catch (UnsupportedOperationException e) {
            // a kind of address that this machine does not have
            BindException failure =
                    new BindException(
                            "cannot listen on " + Network.name(address) + ": " + e.getMessage());
            failure.initCause(e);
            throw failure;
        }
    }
}
