package dev.rondo.nio;

import dev.rondo.spi.Capability;
import dev.rondo.spi.IoDriver;
import dev.rondo.spi.LoopHost;
import dev.rondo.spi.LoopProvider;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.Map;

/// The backend over a `java.nio` selector: always available, and the automatic choice where no
/// native one is.
public final class NioLoopProvider implements LoopProvider {
    /// What this system lacks; found out with the first question.
    private static final class OfSystem {
        static final Map<Capability, String> MISSING = missing();

        private static Map<Capability, String> missing() {
            try (ServerSocketChannel channel = ServerSocketChannel.open()) {
                return channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)
                        ? Map.of()
                        : Map.of(Capability.REUSE_PORT, "the system has no SO_REUSEPORT");
            } catch (IOException e) {
                return Map.of(Capability.REUSE_PORT, "no socket could be opened to ask: " + e);
            }
        }
    }

    /// Creates the provider; needs nothing.
    public NioLoopProvider() {}

    @Override
    public String name() {
        return "nio";
    }

    @Override
    public int priority() {
        return 100;
    }

    @Override
    public Availability availability() {
        return Availability.AVAILABLE;
    }

    @Override
    public Map<Capability, String> missing() {
        return OfSystem.MISSING;
    }

    @Override
    public IoDriver open(LoopHost host) throws IOException {
        return new NioDriver();
    }
}
