package dev.rondo.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.spi.LoopProvider.Availability;
import java.io.FileNotFoundException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// The causes that cannot be brought about on a machine at will; the others have JVMs of their own
/// in the tests of the backends.
class NativeTransportTest {
    private final NativeTransport transport =
            new NativeTransport("epoll", "Linux", _ -> true, "linux");

    @Test
    void nothingWrongIsAvailable() {
        assertTrue(transport.availability(() -> null).isAvailable());
    }

    @Test
    void elsewhereNettyIsNotEvenAsked() {
        var isAsked = new AtomicBoolean();
        var elsewhere = new NativeTransport("epoll", "Linux", _ -> false, "linux");

        Availability answer =
                elsewhere.availability(() -> {
                    isAsked.set(true);
                    return null;
                });

        assertEquals(new Availability("Linux only", null), answer);
        assertFalse(isAsked.get());
    }

    @Test
    void aRefusalOfTheSystemIsTold() {
        var refusal = new RuntimeException("epoll_create1() failed: Too many open files");
        var error = new UnsatisfiedLinkError("failed to load the required native library");
        error.initCause(refusal);

        assertEquals(
                new Availability(
                        "the system refuses it: java.lang.RuntimeException: epoll_create1() failed:"
                                + " Too many open files",
                        "look for limits of this process"),
                transport.availability(() -> error));
    }

    /// Netty unpacks the library into a file; that it cannot is not that the library is missing.
    @Test
    void aLibraryThatCannotBeUnpackedIsNoMissingOne() {
        var error = new UnsatisfiedLinkError("could not load a native library");
        error.initCause(new FileNotFoundException("/tmp/lib.so (Too many open files)"));

        String reason = transport.availability(() -> error).reason();

        assertEquals(
                "the system refuses it: java.io.FileNotFoundException: /tmp/lib.so (Too many open"
                        + " files)",
                reason);
    }

    /// The library is looked for in two ways, and Netty throws what the second one has met.
    @Test
    void causesAreFoundAmongTheSuppressedOnes() {
        var error = new UnsatisfiedLinkError("no library");
        error.addSuppressed(new RuntimeException(new IllegalCallerException("denied")));

        assertEquals(
                "java does not let Netty load its native library",
                transport.availability(() -> error).reason());
    }
}
