package dev.rondo.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// What a `rondo` command in a JVM of its own has left.
///
/// @param status its exit status
/// @param out what it printed
/// @param err what it printed on standard error
/// @param loadedClasses the log of its class loading
record Started(int status, String out, String err, String loadedClasses) {
    private static final long LIMIT_SECONDS = 120;

    /// Starts the command in a folder, with the folder `cache` in it as its cache, and waits for
    /// its end.
    static Started rondo(Path folder, String... args) throws IOException, InterruptedException {
        Path log = folder.resolve("classes.log");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-Xlog:class+load:file=" + log,
                                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName()));
        command.addAll(List.of(args));
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.redirectOutput(out.toFile()).redirectError(err.toFile());
        Map<String, String> environment = builder.environment();
        environment
                .keySet()
                .removeAll(List.of("RONDO_LOOP", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        environment.put("RONDO_CACHE", folder.resolve("cache").toString());
        int status = await(builder.start());
        return new Started(
                status, Files.readString(out), Files.readString(err), Files.readString(log));
    }

    private static int await(Process process) throws InterruptedException {
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("not ended after " + LIMIT_SECONDS + " s: " + process);
            }
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }
}
