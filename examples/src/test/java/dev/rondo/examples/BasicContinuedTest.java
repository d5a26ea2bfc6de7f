package dev.rondo.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.Rondo;
import dev.rondo.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DeckTest
class BasicContinuedTest {
    @Test
    void theSecondTaskEndsAtOnceAndTheFirstAfterHalfASecond() throws Exception {
        assertEquals(
                List.of("0 hi 2", "500 hi 1"), Program.run("BasicContinued", "memory").timetable());
    }

    @Test
    @Tag("slow")
    void theFirstTaskIsNotEarlyInRealTime() throws Exception {
        Printed printed = Program.run("BasicContinued", "nio");

        assertEquals(List.of("hi 2", "hi 1"), printed.texts());
        assertTrue(printed.line("hi 1").age().compareTo(Duration.ofMillis(500)) >= 0);
    }

    @Test
    void allTasksTakeTheirFirstStepInTheFirstRunInTheOrderOfScheduling() {
        List<String> heard = new ArrayList<>();
        try (EventLoop loop = EventLoops.create("memory")) {
            loop.createTask(() -> {
                heard.add("first begins");
                Rondo.sleep(Duration.ofMillis(500));
                heard.add("first ends");
            });
            Task<?> second = loop.createTask(() -> heard.add("second"));
            heard.add("scheduled");
            loop.runUntilComplete(second);
        }
        assertEquals(List.of("scheduled", "first begins", "second"), heard);
    }

    @Test
    void aLoopThatRunsAgainKeepsItsPendingTimers() {
        try (EventLoop loop = EventLoops.create("memory")) {
            long start = loop.time();
            List<Long> fired = new ArrayList<>();
            Task<Void> sleeper = loop.createTask(() -> Rondo.sleep(Duration.ofMillis(500)));
            loop.callLater(Duration.ofMillis(400), () -> fired.add(loop.time() - start));

            loop.runUntilComplete(() -> Rondo.sleep(Duration.ofMillis(200)));
            assertEquals(Duration.ofMillis(200), Duration.ofNanos(loop.time() - start));
            loop.runUntilComplete(sleeper); // waits for the rest, not for another 500 ms

            assertEquals(Duration.ofMillis(500), Duration.ofNanos(loop.time() - start));
            assertEquals(List.of(Duration.ofMillis(400).toNanos()), fired);
        }
    }

    @Test
    @Tag("slow")
    void pendingTimersKeepCountingWhileTheLoopDoesNotRun() {
        try (EventLoop loop = EventLoops.create("nio");
                EventLoop other = EventLoops.create("nio")) {
            List<String> heard = new ArrayList<>();
            loop.callLater(Duration.ofMillis(300), () -> heard.add("due"));
            loop.callLater(Duration.ofDays(1), () -> heard.add("not due"));
            loop.runUntilComplete(() -> Rondo.sleep(Duration.ZERO));

            other.runUntilComplete(() -> Rondo.sleep(Duration.ofMillis(300)));
            loop.runUntilComplete(() -> Rondo.sleep(Duration.ZERO));

            assertEquals(List.of("due"), heard);
        }
    }
}
