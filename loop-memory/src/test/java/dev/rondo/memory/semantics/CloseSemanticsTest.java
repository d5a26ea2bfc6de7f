package dev.rondo.memory.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CancelledError;
import dev.rondo.EventLoop;
import dev.rondo.ExceptionContext;
import dev.rondo.Rondo;
import dev.rondo.Task;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The end of a loop that is left with a task for good, which the kit would take for a leak.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class CloseSemanticsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @RegisterExtension final LoopFixture fixture = new LoopFixture();

    private final EventLoop loop = fixture.loop;

    @Test
    void closeReportsATaskThatDoesNotEnd() {
        Task<?> stubborn =
                loop.createTask(
                        "stubborn",
                        () ->
                                Stream.generate(() -> SECOND)
                                        .forEach(CloseSemanticsTest::sleepSwallowing));
        fixture.turns(1);

        loop.close();

        List<ExceptionContext> told = fixture.takeReports();
        assertEquals(1, told.size());
        assertTrue(told.getFirst().message().contains("'stubborn'"));
        assertSame(stubborn, told.getFirst().task());
    }

    private static void sleepSwallowing(Duration delay) {
        try {
            Rondo.sleep(delay);
        } catch (CancelledError e) {
            assertFalse(e.getMessage().isEmpty());
        }
    }
}
