package dev.rondo.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.Rondo;
import dev.rondo.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DeckTest
class LongRunningTasksTest {
    @Test
    void greetsUntilTenSecondsAreOver() throws Exception {
        assertEquals(
                List.of(
                        "0 task running now...",
                        "2000 Hello 2",
                        "2000 Hello 0",
                        "4000 Hello 2",
                        "4000 Hello 0",
                        "5000 Hello 1",
                        "8000 Hello 3",
                        "9000 Hello 1",
                        "0 we waited 10 seconds",
                        "0 task cancelled"),
                Program.run("LongRunningTasks", "memory").timetable());
    }

    @Test
    @Tag("slow")
    void isNeverEarlyInRealTime() throws Exception {
        Printed printed = Program.run("LongRunningTasks", "nio");

        List<String> texts = printed.texts();
        int end = texts.size() - 2;
        assertEquals("task running now...", texts.getFirst());
        assertEquals(
                List.of("we waited 10 seconds", "task cancelled"),
                texts.subList(end, texts.size()));
        Random random = new Random(42); // the program's
        long seconds = 0;
        for (Printed.Line greeting : printed.lines().subList(1, end)) {
            int number = random.nextInt(4);
            seconds += number;
            assertEquals("Hello " + number, greeting.text());
            assertTrue(
                    greeting.age().compareTo(Duration.ofSeconds(seconds)) >= 0, printed::toString);
        }
        assertTrue(end > 1, "no greeting");
        assertTrue(printed.lines().getLast().age().compareTo(Duration.ofSeconds(10)) >= 0);
    }

    @Test
    void cancelIsARequestThatTheTaskSeesWhenTheLoopCloses() {
        List<String> heard = new ArrayList<>();
        EventLoop loop = EventLoops.create("memory");
        Task<Void> task =
                loop.createTask(() -> {
                    try {
                        Rondo.sleep(Duration.ofDays(1));
                    } finally {
                        heard.add("clean-up");
                    }
                });
        loop.runUntilComplete(() -> Rondo.sleep(Duration.ofSeconds(10)));

        assertTrue(task.cancel());
        assertFalse(task.isCancelled());
        assertEquals(1, task.cancelling());
        assertEquals(List.of(), heard);
        loop.close();

        assertTrue(task.isCancelled());
        assertEquals(List.of("clean-up"), heard);
    }

    @Test
    void aSleepOfZeroLetsOthersGoOn() {
        List<String> heard = new ArrayList<>();
        try (EventLoop loop = EventLoops.create("memory")) {
            loop.createTask(() -> {
                while (true) {
                    heard.add("greedy");
                    Rondo.sleep(Duration.ZERO);
                }
            });
            loop.runUntilComplete(() -> {
                heard.add("main");
                Rondo.sleep(Duration.ZERO);
                assertEquals(List.of("greedy", "main", "greedy"), heard);
            });
        }
    }
}
