package dev.rondo.kernel;

import dev.rondo.Connection;
import dev.rondo.LoopFuture;
import dev.rondo.Protocol;
import dev.rondo.spi.StreamPort;
import java.io.IOException;
import java.util.function.Supplier;

/// Gives a stream to the protocol of who has asked for it, and tells him.
final class Handover<P extends Protocol> {
    final KernelFuture<Connection<P>> future;
    private final Network network;
    private final Supplier<P> protocol;

    /// The context variables of who has asked.
    private final Bindings bindings;

    Handover(Network network, Supplier<P> protocol) {
        this.network = network;
        this.protocol = protocol;
        this.future = KernelFuture.create(network.loop.cycle);
        this.bindings = network.loop.cycle.bindings.captured();
    }

    /// Takes over a connection that stands already, in the next iteration, as asyncio does.
    LoopFuture<Connection<P>> adopt(StreamPort stream) {
        network.loop.callSoon(() -> complete(stream));
        return future;
    }

    void complete(StreamPort stream) {
        network.loop.cycle.bindings = bindings;
        if (future.isDone()) {
            network.discard(stream); // cancelled, and the driver has not heard of it yet
            return;
        }
        P created;
        try {
            created = protocol.get();
        } catch (Throwable e) {
            network.discard(stream);
            future.fail(e);
            return;
        }
        StreamTransport transport =
                new StreamTransport(network, stream, created, null, future.creationSite());
        Throwable refusal = transport.begin();
        if (refusal != null) {
            future.fail(refusal);
        } else if (!future.succeed(new Connection<>(transport, created))) {
            transport.abort(); // cancelled by connectionMade
        }
    }

    void fail(IOException exception) {
        future.fail(exception);
    }
}
