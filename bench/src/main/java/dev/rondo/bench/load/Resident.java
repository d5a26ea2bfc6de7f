package dev.rondo.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How much memory a process has, by the count of Linux.
final class Resident {
    private static final String LINE = "VmRSS:";

    private Resident() {}

    /// {@return whether the system tells}
    static boolean isKnown() {
        return Files.isReadable(status("self"));
    }

    /// {@return the bytes of a process}
    ///
    /// @param process its number, or `self`
    static long of(String process) throws IOException {
        for (String line : Files.readAllLines(status(process))) {
            if (line.startsWith(LINE)) {
                String kibibytes = line.substring(LINE.length()).replace("kB", "").strip();
                return Long.parseLong(kibibytes) * 1024;
            }
        }
        throw new IOException("no " + LINE + " in " + status(process));
    }

    private static Path status(String process) {
        return Path.of("/proc", process, "status");
    }
}
