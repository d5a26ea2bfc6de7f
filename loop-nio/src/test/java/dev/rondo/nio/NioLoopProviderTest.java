package dev.rondo.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.spi.Capability;
import dev.rondo.spi.LoopProvider;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NioLoopProviderTest {
    @Test
    void isFoundAsAService() {
        assertTrue(
                ServiceLoader.load(LoopProvider.class).stream()
                        .anyMatch(provider -> provider.type() == NioLoopProvider.class));
    }

    @Test
    void isTheDefaultThatIsAlwaysThere() {
        var provider = new NioLoopProvider();
        assertEquals("nio", provider.name());
        assertEquals(100, provider.priority());
        assertTrue(provider.isAutomatic());
        assertTrue(provider.availability().isAvailable());
    }

    @Test
    void lacksOnlyTheExitSignalsOfChildren() {
        assertEquals(Set.of(Capability.EXIT_SIGNALS), new NioLoopProvider().missing().keySet());
    }
}
