package dev.rondo.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.spi.LoopProvider;
import java.util.Map;
import java.util.ServiceLoader;
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
    void lacksNothing() {
        assertEquals(Map.of(), new NioLoopProvider().missing());
    }
}
