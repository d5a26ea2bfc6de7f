package dev.rondo.memory;

import dev.rondo.spi.Capability;
import dev.rondo.spi.IoDriver;
import dev.rondo.spi.LoopHost;
import dev.rondo.spi.LoopProvider;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// The backend `memory`: tells what there is to know before a loop is opened.
public final class MemoryLoopProvider implements LoopProvider {
    private static final Map<Capability, String> MISSING =
            Collections.unmodifiableMap(
                    new EnumMap<>(
                            Map.of(
                                    Capability.REAL_NETWORK,
                                    "its network is in memory and ends at the loop",
                                    Capability.REUSE_PORT,
                                    "an address of its network has one listener",
                                    Capability.SOCKET_CHANNELS,
                                    "channels are the system's, and its network is in memory",
                                    Capability.REAL_TIME,
                                    "its time is virtual and jumps to the next deadline",
                                    Capability.SUBPROCESSES,
                                    "there is no operating system below it",
                                    Capability.EXIT_SIGNALS,
                                    "there is no operating system below it")));

    /// Creates the provider; called by [java.util.ServiceLoader].
    public MemoryLoopProvider() {}

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public int priority() {
        return 0;
    }

    /// {@return false: nobody should get virtual time without having asked for it}
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
        return MISSING;
    }

    @Override
    public IoDriver open(LoopHost host) {
        return new MemoryDriver(host);
    }
}
