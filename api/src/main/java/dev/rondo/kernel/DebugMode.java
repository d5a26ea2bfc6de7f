package dev.rondo.kernel;

import dev.rondo.EventLoops;
import org.jspecify.annotations.Nullable;

/// Whether loops are in debug mode from the start, unless their builder says otherwise.
public final class DebugMode {
    private static final String VARIABLE = "RONDO_DEBUG";

    private DebugMode() {}

    /// {@return what the system property says, else the environment, else no}
    ///
    /// @throws IllegalArgumentException if what counts is neither yes nor no
    public static boolean isConfigured() {
        return isOn(System.getProperty(EventLoops.DEBUG_PROPERTY), System.getenv(VARIABLE));
    }

    static boolean isOn(@Nullable String property, @Nullable String variable) {
        if (property != null) {
            return parse("-D" + EventLoops.DEBUG_PROPERTY, property);
        }
        // a shell has no better way to say that a variable is not set for one command
        return variable != null && !variable.isEmpty() && parse(VARIABLE, variable);
    }

    private static boolean parse(String name, String value) {
        return switch (value) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default ->
                    throw new IllegalArgumentException(
                            name + " is neither true (or 1) nor false (or 0): '" + value + "'");
        };
    }
}
