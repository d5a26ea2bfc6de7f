package dev.rondo.nio;

import dev.rondo.spi.Capability;
import dev.rondo.spi.IoDriver;
import dev.rondo.spi.LoopHost;
import dev.rondo.spi.LoopProvider;
import java.io.IOException;
import java.util.Map;

/// The backend over a `java.nio` selector: always available, and the automatic choice where no
/// native one is.
public final class NioLoopProvider implements LoopProvider {
    private static final Map<Capability, String> MISSING =
            Map.of(
                    Capability.EXIT_SIGNALS,
                    "children run through ProcessBuilder, which reports an exit status only");

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
        return MISSING;
    }

    @Override
    public IoDriver open(LoopHost host) throws IOException {
        return new NioDriver();
    }
}
