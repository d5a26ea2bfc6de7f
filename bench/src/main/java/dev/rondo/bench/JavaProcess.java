package dev.rondo.bench;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import dev.rondo.EventLoops;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A java of its own, with the flags that Rondo needs.
///
/// Its main class prints results with [#print], which [#results] reads.
public final class JavaProcess {
    /// What every loop is measured with.
    public static final List<String> FLAGS =
            List.of(
                    "--add-opens=java.base/java.lang=ALL-UNNAMED",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow");

    private static final String MARK = "result ";
    private static final Pattern SPACES = Pattern.compile("\\s+");

    private final List<String> command = new ArrayList<>();

    private JavaProcess(
            List<String> options, String classPath, Class<?> main, List<String> arguments) {
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(ownOptions());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(arguments);
    }

    /// {@return a process on a backend and an engine}
    ///
    /// @param loop the backend
    /// @param engine the coroutine engine; empty for the one that new loops get
    /// @param main the class with the main method
    /// @param arguments its arguments
    public static JavaProcess of(String loop, String engine, Class<?> main, String... arguments) {
        return plain(properties(loop, engine), main, arguments);
    }

    /// {@return a process without a loop}
    ///
    /// @param options further options of java
    /// @param main the class with the main method
    /// @param arguments its arguments
    public static JavaProcess plain(List<String> options, Class<?> main, String... arguments) {
        return new JavaProcess(options, ClassPath.OWN, main, List.of(arguments));
    }

    /// {@return a process with what a program on a backend needs on its class path, and no more:
    /// the JVM opens each archive there}
    ///
    /// @param loop the backend
    /// @param engine the coroutine engine; empty for the one that new loops get
    /// @param options further options of java
    /// @param main the class with the main method
    /// @param arguments its arguments
    public static JavaProcess lean(
            String loop,
            String engine,
            List<String> options,
            Class<?> main,
            List<String> arguments) {
        List<String> all = new ArrayList<>(properties(loop, engine));
        all.addAll(options);
        return new JavaProcess(all, ClassPath.of(loop), main, arguments);
    }

    /// {@return the options that select a backend and an engine}
    ///
    /// @param loop the backend
    /// @param engine the coroutine engine; empty for the one that new loops get
    public static List<String> properties(String loop, String engine) {
        List<String> properties = new ArrayList<>();
        properties.add("-D" + EventLoops.LOOP_PROPERTY + "=" + loop);
        if (!engine.isEmpty()) {
            properties.add("-D" + EventLoops.ENGINE_PROPERTY + "=" + engine);
        }
        return properties;
    }

    /// {@return the options that the user has added for all processes, from `RONDO_JAVA_OPTS`}
    public static List<String> ownOptions() {
        String options = System.getenv().getOrDefault("RONDO_JAVA_OPTS", "").strip();
        return options.isEmpty() ? List.of() : List.of(SPACES.split(options));
    }

    /// {@return the command line}
    public List<String> command() {
        return List.copyOf(command);
    }

    /// Runs the process to its end.
    ///
    /// @return what it has printed with [#print]
    /// @throws IOException if it cannot be started, ends with another status than 0 or prints
    ///   nothing: the message has what it said
    /// @throws InterruptedException if the waiting thread is interrupted; the process is ended
    public List<Result> results() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            List<Result> results = parse(output);
            if (status != 0 || results.isEmpty()) {
                throw new IOException(
                        "%s ended with status %d and %d results: %s"
                                .formatted(
                                        String.join(" ", command),
                                        status,
                                        results.size(),
                                        output.strip()));
            }
            return results;
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<Result> parse(String output) throws IOException {
        List<Result> results = new ArrayList<>();
        for (String line : output.lines().toList()) {
            if (line.startsWith(MARK)) {
                try {
                    results.add(new Gson().fromJson(line.substring(MARK.length()), Result.class));
                } catch (JsonParseException e) {
                    throw new IOException("no result: " + line, e);
                }
            }
        }
        return results;
    }

    /// Prints a result for the process that has started this one.
    ///
    /// @param result the result
    public static void print(Result result) {
        System.out.println(MARK + new Gson().toJson(result));
    }
}
