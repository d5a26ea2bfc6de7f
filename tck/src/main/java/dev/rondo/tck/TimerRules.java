package dev.rondo.tck;

import static dev.rondo.Rondo.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CancelledError;
import dev.rondo.EventLoop;
import dev.rondo.Task;
import dev.rondo.TimerHandle;
import dev.rondo.spi.Capability;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// Timers and `sleep`.
abstract class TimerRules {
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
    private static final Duration MOST_NEGATIVE = Duration.ofSeconds(Long.MIN_VALUE);

    private final List<String> seen = new ArrayList<>();

    @Rule(
            id = "TIMER-1",
            text =
                    "Timers whose delay is negative run in the next iteration, the one with the"
                            + " earlier deadline first.",
            rows = "timer.negative-delays-by-deadline")
    void runsNegativeDelaysByDeadline(Subject subject) {
        later(subject, HOUR.negated(), "-1 h");
        later(subject, HOUR.multipliedBy(-2), "-2 h");
        later(subject, MOST_NEGATIVE, "for ever ago");

        subject.turns(1);

        assertEquals(List.of("for ever ago", "-2 h", "-1 h"), seen, "order of the timers");
    }

    @Rule(
            id = "TIMER-2",
            text = "Timers with the same deadline run in the order in which they were scheduled.",
            rows = "timer.equal-deadline-tie")
    void runsEqualDeadlinesInTheOrderOfScheduling(Subject subject) {
        long deadline = subject.loop().time();
        for (int i = 0; i < 10; i++) {
            at(subject, deadline, "" + i);
        }

        subject.turns(1);

        assertEquals(
                IntStream.range(0, 10).mapToObj(String::valueOf).toList(),
                seen,
                "order of timers with one deadline");
    }

    @Rule(
            id = "TIMER-3",
            text = "A timer never fires before its deadline.",
            rows = "timer.never-early")
    void neverFiresEarly(Subject subject) {
        EventLoop loop = subject.loop();
        long start = loop.time();
        List<Long> early = new ArrayList<>();
        for (long micros : List.of(900, 1000, 1001, 1500, 2100, 2900)) {
            long deadline = start + TimeUnit.MICROSECONDS.toNanos(micros);
            loop.callAt(
                    deadline,
                    () -> {
                        seen.add("fired");
                        if (loop.time() < deadline) {
                            early.add(deadline - loop.time());
                        }
                    });
        }

        loop.runUntilComplete(() -> sleep(Duration.ofMillis(5)));

        assertEquals(6, seen.size(), "timers that fired");
        assertEquals(List.of(), early, "nanoseconds by which timers fired early");
    }

    @Rule(
            id = "TIMER-4",
            text = "A sleep takes at least its time on the loop's clock.",
            rows = "timer.sleep-duration")
    void sleepsAtLeastItsTime(Subject subject) {
        EventLoop loop = subject.loop();
        long start = loop.time();

        loop.runUntilComplete(() -> sleep(Duration.ofMillis(10)));

        long took = loop.time() - start;
        assertTrue(took >= 10_000_000, () -> "a sleep of 10 ms took " + took + " ns");
    }

    @Rule(
            id = "TIMER-5",
            text = "A timer handle tells its deadline, and equals no other handle.",
            rows = "timer.handle-when")
    void tellsItsDeadline(Subject subject) {
        EventLoop loop = subject.loop();
        long before = loop.time();

        TimerHandle at = loop.callAt(before + 7, () -> {});
        TimerHandle later = loop.callLater(HOUR, () -> {});

        assertEquals(before + 7, at.when(), "when() of callAt");
        assertTrue(
                later.when() - before >= HOUR.toNanos()
                        && later.when() - loop.time() <= HOUR.toNanos(),
                () -> "when() of callLater is off by " + (later.when() - before - HOUR.toNanos()));
        assertNotEquals(at, loop.callAt(before + 7, () -> {}), "handles with one deadline");
    }

    @Rule(
            id = "TIMER-6",
            text = "Without a delay or a callback nothing is scheduled, and the call says so.",
            rows = "timer.handle-when")
    @SuppressWarnings("NullAway") // null is what the rule is about
    void refusesNull(Subject subject) {
        EventLoop loop = subject.loop();

        assertNamed("delay", () -> loop.callLater(null, () -> {}));
        assertNamed("callback", () -> loop.callLater(Duration.ZERO, null));
        assertNamed("callback", () -> loop.callAt(0, null));
        assertEquals(0, loop.metrics().pendingTimers(), "timers that were scheduled all the same");
    }

    private static void assertNamed(String argument, Runnable call) {
        assertEquals(
                argument,
                assertThrows(NullPointerException.class, call::run).getMessage(),
                "the argument that was null");
    }

    @Rule(
            id = "TIMER-7",
            text =
                    "A delay or deadline beyond what the clock can tell saturates and disturbs no"
                            + " other timer.",
            rows = "timer.handle-when")
    void saturates(Subject subject) {
        TimerHandle longest = later(subject, LONGEST, "never");
        later(subject, MOST_NEGATIVE, "first");
        at(subject, Long.MIN_VALUE, "second");
        at(subject, Long.MAX_VALUE, "never");
        later(subject, MOST_NEGATIVE, "third");
        later(subject, Duration.ofDays(365 * 300), "never");
        at(subject, subject.loop().time(), "now");

        subject.turns(1);

        assertEquals(List.of("first", "second", "third", "now"), seen, "timers that fired");
        assertTrue(
                longest.when() - subject.loop().time() > Duration.ofDays(365 * 100).toNanos(),
                "the longest delay ends within a century");
    }

    @Rule(
            id = "TIMER-8",
            text = "Cancelling a timer marks it and releases its callback at once.",
            rows = "timer.cancel-releases-callback")
    void releasesTheCallback(Subject subject) {
        record Held(TimerHandle timer, WeakReference<Object> callback) {}
        EventLoop loop = subject.loop();
        List<Held> held = new ArrayList<>();
        Runnable schedule =
                () -> {
                    Runnable callback = seen::clear; // an object of its own: it holds the list
                    held.add(
                            new Held(
                                    loop.callLater(HOUR, callback), new WeakReference<>(callback)));
                };
        schedule.run();
        TimerHandle timer = held.getFirst().timer();
        assertFalse(timer.isCancelled(), "cancelled before anybody did it");

        timer.cancel();

        assertTrue(timer.isCancelled(), "isCancelled() after cancel()");
        subject.awaitCollected(held.getFirst().callback());
    }

    @Rule(
            id = "TIMER-9",
            text =
                    "A cancelled timer does not wake the loop: it waits for the next one that is"
                            + " alive.",
            rows = "timer.cancelled-head-not-polled")
    void doesNotWakeForCancelledTimers(Subject subject) {
        EventLoop loop = subject.loop();
        long start = loop.time();
        later(subject, MILLI, "dead").cancel();
        loop.callLater(MILLI.multipliedBy(2), loop::stop);
        long polls = loop.metrics().polls();

        loop.runForever();

        assertEquals(List.of(), seen, "called although cancelled");
        assertTrue(loop.time() - start >= 2_000_000, "the run ended before its timer");
        if (!subject.supports(Capability.REAL_TIME)) { // else a wait may end without a reason
            assertEquals(1, loop.metrics().polls() - polls, "waits until the timer that is alive");
        }
    }

    @Rule(
            id = "TIMER-10",
            text = "A cancelled timer leaves the queue at once.",
            rows = "timer.cancelled-compaction")
    void takesCancelledTimersOut(Subject subject) {
        EventLoop loop = subject.loop();
        List<TimerHandle> timers =
                IntStream.range(0, 1000)
                        .mapToObj(i -> loop.callLater(HOUR.plusMillis(i), () -> {}))
                        .toList();

        timers.subList(1, 1000).forEach(TimerHandle::cancel);

        assertEquals(1, loop.metrics().pendingTimers(), "timers left of 1000 but for 999");
    }

    @Rule(
            id = "TIMER-11",
            text = "Cancelling timers leaves the order of the others as it is.",
            rows = "timer.cancelled-compaction")
    void keepsTheOrderOfTheOthers(Subject subject) {
        long past = subject.loop().time() - 1000;
        List<TimerHandle> timers =
                IntStream.range(0, 100)
                        .map(i -> (i * 37) % 100)
                        .mapToObj(i -> at(subject, past + i, "" + i))
                        .toList();

        IntStream.range(0, 100).filter(i -> i % 3 != 0).forEach(i -> timers.get(i).cancel());
        subject.turns(1);

        assertEquals(
                IntStream.range(0, 100)
                        .filter(i -> i % 3 == 0)
                        .map(i -> (i * 37) % 100)
                        .sorted()
                        .mapToObj(String::valueOf)
                        .toList(),
                seen,
                "order of the timers that were left");
    }

    @Rule(
            id = "TIMER-12",
            text = "What a timer's callback schedules runs in the next iteration, not in the same.",
            rows = "timer.callsoon-from-timer-next-iteration")
    void runsWhatATimerSchedulesInTheNextIteration(Subject subject) {
        EventLoop loop = subject.loop();
        loop.callLater(
                Duration.ZERO,
                () -> {
                    seen.add("timer");
                    loop.callSoon(() -> seen.add("soon"));
                    later(subject, Duration.ZERO, "later");
                });

        subject.turns(1);

        assertEquals(List.of("timer"), seen, "called in the timer's iteration");
        subject.turns(1);
        assertEquals(List.of("timer", "soon", "later"), seen, "called after the next iteration");
    }

    @Rule(
            id = "TIMER-13",
            text = "A wait that is shorter than the clock can tell does not make the loop spin.",
            rows = "timer.no-spin-on-tiny-delays")
    void doesNotSpinOnTinyDelays(Subject subject) {
        EventLoop loop = subject.loop();
        long before = loop.metrics().iterations();

        loop.runUntilComplete(() -> {
            for (int nanos : List.of(10_000_000, 100_000, 1_000, 10, 1)) {
                sleep(Duration.ofNanos(nanos));
            }
        });

        long iterations = loop.metrics().iterations() - before;
        assertTrue(
                iterations <= 20,
                () -> "five sleeps took " + iterations + " iterations, of which 20 are enough");
    }

    @Rule(
            id = "TIMER-14",
            text =
                    "A sleep of no time, or less, gives up exactly one turn, and returns its"
                            + " result.",
            rows = "sleep.zero-yields-one-iteration")
    void givesUpOneTurn(Subject subject) {
        EventLoop loop = subject.loop();

        loop.runUntilComplete(() -> {
            loop.callSoon(() -> loop.callSoon(() -> seen.add("second turn")));
            loop.callSoon(() -> seen.add("first turn"));
            seen.add(sleep(Duration.ZERO, "awake"));
            seen.add(sleep(MOST_NEGATIVE, "awake again"));
        });

        assertEquals(
                List.of("first turn", "awake", "second turn", "awake again"),
                seen,
                "order of turns and sleeps");
    }

    @Rule(
            id = "TIMER-15",
            text = "A sleep returns its result after its time, and two halves make a whole.",
            rows = "sleep.returns-result")
    void returnsItsResult(Subject subject) {
        EventLoop loop = subject.loop();
        long start = loop.time();

        loop.runUntilComplete(() -> {
            seen.add(sleep(MILLI, "half"));
            seen.add(sleep(MILLI, "whole"));
        });

        long took = loop.time() - start;
        assertEquals(List.of("half", "whole"), seen, "results of the sleeps");
        assertTrue(took >= 2_000_000, () -> "two sleeps of 1 ms took " + took + " ns");
        if (!subject.supports(Capability.REAL_TIME)) {
            assertEquals(2_000_000, took, "virtual nanoseconds of two sleeps of 1 ms");
        }
    }

    @Rule(
            id = "TIMER-16",
            text = "Cancelling a task that sleeps takes the timer of its sleep away.",
            rows = "sleep.cancel-cancels-timer")
    void takesTheTimerOfACancelledSleepAway(Subject subject) {
        EventLoop loop = subject.loop();
        Task<Void> sleeper = loop.createTask(() -> sleep(LONGEST));
        subject.turns(1);
        assertEquals(1, loop.metrics().pendingTimers(), "timers of one sleep");

        sleeper.cancel();
        subject.turns(1);

        assertTrue(sleeper.isCancelled(), () -> "not cancelled: " + sleeper);
        assertEquals(0, loop.metrics().pendingTimers(), "timers of a cancelled sleep");
    }

    @Rule(
            id = "TIMER-17",
            text =
                    "Who awaits a task that is cancelled in its sleep hears of it at once, and may"
                            + " go on.",
            rows = "sleep.cancel-cancels-timer")
    void tellsWhoAwaitsACancelledSleeper(Subject subject) {
        EventLoop loop = subject.loop();
        long start = loop.time();
        Task<Void> sleeper = loop.createTask(() -> sleep(HOUR));
        loop.callLater(MILLI, sleeper::cancel);

        String answer =
                loop.runUntilComplete(() -> {
                    try {
                        sleeper.await();
                        return "slept";
                    } catch (CancelledError e) {
                        return "cancelled";
                    }
                });

        assertEquals("cancelled", answer, "what the one who awaits it made of it");
        assertTrue(loop.time() - start < HOUR.toNanos(), "the sleep lasted until its end");
    }

    private TimerHandle later(Subject subject, Duration delay, String name) {
        return subject.loop().callLater(delay, () -> seen.add(name));
    }

    private TimerHandle at(Subject subject, long deadline, String name) {
        return subject.loop().callAt(deadline, () -> seen.add(name));
    }
}
