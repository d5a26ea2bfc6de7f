package dev.rondo.examples;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// A program of the system that a test talks to an example with.
final class Tool {
    private Tool() {}

    /// Runs a program with some input, and skips the test if it is not installed.
    ///
    /// @param debianPackage what to install where it is missing
    /// @param input what it reads from its standard input, to the end
    /// @param command the program and its arguments
    /// @return what it wrote to its standard output
    static byte[] run(String debianPackage, byte[] input, String... command)
            throws IOException, InterruptedException {
        require(command[0], debianPackage);
        Path fed = Files.createTempFile("tool", ".in");
        Path errors = Files.createTempFile("tool", ".err");
        try {
            Files.write(fed, input);
            Process process =
                    new ProcessBuilder(command)
                            .redirectInput(fed.toFile())
                            .redirectError(errors.toFile())
                            .start();
            byte[] output = process.getInputStream().readAllBytes();
            int status = process.waitFor();
            if (status != 0) {
                throw new AssertionError(
                        List.of(command)
                                + " ended with "
                                + status
                                + ": "
                                + Files.readString(errors));
            }
            return output;
        } finally {
            Files.delete(fed);
            Files.delete(errors);
        }
    }

    private static void require(String program, String debianPackage) {
        Stream<String> folders = Arrays.stream(System.getenv("PATH").split(File.pathSeparator));
        if (folders.noneMatch(folder -> Files.isExecutable(Path.of(folder, program)))) {
            abort(program + " is not installed; on Debian: apt-get install " + debianPackage);
        }
    }
}
