package dev.rondo.nio.usage;

import static dev.rondo.Rondo.sleep;
import static dev.rondo.Rondo.timeout;
import static dev.rondo.Rondo.waitFor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.Promise;
import dev.rondo.TimerHandle;
import dev.rondo.nio.traps.LoopWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Huge and negative delays and limits: what the kit does not look at.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DelaysTest {
    private static final Duration LONGEST = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
    private static final Duration SHORT = Duration.ofMillis(1);

    @RegisterExtension final LoopWatch watch = new LoopWatch();

    private final EventLoop loop = EventLoops.create("nio");
    private final List<String> events = new ArrayList<>();

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    private TimerHandle noteLater(Duration delay, String event) {
        return loop.callLater(delay, () -> events.add(event));
    }

    private TimerHandle noteAt(long deadline, String event) {
        return loop.callAt(deadline, () -> events.add(event));
    }

    private void runShortly() {
        loop.runUntilComplete(() -> sleep(SHORT));
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, Long.MAX_VALUE - 1, Long.MAX_VALUE / 2})
    void farDeadlinesAreNotDue(long distance) {
        long now = loop.time();
        TimerHandle far =
                noteAt(now > Long.MAX_VALUE - distance ? Long.MAX_VALUE : now + distance, "far");
        runShortly();

        assertEquals(List.of(), events);
        assertFalse(far.isCancelled());
    }

    @Test
    void longDelaysAreOrderedAmongThemselves() {
        List<TimerHandle> timers =
                List.of(
                        noteLater(Duration.ofDays(365 * 300), "saturated"),
                        noteLater(Duration.ofDays(365 * 100), "later"),
                        noteLater(Duration.ofDays(365), "first"));

        assertTrue(timers.get(0).when() - timers.get(1).when() > 0);
        assertTrue(timers.get(1).when() - timers.get(2).when() > 0);
    }

    @Test
    void theLongestTimeoutDoesNotExpire() {
        Promise<Void> never = loop.createFuture();
        assertEquals(
                "done",
                loop.runUntilComplete(() ->
                        timeout(
                                LONGEST,
                                () -> {
                                    sleep(SHORT);
                                    return "done";
                                })));
        loop.runUntilComplete(() -> {
            loop.callLater(SHORT, () -> never.setResult(null));
            waitFor(never, LONGEST);
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void aTimeoutOfNoTimeEndsItsScopeAtTheFirstWait(long seconds) {
        loop.runUntilComplete(() ->
                assertThrows(
                        TimeoutException.class,
                        () -> timeout(Duration.ofSeconds(seconds), () -> sleep(LONGEST))));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void waitForWithNoTimeCancelsWhatIsNotDone(long seconds) {
        Promise<Void> never = loop.createFuture();
        Promise<String> done = loop.createFuture();
        done.setResult("done");
        loop.runUntilComplete(() -> {
            assertThrows(TimeoutException.class, () -> waitFor(never, Duration.ofSeconds(seconds)));
            assertEquals("done", waitFor(done, Duration.ofSeconds(seconds)));
        });

        assertTrue(never.isCancelled());
    }

    @Test
    void theLongestAndShortestLimitsOfTheExecutorsShutdown() {
        assertTrue(loop.runUntilComplete(loop.shutdownDefaultExecutor(LONGEST)));
        try (EventLoop other = EventLoops.create("nio")) {
            other.runUntilComplete(other.runInExecutor(() -> 1));
            other.runUntilComplete(other.shutdownDefaultExecutor(LONGEST));
        }
    }
}
