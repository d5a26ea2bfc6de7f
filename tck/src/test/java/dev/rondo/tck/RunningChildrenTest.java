package dev.rondo.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import org.junit.jupiter.api.Test;

class RunningChildrenTest {
    /// What the system says of a process that SIGKILL has ended.
    private static final int KILLED = 128 + 9;

    @Test
    void killsWhatWasAddedWithItsOwnChildren() throws Exception {
        RunningChildren before = RunningChildren.now();
        Process added = new ProcessBuilder("sh", "-c", "sleep 1000 & echo $!; wait").start();
        BufferedReader output = added.inputReader();
        assertTrue(Long.parseLong(output.readLine()) > 0, "the grandchild runs");

        before.killAdded();

        assertEquals(KILLED, added.waitFor());
        assertTrue(output.readLine() == null, "the grandchild holds the output open");
    }

    @Test
    void sparesWhatWasThereBefore() throws Exception {
        Process old = new ProcessBuilder("cat").start();
        RunningChildren.now().killAdded();
        old.outputWriter().close();

        assertEquals(0, old.waitFor());
    }
}
