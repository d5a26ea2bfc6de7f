package dev.rondo.nio.traps;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rondo.EventLoops;

/// The coroutine engine that this run tests.
public final class Engine {
    private Engine() {}

    /// {@return the name of the engine}
    public static String name() {
        return EventLoops.engine().name();
    }

    /// {@return whether it is `scheduled`}
    public static boolean isScheduled() {
        return name().equals("scheduled");
    }

    /// Skips a test of what only `scheduled` can do.
    ///
    /// @param reason what the other engine does instead
    public static void assumeScheduled(String reason) {
        assumeTrue(isScheduled(), "only with the scheduled engine: " + reason);
    }

    /// Skips a test of what only `handoff` does.
    ///
    /// @param reason what the other engine does instead
    public static void assumeHandoff(String reason) {
        assumeTrue(!isScheduled(), "only with the handoff engine: " + reason);
    }
}
