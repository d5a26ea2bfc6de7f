package dev.rondo.bench.load;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// Who runs on which processor: the server on the first, who loads it on the second, so that
/// neither takes the other's time and the scheduler moves nobody.
final class Cores {
    private static final Path TASKSET = Path.of("/usr/bin/taskset");

    private static final AtomicBoolean hasWarned = new AtomicBoolean();

    private Cores() {}

    /// {@return why processes cannot be pinned here; empty if they can}
    static String obstacle() {
        if (!Files.isExecutable(TASKSET)) {
            return "processes are not pinned to processors: there is no "
                    + TASKSET
                    + ", apt-get install util-linux";
        }
        int count = Runtime.getRuntime().availableProcessors();
        return count > 1
                ? ""
                : "processes are not pinned to processors: there is only one, for server and load";
    }

    /// Says once if processes cannot be pinned.
    static void warn() {
        String obstacle = obstacle();
        if (!obstacle.isEmpty() && !hasWarned.getAndSet(true)) {
            System.err.println("rondo bench: " + obstacle);
        }
    }

    static List<String> server(List<String> command) {
        return pinned("0", command);
    }

    static List<String> client(List<String> command) {
        return pinned("1", command);
    }

    /// {@return the command, on the first so many processors}
    static List<String> first(int count, List<String> command) {
        return pinned("0-" + (count - 1), command);
    }

    private static List<String> pinned(String cores, List<String> command) {
        if (!obstacle().isEmpty()) {
            return command;
        }
        // taskset becomes the command, so that the process is the command's
        List<String> pinned = new ArrayList<>(List.of(TASKSET.toString(), "-c", cores));
        pinned.addAll(command);
        return pinned;
    }
}
