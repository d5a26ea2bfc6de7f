package dev.rondo.memory.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CancelledError;
import dev.rondo.EventLoop;
import dev.rondo.Rondo;
import dev.rondo.Task;
import dev.rondo.TimerHandle;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Timers and `sleep`.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class TimerSemanticsTest {
    @RegisterExtension final LoopFixture fixture = new LoopFixture();

    private final EventLoop loop = fixture.loop;
    private final List<String> seen = new ArrayList<>();

    // timer.negative-delays-by-deadline
    @Test
    void negativeDelaysRunInTheOrderOfTheirDeadlines() {
        loop.callLater(Duration.ofSeconds(-1), () -> seen.add("a"));
        loop.callLater(Duration.ofSeconds(-2), () -> seen.add("b"));

        fixture.turns(1);

        assertEquals(List.of("b", "a"), seen);
    }

    // timer.equal-deadline-tie
    @Test
    void equalDeadlinesRunInTheOrderOfScheduling() {
        long deadline = loop.time() + 1000;
        loop.callAt(deadline, () -> seen.add("a"));
        loop.callAt(deadline, () -> seen.add("b"));
        loop.callAt(deadline, () -> seen.add("c"));

        sleepSeconds(1);

        assertEquals(List.of("a", "b", "c"), seen);
    }

    // timer.never-early
    @Test
    void neverFiresEarly() {
        long deadline = loop.time() + TimeUnit.MILLISECONDS.toNanos(100);
        loop.callAt(deadline - 1, () -> seen.add("before " + (loop.time() >= deadline)));
        loop.callAt(deadline, () -> seen.add("after " + (loop.time() >= deadline)));

        sleepSeconds(1);

        assertEquals(List.of("before false", "after true"), seen);
    }

    // timer.sleep-duration
    @Test
    void aSleepTakesItsTime() {
        long start = loop.time();

        loop.runUntilComplete(() -> Rondo.sleep(Duration.ofMillis(100)));

        assertTrue(loop.time() - start >= TimeUnit.MILLISECONDS.toNanos(100));
    }

    // timer.handle-when
    @Test
    void aHandleTellsItsDeadline() {
        long now = loop.time();

        assertEquals(now + 7, loop.callAt(now + 7, () -> {}).when());
        assertEquals(now + 8, loop.callLater(Duration.ofNanos(8), () -> {}).when());
    }

    // timer.handle-when
    @Test
    void withoutDelayOrCallbackNothingIsScheduled() {
        assertThrows(NullPointerException.class, () -> loop.callLater(null, () -> {}));
        assertThrows(NullPointerException.class, () -> loop.callLater(Duration.ZERO, null));
        assertThrows(NullPointerException.class, () -> loop.callAt(0, null));

        assertEquals(0, loop.metrics().pendingTimers());
    }

    // timer.handle-when
    @Test
    void aHugeDelaySaturates() {
        Duration longest = Duration.ofSeconds(Long.MAX_VALUE);
        TimerHandle late = loop.callLater(longest, () -> seen.add("late"));
        loop.callAt(Long.MAX_VALUE, () -> seen.add("latest"));
        loop.callAt(Long.MIN_VALUE, () -> seen.add("at once"));
        loop.callLater(longest.negated(), () -> seen.add("at once, too"));

        sleepSeconds(1);

        assertEquals(List.of("at once", "at once, too"), seen);
        assertTrue(late.when() - loop.time() > Duration.ofDays(36500).toNanos());
    }

    // timer.cancel-releases-callback
    @Test
    void cancellingReleasesTheCallback() {
        Runnable callback = seen::clear; // an object of its own, for it holds the list
        TimerHandle timer = loop.callLater(Duration.ofDays(1), callback);
        WeakReference<Object> reference = new WeakReference<>(callback);
        callback = null;

        timer.cancel();

        assertTrue(timer.isCancelled());
        LoopFixture.awaitCollected(reference);
    }

    // timer.cancelled-head-not-polled
    @Test
    void aCancelledHeadDoesNotShortenTheWait() {
        loop.callLater(Duration.ofSeconds(5), () -> seen.add("dead")).cancel();
        loop.callLater(Duration.ofSeconds(10), loop::stop);
        long polls = loop.metrics().polls();

        loop.runForever();

        assertEquals(Duration.ofSeconds(10), Duration.ofNanos(loop.time()));
        assertEquals(1, loop.metrics().polls() - polls);
        assertEquals(List.of(), seen);
    }

    // timer.cancelled-compaction
    @Test
    void cancelledTimersLeaveTheQueue() {
        List<TimerHandle> timers =
                IntStream.range(0, 1000)
                        .mapToObj(i -> loop.callLater(Duration.ofSeconds(i), () -> {}))
                        .toList();

        timers.subList(1, 1000).forEach(TimerHandle::cancel);

        assertEquals(1, loop.metrics().pendingTimers());
    }

    // timer.cancelled-compaction
    @Test
    void cancellingAnyTimerKeepsTheOrderOfTheRest() {
        List<TimerHandle> timers =
                IntStream.range(0, 100)
                        .mapToObj(i -> later((i * 37) % 100, "" + (i * 37) % 100))
                        .toList();

        IntStream.range(0, 100).filter(i -> i % 3 != 0).forEach(i -> timers.get(i).cancel());
        sleepSeconds(101);

        List<String> left =
                IntStream.range(0, 100)
                        .filter(i -> i % 3 == 0)
                        .map(i -> (i * 37) % 100)
                        .sorted()
                        .mapToObj(String::valueOf)
                        .toList();
        assertEquals(left, seen);
    }

    // timer.callsoon-from-timer-next-iteration
    @Test
    void whatATimerSchedulesRunsInTheNextIteration() {
        loop.callLater(
                Duration.ZERO,
                () -> {
                    seen.add("timer");
                    loop.callSoon(() -> seen.add("soon"));
                    loop.callLater(Duration.ZERO, () -> seen.add("later"));
                });

        fixture.turns(1);
        assertEquals(List.of("timer"), seen);
        fixture.turns(1);
        assertEquals(List.of("timer", "soon", "later"), seen);
    }

    // timer.no-spin-on-tiny-delays
    @Test
    void tinyDelaysDoNotSpin() {
        long iterations = loop.metrics().iterations();

        loop.runUntilComplete(() ->
                Stream.of(10_000_000, 100_000, 1_000, 10, 1)
                        .forEach(nanos -> Rondo.sleep(Duration.ofNanos(nanos))));

        assertTrue(loop.metrics().iterations() - iterations <= 20);
    }

    // sleep.zero-yields-one-iteration
    @Test
    void aSleepOfZeroGivesUpExactlyOneTurn() {
        loop.runUntilComplete(() -> {
            loop.callSoon(() -> loop.callSoon(() -> seen.add("second turn")));
            loop.callSoon(() -> seen.add("first turn"));
            Rondo.sleep(Duration.ZERO);
            seen.add("awake");
            Rondo.sleep(Duration.ofSeconds(-1));
            seen.add("awake again");
        });

        assertEquals(List.of("first turn", "awake", "second turn", "awake again"), seen);
        assertEquals(0, loop.time());
    }

    // sleep.returns-result
    @Test
    void twoHalvesAddUpToTheWhole() {
        loop.runUntilComplete(() -> {
            Rondo.sleep(Duration.ofMillis(500));
            Rondo.sleep(Duration.ofMillis(500));
        });

        assertEquals(Duration.ofSeconds(1), Duration.ofNanos(loop.time()));
    }

    // sleep.cancel-cancels-timer
    @Test
    void cancellingASleepTakesItsTimerOut() {
        Task<Void> sleeper = loop.createTask(() -> Rondo.sleep(Duration.ofSeconds(10)));
        fixture.turns(1);
        assertEquals(1, loop.metrics().pendingTimers());

        sleeper.cancel();
        fixture.turns(1);

        assertTrue(sleeper.isCancelled());
        assertEquals(0, loop.metrics().pendingTimers());
    }

    // sleep.cancel-cancels-timer
    @Test
    void whoAwaitsACancelledSleeperHearsOfItAtOnce() {
        Task<Void> sleeper = loop.createTask(() -> Rondo.sleep(Duration.ofSeconds(5000)));
        loop.callLater(Duration.ofMillis(100), sleeper::cancel);

        String answer =
                loop.runUntilComplete(() -> {
                    try {
                        sleeper.await();
                        return "slept";
                    } catch (CancelledError e) {
                        return "cancelled";
                    }
                });

        assertEquals("cancelled", answer);
        assertEquals(Duration.ofMillis(100), Duration.ofNanos(loop.time()));
    }

    // callback.cancelled-handle-not-queued
    @Test
    void aTimerThatIsDueCanStillBeCancelled() {
        TimerHandle[] second = new TimerHandle[1];
        long deadline = loop.time() + 5;
        loop.callAt(deadline, () -> second[0].cancel());
        second[0] = loop.callAt(deadline, () -> seen.add("second"));

        sleepSeconds(1);

        assertEquals(List.of(), seen);
        assertFalse(loop.isRunning());
    }

    private TimerHandle later(int seconds, String name) {
        return loop.callLater(Duration.ofSeconds(seconds), () -> seen.add(name));
    }

    private void sleepSeconds(int seconds) {
        loop.runUntilComplete(() -> Rondo.sleep(Duration.ofSeconds(seconds)));
    }
}
