package dev.rondo.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.LoopFuture;
import dev.rondo.Rondo;
import dev.rondo.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DeckTest
class ExecutorsTest {
    private static final List<String> SITES =
            List.of(
                    "https://google.com",
                    "https://facebook.com",
                    "https://twitter.com",
                    "https://stackoverflow.com");

    @ParameterizedTest
    @ValueSource(strings = {"nio", "memory"})
    @Tag("slow")
    void theCoroutineIsFirstAndTheResultsAreInTheOrderOfTheArguments(String backend)
            throws Exception {
        Printed printed =
                Program.runUntil(
                        "Executors", backend, run -> run.texts().getFirst().equals("foobar"));

        List<String> texts = printed.texts();
        assertEquals("foobar", texts.getFirst());
        assertEquals(
                Set.of(SITES.stream().map(site -> "Downloaded " + site).toArray()),
                Set.copyOf(texts.subList(1, 5)));
        assertEquals(
                "[https://google.com, https://facebook.com, https://twitter.com,"
                        + " https://stackoverflow.com, null]",
                texts.getLast());
        assertEquals(6, texts.size());
        assertTrue(printed.lines().get(1).age().compareTo(Duration.ofMillis(300)) >= 0);
    }

    @Test
    void workOnThePoolRunsAtOnce() {
        CyclicBarrier allFour = new CyclicBarrier(4);
        try (ExecutorService pool = Executors.newFixedThreadPool(5);
                EventLoop loop = EventLoops.create("nio")) {
            List<LoopFuture<Integer>> meetings =
                    SITES.stream()
                            .map(site ->
                                    loop.runInExecutor(
                                            pool, () -> allFour.await(60, TimeUnit.SECONDS)))
                            .toList();
            List<Integer> places = loop.runUntilComplete(Rondo.gather(meetings));
            assertEquals(Set.of(0, 1, 2, 3), Set.copyOf(places));
        }
    }

    @Test
    void coroutinesRunWhileWorkBlocksThePool() {
        CountDownLatch coroutineRan = new CountDownLatch(1);
        try (ExecutorService pool = Executors.newFixedThreadPool(5);
                EventLoop loop = EventLoops.create("nio")) {
            LoopFuture<Boolean> blocked =
                    loop.runInExecutor(pool, () -> coroutineRan.await(60, TimeUnit.SECONDS));
            Task<Void> coroutine = loop.createTask(coroutineRan::countDown);
            loop.runUntilComplete(Rondo.gather(blocked, coroutine));
            assertTrue(blocked.resultNow());
        }
    }

    @Test
    void completionComesBackToTheLoop() {
        List<EventLoop> seen = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(5);
                EventLoop loop = EventLoops.create("nio")) {
            LoopFuture<String> work = loop.runInExecutor(pool, () -> "done");
            work.addDoneCallback(done -> seen.add(Rondo.currentLoop()));
            Task<String> waiting = loop.createTask(work::await);
            assertEquals("done", loop.runUntilComplete(waiting));
            assertEquals(List.of(loop), seen);
        }
    }
}
