package dev.rondo.nio.subprocess;

import static dev.rondo.Rondo.createTask;
import static dev.rondo.Rondo.gather;
import static dev.rondo.Rondo.run;
import static dev.rondo.Stdio.PIPE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rondo.Subprocess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/// Many children leave nothing behind: no zombie, no descriptor, no thread.
///
/// `-Drondo.test.children=5000` starts more, one after the other.
@Tag("slow")
@Timeout(value = 10 * 60, threadMode = ThreadMode.SEPARATE_THREAD)
class ManyChildrenTest {
    private static final int IN_SEQUENCE = Integer.getInteger("rondo.test.children", 500);
    private static final int AT_ONCE = 500;

    private final List<Long> pids = new ArrayList<>();
    private long descriptors;

    @BeforeEach
    void count() throws Exception {
        run(() -> echo(cat(), "")); // what the JDK opens once and keeps
        Events.joinThreads(); // those of earlier tests
        descriptors = Events.openDescriptors();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        assertEquals(List.of(), pids.stream().filter(Events::isKnown).toList());
        Events.joinThreads();
        assertEquals(descriptors, Events.openDescriptors());
    }

    @Test
    void atOnce() {
        run(() -> {
            List<Subprocess> children =
                    gather(
                                    IntStream.range(0, AT_ONCE)
                                            .mapToObj(_ -> createTask(() -> cat()))
                                            .toList())
                            .await();
            assertEquals(AT_ONCE, children.stream().filter(Subprocess::isAlive).count());
            List<String> outputs =
                    gather(
                                    IntStream.range(0, AT_ONCE)
                                            .mapToObj(i ->
                                                    createTask(() -> echo(children.get(i), "" + i)))
                                            .toList())
                            .await();
            assertEquals(IntStream.range(0, AT_ONCE).mapToObj(i -> "" + i).toList(), outputs);
        });
    }

    @Test
    void inSequence() {
        run(() -> {
            for (int i = 0; i < IN_SEQUENCE; i++) {
                assertEquals("" + i, echo(cat(), "" + i));
            }
        });
    }

    private Subprocess cat() throws IOException {
        Subprocess child = Subprocess.exec("cat").stdin(PIPE).stdout(PIPE).start();
        pids.add(child.pid());
        return child;
    }

    private static String echo(Subprocess cat, String text) throws IOException {
        return cat.communicate(text.getBytes(UTF_8)).stdoutText();
    }
}
