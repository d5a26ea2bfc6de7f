package dev.rondo.kernel;

import dev.rondo.LoopFuture;
import dev.rondo.Protocol;
import dev.rondo.Server;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/// The start of a server: looks the host up and listens on all of its addresses.
final class Listening {
    /// How often a free port is looked for that is free on all addresses.
    private static final int TRIES = 8;

    private final Network network;
    private final Supplier<? extends Protocol> protocol;
    private final String host;
    private final int port;
    private final KernelFuture<Server> future;

    Listening(Network network, Supplier<? extends Protocol> protocol, String host, int port) {
        this.network = network;
        this.protocol = protocol;
        this.host = host;
        this.port = port;
        this.future = KernelFuture.create(network.loop.cycle);
    }

    LoopFuture<Server> start() {
        KernelFuture<List<InetAddress>> addresses =
                new Resolver(network.loop).local(host, purpose());
        addresses.addDoneCallback(this::resolved);
        future.addDoneCallback(done -> {
            if (done.isCancelled()) {
                addresses.cancel();
            }
        });
        return future;
    }

    private String purpose() {
        return "cannot listen on " + Network.name(host, port);
    }

    private void resolved(LoopFuture<List<InetAddress>> addresses) {
        if (future.isDone() || addresses.state() == Future.State.CANCELLED) {
            return;
        }
        if (addresses.state() == Future.State.FAILED) {
            future.fail(addresses.exceptionNow());
            return;
        }
        try {
            future.succeed(listen(addresses.resultNow()));
        } catch (IOException | RuntimeException e) {
            future.fail(e);
        }
    }

    /// A free port has to be free on every address: the system chooses one on the first, and if
    /// another address has it in use, it chooses again.
    private Server listen(List<InetAddress> addresses) throws IOException {
        int triesLeft = port == 0 && addresses.size() > 1 ? TRIES : 1;
        while (true) {
            ListeningServer server = new ListeningServer(network, protocol, future.creationSite());
            try {
                int chosen = port;
                for (InetAddress address : addresses) {
                    server.listen(new InetSocketAddress(address, chosen));
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
}
