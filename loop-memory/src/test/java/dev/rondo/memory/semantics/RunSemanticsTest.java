package dev.rondo.memory.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.Rondo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/// `Rondo.run`, which chooses its backend by itself.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class RunSemanticsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final ArithmeticException failure = new ArithmeticException("boom");
    private final List<String> seen = new ArrayList<>();

    @BeforeAll
    static void chooseTheBackend() {
        System.setProperty(EventLoops.LOOP_PROPERTY, "memory");
    }

    @AfterAll
    static void leaveTheChoice() {
        System.clearProperty(EventLoops.LOOP_PROPERTY);
    }

    // runner.returns-and-raises
    @Test
    void runReturnsTheResultAndClosesTheLoop() {
        EventLoop used = Rondo.run(() -> Rondo.currentLoop());

        assertTrue(used.isClosed());
        assertEquals("memory", used.backend());
    }

    // runner.returns-and-raises
    @Test
    void runThrowsTheFailureAndClosesTheLoop() {
        EventLoop[] used = new EventLoop[1];

        assertSame(
                failure,
                assertThrows(
                        ArithmeticException.class,
                        () ->
                                Rondo.run(() -> {
                                    used[0] = Rondo.currentLoop();
                                    throw failure;
                                })));

        assertTrue(used[0].isClosed());
    }

    // runner.cancels-leftovers
    @Test
    void runCancelsWhatIsLeftAndWaitsForIt() {
        Rondo.run(() -> {
            Rondo.createTask(() -> {
                try {
                    Rondo.sleep(DAY);
                } finally {
                    Rondo.sleep(SECOND);
                    seen.add("clean");
                }
            });
            Rondo.createTask(() -> seen.add("started last"));
        });

        assertEquals(List.of("started last", "clean"), seen);
    }
}
