package dev.rondo.tck;

import static dev.rondo.Rondo.createTask;
import static dev.rondo.Rondo.gather;
import static dev.rondo.Stdio.DEVNULL;
import static dev.rondo.Stdio.PIPE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CompletedProcess;
import dev.rondo.Rondo;
import dev.rondo.Stdio;
import dev.rondo.StreamReader;
import dev.rondo.Subprocess;
import dev.rondo.Task;
import dev.rondo.spi.Capability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/// What goes in and out of a child process in direct style.
abstract class ProcessRules {
    /// More than a pipe and all buffers take.
    private static final int MORE_THAN_A_PIPE = 1024 * 1024;

    private static final int A_QUARTER_MIB = 256 * 1024;
    private static final Duration MOMENT = Duration.ofMillis(5);

    @Requires(Capability.SUBPROCESSES)
    @Rule(
            id = "PROCESS-1",
            text =
                    "What is written to stdin reaches the child, and what it writes comes back, up to"
                            + " the end of its output.",
            rows = "subprocess.stdin-stdout")
    void passesBothWays(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    Subprocess child = cat();
                    child.stdin().write("some data".getBytes(UTF_8));
                    child.stdin().drain();
                    child.stdin().close();

                    assertEquals(
                            "some data",
                            new String(child.stdout().readAll(), UTF_8),
                            "output of cat up to its end");
                    assertEquals(0, child.waitFor(), "exit code of cat");
                });
    }

    @Requires(Capability.SUBPROCESSES)
    @Rule(
            id = "PROCESS-2",
            text = "A child answers each message before the next one is written.",
            rows = "subprocess.stdin-stdout")
    void answersBeforeTheNext(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    Subprocess child = cat();
                    List<String> answers = new ArrayList<>();
                    for (String line : List.of("one", "two", "three")) {
                        child.stdin().write((line + "\n").getBytes(UTF_8));
                        answers.add(child.stdout().readLine(UTF_8));
                    }
                    assertEquals(List.of("one", "two", "three"), answers, "answers in order");
                    child.communicate();
                });
    }

    @Requires(Capability.SUBPROCESSES)
    @Rule(
            id = "PROCESS-3",
            text = "communicate feeds stdin, closes it, collects the outputs and waits.",
            rows = "subprocess.communicate")
    void communicates(Subject subject) {
        CompletedProcess completed =
                subject.loop()
                        .runUntilComplete(() ->
                                Subprocess.shell("cat; echo error >&2; exit 3")
                                        .stdin(PIPE)
                                        .stdout(PIPE)
                                        .stderr(PIPE)
                                        .start()
                                        .communicate("input".getBytes(UTF_8)));

        assertEquals("input", completed.stdoutText(), "stdout");
        assertEquals("error\n", completed.stderrText(), "stderr");
        assertEquals(3, completed.exitCode(), "exit code");
    }

    @Requires(Capability.SUBPROCESSES)
    @Rule(
            id = "PROCESS-4",
            text = "communicate without input, or with none in it, closes stdin at once.",
            rows = "subprocess.communicate")
    void closesTheInput(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    assertEquals("", cat().communicate().stdoutText(), "without input");
                    assertEquals(
                            "", cat().communicate(new byte[0]).stdoutText(), "with empty input");
                });
    }

    @Requires(Capability.SUBPROCESSES)
    @Rule(
            id = "PROCESS-5",
            text = "A child inherits no end of another child's pipes.",
            rows = "subprocess.communicate")
    void inheritsNoPipes(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    Subprocess first = cat();
                    Subprocess second = cat();
                    // would not end if the second one had the pipe to it
                    first.stdin().close();
                    assertEquals(0, first.stdout().readAll().length, "output of the first");
                    assertEquals(0, first.waitFor(), "exit code of the first");
                    second.communicate();
                });
    }

    @Requires(Capability.SUBPROCESSES)
    @Rule(
            id = "PROCESS-6",
            text = "communicate does not throw when the child ends without reading its input.",
            rows = "subprocess.communicate-ignores-broken-pipe")
    void ignoresABrokenPipe(Subject subject) {
        CompletedProcess completed =
                subject.loop()
                        .runUntilComplete(() ->
                                Subprocess.shell("exit 4")
                                        .stdin(PIPE)
                                        .start()
                                        .communicate(new byte[MORE_THAN_A_PIPE]));

        assertEquals(4, completed.exitCode(), "exit code of a child that read nothing");
    }

    @Requires(Capability.SUBPROCESSES)
    @Rule(
            id = "PROCESS-7",
            text =
                    "drain throws when the child has ended without reading what was written, and its"
                            + " exit code is still told.",
            rows = "subprocess.drain-broken-pipe")
    void drainTellsOfABrokenPipe(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    Subprocess child = Subprocess.shell("exit 4").stdin(PIPE).start();
                    child.stdin().write(new byte[MORE_THAN_A_PIPE]);
                    assertThrows(
                            IOException.class,
                            () -> child.stdin().drain(),
                            "drain with more than a pipe holds, which nobody reads");
                    assertEquals(4, child.waitFor(), "exit code");
                });
    }

    @Requires(Capability.SUBPROCESSES)
    @Rule(
            id = "PROCESS-8",
            text = "Nothing as stdin ends at once, and nothing as an output comes back as null.",
            rows = "subprocess.devnull")
    void connectsToNothing(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    CompletedProcess read =
                            Subprocess.exec("cat").stdin(DEVNULL).stdout(PIPE).run();
                    assertEquals("", read.stdoutText(), "what cat reads from nothing");
                    CompletedProcess written =
                            Subprocess.shell("echo out; echo err >&2")
                                    .stdout(DEVNULL)
                                    .stderr(DEVNULL)
                                    .run();
                    assertEquals(0, written.exitCode(), "exit code of who writes to nothing");
                    assertNull(written.stdout(), "stdout that goes nowhere");
                    assertNull(written.stderr(), "stderr that goes nowhere");
                });
    }

    @Requires(Capability.SUBPROCESSES)
    @Rule(
            id = "PROCESS-9",
            text = "A piped stdin is a pipe that the child can open by its name.",
            rows = "subprocess.devnull")
    void inputCanBeOpened(Subject subject) {
        CompletedProcess completed =
                subject.loop()
                        .runUntilComplete(() ->
                                Subprocess.exec("cat", "/dev/stdin")
                                        .stdout(PIPE)
                                        .run("by name".getBytes(UTF_8)));

        assertEquals("by name", completed.stdoutText(), "output of 'cat /dev/stdin'");
    }

    @Requires(Capability.SUBPROCESSES)
    @Rule(
            id = "PROCESS-10",
            text = "All output that a child left in its pipe when it exited comes before the end.",
            rows = "subprocess.output-after-exit")
    void outputOutlivesTheChild(Subject subject) {
        int total =
                subject.loop()
                        .runUntilComplete(() -> {
                            Subprocess child =
                                    Subprocess.exec("head", "-c", A_QUARTER_MIB + "", "/dev/zero")
                                            .stdout(PIPE)
                                            .start();
                            int read = readSlowly(child.stdout());
                            assertEquals(0, child.waitFor(), "exit code");
                            return read;
                        });

        assertEquals(A_QUARTER_MIB, total, "bytes before the end of the output");
    }

    private static int readSlowly(StreamReader reader) throws IOException {
        int total = reader.read(1).length;
        while (!reader.atEof()) {
            Rondo.sleep(Duration.ZERO);
            total += reader.read(8 * 1024).length;
        }
        return total;
    }

    @Requires(Capability.SUBPROCESSES)
    @Rule(
            id = "PROCESS-11",
            text = "Data are bytes: each value goes through unchanged.",
            rows = "subprocess.bytes-only")
    void passesBytes(Subject subject) {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }

        CompletedProcess completed =
                subject.loop().runUntilComplete(() -> Subprocess.exec("cat").stdout(PIPE).run(all));

        assertArrayEquals(all, completed.stdout(), "all 256 values through cat");
    }

    @Requires(Capability.SUBPROCESSES)
    @Rule(
            id = "PROCESS-12",
            text = "Ten children at once keep their outputs apart.",
            rows = "subprocess.concurrent-wait")
    void keepsChildrenApart(Subject subject) {
        List<String> outputs =
                subject.loop()
                        .runUntilComplete(() ->
                                gather(IntStream.range(0, 10).mapToObj(ProcessRules::echo).toList())
                                        .await());

        assertEquals(
                IntStream.range(0, 10).mapToObj(i -> "child " + i).toList(),
                outputs,
                "outputs in the order of the children");
    }

    private static Task<String> echo(int number) {
        return createTask(() ->
                Subprocess.exec("cat")
                        .stdout(PIPE)
                        .run(("child " + number).getBytes(UTF_8))
                        .stdoutText());
    }

    @Requires(Capability.SUBPROCESSES)
    @Rule(
            id = "PROCESS-13",
            text = "stdout and stderr come on their own channels; merged ones in order of writing.",
            rows = "subprocess.pipe-transport-lookup")
    void keepsOutputsApart(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    Subprocess.Builder program =
                            Subprocess.shell("echo 1; echo 2 >&2; echo 3; echo 4 >&2");
                    CompletedProcess apart = program.stdout(PIPE).stderr(PIPE).run();
                    assertEquals("1\n3\n", apart.stdoutText(), "stdout on its own");
                    assertEquals("2\n4\n", apart.stderrText(), "stderr on its own");
                    CompletedProcess merged = program.stdout(PIPE).stderr(Stdio.STDOUT).run();
                    assertEquals("1\n2\n3\n4\n", merged.stdoutText(), "both as one");
                    assertNull(merged.stderr(), "stderr that goes where stdout goes");
                });
    }

    @Requires(Capability.SUBPROCESSES)
    @Rule(
            id = "PROCESS-14",
            text = "A limit on communicate leaves the child running and loses no output.")
    void communicateMayTakeTooLong(Subject subject) throws IOException {
        Path folder = Files.createTempDirectory("rondo-tck");
        Path go = folder.resolve("go");
        try {
            subject.loop()
                    .runUntilComplete(() -> {
                        Subprocess child =
                                Subprocess.shell(
                                                "cat; n=0; until [ -e "
                                                        + go
                                                        + " ] || [ $((n += 1)) -gt 6000 ]"
                                                        + "; do sleep 0.01; done; echo end; exit 5")
                                        .stdin(PIPE)
                                        .stdout(PIPE)
                                        .start();
                        assertThrows(
                                TimeoutException.class,
                                () -> child.communicate("in\n".getBytes(UTF_8), MOMENT));
                        assertTrue(child.isAlive(), "the child must go on when the time is over");
                        Files.createFile(go);
                        CompletedProcess completed = child.communicate();
                        assertEquals(
                                "in\nend\n", completed.stdoutText(), "output from the beginning");
                        assertEquals(5, completed.exitCode(), "exit code");
                    });
        } finally {
            Files.deleteIfExists(go);
            Files.delete(folder);
        }
    }

    static Subprocess cat() throws IOException {
        return Subprocess.exec("cat").stdin(PIPE).stdout(PIPE).start();
    }
}
