package dev.rondo.nio.traps;

import static dev.rondo.Rondo.createTask;
import static dev.rondo.Rondo.gather;
import static dev.rondo.Rondo.sleep;
import static dev.rondo.Rondo.toThread;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.Task;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Work that computes, on an executor, and the loop goes on: proved by work that ends only when the
/// loop has.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ComputingTest {
    private static final int JOBS = 2 * Runtime.getRuntime().availableProcessors();
    private static final int TICKS = 100;

    @RegisterExtension final LoopWatch watch = new LoopWatch();

    private final EventLoop loop = EventLoops.create("nio");

    /// Written by the loop, read by the jobs.
    private final AtomicInteger ticks = new AtomicInteger();

    private final AtomicInteger started = new AtomicInteger();

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    /// Computes until the loop has ticked often enough while all the jobs were computing.
    private int compute() {
        started.incrementAndGet();
        int work = 0;
        while (ticks.get() < TICKS) {
            work++;
        }
        return work;
    }

    private void tick() {
        while (ticks.get() < TICKS) {
            sleep(Duration.ofNanos(100_000));
            if (started.get() == JOBS) {
                ticks.incrementAndGet();
            }
        }
    }

    @Test
    void workInToThreadStallsNothing() {
        loop.runUntilComplete(() -> {
            Stream<Task<Integer>> jobs =
                    Stream.generate(() -> createTask(() -> toThread(this::compute))).limit(JOBS);
            var all = gather(jobs.toList());
            tick();
            assertEquals(JOBS, all.await().size());
        });
    }

    @Test
    void workOnAnExecutorOfVirtualThreadsStallsNothing() {
        Engine.assumeScheduled(
                "its loop is a virtual thread, and shares its carriers with work that computes");
        Executor threads = Thread::startVirtualThread;
        loop.runUntilComplete(() -> {
            var jobs =
                    Collections.nCopies(JOBS, null).stream()
                            .map(_ -> loop.runInExecutor(threads, this::computeAlone))
                            .toList();
            tick();
            assertEquals(JOBS, gather(jobs).await().size());
        });
    }

    /// There are fewer carriers than jobs, which therefore cannot wait for each other.
    private int computeAlone() {
        started.set(JOBS);
        int work = 0;
        while (ticks.get() < TICKS) {
            work++;
        }
        return work;
    }

    @Test
    void aCallbackTicksAsWellWhileWorkIsUnderWay() {
        loop.runUntilComplete(() -> {
            started.set(JOBS - 1);
            var job = loop.runInExecutor(this::compute);
            loop.callSoon(this::tickByCallback);
            assertTrue(job.await() >= 0);
        });
    }

    private void tickByCallback() {
        ticks.incrementAndGet();
        if (ticks.get() < TICKS) {
            loop.callLater(Duration.ofNanos(1), this::tickByCallback);
        }
    }
}
