package dev.rondo.virtual;

import dev.rondo.spi.Capability;
import dev.rondo.spi.IoDriver;
import dev.rondo.spi.LoopHost;
import dev.rondo.spi.LoopProvider;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// The backend over blocking channels on virtual threads: always available, and chosen by name
/// alone.
public final class VirtualLoopProvider implements LoopProvider {
    /// What this system lacks; found out with the first question.
    private static final class OfSystem {
        static final Map<Capability, String> MISSING = missing();

        private static Map<Capability, String> missing() {
            Map<Capability, String> missing = new EnumMap<>(Capability.class);
            missing.put(
                    Capability.INSTANT_IO,
                    "threads write, and leave a channel that is closed, in their own time");
            try (ServerSocketChannel channel = ServerSocketChannel.open()) {
                if (!channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
                    missing.put(Capability.REUSE_PORT, "the system has no SO_REUSEPORT");
                }
            } catch (IOException e) {
                missing.put(Capability.REUSE_PORT, "no socket could be opened to ask: " + e);
            }
            return Collections.unmodifiableMap(missing);
        }
    }

    /// Creates the provider; needs nothing.
    public VirtualLoopProvider() {}

    @Override
    public String name() {
        return "virtual";
    }

    @Override
    public int priority() {
        return 10;
    }

    /// Each event passes from a thread of its own to the loop's: who does not want to see that
    /// blocking engines fit is served better by a selector.
    @Override
    public boolean isAutomatic() {
        return false;
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
        return new VirtualDriver(
                host::virtualThreads, (nanos, action) -> host.callLater(nanos, action)::cancel);
    }
}
