package dev.rondo.nio.subprocess;

import static dev.rondo.Rondo.createTask;
import static dev.rondo.Rondo.run;
import static dev.rondo.Stdio.PIPE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.StreamReader;
import dev.rondo.StreamWriter;
import dev.rondo.Subprocess;
import dev.rondo.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/// Reading and writing while the child runs.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class PipesTest {
    /// What the loop, a pipe and the stream of the JDK take, and some room.
    private static final int HELD_BACK = 512 * 1024;

    @TempDir Path directory;

    @Test
    void eachLineIsAnsweredBeforeTheNext() {
        List<String> answers = new ArrayList<>();
        int code =
                run(() -> {
                    Subprocess child = cat();
                    for (String line : List.of("one", "two", "three")) {
                        child.stdin().write((line + "\n").getBytes(UTF_8));
                        answers.add(child.stdout().readLine(UTF_8));
                    }
                    child.stdin().close();
                    assertEquals(0, child.stdout().readAll().length);
                    return child.waitFor();
                });

        assertEquals(List.of("one", "two", "three"), answers);
        assertEquals(0, code);
    }

    @Test
    void linesComeWhileTheChildRuns() {
        run(() -> {
            Subprocess child =
                    Subprocess.shell("echo first; read line; echo last")
                            .stdin(PIPE)
                            .stdout(PIPE)
                            .start();
            List<String> lines = new ArrayList<>();
            for (String line : child.stdout().lines(UTF_8)) {
                lines.add(line);
                child.stdin().close();
            }
            assertEquals(List.of("first", "last"), lines);
            child.waitFor();
        });
    }

    @Test
    void closingTheInputSendsAllOfItFirst() {
        run(() -> {
            Subprocess child = Subprocess.exec("wc", "-c").stdin(PIPE).stdout(PIPE).start();
            StreamWriter stdin = child.stdin();
            stdin.write(new byte[3_000_000]);
            stdin.close();
            stdin.waitClosed();
            assertEquals("3000000", child.stdout().readLine(UTF_8));
            assertEquals(0, child.waitFor());
        });
    }

    @Test
    void drainWaitsForAChildThatDoesNotRead() {
        run(() -> {
            Subprocess child =
                    Subprocess.shell("until [ -e go ]; do sleep 0.01; done; exec wc -c")
                            .directory(directory)
                            .stdin(PIPE)
                            .stdout(PIPE)
                            .start();
            child.stdin().write(new byte[1_000_000]);
            Task<Void> drain = createTask(() -> child.stdin().drain());
            letTheLoopWork();
            assertFalse(drain.isDone());
            Files.createFile(directory.resolve("go"));
            drain.await();
            assertEquals("1000000\n", child.communicate().stdoutText());
        });
    }

    @Test
    void drainTellsThatTheChildReadsNoMore() {
        run(() -> {
            Subprocess child = Subprocess.shell("exit 4").stdin(PIPE).start();
            StreamWriter stdin = child.stdin();
            stdin.write(new byte[1_000_000]);
            assertThrows(IOException.class, stdin::drain);
            assertEquals(4, child.waitFor());
        });
    }

    @Test
    void aChildThatNobodyReadsIsHeldBack() {
        run(() -> {
            Subprocess child =
                    Subprocess.exec("head", "-c", "100M", "/dev/zero").stdout(PIPE).start();
            Events.until(() -> Events.isWaiting(child.pid()));
            letTheLoopWork();
            assertTrue(Events.bytesWritten(child.pid()) <= HELD_BACK);
            assertTrue(child.isAlive());
            assertEquals(100 * 1024 * 1024, child.communicate().stdout().length);
        });
    }

    @Test
    void aChildThatIsReadSlowlyLosesNothing() {
        run(() -> {
            Subprocess child = Subprocess.exec("seq", "1", "200000").stdout(PIPE).start();
            int expected = 0;
            for (String line : child.stdout().lines(UTF_8)) {
                assertEquals(Integer.toString(++expected), line);
            }
            assertEquals(200_000, expected);
            child.waitFor();
        });
    }

    @Test
    void outputIsThereAfterTheChildsEnd() {
        run(() -> {
            Subprocess child =
                    Subprocess.exec("head", "-c", "150000", "/dev/zero").stdout(PIPE).start();
            assertEquals(0, child.waitFor());
            StreamReader stdout = child.stdout();
            assertEquals(10, stdout.readExactly(10).length);
            assertEquals(149_990, stdout.readAll().length);
            assertTrue(stdout.atEof());
        });
    }

    @Test
    void whatAGrandchildWritesAfterTheChildsEndIsThere() {
        run(() -> {
            Subprocess child =
                    Subprocess.shell(
                                    "read go; exec 3<&0;"
                                            + " (cat <&3; seq 1 50000; echo late) & exit 3")
                            .stdin(PIPE)
                            .stdout(PIPE)
                            .start();
            child.stdin().write("go\n".getBytes(UTF_8));
            // the grandchild's cat ends with the pipe, which is closed for the child's end
            assertEquals(3, child.waitFor());
            String output = new String(child.stdout().readAll(), UTF_8);
            assertTrue(output.startsWith("1\n2\n"));
            assertTrue(output.endsWith("50000\nlate\n"));
        });
    }

    @Test
    void aWriterOfAPipeHasANameForAnAddress() {
        run(() -> {
            Subprocess child = cat();
            StreamWriter stdin = child.stdin();
            assertEquals("stdin of child process " + child.pid(), stdin.remoteAddress().toString());
            stdin.writeEof();
            assertThrows(IllegalStateException.class, () -> stdin.write(new byte[1]));
            child.communicate();
        });
    }

    private static Subprocess cat() throws IOException {
        return Subprocess.exec("cat").stdin(PIPE).stdout(PIPE).start();
    }

    /// Gives the loop the time to do what it should not: other children come and go.
    private static void letTheLoopWork() throws IOException {
        for (int i = 0; i < 20; i++) {
            assertEquals(0, Subprocess.exec("true").start().waitFor());
        }
    }
}
