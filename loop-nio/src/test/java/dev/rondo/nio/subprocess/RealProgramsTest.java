package dev.rondo.nio.subprocess;

import static dev.rondo.Rondo.createTask;
import static dev.rondo.Rondo.run;
import static dev.rondo.Stdio.PIPE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CancelledError;
import dev.rondo.CompletedProcess;
import dev.rondo.ProcessFailedException;
import dev.rondo.Rondo;
import dev.rondo.Stdio;
import dev.rondo.Subprocess;
import dev.rondo.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/// Children as programs use them.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class RealProgramsTest {
    private static final int A_MILLION = 1_000_000;
    private static final int TEN_MIB = 10 * 1024 * 1024;
    private static final int A_HUNDRED_MIB = 100 * 1024 * 1024;

    @TempDir Path directory;

    @Test
    @Tag("slow")
    void sortsAMillionLines() {
        Random random = new Random(1);
        byte[] lines =
                IntStream.range(0, A_MILLION)
                        .mapToObj(i -> "%07d".formatted(random.nextInt(A_MILLION)))
                        .collect(Collectors.joining("\n", "", "\n"))
                        .getBytes(UTF_8);

        byte[] sorted =
                run(() ->
                        Subprocess.exec("sort")
                                .environment("LC_ALL", "C")
                                .stdout(PIPE)
                                .run(lines)
                                .check()
                                .stdout());

        String expected =
                new String(lines, UTF_8).lines().sorted().collect(Collectors.joining("\n"));
        assertArrayEquals((expected + "\n").getBytes(UTF_8), sorted);
    }

    @Test
    void yesIsCutOffByHead() {
        CompletedProcess completed =
                run(() -> Subprocess.shell("yes | head -n 100000").stdout(PIPE).run().check());

        assertEquals("y\n".repeat(100_000), completed.stdoutText());
    }

    @Test
    void aHundredMebibytesDoNotHoldTheLoopUp() {
        run(() -> {
            Task<CompletedProcess> large =
                    createTask(() ->
                            Subprocess.exec("head", "-c", A_HUNDRED_MIB + "", "/dev/zero")
                                    .stdout(PIPE)
                                    .run());
            int ticks = 0;
            while (!large.isDone()) {
                Rondo.sleep(Duration.ofMillis(1));
                ticks++;
            }
            assertEquals(A_HUNDRED_MIB, large.await().stdout().length);
            assertTrue(ticks > 1, "the loop made " + ticks + " turns meanwhile");
        });
    }

    @Test
    void oneThatIgnoresSigtermIsKilled() {
        run(() -> {
            Subprocess stubborn =
                    Subprocess.shell(
                                    "trap '' TERM; echo ready; n=0;"
                                            + " while [ $((n += 1)) -lt 6000 ]; do sleep 0.01; done")
                            .stdout(PIPE)
                            .start();
            assertEquals("ready", stubborn.stdout().readLine(UTF_8));
            stubborn.terminate();
            assertThrows(
                    TimeoutException.class,
                    () -> Rondo.timeout(Duration.ofMillis(50), () -> stubborn.waitFor()));
            stubborn.kill();
            assertEquals(-9, stubborn.waitFor());
            stubborn.close();
        });
    }

    @Test
    void aGrandchildThatKeepsThePipeHoldsUpTheOutputAndNotTheExit() {
        run(() -> {
            Path go = directory.resolve("go");
            Subprocess child =
                    Subprocess.shell("(until [ -e go ]; do sleep 0.01; done; echo late) & exit 4")
                            .stdout(PIPE)
                            .directory(directory)
                            .start();
            assertEquals(4, child.waitFor());
            Task<byte[]> output = createTask(() -> child.stdout().readAll());
            Rondo.sleep(Duration.ZERO);
            assertFalse(output.isDone());
            Files.createFile(go);
            assertEquals("late\n", new String(output.await(), UTF_8));
        });
    }

    @Test
    void tenMebibytesForOneThatEndsAtOnce() {
        CompletedProcess completed =
                run(() -> Subprocess.shell("exit 3").stdout(PIPE).run(new byte[TEN_MIB]));

        assertEquals(3, completed.exitCode());
    }

    @Test
    void runTellsWhatHasFailed() {
        ProcessFailedException failure =
                run(() ->
                        assertThrows(
                                ProcessFailedException.class,
                                () -> Rondo.runProcess("sh", "-c", "echo why >&2; exit 2")));

        assertEquals("'sh' failed: exit code 2: why", failure.getMessage());
        assertEquals("why\n", failure.completed().stderrText());
    }

    @Test
    void aCancelledRunKillsTheChild() {
        String argument = "1000.0816";

        run(() -> {
            Task<CompletedProcess> task =
                    createTask(() -> Subprocess.exec("sleep", argument).run());
            Events.until(() -> Events.childWith(argument).isPresent());
            task.cancel();
            assertThrows(CancelledError.class, task::await);
            Events.until(() -> Events.childWith(argument).isEmpty());
        });
    }

    @Test
    void aLimitOfCommunicateLosesNothing() throws IOException {
        Path marker = directory.resolve("marker");
        run(() -> {
            Subprocess child =
                    Subprocess.shell("cat; until [ -e marker ]; do sleep 0.01; done; echo end")
                            .directory(directory)
                            .stdin(PIPE)
                            .stdout(PIPE)
                            .start();
            assertThrows(
                    TimeoutException.class,
                    () -> child.communicate("in\n".getBytes(UTF_8), Duration.ofMillis(20)));
            Files.createFile(marker);
            assertEquals("in\nend\n", child.communicate().stdoutText());
        });
    }

    @Test
    void aNamedPipeHoldsUpItsOwnStartAlone() throws Exception {
        Path fifo = directory.resolve("fifo");
        run(() -> {
            Rondo.runProcess("mkfifo", fifo.toString());
            Task<String> reader =
                    createTask(() ->
                            Subprocess.exec("cat")
                                    .stdin(Stdio.file(fifo))
                                    .stdout(PIPE)
                                    .run()
                                    .stdoutText());
            assertEquals("free\n", Rondo.runProcess("echo", "free").stdoutText());
            Rondo.runProcess("sh", "-c", "echo through > " + fifo);
            assertEquals("through\n", reader.await());
        });
    }
}
