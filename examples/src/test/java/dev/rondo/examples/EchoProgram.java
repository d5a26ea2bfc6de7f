package dev.rondo.examples;

import dev.rondo.EventLoops;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `Echo`, running in a JVM of its own on the backend `nio` and the engine of the build.
final class EchoProgram implements AutoCloseable {
    private static final String ANNOUNCEMENT = "listening on ";

    private final Process process;
    private final Path errors;

    private EchoProgram(List<String> arguments) throws IOException {
        errors = Files.createTempFile("echo", ".err");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
        command.add("-D" + EventLoops.LOOP_PROPERTY + "=nio");
        Optional.ofNullable(System.getProperty("rondo.coroutines"))
                .ifPresent(engine -> command.add("-Drondo.coroutines=" + engine));
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add("Echo");
        command.addAll(arguments);
        process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    }

    static EchoProgram start(String... arguments) throws IOException {
        return new EchoProgram(List.of(arguments));
    }

    long pid() {
        return process.pid();
    }

    /// {@return the port that the program says it listens on}
    int port() throws IOException {
        BufferedReader output = process.inputReader();
        String line = output.readLine();
        if (line == null || !line.startsWith(ANNOUNCEMENT)) {
            throw new AssertionError("Echo printed " + line + ", and: " + errors());
        }
        return Integer.parseInt(line.substring(ANNOUNCEMENT.length()));
    }

    /// {@return its exit status, when it has ended}
    int status() throws InterruptedException {
        return process.waitFor();
    }

    /// {@return what it has written to its standard error}
    String errors() throws IOException {
        return Files.readString(errors);
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        process.onExit().join();
        Files.delete(errors);
    }
}
