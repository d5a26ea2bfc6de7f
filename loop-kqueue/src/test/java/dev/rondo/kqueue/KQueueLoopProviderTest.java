package dev.rondo.kqueue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.BackendInfo;
import dev.rondo.EventLoops;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KQueueLoopProviderTest {
    private static BackendInfo listed() {
        return EventLoops.backends().stream()
                .filter(info -> info.name().equals("kqueue"))
                .findAny()
                .orElseThrow();
    }

    @Test
    void isListedBetweenEpollAndNio() {
        assertEquals(200, listed().priority());
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "what is said elsewhere is seen elsewhere")
    void onLinuxItSaysWhereItIs() {
        assertEquals("macOS and BSD only", listed().unavailable());
        assertNull(listed().remedy());
        var refusal = assertThrows(IllegalStateException.class, () -> EventLoops.create("kqueue"));
        assertTrue(
                refusal.getMessage()
                        .startsWith("backend 'kqueue' is not available: macOS and BSD only; "),
                refusal::getMessage);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x86_64", "aarch_64"})
    void itsLibraryComesAlong(String processor) {
        String library =
                "META-INF/native/libnetty_transport_native_kqueue_" + processor + ".jnilib";

        assertNotNull(KQueueLoopProvider.class.getClassLoader().getResource(library), library);
    }
}
