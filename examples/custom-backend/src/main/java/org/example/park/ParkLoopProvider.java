package org.example.park;

import dev.rondo.spi.Capability;
import dev.rondo.spi.IoDriver;
import dev.rondo.spi.LoopHost;
import dev.rondo.spi.LoopProvider;
import java.util.Map;

/// The backend `park`: timers, tasks and executors, and no network.
public final class ParkLoopProvider implements LoopProvider {
    private static final String NO_NETWORK = "its driver only parks";

    @Override
    public String name() {
        return "park";
    }

    @Override
    public int priority() {
        return 0;
    }

    /// {@return false: who has not asked for it needs a network}
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
        return Map.of(
                Capability.TCP, NO_NETWORK,
                Capability.UNIX_SOCKETS, NO_NETWORK,
                Capability.REUSE_PORT, NO_NETWORK,
                Capability.SOCKET_CHANNELS, NO_NETWORK,
                Capability.REAL_NETWORK, NO_NETWORK);
    }

    @Override
    public IoDriver open(LoopHost host) {
        return new ParkDriver();
    }
}
