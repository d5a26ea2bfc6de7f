package dev.rondo.looptests.paths;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// A JVM of its own for a program, with a path of its own: what is loaded is loaded for good.
final class FreshJava {
    private static final long LIMIT_SECONDS = 60;

    private final List<String> options = new ArrayList<>();
    private List<String> classPath = ofThisJava();

    private static List<String> ofThisJava() {
        return List.of(System.getProperty("java.class.path").split(File.pathSeparator));
    }

    /// {@return whether the path has an artifact with a classifier}
    static boolean has(String name, String classifier) {
        return ofThisJava().stream()
                .anyMatch(named(name).and(path -> path.endsWith(classifier + ".jar")));
    }

    FreshJava option(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    /// Leaves an artifact out of the path.
    FreshJava without(String name) {
        assertTrue(
                classPath.stream().anyMatch(named(name)), () -> name + " is not in " + classPath);
        classPath = classPath.stream().filter(named(name).negate()).toList();
        return this;
    }

    /// Puts Rondo and Netty on the module path, and the rest on the class path.
    ///
    /// @param root the module that is wanted
    FreshJava modules(String root) {
        List<String> modules = classPath.stream().filter(FreshJava::isModule).toList();
        classPath = classPath.stream().filter(each -> !isModule(each)).toList();
        return option("--module-path", String.join(File.pathSeparator, modules))
                .option("--add-modules", root);
    }

    private static Predicate<String> named(String name) {
        return path ->
                path.contains(File.separator + name + File.separator) || path.contains(name + "-");
    }

    private static boolean isModule(String path) {
        boolean isOurs = Files.exists(Path.of(path, "module-info.class"));
        String file = Path.of(path).getFileName().toString();
        return isOurs || file.matches("(netty|rondo-(api|loop))-.*\\.jar");
    }

    /// Runs a program, wants it to end well, and gives what it has printed.
    String run(Class<?> program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(
                List.of("-cp", String.join(File.pathSeparator, classPath), program.getName()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("output", ".txt");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            boolean isOver = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            String text = Files.readString(output, StandardCharsets.UTF_8);
            assertTrue(isOver, () -> program + " did not end\n" + text);
            assertEquals(0, process.exitValue(), text);
            return withoutWarnings(text);
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }

    /// Java warns of libraries that it lets load, until it does not any more.
    private static String withoutWarnings(String text) {
        return Arrays.stream(text.split("\n"))
                .filter(line -> !line.isBlank() && !line.startsWith("WARNING: "))
                .collect(Collectors.joining("\n"));
    }
}
