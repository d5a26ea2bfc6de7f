package dev.rondo.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.Reference;
import java.util.concurrent.TimeUnit;

/// Waits until the collector finds an object that nobody should hold any more.
final class Collected {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);

    private Collected() {}

    static void await(Reference<?> reference) {
        long start = System.nanoTime();
        while (!reference.refersTo(null)) {
            System.gc();
            assertTrue(System.nanoTime() - start < LIMIT_NANOS, "something still holds it");
        }
    }
}
