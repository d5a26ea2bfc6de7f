package dev.rondo.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.LoopFuture;
import dev.rondo.Rondo;
import dev.rondo.TimerHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/// Whole loops in virtual time. A test that had to wait in real time would run into the limit.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class VirtualTimeTest {
    private final EventLoop loop = EventLoops.create("memory");
    private final List<String> heard = new ArrayList<>();

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void aDayPassesAtOnceAndToTheNanosecond() {
        long start = loop.time();

        loop.runUntilComplete(() -> Rondo.sleep(Duration.ofDays(1)));

        assertEquals(Duration.ofDays(1), Duration.ofNanos(loop.time() - start));
    }

    @Test
    void sleepersWakeInTheOrderOfTheirDeadlines() {
        loop.runUntilComplete(() ->
                Rondo.gather(sleeper("third", 3), sleeper("first", 1), sleeper("second", 2))
                        .await());

        assertEquals(List.of("first", "second", "third"), heard);
    }

    @Test
    void tenThousandTimersFireAtTheirDeadlinesInOrder() {
        List<TimerHandle> fired = new ArrayList<>();
        List<Long> lateness = new ArrayList<>();
        long now = loop.time();
        List<TimerHandle> timers =
                new Random(1)
                        .longs(10_000, 0, TimeUnit.DAYS.toNanos(1000))
                        .mapToObj(delay -> timer(now + delay, fired, lateness))
                        .toList();

        loop.runUntilComplete(() -> Rondo.sleep(Duration.ofDays(1001)));

        assertEquals(
                timers.stream().sorted(Comparator.comparing(TimerHandle::when)).toList(), fired);
        assertEquals(LongStream.generate(() -> 0).limit(10_000).boxed().toList(), lateness);
    }

    @Test
    void equalDeadlinesKeepTheOrderOfScheduling() {
        List<Integer> fired = new ArrayList<>();
        long deadline = loop.time() + 1000;
        IntStream.range(0, 100).forEach(number -> loop.callAt(deadline, () -> fired.add(number)));

        loop.runUntilComplete(() -> Rondo.sleep(Duration.ofDays(1)));

        assertEquals(IntStream.range(0, 100).boxed().toList(), fired);
    }

    @Test
    @Tag("slow")
    void isToldThatNobodyCanCompleteWhatItAwaits() {
        IllegalStateException stuck =
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                loop.runUntilComplete(
                                        loop.createTask(
                                                "the hopeful one",
                                                () -> loop.createFuture().await())));

        assertTrue(stuck.getMessage().contains("the hopeful one"), stuck.getMessage());
    }

    @Test
    void timeStandsStillForWorkOnAnExecutor() {
        LoopFuture<Boolean> work =
                loop.runInExecutor(() -> {
                    long start = loop.time();
                    return LongStream.range(0, 20_000_000).allMatch(_ -> loop.time() == start);
                });
        work.addDoneCallback(_ -> heard.add("work"));

        loop.runUntilComplete(() -> Rondo.gather(work, sleeper("timer", 1)).await());

        assertEquals(List.of("work", "timer"), heard);
        assertTrue(work.resultNow(), "the work saw the time move");
    }

    @Test
    void timeStandsStillForACoroutineThatBlocksInTheJdk() {
        LoopFuture<Void> blocking =
                loop.createTask(() -> {
                    new Semaphore(0).tryAcquire(50, TimeUnit.MILLISECONDS);
                    heard.add("blocking");
                });

        loop.runUntilComplete(() -> Rondo.gather(sleeper("timer", 1), blocking).await());

        assertEquals(List.of("blocking", "timer"), heard);
    }

    @Test
    void timeDoesNotWaitForWhatWasWrappedFromOutside() {
        CompletableFuture<String> never = new CompletableFuture<>();

        CompletionException failure =
                assertThrows(
                        CompletionException.class,
                        () ->
                                loop.runUntilComplete(
                                        () -> Rondo.waitFor(loop.wrap(never), Duration.ofDays(1))));

        assertInstanceOf(TimeoutException.class, failure.getCause());
        assertEquals(TimeUnit.DAYS.toNanos(1), loop.time());
    }

    @Test
    @Tag("slow")
    void waitsForWhatWasWrappedFromOutsideLongerThanTheGrace() {
        CompletableFuture<String> late =
                CompletableFuture.supplyAsync(
                        () -> "came",
                        CompletableFuture.delayedExecutor(1500, TimeUnit.MILLISECONDS));

        assertEquals("came", loop.runUntilComplete(() -> loop.wrap(late).await()));
    }

    @Test
    void aProgramRunsTheSameWayEveryTime() {
        assertEquals(trace(), trace());
    }

    /// Runs a program of many sleepers on a loop of its own, and tells what it did when.
    private static List<String> trace() {
        List<String> trace = new ArrayList<>();
        try (EventLoop fresh = EventLoops.create("memory")) {
            Random random = new Random(7);
            Stream.generate(() -> Duration.ofMillis(random.nextInt(50)))
                    .limit(200)
                    .forEach(delay ->
                            fresh.createTask(() -> {
                                Rondo.sleep(delay);
                                Rondo.sleep(delay);
                                trace.add(fresh.time() + " after " + delay);
                            }));
            fresh.runUntilComplete(() -> Rondo.sleep(Duration.ofDays(1)));
        }
        return trace;
    }

    private LoopFuture<Void> sleeper(String name, int days) {
        return loop.createTask(() -> {
            Rondo.sleep(Duration.ofDays(days));
            heard.add(name);
        });
    }

    private TimerHandle timer(long deadline, List<TimerHandle> fired, List<Long> lateness) {
        TimerHandle[] self = new TimerHandle[1];
        self[0] =
                loop.callAt(
                        deadline,
                        () -> {
                            fired.add(self[0]);
                            lateness.add(loop.time() - deadline);
                        });
        return self[0];
    }
}
