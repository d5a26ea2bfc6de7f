package dev.rondo.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.Rondo;
import dev.rondo.TimerHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DeckTest
class SchedulingTest {
    @Test
    void bothAreCalledAfterOneSecondAndTheRunTakesTwo() throws Exception {
        Printed printed = Program.run("Scheduling", "memory");

        assertEquals(List.of("1000 Hello", "1000 Hello timed"), printed.timetable());
        EventLoop loop = printed.line("Hello").loop().orElseThrow();
        assertEquals(Duration.ofSeconds(2), Duration.ofNanos(loop.time()));
    }

    @Test
    @Tag("slow")
    void nothingIsEarlyInRealTime() throws Exception {
        long start = System.nanoTime();
        Printed printed = Program.run("Scheduling", "nio");
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);

        assertEquals(List.of("Hello", "Hello timed"), printed.texts());
        assertTrue(printed.line("Hello").age().compareTo(Duration.ofSeconds(1)) >= 0);
        assertTrue(elapsed.compareTo(Duration.ofSeconds(2)) >= 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {400, 1_400, 10_600})
    void aTimerIsNotEarlyByAFractionOfAMillisecond(long micros) {
        try (EventLoop loop = EventLoops.create("nio")) {
            List<Long> firedAt = new ArrayList<>();
            TimerHandle timer =
                    loop.callLater(
                            Duration.ofNanos(micros * 1_000), () -> firedAt.add(loop.time()));
            loop.runUntilComplete(() -> Rondo.sleep(Duration.ofNanos(micros * 1_000)));

            assertEquals(1, firedAt.size());
            assertTrue(firedAt.getFirst() >= timer.when());
        }
    }

    @Test
    void timersRunInTheOrderOfDeadlinesThenOfScheduling() {
        List<String> heard = new ArrayList<>();
        try (EventLoop loop = EventLoops.create("memory")) {
            long second = loop.time() + Duration.ofSeconds(1).toNanos();
            loop.callAt(second + 1, () -> heard.add("last"));
            loop.callAt(second, () -> heard.add("first of the second"));
            loop.callLater(Duration.ofSeconds(1), () -> heard.add("next of the second"));
            loop.callAt(second - 1, () -> heard.add("first"));
            loop.runUntilComplete(() -> Rondo.sleep(Duration.ofSeconds(2)));
        }
        assertEquals(List.of("first", "first of the second", "next of the second", "last"), heard);
    }
}
