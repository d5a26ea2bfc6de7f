package dev.rondo.tck;

import static dev.rondo.Stdio.DEVNULL;
import static dev.rondo.Stdio.PIPE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rondo.CancelledError;
import dev.rondo.EventLoop;
import dev.rondo.LoopFuture;
import dev.rondo.ProcessFailedException;
import dev.rondo.Rondo;
import dev.rondo.Subprocess;
import dev.rondo.SubprocessConnection;
import dev.rondo.SubprocessProtocol;
import dev.rondo.SubprocessTransport;
import dev.rondo.Task;
import dev.rondo.spi.Capability;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.function.Executable;

/// How child processes come about, and who cannot be started.
abstract class ProcessStartRules {
    /// As long as a child lives that nobody kills; longer than the kit waits for those left behind.
    private static final String LONG = "30";

    private static final Path ROOT = Path.of("/");

    @Requires(Capability.SUBPROCESSES)
    @Rule(
            id = "PROCESS-15",
            text =
                    "A missing program is an error of the start that names it, and leaves nothing open.",
            rows = "subprocess.spawn-error-clean")
    void namesAMissingProgram(Subject subject) {
        NoSuchFileException failure =
                subject.loop()
                        .runUntilComplete(() ->
                                assertThrows(
                                        NoSuchFileException.class,
                                        Subprocess.exec("rondo-no-such-program")
                                                        .stdin(PIPE)
                                                        .stdout(PIPE)
                                                ::start,
                                        "start of a missing program"));

        assertEquals("rondo-no-such-program", failure.getFile(), "the file that is missing");
    }

    @Requires(Capability.SUBPROCESSES)
    @Rule(
            id = "PROCESS-16",
            text = "A directory is no program, and a missing working directory is named.",
            rows = "subprocess.spawn-error-clean")
    void namesWhatIsWrong(Subject subject) {
        Path missing = ROOT.resolve("rondo-no-such-directory");

        subject.loop()
                .runUntilComplete(() -> {
                    assertThrows(
                            AccessDeniedException.class,
                            Subprocess.exec(ROOT.toString())::start,
                            "start of a directory");
                    NoSuchFileException failure =
                            assertThrows(
                                    NoSuchFileException.class,
                                    Subprocess.exec("true").directory(missing)::start,
                                    "start in a missing directory");
                    assertEquals(
                            missing.toString(), failure.getFile(), "the directory that is missing");
                });
    }

    @Requires(Capability.SUBPROCESSES)
    @Rule(
            id = "PROCESS-17",
            text = "A command without a program, or with a zero character, is refused at once.",
            rows = "subprocess.bytes-only")
    void refusesWhatNoSystemTakes(Subject subject) {
        assertRefused(() -> Subprocess.exec());
        assertRefused(() -> Subprocess.exec(""));
        assertRefused(() -> Subprocess.exec("echo", "a\0b"));
        assertRefused(() -> Subprocess.shell("echo a\0b"));
        assertRefused(() -> Subprocess.exec("true").environment("a=b", "c"));
    }

    private static void assertRefused(Executable call) {
        assertThrows(IllegalArgumentException.class, call, "a command that no system takes");
    }

    @Requires(Capability.SUBPROCESSES)
    @Rule(
            id = "PROCESS-18",
            text =
                    "A chosen environment is all that a program or a shell gets; a single variable is"
                            + " added to that of the parent.",
            rows = "subprocess.env")
    void givesTheEnvironment(Subject subject) {
        subject.loop()
                .runUntilComplete(() -> {
                    assertEquals(
                            "A=1\n",
                            output(Subprocess.exec("/usr/bin/env").environment(Map.of("A", "1"))),
                            "environment of a program");
                    assertEquals(
                            "1 none\n",
                            output(
                                    Subprocess.shell("echo $A ${HOME:-none}")
                                            .environment(Map.of("A", "1"))),
                            "environment of a shell");
                    assertEquals(
                            System.getenv("PATH") + " 2\n",
                            output(Subprocess.shell("echo \"$PATH\" $A").environment("A", "2")),
                            "environment of the parent, and a variable");
                });
    }

    @Requires(Capability.SUBPROCESSES)
    @Rule(id = "PROCESS-19", text = "A child runs in the directory that was chosen for it.")
    void runsInItsDirectory(Subject subject) {
        assertEquals(
                ROOT + "\n",
                subject.loop()
                        .runUntilComplete(() -> output(Subprocess.exec("pwd").directory(ROOT))),
                "directory of the child");
    }

    private static String output(Subprocess.Builder program) throws Exception {
        return program.stdout(PIPE).run().stdoutText();
    }

    @Requires(Capability.SUBPROCESSES)
    @Rule(
            id = "PROCESS-20",
            text =
                    "A start that is cancelled, at whatever moment, ends cancelled and leaves no child.",
            rows = "subprocess.cancel-creation")
    void leavesNoChildOfACancelledStart(Subject subject) {
        EventLoop loop = subject.loop();

        for (int turns = 0; turns < 4; turns++) {
            Task<Subprocess> start =
                    loop.createTask(
                            () -> Subprocess.exec("sleep", LONG).stdin(PIPE).stdout(PIPE).start());
            subject.turns(turns);
            if (start.cancel()) {
                assertThrows(
                        CancelledError.class,
                        () -> loop.runUntilComplete(start),
                        "a start that was cancelled");
            } else {
                loop.runUntilComplete(() -> start.await().close()); // it was faster
            }
        }
        loop.runUntilComplete(() -> Rondo.runProcess("true")); // so they would have begun
    }

    @Requires(Capability.SUBPROCESSES)
    @Rule(
            id = "PROCESS-21",
            text =
                    "A start for a protocol that is cancelled leaves no child, and calls no protocol.",
            rows = "subprocess.cancel-creation")
    void leavesNoChildOfACancelledFuture(Subject subject) {
        EventLoop loop = subject.loop();
        Transcript transcript = new Transcript();
        Subprocess.Builder child = Subprocess.exec("sleep", LONG).stdin(PIPE).stdout(PIPE);

        LoopFuture<SubprocessConnection<Transcript>> start =
                loop.createSubprocess(() -> transcript, child);
        start.cancel();
        assertThrows(CancelledError.class, () -> loop.runUntilComplete(start), "the start");
        loop.runUntilComplete(() -> Rondo.runProcess("true"));

        assertEquals("", transcript.events(), "calls of the protocol");
    }

    @Requires(Capability.SUBPROCESSES)
    @Rule(
            id = "PROCESS-22",
            text =
                    "A protocol whose connectionMade throws loses its child, and the start fails so.")
    void losesTheChildOfAFaultyProtocol(Subject subject) {
        EventLoop loop = subject.loop();
        ArithmeticException failure = new ArithmeticException("boom");
        SubprocessProtocol faulty =
                new SubprocessProtocol() {
                    @Override
                    public void connectionMade(SubprocessTransport transport) {
                        throw failure;
                    }
                };

        ArithmeticException thrown =
                assertThrows(
                        ArithmeticException.class,
                        () ->
                                loop.runUntilComplete(
                                        loop.createSubprocess(
                                                () -> faulty, Subprocess.exec("sleep", LONG))));

        assertEquals("boom", thrown.getMessage(), "what the start throws");
        assertEquals(1, subject.takeReports().size(), "reports of the failure");
    }

    @Requires(Capability.SUBPROCESSES)
    @Rule(
            id = "PROCESS-23",
            text =
                    "runProcess returns the output, throws for an exit code but 0, and dies cancelled.")
    void runsInOneCall(Subject subject) {
        EventLoop loop = subject.loop();

        loop.runUntilComplete(() -> {
            assertEquals("out\n", Rondo.runProcess("echo", "out").stdoutText(), "output");
            ProcessFailedException failure =
                    assertThrows(
                            ProcessFailedException.class,
                            () -> Rondo.runProcess("sh", "-c", "echo why >&2; exit 3"));
            assertEquals("'sh' failed: exit code 3: why", failure.getMessage(), "failure");
            Subprocess ready = Subprocess.exec("cat").stdin(PIPE).stdout(DEVNULL).start();
            Task<?> run = Rondo.createTask(() -> Rondo.runProcess("sleep", LONG));
            ready.communicate(); // some iterations in which the other one may start
            run.cancel();
            assertThrows(CancelledError.class, run::await, "a run that was cancelled");
        });
    }
}
