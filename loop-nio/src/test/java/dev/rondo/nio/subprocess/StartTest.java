package dev.rondo.nio.subprocess;

import static dev.rondo.Rondo.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CancelledError;
import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.Rondo;
import dev.rondo.Stdio;
import dev.rondo.Subprocess;
import dev.rondo.Task;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/// Who cannot be started, and what is said then.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class StartTest {
    @TempDir Path directory;

    @Test
    void namesAMissingProgram() {
        NoSuchFileException failure =
                failure(NoSuchFileException.class, Subprocess.exec("no-such-program", "x"));

        assertEquals("no-such-program", failure.getFile());
        assertEquals("no such program on the PATH", failure.getReason());
    }

    @Test
    void namesAMissingProgramThatWasGivenByItsPath() {
        Path program = directory.resolve("missing");

        NoSuchFileException failure =
                failure(NoSuchFileException.class, Subprocess.exec(program.toString()));

        assertEquals(program + ": no such program", failure.getMessage());
    }

    @Test
    void tellsAMissingInterpreterFromAMissingProgram() throws IOException {
        Path program = executable("script", "#!/no/such/interpreter\n");

        NoSuchFileException failure =
                failure(NoSuchFileException.class, Subprocess.exec(program.toString()));

        assertTrue(failure.getReason().contains("interpreter"), failure.getMessage());
    }

    @Test
    void namesAProgramThatIsNotExecutable() throws IOException {
        Path program = Files.writeString(directory.resolve("text"), "echo no\n");

        AccessDeniedException failure =
                failure(AccessDeniedException.class, Subprocess.exec(program.toString()));

        assertEquals(program + ": is not executable", failure.getMessage());
    }

    @Test
    void saysThatADirectoryIsNoProgram() {
        AccessDeniedException failure =
                failure(AccessDeniedException.class, Subprocess.exec(directory.toString()));

        assertEquals(directory + ": is a directory", failure.getMessage());
    }

    @Test
    void namesAMissingWorkingDirectory() {
        Path missing = directory.resolve("missing");

        NoSuchFileException failure =
                failure(NoSuchFileException.class, Subprocess.exec("true").directory(missing));

        assertEquals(missing + ": working directory of 'true'", failure.getMessage());
    }

    @Test
    void namesAWorkingDirectoryThatIsNone() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        FileSystemException failure =
                failure(FileSystemException.class, Subprocess.exec("true").directory(file));

        assertEquals(
                file + ": working directory of 'true' is not a directory", failure.getMessage());
    }

    @Test
    void namesAMissingInputFile() {
        Path missing = directory.resolve("missing");

        NoSuchFileException failure =
                failure(
                        NoSuchFileException.class,
                        Subprocess.exec("true").stdin(Stdio.file(missing)));

        assertEquals(missing + ": stdin of 'true'", failure.getMessage());
    }

    @Test
    void namesAnOutputFileThatCannotBe() {
        Path inMissing = directory.resolve("missing").resolve("file");

        NoSuchFileException missing =
                failure(
                        NoSuchFileException.class,
                        Subprocess.exec("true").stdout(Stdio.file(inMissing)));
        FileSystemException taken =
                failure(
                        FileSystemException.class,
                        Subprocess.exec("true").stderr(Stdio.append(directory)));

        assertEquals(inMissing + ": stdout of 'true'", missing.getMessage());
        assertEquals(directory + ": stderr of 'true' is a directory", taken.getMessage());
    }

    @Test
    void saysWhatTheSystemSaysOtherwise() {
        String[] command = new String[100_000];
        Arrays.fill(command, "an argument of many".repeat(10));
        command[0] = "true";

        IOException failure = failure(IOException.class, Subprocess.exec(command));

        assertTrue(failure.getMessage().startsWith("cannot start 'true': "), failure.getMessage());
    }

    @Test
    void showsTheCallerInTheTrace() {
        IOException failure = failure(IOException.class, Subprocess.exec("no-such-program"));

        assertTrue(
                Arrays.stream(failure.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(StartTest.class.getName())));
    }

    @Test
    void leavesNothingBehindAFailure() throws Exception {
        Events.joinThreads(); // those of earlier tests
        long before = Events.openPipes();

        failure(
                IOException.class,
                Subprocess.exec("no-such-program").stdin(Stdio.PIPE).stdout(Stdio.PIPE));

        assertEquals(before, Events.openPipes());
        Events.joinThreads();
    }

    @Test
    void killsTheChildOfACancelledStart() {
        String argument = "1000.0815";

        run(() -> {
            Task<Subprocess> start =
                    Rondo.createTask(() -> Subprocess.exec("sleep", argument).start());
            Rondo.sleep(Duration.ZERO);
            start.cancel();
            assertThrows(CancelledError.class, start::await);
            Rondo.currentLoop().shutdownDefaultExecutor(Duration.ofMinutes(1)).await();
            Events.until(() -> Events.childWith(argument).isEmpty());
        });
    }

    @Test
    void isForCoroutinesAlone() {
        Subprocess.Builder program = Subprocess.exec("true");
        List<String> errors = new ArrayList<>();

        assertThrows(IllegalStateException.class, program::start);
        try (EventLoop loop = EventLoops.create()) {
            loop.callSoon(() -> {
                assertThrows(IllegalStateException.class, program::start);
                loop.stop();
            });
            loop.setExceptionHandler((_, context) -> errors.add(context.message()));
            loop.runForever();
        }
        assertEquals(List.of(), errors);
    }

    @Test
    void refusesWhatNoSystemTakes() {
        Subprocess.Builder program = Subprocess.exec("true");

        refused(() -> Subprocess.exec());
        refused(() -> Subprocess.exec(""));
        refused(() -> Subprocess.exec("echo", "a\0b"));
        refused(() -> program.environment("", "x"));
        refused(() -> program.environment("a=b", "x"));
        refused(() -> program.environment(Map.of("a", "x\0")));
        refused(() -> program.stdin(Stdio.STDOUT));
        refused(() -> program.stdout(Stdio.STDOUT));
        refused(() -> program.stdin(Stdio.append(directory)));
        assertThrows(NullPointerException.class, () -> program.stdout(null));
    }

    private static void refused(Runnable call) {
        assertThrows(IllegalArgumentException.class, call::run);
    }

    private static <E extends IOException> E failure(Class<E> type, Subprocess.Builder program) {
        return run(() -> assertThrows(type, program::start));
    }

    private Path executable(String name, String content) throws IOException {
        Path file = Files.writeString(directory.resolve(name), content);
        assertTrue(file.toFile().setExecutable(true));
        return file;
    }
}
