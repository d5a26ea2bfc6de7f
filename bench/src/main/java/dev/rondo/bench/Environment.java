package dev.rondo.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// All that figures depend on, beside the code.
///
/// @param cpu the model of the processor
/// @param cores how many processors this process may use
/// @param memoryMiB the machine's memory
/// @param system name, version and architecture of the operating system
/// @param jdk the version of the JDK
/// @param flags the flags of the processes that were measured
/// @param commit the commit of this project; with `+` if the tree differs from it
/// @param date the start of the run, in UTC
/// @param loadBefore how many processes wanted to run in the minute before
/// @param command what was asked for
record Environment(
        String cpu,
        int cores,
        long memoryMiB,
        String system,
        String jdk,
        List<String> flags,
        String commit,
        String date,
        double loadBefore,
        String command) {
    private static final String UNKNOWN = "unknown";

    /// {@return the environment of this process}
    ///
    /// @param root the folder of this project
    /// @param command what was asked for
    static Environment current(Path root, String command) {
        var system =
                (com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean();
        List<String> flags =
                java.util.stream.Stream.of(JavaProcess.FLAGS, JavaProcess.ownOptions())
                        .flatMap(List::stream)
                        .toList();
        return new Environment(
                cpuModel(),
                system.getAvailableProcessors(),
                system.getTotalMemorySize() >> 20,
                "%s %s %s".formatted(system.getName(), system.getVersion(), system.getArch()),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                flags,
                commit(root),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                Math.round(system.getSystemLoadAverage() * 100) / 100.0,
                command);
    }

    private static String cpuModel() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(UNKNOWN);
        } catch (IOException e) {
            // Other systems than Linux.
            return UNKNOWN;
        }
    }

    private static String commit(Path root) {
        String commit = git(root, "rev-parse", "--short=12", "HEAD");
        boolean isClean = git(root, "status", "--porcelain", "--untracked-files=no").isEmpty();
        return commit.isEmpty() ? UNKNOWN : isClean ? commit : commit + "+";
    }

    /// {@return what git says; an empty string where there is no git, or no repository}
    private static String git(Path root, String... arguments) {
        List<String> command = new java.util.ArrayList<>(List.of("git", "-C", root.toString()));
        command.addAll(List.of(arguments));
        try {
            Process git =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean isDone = git.waitFor(10, TimeUnit.SECONDS) && git.exitValue() == 0;
            return isDone ? output.strip() : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
