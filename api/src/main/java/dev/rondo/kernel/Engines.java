package dev.rondo.kernel;

import dev.rondo.EngineInfo;
import dev.rondo.EventLoops;
import org.jspecify.annotations.Nullable;

/// The choice of the coroutine engine.
public final class Engines {
    private Engines() {}

    /// {@return the engine that the configuration chooses, and why}
    public static EngineInfo describe() {
        String name = configured();
        String unavailable = VirtualThreads.unavailable();
        Engine engine = choose(name);
        if (!name.equals("auto")) {
            return new EngineInfo(
                    engine.name(), "chosen with " + EventLoops.ENGINE_PROPERTY + "=" + name, null);
        }
        return unavailable == null
                ? new EngineInfo(
                        engine.name(), "this JDK lets the loop schedule its coroutines", null)
                : new EngineInfo(engine.name(), unavailable, VirtualThreads.remedy());
    }

    static Engine choose(@Nullable String wished) {
        String name = wished == null ? configured() : wished;
        String unavailable = VirtualThreads.unavailable();
        return switch (name) {
            case "auto" -> unavailable == null ? new ScheduledEngine() : new HandoffEngine();
            case "handoff" -> new HandoffEngine();
            case "scheduled" -> {
                if (unavailable != null) {
                    throw new IllegalStateException(
                            "coroutine engine 'scheduled' is not available: "
                                    + unavailable
                                    + "; "
                                    + VirtualThreads.remedy()
                                    + ", or choose 'handoff'");
                }
                yield new ScheduledEngine();
            }
            default ->
                    throw new IllegalArgumentException(
                            "no coroutine engine '"
                                    + name
                                    + "'; available: auto, scheduled, handoff");
        };
    }

    private static String configured() {
        return System.getProperty(EventLoops.ENGINE_PROPERTY, "auto");
    }
}
