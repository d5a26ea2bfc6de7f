package dev.rondo.tck;

import static dev.rondo.Rondo.createTask;
import static dev.rondo.Rondo.gather;
import static dev.rondo.Stdio.DEVNULL;
import static dev.rondo.Stdio.PIPE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CancelledError;
import dev.rondo.EventLoop;
import dev.rondo.ExceptionContext;
import dev.rondo.ProcessLookupException;
import dev.rondo.Rondo;
import dev.rondo.Subprocess;
import dev.rondo.Task;
import dev.rondo.spi.Capability;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// How child processes end, and how they are ended.
abstract class ProcessEndRules {
    private static final int SIGKILL = 9;
    private static final int SIGTERM = 15;
    private static final int SIGUSR1 = 10;

    /// As long as a child lives that nobody kills; longer than the kit waits for those left behind.
    private static final String LONG = "30";

    @Requires(Capability.SUBPROCESSES)
    @Rule(
            id = "PROCESS-24",
            text = "A child that ends itself gives its exit status, which stays known.",
            rows = {"subprocess.exit-codes", "subprocess.env"})
    void tellsTheExitCode(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    for (int status : new int[] {0, 7, 255}) {
                        Subprocess child = Subprocess.shell("exit " + status).start();
                        assertEquals(status, child.waitFor(), "exit code");
                        assertEquals(status, child.waitFor(), "exit code, asked for again");
                        assertEquals(OptionalInt.of(status), child.exitCode(), "known exit code");
                    }
                });
    }

    @Requires({Capability.SUBPROCESSES, Capability.EXIT_SIGNALS})
    @Rule(
            id = "PROCESS-25",
            text =
                    "A child that a signal has killed gives the negated number of the signal, told"
                            + " apart from an exit status of 128 and more.",
            rows = "subprocess.exit-codes")
    void tellsTheSignal(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    assertEquals(-SIGKILL, code("kill -KILL $$"), "killed by SIGKILL");
                    assertEquals(-SIGTERM, code("kill -TERM $$"), "killed by SIGTERM");
                    assertEquals(137, code("exit 137"), "exit status 137");
                });
    }

    @Requires(value = Capability.SUBPROCESSES, absent = Capability.EXIT_SIGNALS)
    @Rule(
            id = "PROCESS-26",
            text =
                    "Without EXIT_SIGNALS a child that a signal has killed gives 128 and its number.",
            rows = "subprocess.exit-codes")
    void tellsTheSignalAsShellsDo(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    assertEquals(128 + SIGKILL, code("kill -KILL $$"), "killed by SIGKILL");
                    assertEquals(128 + SIGTERM, code("kill -TERM $$"), "killed by SIGTERM");
                });
    }

    private static int code(String line) throws IOException {
        return Subprocess.shell(line).start().waitFor();
    }

    @Requires({Capability.SUBPROCESSES, Capability.PROCESS_CONTROL})
    @Rule(
            id = "PROCESS-27",
            text = "A child in a session or process group of its own is waited for like any other.",
            rows = "subprocess.exit-codes")
    void waitsForOtherGroups(Subject subject) {
        // the fields after the name: state, parent, group, session
        Subprocess.Builder program =
                Subprocess.shell(
                                "read pid name state parent group session rest < /proc/$$/stat;"
                                        + " [ $pid = $group ] && exit 3; exit 4")
                        .stdin(DEVNULL);
        subject.loop()
                .runUntilComplete(() -> {
                    assertEquals(4, program.start().waitFor(), "a child in the parent's group");
                    assertEquals(
                            3, program.newProcessGroup().start().waitFor(), "in its own group");
                    assertEquals(3, program.newSession().start().waitFor(), "in its own session");
                });
    }

    @Requires({Capability.SUBPROCESSES, Capability.PROCESS_CONTROL})
    @Rule(
            id = "PROCESS-28",
            text = "A child gets the signal that is sent; an unknown one is refused.",
            rows = "subprocess.exit-codes")
    void sendsSignals(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    Subprocess child = trapping("USR1");
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> child.sendSignal(1000),
                            "a signal that there is not");
                    child.sendSignal(SIGUSR1);
                    assertEquals("heard", child.stdout().readLine(UTF_8), "answer to SIGUSR1");
                    assertEquals(6, child.waitFor(), "exit code of who handles it");
                });
    }

    @Requires(value = Capability.SUBPROCESSES, absent = Capability.PROCESS_CONTROL)
    @Rule(
            id = "PROCESS-29",
            text =
                    "Without PROCESS_CONTROL other signals than SIGTERM and SIGKILL are refused, and"
                            + " so are sessions and process groups, with the reason.")
    void refusesOtherSignals(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    Subprocess child = ProcessRules.cat();
                    assertThrows(
                            UnsupportedOperationException.class,
                            () -> child.sendSignal(SIGUSR1),
                            "a signal that cannot be sent");
                    child.communicate();
                    for (Subprocess.Builder program :
                            List.of(
                                    Subprocess.exec("true").newSession(),
                                    Subprocess.exec("true").newProcessGroup())) {
                        String refusal =
                                assertThrows(
                                                UnsupportedOperationException.class,
                                                program::start,
                                                "a group that cannot be made")
                                        .getMessage();
                        assertTrue(refusal.contains("PROCESS_CONTROL"), refusal);
                    }
                });
    }

    @Requires(Capability.SUBPROCESSES)
    @Rule(
            id = "PROCESS-30",
            text = "terminate lets a child say goodbye, and kill does not.",
            rows = "subprocess.exit-codes")
    void terminatesAndKills(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    Subprocess polite = trapping("TERM");
                    polite.terminate();
                    assertEquals("heard", polite.stdout().readLine(UTF_8), "answer to SIGTERM");
                    assertEquals(6, polite.waitFor(), "exit code of who handles it");
                    Subprocess killed = trapping("TERM");
                    killed.kill();
                    assertEquals("", killed.communicate().stdoutText(), "answer to SIGKILL");
                });
    }

    private static Subprocess trapping(String signal) throws IOException {
        // A signal just before a `read` would not end that; and nobody may be there to send one.
        Subprocess child =
                Subprocess.shell(
                                "trap 'echo heard; exit 6' "
                                        + signal
                                        + "; echo ready; n=0"
                                        + "; while [ $((n += 1)) -lt 6000 ]; do sleep 0.01; done")
                        .stdin(PIPE)
                        .stdout(PIPE)
                        .start();
        assertEquals("ready", child.stdout().readLine(UTF_8), "first line of the child");
        return child;
    }

    @Requires(Capability.SUBPROCESSES)
    @Rule(
            id = "PROCESS-31",
            text = "Cancelling a wait leaves the child running, and it can be waited for again.",
            rows = "subprocess.cancel-wait")
    void cancellingAWaitKeepsTheChild(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    Subprocess child = ProcessRules.cat();
                    Task<Integer> wait = createTask(() -> child.waitFor());
                    Rondo.sleep(Duration.ZERO);
                    wait.cancel();
                    assertThrows(CancelledError.class, wait::await, "the wait");
                    assertEquals(
                            "still here",
                            child.communicate("still here".getBytes(UTF_8)).stdoutText(),
                            "output of a child whose wait was cancelled");
                    assertEquals(0, child.waitFor(), "exit code");
                });
    }

    @Requires(Capability.SUBPROCESSES)
    @Rule(
            id = "PROCESS-32",
            text = "Any number of coroutines wait for a child, and each gets its exit code.",
            rows = "subprocess.concurrent-wait")
    void manyMayWait(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    Subprocess child = Subprocess.shell("read line; exit 5").stdin(PIPE).start();
                    var codes =
                            gather(
                                    Stream.generate(() -> createTask(() -> child.waitFor()))
                                            .limit(10)
                                            .toList());
                    Rondo.sleep(Duration.ZERO);
                    child.stdin().close();
                    assertEquals(
                            Collections.nCopies(10, 5), codes.await(), "exit codes of ten waits");
                });
    }

    @Requires(Capability.SUBPROCESSES)
    @Rule(
            id = "PROCESS-33",
            text = "A child that has ended is not signalled: sendSignal, terminate and kill throw.",
            rows = "subprocess.signal-after-exit")
    void doesNotSignalTheDead(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    Subprocess child = Subprocess.exec("true").start();
                    child.waitFor();
                    assertThrows(ProcessLookupException.class, child::terminate, "terminate");
                    assertThrows(ProcessLookupException.class, child::kill, "kill");
                    assertThrows(
                            ProcessLookupException.class,
                            () -> child.sendSignal(SIGTERM),
                            "sendSignal");
                });
    }

    @Requires(Capability.SUBPROCESSES)
    @Rule(
            id = "PROCESS-34",
            text =
                    "A signal that comes just as the child ends is sent or the child not found, and"
                            + " its exit code is one of the two that can be.",
            rows = "subprocess.signal-exit-race")
    void signalsMayComeWithTheEnd(Subject subject) {
        int killed = subject.supports(Capability.EXIT_SIGNALS) ? -SIGKILL : 128 + SIGKILL;

        subject.loop()
                .runUntilComplete(() -> {
                    for (int i = 0; i < 10; i++) {
                        Subprocess child = Subprocess.exec("true").start();
                        for (int turn = 0; turn < i; turn++) {
                            Rondo.sleep(Duration.ZERO);
                        }
                        try {
                            child.kill();
                        } catch (ProcessLookupException e) {
                            assertFalse(child.isAlive(), "not found although it is alive");
                        }
                        int code = child.waitFor();
                        assertTrue(code == 0 || code == killed, () -> "exit code " + code);
                    }
                });
    }

    @Requires(Capability.SUBPROCESSES)
    @Rule(
            id = "PROCESS-35",
            text = "close kills a child that runs and ends its streams; its exit code comes after.",
            rows = "subprocess.close-kills-running")
    void closeKills(Subject subject) {
        int killed = subject.supports(Capability.EXIT_SIGNALS) ? -SIGKILL : 128 + SIGKILL;

        subject.loop()
                .runUntilComplete(() -> {
                    Subprocess child = ProcessRules.cat();
                    Task<byte[]> read = createTask(() -> child.stdout().readAll());
                    Rondo.sleep(Duration.ZERO);
                    child.close();
                    assertTrue(child.exitCode().isEmpty(), "close must not wait");
                    child.close();
                    assertEquals(0, read.await().length, "what is read from a closed child");
                    assertEquals(killed, child.waitFor(), "exit code of a closed child");
                });
    }

    @Requires(Capability.SUBPROCESSES)
    @Rule(
            id = "PROCESS-36",
            text = "close leaves a child that has ended, unnoticed by the loop, its exit code.",
            rows = "subprocess.close-no-kill-finished")
    void closeSparesTheDead(Subject subject) {
        EventLoop loop = subject.loop();
        Subprocess child = loop.runUntilComplete(() -> Subprocess.shell("exit 6").start());
        ProcessHandle.of(child.pid()).ifPresent(handle -> subject.await(handle.onExit()));

        int code =
                loop.runUntilComplete(() -> {
                    child.close();
                    return child.waitFor();
                });

        assertEquals(6, code, "exit code of a child that had ended before it was closed");
    }

    @Requires(Capability.SUBPROCESSES)
    @Rule(
            id = "PROCESS-37",
            text = "A child whose loop is closed while it runs is killed, and this is reported.")
    void endsWithItsLoop(Subject subject) {
        EventLoop loop = subject.newLoop();
        Subprocess child = loop.runUntilComplete(() -> Subprocess.exec("sleep", LONG).start());

        loop.close();

        List<ExceptionContext> reports = subject.takeReports();
        assertEquals(1, reports.size(), "reports of the child that was killed");
        String message = reports.getFirst().message();
        assertTrue(message.contains("child process " + child.pid()), message);
        assertTrue(message.contains("was killed"), message);
    }
}
