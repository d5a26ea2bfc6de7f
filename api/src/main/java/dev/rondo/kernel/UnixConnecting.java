package dev.rondo.kernel;

import dev.rondo.Connection;
import dev.rondo.LoopFuture;
import dev.rondo.Protocol;
import dev.rondo.spi.ConnectHandler;
import dev.rondo.spi.StreamPort;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.util.function.Supplier;

/// An attempt to connect to a Unix server: one path, and nothing to look up.
final class UnixConnecting<P extends Protocol> implements ConnectHandler {
    private final Network network;
    private final Handover<P> handover;

    UnixConnecting(Network network, Supplier<P> protocol) {
        this.network = network;
        this.handover = new Handover<>(network, protocol);
    }

    LoopFuture<Connection<P>> start(UnixDomainSocketAddress address) {
        try {
            SocketFile.checkLength(address.getPath(), "cannot connect to ");
            Runnable abort = network.loop.cycle.driver().connect(address, null, this);
            handover.future.addDoneCallback(done -> {
                if (done.isCancelled()) {
                    abort.run();
                }
            });
        } catch (IOException e) {
            handover.fail(e);
        }
        return handover.future;
    }

    @Override
    public void connected(StreamPort stream) {
        handover.complete(stream);
    }

    @Override
    public void failed(IOException exception) {
        handover.fail(exception);
    }
}
