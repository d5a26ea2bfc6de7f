package dev.rondo.cli;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The frames under a program's main method, which say nothing about the program.
final class LaunchFrames {
    private static final String BOTTOM = Main.class.getName();

    private LaunchFrames() {}

    /// Removes the frames from a throwable, its causes and what it suppressed.
    ///
    /// @return the same throwable
    static Throwable removedFrom(Throwable thrown) {
        remove(thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
        return thrown;
    }

    private static void remove(@Nullable Throwable thrown, Set<Throwable> seen) {
        if (thrown == null || !seen.add(thrown)) {
            return;
        }
        StackTraceElement[] trace = thrown.getStackTrace();
        int end = trace.length;
        // Only a trace that goes down to our main has such frames: others are of other threads.
        if (end > 0 && trace[end - 1].getClassName().equals(BOTTOM)) {
            while (end > 0 && isLaunch(trace[end - 1])) {
                end--;
            }
            thrown.setStackTrace(Arrays.copyOf(trace, end));
        }
        remove(thrown.getCause(), seen);
        for (Throwable suppressed : thrown.getSuppressed()) {
            remove(suppressed, seen);
        }
    }

    private static boolean isLaunch(StackTraceElement frame) {
        String type = frame.getClassName();
        return type.startsWith("dev.rondo.cli.")
                || type.startsWith("java.lang.reflect.")
                || type.startsWith("jdk.internal.reflect.")
                || type.startsWith("java.lang.invoke.");
    }
}
