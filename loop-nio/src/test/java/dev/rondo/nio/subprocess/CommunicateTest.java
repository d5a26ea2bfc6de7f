package dev.rondo.nio.subprocess;

import static dev.rondo.Rondo.createTask;
import static dev.rondo.Rondo.gather;
import static dev.rondo.Rondo.run;
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
import dev.rondo.Subprocess;
import dev.rondo.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class CommunicateTest {
    private static final int TEN_MIB = 10 * 1024 * 1024;

    @Test
    void returnsWhatTheChildHasWritten() {
        CompletedProcess completed =
                run(() -> Subprocess.exec("echo", "hello").stdout(PIPE).start().communicate());

        assertEquals("hello\n", completed.stdoutText());
        assertEquals(0, completed.exitCode());
    }

    @Test
    void returnsNullForWhatIsNotPiped() {
        CompletedProcess completed =
                run(() -> Subprocess.exec("echo", "hello").stdout(PIPE).start().communicate());

        assertNull(completed.stderr());
        String message =
                assertThrows(IllegalStateException.class, completed::stderrText).getMessage();
        assertTrue(message.contains("stderr(Stdio.PIPE)"), message);
    }

    @Test
    @Tag("slow")
    void aSlowChildHoldsNobodyUp() {
        List<String> heard = new ArrayList<>();

        run(() ->
                gather(
                                createTask(() -> hear(heard, "sleep", "1")),
                                createTask(() -> hear(heard, "echo", "hello")))
                        .await());

        assertEquals(List.of("executing sleep", "executing echo", "hello\n", ""), heard);
    }

    private static void hear(List<String> heard, String... command) throws Exception {
        heard.add("executing " + command[0]);
        heard.add(Subprocess.exec(command).stdout(PIPE).start().communicate().stdoutText());
    }

    @Test
    void keepsTheTwoOutputsApart() {
        CompletedProcess completed =
                run(() ->
                        Subprocess.shell("echo out; echo err >&2")
                                .stdout(PIPE)
                                .stderr(PIPE)
                                .start()
                                .communicate());

        assertEquals("out\n", completed.stdoutText());
        assertEquals("err\n", completed.stderrText());
    }

    @Test
    void readsMergedOutputsInTheOrderOfWriting() {
        CompletedProcess completed =
                run(() ->
                        Subprocess.shell("echo 1; echo 2 >&2; echo 3; echo 4 >&2")
                                .stdout(PIPE)
                                .stderr(Stdio.STDOUT)
                                .start()
                                .communicate());

        assertEquals("1\n2\n3\n4\n", completed.stdoutText());
        assertNull(completed.stderr());
    }

    @Test
    void movesTenMebibytesBothWaysWithoutADeadlock() {
        byte[] data = new byte[TEN_MIB];
        new Random(1).nextBytes(data);

        CompletedProcess completed =
                run(() ->
                        Subprocess.exec("cat").stdin(PIPE).stdout(PIPE).start().communicate(data));

        assertArrayEquals(data, completed.stdout());
    }

    @Test
    void readsBothOutputsAtOnce() {
        CompletedProcess completed =
                run(() ->
                        Subprocess.shell(
                                        "head -c 1000000 /dev/zero >&2;"
                                                + " head -c 1000000 /dev/zero")
                                .stdout(PIPE)
                                .stderr(PIPE)
                                .start()
                                .communicate());

        assertEquals(1_000_000, completed.stdout().length);
        assertEquals(1_000_000, completed.stderr().length);
    }

    @Test
    void isNoErrorWhenTheChildWantsNoInput() {
        CompletedProcess completed =
                run(() ->
                        Subprocess.shell("exit 3")
                                .stdin(PIPE)
                                .start()
                                .communicate(new byte[TEN_MIB]));

        assertEquals(3, completed.exitCode());
    }

    @Test
    void closesTheInputWhenThereIsNone() {
        assertEquals(
                "",
                run(() ->
                        Subprocess.exec("cat")
                                .stdin(PIPE)
                                .stdout(PIPE)
                                .start()
                                .communicate()
                                .stdoutText()));
    }

    @Test
    void refusesInputForAChildThatTakesNone() {
        IllegalStateException refusal =
                run(() -> {
                    Subprocess child = Subprocess.exec("true").start();
                    child.waitFor();
                    return assertThrows(
                            IllegalStateException.class, () -> child.communicate(new byte[1]));
                });

        assertTrue(refusal.getMessage().contains("stdin(Stdio.PIPE)"), refusal.getMessage());
    }

    @Test
    void returnsWhatWasNotReadYet() {
        run(() -> {
            Subprocess child = Subprocess.shell("echo 1; echo 2").stdout(PIPE).start();
            assertEquals("1", child.stdout().readLine(UTF_8));
            assertEquals("2\n", child.communicate().stdoutText());
            assertEquals("", child.communicate().stdoutText());
        });
    }

    @Test
    void isForOneCoroutineAtATime() {
        run(() -> {
            Subprocess child = Subprocess.exec("sleep", "1000").stdout(PIPE).start();
            Task<CompletedProcess> first = createTask(() -> child.communicate());
            Rondo.sleep(Duration.ZERO);
            assertThrows(IllegalStateException.class, child::communicate);
            child.kill();
            assertEquals("", first.await().stdoutText());
        });
    }

    @Test
    void keepsFiftyChildrenApart() {
        List<String> outputs =
                run(() ->
                        gather(IntStream.range(0, 50).mapToObj(CommunicateTest::cat).toList())
                                .await());

        assertEquals(IntStream.range(0, 50).mapToObj(i -> "child " + i).toList(), outputs);
    }

    private static Task<String> cat(int number) {
        return createTask(() ->
                Subprocess.exec("cat")
                        .stdin(PIPE)
                        .stdout(PIPE)
                        .start()
                        .communicate(("child " + number).getBytes(UTF_8))
                        .stdoutText());
    }
}
