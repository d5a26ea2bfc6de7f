package dev.rondo.kernel;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// What switches debug mode on from outside. The environment cannot be set from inside.
class DebugModeTest {
    @Test
    void isOffWithoutConfiguration() {
        assertFalse(DebugMode.isOn(null, null));
        assertFalse(DebugMode.isOn(null, ""));
    }

    @Test
    void theEnvironmentSwitchesItOn() {
        assertTrue(DebugMode.isOn(null, "1"));
        assertTrue(DebugMode.isOn(null, "true"));
        assertFalse(DebugMode.isOn(null, "0"));
        assertFalse(DebugMode.isOn(null, "false"));
    }

    @Test
    void thePropertyCountsMore() {
        assertFalse(DebugMode.isOn("false", "1"));
        assertTrue(DebugMode.isOn("true", "0"));
    }

    @Test
    void whatIsNeitherIsRefusedByName() {
        var property =
                assertThrows(IllegalArgumentException.class, () -> DebugMode.isOn("yes", null));
        var variable =
                assertThrows(IllegalArgumentException.class, () -> DebugMode.isOn(null, "yes"));

        assertTrue(property.getMessage().startsWith("-Drondo.debug "), property.getMessage());
        assertTrue(variable.getMessage().startsWith("RONDO_DEBUG "), variable.getMessage());
    }
}
