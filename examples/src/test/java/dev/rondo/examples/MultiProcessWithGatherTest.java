package dev.rondo.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.LoopFuture;
import dev.rondo.Rondo;
import dev.rondo.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DeckTest
class MultiProcessWithGatherTest {
    private static final List<String> BY_DELAY =
            List.of("b, size 1000", "d, size 2000", "c, size 3000", "a, size 5000");

    @ParameterizedTest
    @ValueSource(strings = {"nio", "memory"})
    @Tag("slow")
    void pagesArriveInTheOrderOfCompletion(String backend) throws Exception {
        Printed printed =
                Program.runUntil(
                        "MultiProcessWithGather",
                        backend,
                        run -> downloads(run).equals(BY_DELAY)); // 10 ms between two of them

        assertEquals(BY_DELAY, downloads(printed));
        assertEquals("[5000, 1000, 3000, 2000]", printed.texts().getLast());
    }

    private static List<String> downloads(Printed printed) {
        return printed.texts().stream()
                .filter(text -> text.startsWith("Downloaded "))
                .map(text -> text.replaceFirst("Downloaded http://127.0.0.1:\\d+/", ""))
                .toList();
    }

    @Test
    void tasksGoOnInTheOrderInWhichWhatTheyWaitForIsCompletedElsewhere() throws Exception {
        List<CompletableFuture<Integer>> pages =
                Stream.generate(() -> new CompletableFuture<Integer>()).limit(4).toList();
        List<Integer> order = List.of(1, 3, 2, 0);
        List<Integer> heard = new ArrayList<>();
        try (EventLoop loop = EventLoops.create("nio")) {
            List<Task<Boolean>> tasks =
                    pages.stream()
                            .map(page -> loop.createTask(() -> heard.add(loop.wrap(page).await())))
                            .toList();
            loop.runUntilComplete(() -> Rondo.sleep(Duration.ZERO));
            Thread elsewhere =
                    Thread.ofPlatform()
                            .start(() -> order.forEach(index -> pages.get(index).complete(index)));
            loop.runUntilComplete(Rondo.gather(tasks));
            elsewhere.join();
        }
        assertEquals(order, heard);
    }

    @Test
    void gatherTakesAsLongAsTheSlowestAndKeepsTheOrderOfItsArguments() {
        List<Integer> completed = new ArrayList<>();
        try (EventLoop loop = EventLoops.create("memory")) {
            List<Task<Integer>> tasks =
                    List.of(50, 10, 30, 20).stream()
                            .map(delay -> loop.createTask(() -> sleepAndTell(delay, completed)))
                            .toList();
            assertEquals(List.of(50, 10, 30, 20), loop.runUntilComplete(Rondo.gather(tasks)));
            assertEquals(Duration.ofMillis(50), Duration.ofNanos(loop.time()));
        }
        assertEquals(List.of(10, 20, 30, 50), completed);
    }

    @Test
    void theFirstFailureIsTheResultAndTheOthersGoOn() {
        List<Integer> completed = new ArrayList<>();
        IllegalStateException failure = new IllegalStateException("no such page");
        try (EventLoop loop = EventLoops.create("memory")) {
            Task<Integer> other = loop.createTask(() -> sleepAndTell(50, completed));
            Task<Integer> failing =
                    loop.createTask(() -> {
                        sleepAndTell(10, completed);
                        throw failure;
                    });
            LoopFuture<List<Integer>> both = Rondo.gather(other, failing);
            assertSame(
                    failure,
                    assertThrows(IllegalStateException.class, () -> loop.runUntilComplete(both)));
            assertEquals(List.of(10), completed);
            assertEquals(50, loop.runUntilComplete(other));
        }
        assertEquals(List.of(10, 50), completed);
    }

    @Test
    void gatherOfNothingIsAnEmptyList() {
        try (EventLoop loop = EventLoops.create("memory")) {
            assertTrue(loop.<List<Object>>runUntilComplete(() -> Rondo.gather().await()).isEmpty());
        }
    }

    private static int sleepAndTell(int delayMillis, List<Integer> completed) {
        Rondo.sleep(Duration.ofMillis(delayMillis));
        completed.add(delayMillis);
        return delayMillis;
    }
}
