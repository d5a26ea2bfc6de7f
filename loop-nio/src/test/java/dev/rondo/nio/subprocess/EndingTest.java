package dev.rondo.nio.subprocess;

import static dev.rondo.Rondo.createTask;
import static dev.rondo.Rondo.gather;
import static dev.rondo.Rondo.run;
import static dev.rondo.Stdio.PIPE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CancelledError;
import dev.rondo.CompletedProcess;
import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.LoopFuture;
import dev.rondo.ProcessLookupException;
import dev.rondo.Rondo;
import dev.rondo.Subprocess;
import dev.rondo.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/// How children end, and how they are ended.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class EndingTest {
    private static final int SIGTERM = 15;
    private static final int SIGKILL = 9;

    @TempDir Path directory;

    @Test
    void theExitCodeIsTheChilds() {
        assertEquals(0, code("exit 0"));
        assertEquals(7, code("exit 7"));
        assertEquals(255, code("exit 255"));
    }

    @Test
    void aSignalIsTold() {
        assertEquals(endOf(SIGKILL), code("kill -KILL $$"));
        assertEquals(endOf(SIGTERM), code("kill -TERM $$"));
        assertEquals(137, code("exit 137"));
    }

    /// {@return the exit code of a child that a signal has ended}
    int endOf(int signal) {
        return -signal;
    }

    private static int code(String line) {
        return run(() -> Subprocess.shell(line).start().waitFor());
    }

    @Test
    void theExitCodeIsKnownOnceTheChildHasEnded() {
        run(() -> {
            Subprocess child = sleeping();
            assertEquals(OptionalInt.empty(), child.exitCode());
            assertTrue(child.isAlive());
            child.kill();
            assertEquals(endOf(SIGKILL), child.waitFor());
            assertEquals(OptionalInt.of(endOf(SIGKILL)), child.exitCode());
            assertFalse(child.isAlive());
            assertEquals(endOf(SIGKILL), child.waitFor());
        });
    }

    @Test
    void anyNumberOfCoroutinesMayWait() {
        run(() -> {
            Subprocess child = sleeping();
            LoopFuture<List<Integer>> codes =
                    gather(
                            Stream.generate(() -> createTask(() -> child.waitFor()))
                                    .limit(10)
                                    .toList());
            child.kill();
            assertEquals(Collections.nCopies(10, endOf(SIGKILL)), codes.await());
        });
    }

    @Test
    void terminateLetsTheChildSayGoodbye() {
        CompletedProcess completed =
                run(() -> {
                    Subprocess child =
                            Subprocess.shell("trap 'echo bye; exit 5' TERM; echo ready; read line")
                                    .stdin(PIPE)
                                    .stdout(PIPE)
                                    .start();
                    assertEquals("ready", child.stdout().readLine(UTF_8));
                    child.terminate();
                    child.waitFor();
                    return child.communicate();
                });

        assertEquals("bye\n", completed.stdoutText());
        assertEquals(5, completed.exitCode());
    }

    @Test
    void aDeadChildIsNotSignalled() {
        run(() -> {
            Subprocess child = Subprocess.exec("true").start();
            child.waitFor();
            String message = assertThrows(ProcessLookupException.class, child::kill).getMessage();
            assertTrue(message.contains("exit code 0"), message);
            assertThrows(ProcessLookupException.class, child::terminate);
        });
    }

    @Test
    void aSignalThatComesWithTheEndIsNoError() {
        run(() -> {
            Subprocess child = Subprocess.exec("true").start();
            Events.until(() -> !Events.isKnown(child.pid()) || !child.isAlive());
            if (child.isAlive()) {
                child.kill();
            }
            assertEquals(0, child.waitFor());
        });
    }

    @Test
    void signalsAreForWhoHasTheTurn() {
        run(() -> {
            Subprocess child = sleeping();
            Rondo.toThread(() -> assertThrows(IllegalStateException.class, child::kill));
            assertTrue(Events.isRunning(child.pid()));
            child.kill();
            child.waitFor();
        });
    }

    @Test
    void cancellingAWaitLeavesTheChildRunning() {
        run(() -> {
            Subprocess child = sleeping();
            Task<Integer> wait = createTask(() -> child.waitFor());
            Rondo.sleep(Duration.ZERO);
            wait.cancel();
            assertThrows(CancelledError.class, wait::await);
            assertTrue(child.isAlive());
            assertTrue(Events.isRunning(child.pid()));
            child.kill();
            assertEquals(endOf(SIGKILL), child.waitFor());
        });
    }

    @Test
    void aTimeoutOfCommunicateLeavesTheChildRunning() {
        run(() -> {
            Subprocess child = Subprocess.exec("sleep", "1000").stdout(PIPE).start();
            assertThrows(
                    TimeoutException.class,
                    () -> Rondo.timeout(Duration.ofMillis(10), () -> child.communicate()));
            assertTrue(Events.isRunning(child.pid()));
            child.kill();
            assertEquals(endOf(SIGKILL), child.communicate().exitCode());
        });
    }

    @Test
    void aCancelledCommunicateLosesNothing() {
        Path marker = directory.resolve("marker");
        run(() -> {
            Subprocess child =
                    Subprocess.shell("head -c 2000000 /dev/zero; : > marker; exec sleep 1000")
                            .stdout(PIPE)
                            .directory(directory)
                            .start();
            Task<CompletedProcess> communicate = createTask(() -> child.communicate());
            Events.until(() -> Files.exists(marker));
            communicate.cancel();
            assertThrows(CancelledError.class, communicate::await);
            assertEquals(1000, child.stdout().readExactly(1000).length);
            child.kill();
            assertEquals(1_999_000, child.communicate().stdout().length);
        });
    }

    @Test
    void anOpenPipeDoesNotDelayTheExit() {
        run(() -> {
            Subprocess child = Subprocess.shell("sleep 1000 & echo $!; wait").stdout(PIPE).start();
            long grandchild = Long.parseLong(child.stdout().readLine(UTF_8));
            child.kill();
            assertEquals(endOf(SIGKILL), child.waitFor());
            assertTrue(Events.isRunning(grandchild));
            ProcessHandle.of(grandchild).ifPresent(ProcessHandle::destroyForcibly);
            assertEquals(0, child.stdout().readAll().length);
        });
    }

    @Test
    void closingKillsAChildThatRuns() {
        run(() -> {
            Subprocess child = Subprocess.exec("cat").stdin(PIPE).stdout(PIPE).start();
            Task<byte[]> read = createTask(() -> child.stdout().readAll());
            child.close();
            child.close();
            assertEquals(endOf(SIGKILL), child.waitFor());
            assertEquals(0, read.await().length);
        });
    }

    @Test
    void closingEndsAReadAlthoughAGrandchildKeepsThePipe() {
        run(() -> {
            Subprocess child = Subprocess.shell("sleep 1000 & echo $!; wait").stdout(PIPE).start();
            long grandchild = Long.parseLong(child.stdout().readLine(UTF_8));
            Task<CompletedProcess> communicate = createTask(() -> child.communicate());
            Rondo.sleep(Duration.ZERO);
            child.close();
            assertEquals(endOf(SIGKILL), communicate.await().exitCode());
            assertTrue(Events.isRunning(grandchild));
            ProcessHandle.of(grandchild).ifPresent(ProcessHandle::destroyForcibly);
        });
    }

    @Test
    void closingLeavesAFinishedChildItsExitCode() {
        int code =
                run(() -> {
                    Subprocess finished = Subprocess.shell("exit 6").start();
                    try (finished) {
                        Events.until(() -> !Events.isKnown(finished.pid()));
                    }
                    return finished.waitFor();
                });

        assertEquals(6, code);
    }

    @Test
    void theEndOfItsLoopKillsAChildAndSaysSo() throws InterruptedException {
        List<String> reports = new ArrayList<>();
        Subprocess child;
        try (EventLoop loop = EventLoops.create()) {
            loop.setExceptionHandler((_, context) -> reports.add(context.message()));
            child =
                    loop.runUntilComplete(
                            () -> Subprocess.exec("cat").stdin(PIPE).stdout(PIPE).start());
        }

        assertEquals(
                List.of(
                        "child process "
                                + child.pid()
                                + " (cat, running) was killed, because its loop was closed;"
                                + " wait for it, or close it"),
                reports);
        ProcessHandle.of(child.pid()).ifPresent(handle -> handle.onExit().join());
        Events.joinThreads();
    }

    @Test
    void theEndOfItsLoopEndsTheThreadsOfAChildThatNobodyRead() throws Exception {
        try (EventLoop loop = EventLoops.create()) {
            loop.runUntilComplete(() -> {
                Subprocess child =
                        Subprocess.exec("head", "-c", "1000000", "/dev/zero").stdout(PIPE).start();
                Events.until(() -> Events.isWaiting(child.pid()));
            });
            loop.setExceptionHandler((_, _) -> {}); // it may run
        }

        Events.joinThreads();
    }

    @Test
    void aLoopThatRunsAgainHearsOfAnEndMeanwhile() {
        try (EventLoop loop = EventLoops.create()) {
            Subprocess child = loop.runUntilComplete(() -> Subprocess.exec("true").start());

            assertEquals(0, loop.runUntilComplete(() -> child.waitFor()));
        }
    }

    @Test
    void nothingIsLeftOfChildrenThatHaveEnded() throws Exception {
        Events.joinThreads(); // those of earlier tests
        long pipes = Events.openPipes();
        List<Long> pids = new ArrayList<>();

        run(() ->
                gather(
                                Stream.generate(() -> createTask(() -> useAllPipes(pids)))
                                        .limit(10)
                                        .toList())
                        .await());

        assertEquals(List.of(), pids.stream().filter(Events::isKnown).toList());
        assertEquals(pipes, Events.openPipes());
        Events.joinThreads();
    }

    private static void useAllPipes(List<Long> pids) throws IOException {
        Subprocess child =
                Subprocess.exec("tee", "/dev/stderr").stdin(PIPE).stdout(PIPE).stderr(PIPE).start();
        pids.add(child.pid());
        assertEquals("x", child.communicate("x".getBytes(UTF_8)).stderrText());
    }

    private static Subprocess sleeping() throws IOException {
        return Subprocess.exec("sleep", "1000").start();
    }
}
