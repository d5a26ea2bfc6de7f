package dev.rondo.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CompletedProcess;
import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.Stdio;
import dev.rondo.Subprocess;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DeckTest
class SubprocessTest {
    @Test
    @Tag("slow")
    void theQuickCommandDoesNotWaitForTheSlowOne() throws Exception {
        List<String> expected =
                List.of(
                        "Executing: sleep 1",
                        "Executing: echo hello",
                        "hello",
                        "", // the end of hello's own line, and then of the printed one
                        ""); // what sleep wrote: nothing
        Printed printed =
                Program.runUntil("Subprocess", "nio", run -> run.texts().equals(expected));

        assertEquals(expected, printed.texts());
        Duration end = printed.lines().getLast().age();
        assertTrue(end.compareTo(Duration.ofSeconds(1)) >= 0, printed::toString);
    }

    @Test
    void memoryHasNoProcessesAndSaysSo() {
        UnsupportedOperationException refusal =
                assertThrows(
                        UnsupportedOperationException.class,
                        () -> Program.run("Subprocess", "memory"));

        assertEquals(
                "memory does not support SUBPROCESSES: there is no operating system below it",
                refusal.getMessage());
    }

    @Test
    void communicateReadsMoreThanAPipeHolds() {
        int size = 10_000_000;
        CompletedProcess completed = runToTheEnd("head", "-c", Integer.toString(size), "/dev/zero");

        assertEquals(0, completed.exitCode());
        assertEquals(size, completed.stdout().length);
    }

    @Test
    void whatIsNotPipedIsNotCollected() {
        CompletedProcess completed = runToTheEnd("echo", "hello");

        assertEquals("hello\n", completed.stdoutText());
        assertNull(completed.stderr());
    }

    private static CompletedProcess runToTheEnd(String... command) {
        try (EventLoop loop = EventLoops.create("nio")) {
            return loop.runUntilComplete(
                    () -> Subprocess.exec(command).stdout(Stdio.PIPE).start().communicate());
        }
    }
}
