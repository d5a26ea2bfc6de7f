package dev.rondo.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.LoopFuture;
import dev.rondo.Rondo;
import dev.rondo.Task;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DeckTest
class SingleThreadedTest {
    private static final List<String> GREETINGS = List.of("Hello 0", "Hello 1", "Hello 2");

    @Test
    void eachOfFiveLoopsGreetsAtItsOwnTimes() throws Exception {
        Printed printed = Program.run("SingleThreaded", "memory");

        List<Long> seconds = List.of(0L, 1L, 3L);
        for (List<Printed.Line> greetings : assertFiveLoops(printed)) {
            assertEquals(
                    seconds, greetings.stream().map(line -> line.loopTime().toSeconds()).toList());
        }
    }

    @Test
    @Tag("slow")
    void noLoopIsEarlyInRealTime() throws Exception {
        Printed printed = Program.run("SingleThreaded", "nio");

        for (List<Printed.Line> greetings : assertFiveLoops(printed)) {
            assertTrue(greetings.get(1).age().compareTo(Duration.ofSeconds(1)) >= 0);
            assertTrue(greetings.get(2).age().compareTo(Duration.ofSeconds(3)) >= 0);
        }
    }

    private static List<List<Printed.Line>> assertFiveLoops(Printed printed) {
        Map<EventLoop, List<Printed.Line>> byLoop =
                printed.lines().stream()
                        .filter(line -> line.loop().isPresent())
                        .collect(Collectors.groupingBy(line -> line.loop().orElseThrow()));
        List<List<Printed.Line>> loops = List.copyOf(byLoop.values());
        assertEquals(
                Collections.nCopies(5, GREETINGS),
                loops.stream()
                        .map(lines -> lines.stream().map(Printed.Line::text).toList())
                        .toList());
        assertEquals(5 * GREETINGS.size() + 2, printed.lines().size());
        assertTrue(printed.texts().contains("Waiting to finish"));
        assertEquals("done", printed.texts().getLast());
        return loops;
    }

    @Test
    void aSecondLoopOnTheThreadOfARunningOneIsRefused() {
        try (EventLoop outer = EventLoops.create("memory");
                EventLoop inner = EventLoops.create("memory")) {
            assertThrows(
                    IllegalStateException.class,
                    () ->
                            outer.runUntilComplete(() ->
                                    inner.runUntilComplete(() -> Rondo.sleep(Duration.ZERO))));
        }
    }

    @Test
    void aTaskOfAnotherLoopCannotBeAwaited() {
        try (EventLoop mine = EventLoops.create("memory");
                EventLoop other = EventLoops.create("memory")) {
            Task<String> task = other.createTask(() -> "hi");
            assertThrows(
                    IllegalStateException.class, () -> mine.runUntilComplete(() -> task.await()));
            assertThrows(IllegalArgumentException.class, () -> mine.runUntilComplete(task));
            assertEquals("hi", other.runUntilComplete(task));
        }
    }

    @Test
    void anotherThreadCannotUseARunningLoop() {
        try (EventLoop loop = EventLoops.create("memory")) {
            LoopFuture<String> pending = loop.createFuture();
            loop.runUntilComplete(() ->
                    loop.wrap(
                                    CompletableFuture.runAsync(() -> {
                                        assertThrows(
                                                IllegalStateException.class,
                                                () -> loop.callSoon(() -> {}));
                                        assertThrows(
                                                IllegalStateException.class,
                                                () -> loop.createTask(() -> "hi"));
                                        assertThrows(IllegalStateException.class, pending::await);
                                    }))
                            .await());
        }
    }
}
