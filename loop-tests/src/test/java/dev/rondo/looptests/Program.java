package dev.rondo.looptests;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// A program of the system that is at the other end of a connection, or makes a fault.
///
/// A test that needs one that is not installed is skipped, and says which.
public final class Program {
    /// Looked into first: what comes before on somebody's path may be a script that looks for the
    /// right version for a second.
    private static final List<String> OF_THE_SYSTEM =
            List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin");

    private final List<String> command;
    private final byte[] input;

    private Program(List<String> command, byte[] input) {
        this.command = command;
        this.input = input;
    }

    /// What a program has left.
    ///
    /// @param status its exit status
    /// @param output what it wrote to its standard output
    /// @param errors what it wrote to its standard error
    public record Result(int status, byte[] output, String errors) {
        /// {@return the output as text}
        public String text() {
            return new String(output, UTF_8);
        }
    }

    /// Finds a program of the system, else one on the path.
    ///
    /// @param name its name
    /// @param debianPackage what to install where it is missing
    public static Program require(String name, String debianPackage) {
        Path found =
                Stream.concat(
                                OF_THE_SYSTEM.stream(),
                                Arrays.stream(System.getenv("PATH").split(File.pathSeparator)))
                        .map(folder -> Path.of(folder, name))
                        .filter(Files::isExecutable)
                        .findFirst()
                        .orElse(null);
        assume(
                found != null,
                name + " is not installed; on Debian: apt-get install " + debianPackage);
        return new Program(List.of(found.toString()), new byte[0]);
    }

    /// {@return Python, ready to run a script that is a resource of the tests}
    ///
    /// @param script its name in this package
    public static Program python(String script) {
        URL resource = Program.class.getResource(script);
        if (resource == null) {
            throw new AssertionError("no such script: " + script);
        }
        try {
            return require("python3", "python3").andThen(Path.of(resource.toURI()).toString());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /// Skips the test with a reason.
    static void assume(boolean isSo, String otherwise) {
        Assumptions.assumeTrue(isSo, otherwise);
    }

    /// {@return where it was found}
    public String path() {
        return command.getFirst();
    }

    /// {@return the program and its first arguments}
    public String[] command() {
        return command.toArray(String[]::new);
    }

    /// {@return the program with its first arguments}
    public Program andThen(String... arguments) {
        List<String> longer = new ArrayList<>(command);
        longer.addAll(Arrays.asList(arguments));
        return new Program(longer, input);
    }

    /// {@return the program with what it reads from its standard input, to the end}
    public Program input(byte[] bytes) {
        return new Program(command, bytes);
    }

    /// {@return the program with what it reads from its standard input, to the end}
    public Program input(String text) {
        return input(text.getBytes(UTF_8));
    }

    /// Runs it to its end.
    public Result run(String... arguments) throws IOException {
        Path fed = Files.createTempFile("program", ".in");
        Path errors = Files.createTempFile("program", ".err");
        try {
            Files.write(fed, input);
            Process process =
                    builder(arguments)
                            .redirectInput(fed.toFile())
                            .redirectError(errors.toFile())
                            .start();
            byte[] output;
            try (InputStream stream = process.getInputStream()) {
                output = stream.readAllBytes();
            }
            return new Result(end(process), output, Files.readString(errors));
        } finally {
            Files.delete(fed);
            Files.delete(errors);
        }
    }

    private static int end(Process process) {
        return process.onExit()
                .orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join()
                .exitValue();
    }

    /// Runs it to its end, and wants it to succeed.
    ///
    /// @return what it wrote to its standard output
    public String check(String... arguments) throws IOException {
        Result result = run(arguments);
        if (result.status() != 0) {
            throw new AssertionError(
                    andThen(arguments).command
                            + " ended with "
                            + result.status()
                            + ": "
                            + result.errors());
        }
        return result.text();
    }

    /// Starts it as a server; its output and its errors are lines to read.
    public Running start(String... arguments) throws IOException {
        return new Running(builder(arguments).redirectErrorStream(true).start());
    }

    private ProcessBuilder builder(String... arguments) {
        return new ProcessBuilder(andThen(arguments).command);
    }

    /// A program that runs.
    public static final class Running implements AutoCloseable {
        private final Process process;
        private final BufferedReader output;
        private final StringBuilder said = new StringBuilder();

        private Running(Process process) {
            this.process = process;
            this.output = process.inputReader();
        }

        /// {@return the next line with a text in it}
        public String awaitLine(String text) throws IOException {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                said.append(line).append('\n');
                if (line.contains(text)) {
                    return line;
                }
            }
            throw new AssertionError("it did not say '" + text + "' but: " + said);
        }

        /// {@return whether it runs}
        public boolean isAlive() {
            return process.isAlive();
        }

        /// {@return its exit status, when it has ended}
        public int awaitEnd() {
            return end(process);
        }

        /// Ends it.
        @Override
        public void close() throws IOException {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            end(process);
            output.close();
            process.getOutputStream().close();
        }
    }
}
