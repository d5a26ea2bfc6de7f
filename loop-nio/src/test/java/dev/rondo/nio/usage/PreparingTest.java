package dev.rondo.nio.usage;

import static dev.rondo.Rondo.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.Handle;
import dev.rondo.LoopFuture;
import dev.rondo.Promise;
import dev.rondo.Rondo;
import dev.rondo.Task;
import dev.rondo.nio.traps.Limit;
import dev.rondo.nio.traps.LoopWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A loop that does not run is prepared by one thread, while others may do what they may do at any
/// time.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PreparingTest {
    private static final int MANY = 5_000;

    @RegisterExtension final LoopWatch watch = new LoopWatch();

    private final EventLoop loop = EventLoops.create("nio");
    private final List<String> events = new ArrayList<>();
    private final AtomicInteger passed = new AtomicInteger();

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    private void note(String event) {
        events.add(event);
    }

    @Test
    void whatIsScheduledBeforeARunStartsWithItInOrder() {
        Promise<String> promise = loop.createFuture();
        loop.callSoon(() -> note("callSoon"));
        loop.createTask(() -> note("task"));
        loop.callSoonThreadSafe(() -> note("callSoonThreadSafe"));
        loop.asExecutor().execute(() -> note("executor"));
        promise.setResult("result");
        promise.addDoneCallback(done -> note("done callback"));
        loop.callLater(Duration.ofNanos(1), () -> note("timer"));
        assertEquals(List.of(), events);

        loop.runUntilComplete(() -> sleep(Duration.ofMillis(1)));

        assertEquals(
                List.of(
                        "callSoon",
                        "task",
                        "callSoonThreadSafe",
                        "done callback",
                        "timer",
                        "executor"),
                events);
    }

    @Test
    void aTaskMayBeCancelledBeforeItStarts() {
        Task<Void> task = loop.createTask(() -> note("ran"));
        assertTrue(task.cancel());
        assertEquals(1, task.cancelling());
        loop.runUntilComplete(() -> sleep(Duration.ZERO));

        assertTrue(task.isCancelled());
        assertEquals(List.of(), events);
    }

    @Test
    void aFutureMayBeCompletedAndCancelledBetweenRuns() {
        Promise<String> promise = loop.createFuture();
        Promise<String> cancelled = loop.createFuture();
        loop.runUntilComplete(() -> sleep(Duration.ZERO));
        promise.setResult("result");
        cancelled.cancel();

        assertTrue(cancelled.isCancelled());
        assertEquals("result", loop.runUntilComplete(promise));
    }

    @Test
    void anotherThreadMayPrepareIt() {
        Thread preparer = Thread.ofPlatform().start(() -> loop.callSoon(() -> note("prepared")));
        Limit.join(preparer);
        loop.runUntilComplete(() -> sleep(Duration.ZERO));

        assertEquals(List.of("prepared"), events);
    }

    @Test
    void whatWasPendingGoesOnWithTheNextRun() {
        Task<String> task =
                loop.createTask(() -> {
                    sleep(Duration.ofMillis(5));
                    return "done";
                });
        loop.runUntilComplete(() -> sleep(Duration.ZERO));
        assertFalse(task.isDone());

        assertEquals("done", loop.runUntilComplete(task));
    }

    /// Runs something on other threads while this one prepares the loop.
    private void prepareDuring(Runnable... others) {
        var isOver = new AtomicBoolean();
        List<Thread> threads =
                Stream.of(others).map(other -> Thread.ofPlatform().start(other)).toList();
        Thread referee =
                Thread.ofPlatform()
                        .start(() -> {
                            threads.forEach(Limit::join);
                            isOver.set(true);
                        });
        int count = 0;
        while (!isOver.get()) {
            loop.callSoon(() -> {}).cancel();
            loop.callLater(Duration.ofDays(1 + count++ % 100), () -> {}).cancel();
            loop.createFuture().addDoneCallback(done -> {}).cancel();
        }
        Limit.join(referee);
    }

    @Test
    void workThatEndsMeanwhileIsNotLost() {
        var gate = new CountDownLatch(1);
        List<LoopFuture<Integer>> work =
                IntStream.range(0, MANY)
                        .mapToObj(i -> loop.runInExecutor(() -> pass(gate, i)))
                        .toList();
        var all = Rondo.gather(work);
        loop.runUntilComplete(() -> sleep(Duration.ZERO));
        prepareDuring(
                gate::countDown, () -> Limit.until("all work ends", () -> passed.get() == MANY));

        assertEquals(IntStream.range(0, MANY).boxed().toList(), loop.runUntilComplete(all));
    }

    private int pass(CountDownLatch gate, int value) {
        Limit.await(gate);
        passed.incrementAndGet();
        return value;
    }

    @Test
    void stagesThatEndMeanwhileAreNotLost() {
        List<CompletableFuture<Integer>> stages =
                Stream.generate(() -> new CompletableFuture<Integer>()).limit(MANY).toList();
        var all = Rondo.gather(stages.stream().map(loop::wrap).toList());
        prepareDuring(
                () -> stages.subList(0, MANY / 2).forEach(stage -> stage.complete(1)),
                () -> stages.subList(MANY / 2, MANY).forEach(stage -> stage.complete(2)));

        assertEquals(MANY, loop.runUntilComplete(all).size());
    }

    @Test
    void cancellationsFromOtherThreadsHarmNothing() {
        List<Promise<Void>> futures =
                Stream.generate(() -> loop.<Void>createFuture()).limit(MANY).toList();
        futures.forEach(future -> future.addDoneCallback(done -> note("cancelled")));
        prepareDuring(
                () -> futures.subList(0, MANY / 2).forEach(LoopFuture::cancel),
                () -> futures.subList(MANY / 2, MANY).forEach(LoopFuture::cancel));
        loop.runUntilComplete(() -> sleep(Duration.ofMillis(1)));

        assertEquals(MANY, events.size());
        assertTrue(futures.stream().allMatch(LoopFuture::isCancelled));
    }

    @Test
    void timersThatOtherThreadsCancelHarmNothing() {
        List<Handle> timers =
                IntStream.range(0, MANY)
                        .<Handle>mapToObj(
                                i -> loop.callLater(Duration.ofNanos(i), () -> note("called")))
                        .toList();
        loop.callLater(Duration.ofNanos(MANY), () -> note("last"));
        prepareDuring(
                () -> timers.subList(0, MANY / 2).forEach(Handle::cancel),
                () -> timers.subList(MANY / 2, MANY).forEach(Handle::cancel));
        loop.runUntilComplete(() -> sleep(Duration.ofMillis(1)));

        assertEquals(List.of("last"), events);
    }

    @Test
    void anotherThreadMayAskForTheTasksAtAnyTime() {
        var isOver = new AtomicBoolean();
        Thread asker =
                Thread.ofPlatform()
                        .start(() -> {
                            while (!isOver.get()) {
                                loop.tasks();
                            }
                        });
        IntStream.range(0, 1000).forEach(i -> loop.runUntilComplete(() -> sleep(Duration.ZERO)));
        loop.close();
        isOver.set(true);
        Limit.join(asker);
    }

    @Test
    void anotherThreadMayStopItAtAnyTime() {
        prepareDuring(loop::stop);
        loop.runForever(); // returns because of that

        assertEquals(1, loop.runUntilComplete(() -> 1));
    }
}
