package dev.rondo.virtual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.spi.Capability;
import dev.rondo.spi.LoopProvider;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VirtualLoopProviderTest {
    @Test
    void isFoundAsAService() {
        assertTrue(
                ServiceLoader.load(LoopProvider.class).stream()
                        .anyMatch(provider -> provider.type() == VirtualLoopProvider.class));
    }

    @Test
    void isChosenByNameAlone() {
        var provider = new VirtualLoopProvider();
        assertFalse(provider.isAutomatic());
        assertTrue(provider.availability().isAvailable());
        try (EventLoop loop = EventLoops.create("virtual")) {
            assertEquals("virtual", loop.backend());
        }
    }

    @Test
    void lacksWhatThreadsCannotDo() {
        assertEquals(Set.of(Capability.INSTANT_IO), new VirtualLoopProvider().missing().keySet());
    }
}
