package dev.rondo.nio.subprocess;

import static dev.rondo.Rondo.run;
import static dev.rondo.Stdio.DEVNULL;
import static dev.rondo.Stdio.PIPE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CompletedProcess;
import dev.rondo.Stdio;
import dev.rondo.Subprocess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/// What a child is given: its standard streams, its environment and its directory.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class ConnectionsTest {
    @TempDir Path directory;

    @Test
    void nothingAsInputIsTheEndAtOnce() {
        assertEquals("", output(Subprocess.exec("cat").stdin(DEVNULL)));
    }

    @Test
    void nothingAsOutputTakesWhatIsWritten() {
        CompletedProcess completed =
                run(() ->
                        Subprocess.shell("head -c 1000000 /dev/zero; echo x >&2")
                                .stdout(DEVNULL)
                                .stderr(DEVNULL)
                                .start()
                                .communicate());

        assertEquals(0, completed.exitCode());
        assertNull(completed.stdout());
    }

    @Test
    void aFileIsReadAndReplaced() throws IOException {
        Path from = Files.writeString(directory.resolve("from"), "content");
        Path to = Files.writeString(directory.resolve("to"), "something longer");

        run(() ->
                Subprocess.exec("cat")
                        .stdin(Stdio.file(from))
                        .stdout(Stdio.file(to))
                        .start()
                        .waitFor());

        assertEquals("content", Files.readString(to));
    }

    @Test
    void aFileIsAppendedTo() throws IOException {
        Path log = Files.writeString(directory.resolve("log"), "1\n");

        run(() -> Subprocess.shell("echo 2 >&2").stderr(Stdio.append(log)).start().waitFor());

        assertEquals("1\n2\n", Files.readString(log));
    }

    @Test
    void aPipedInputIsAPipeThatTheChildCanOpen() {
        CompletedProcess completed =
                run(() ->
                        Subprocess.exec("cat", "/dev/stdin")
                                .stdin(PIPE)
                                .stdout(PIPE)
                                .start()
                                .communicate("through".getBytes(UTF_8)));

        assertEquals("through", completed.stdoutText());
    }

    @Test
    void theEnvironmentIsThatOfTheParent() {
        assertEquals(
                System.getenv("PATH") + "\n", output(Subprocess.shell("printf '%s\\n' \"$PATH\"")));
    }

    @Test
    void aVariableIsAddedToTheEnvironment() {
        assertEquals(
                System.getenv("PATH") + " é\n",
                output(
                        Subprocess.shell("printf '%s %s\\n' \"$PATH\" \"$RONDO_TEST\"")
                                .environment("RONDO_TEST", "é")));
    }

    @Test
    void theEnvironmentIsReplaced() {
        assertEquals(
                "A=1\n", output(Subprocess.exec("/usr/bin/env").environment(Map.of("A", "1"))));
    }

    @Test
    void theChildRunsInItsDirectory() throws IOException {
        assertEquals(
                directory.toRealPath() + "\n",
                output(Subprocess.exec("pwd", "-P").directory(directory)));
    }

    @Test
    void aRelativeProgramIsLookedUpInTheChildsDirectory() throws IOException {
        Path program = Files.writeString(directory.resolve("here"), "#!/bin/sh\necho found\n");
        assertTrue(program.toFile().setExecutable(true));

        assertEquals("found\n", output(Subprocess.exec("./here").directory(directory)));
    }

    @Test
    void aBuilderStartsMoreThanOnce() {
        Subprocess.Builder echo = Subprocess.exec("echo", "again");

        assertEquals("again\n", output(echo));
        assertEquals("again\n", output(echo));
    }

    @Test
    void aStreamThatIsNotPipedIsRefusedByName() {
        run(() -> {
            Subprocess child = Subprocess.exec("true").stdin(DEVNULL).start();
            for (var stream : List.<Runnable>of(child::stdin, child::stdout, child::stderr)) {
                assertThrows(IllegalStateException.class, stream::run);
            }
            child.waitFor();
        });
    }

    /// In a JVM of its own, whose streams are pipes to here.
    @Test
    @Tag("slow")
    void inheritedStreamsAreThoseOfTheJvm() {
        CompletedProcess completed =
                run(() ->
                        Subprocess.exec(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "--add-opens",
                                        "java.base/java.lang=ALL-UNNAMED",
                                        "-Drondo.coroutines="
                                                + System.getProperty("rondo.coroutines", "auto"),
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        Inheriting.class.getName())
                                .stdin(PIPE)
                                .stdout(PIPE)
                                .stderr(PIPE)
                                .start()
                                .communicate("in".getBytes(UTF_8)));

        assertEquals("", completed.stderrText().replaceAll("(?m)^OpenJDK .*\\R|^err\\R", ""));
        assertEquals("in", completed.stdoutText());
        assertTrue(completed.stderrText().contains("err\n"));
    }

    /// The program of that JVM: its child has nothing but the inherited streams.
    static final class Inheriting {
        private Inheriting() {}

        public static void main(String[] arguments) {
            run(() -> Subprocess.shell("cat; echo err >&2").start().waitFor());
        }
    }

    private static String output(Subprocess.Builder program) {
        return run(() -> program.stdout(PIPE).start().communicate().stdoutText());
    }
}
