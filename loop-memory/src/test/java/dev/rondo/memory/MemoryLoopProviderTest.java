package dev.rondo.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.spi.Capability;
import dev.rondo.spi.LoopProvider;
import java.util.EnumSet;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/// What the backend says about itself.
class MemoryLoopProviderTest {
    private final LoopProvider provider = new MemoryLoopProvider();

    @Test
    void isFoundByServiceLoaderOnTheClassPath() {
        long found =
                ServiceLoader.load(LoopProvider.class).stream()
                        .filter(service -> service.type() == MemoryLoopProvider.class)
                        .count();

        assertEquals(1, found);
    }

    @Test
    void isTakenOnlyByName() {
        assertEquals("memory", provider.name());
        assertEquals(0, provider.priority());
        assertFalse(provider.isAutomatic());
        assertFalse(provider.needsPlatformThread());
    }

    @Test
    void isAvailableEverywhere() {
        assertTrue(provider.availability().isAvailable());
    }

    @Test
    void lacksWhatOnlyAnOperatingSystemHas() {
        assertEquals(
                EnumSet.of(
                        Capability.REAL_NETWORK,
                        Capability.REUSE_PORT,
                        Capability.SOCKET_CHANNELS,
                        Capability.REAL_TIME,
                        Capability.SUBPROCESSES,
                        Capability.EXIT_SIGNALS),
                provider.missing().keySet());
    }

    @Test
    void givesAReasonForAllItLacks() {
        assertFalse(provider.missing().values().stream().anyMatch(String::isBlank));
    }
}
