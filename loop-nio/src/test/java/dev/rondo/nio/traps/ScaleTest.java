package dev.rondo.nio.traps;

import static dev.rondo.Rondo.createTask;
import static dev.rondo.Rondo.currentLoop;
import static dev.rondo.Rondo.gather;
import static dev.rondo.Rondo.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoop;
import dev.rondo.Promise;
import dev.rondo.Rondo;
import dev.rondo.Task;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Many of everything, in a heap of a given size.
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("slow")
class ScaleTest {
    private static final int MILLION = 1_000_000;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @Test
    void aMillionTasksAreSpawnedAndGatheredInTwoGibibytes() {
        new FreshJvm(MillionTasks.class).option("-Xmx2g").limit(LIMIT).run();
    }

    static final class MillionTasks {
        public static void main(String[] arguments) {
            long sum =
                    Rondo.run(() -> {
                        List<Task<Integer>> tasks = new ArrayList<>(MILLION);
                        for (int i = 0; i < MILLION; i++) {
                            int value = i;
                            tasks.add(createTask(() -> value));
                        }
                        return sum(gather(tasks).await());
                    });
            assertEquals(MILLION * (MILLION - 1L) / 2, sum);
        }
    }

    private static long sum(List<Integer> values) {
        return values.stream().mapToLong(Integer::longValue).sum();
    }

    @Test
    void aMillionTasksWaitAtTheSameTimeInTwoGibibytes() {
        new FreshJvm(MillionWaiting.class).option("-Xmx2g").limit(LIMIT).run();
    }

    static final class MillionWaiting {
        public static void main(String[] arguments) {
            long sum =
                    Rondo.run(() -> {
                        Promise<Integer> gate = currentLoop().createFuture();
                        List<Task<Integer>> tasks = new ArrayList<>(MILLION);
                        for (int i = 0; i < MILLION; i++) {
                            tasks.add(createTask(gate::await));
                        }
                        sleep(Duration.ZERO);
                        gate.setResult(1);
                        return sum(gather(tasks).await());
                    });
            assertEquals(MILLION, sum);
        }
    }

    @Test
    void theHeapStaysFlatOverTenMillionCallbacksAndTimers() {
        new FreshJvm(FlatHeap.class).option("-Xmx64m").limit(LIMIT).run();
    }

    static final class FlatHeap {
        private static final int ROUNDS = 10_000;
        private static final int BATCH = 500;
        private static final long TOLERANCE = 1 << 20;

        private static EventLoop loop;
        private static long calls;
        private static long cancelled;

        public static void main(String[] arguments) {
            Rondo.run(() -> {
                loop = currentLoop();
                work(ROUNDS / 10);
                long before = usedHeap();
                calls = 0;
                cancelled = 0;
                work(ROUNDS);
                long growth = usedHeap() - before;
                assertEquals(2L * ROUNDS * BATCH, calls);
                assertEquals((long) ROUNDS * BATCH, cancelled);
                assertEquals(0, loop.metrics().pendingTimers());
                assertTrue(growth <= TOLERANCE, () -> "grew by " + growth + " bytes");
            });
        }

        /// Callbacks, timers that fire, and timers that are cancelled: ten million in all and more.
        private static void work(int rounds) {
            for (int i = 0; i < rounds; i++) {
                for (int j = 0; j < BATCH; j++) {
                    loop.callSoon(() -> calls++);
                    loop.callLater(Duration.ZERO, () -> calls++);
                    loop.callLater(Duration.ofDays(1), () -> calls++).cancel();
                    cancelled++;
                }
                sleep(Duration.ZERO);
            }
            sleep(Duration.ZERO);
        }

        private static long usedHeap() {
            System.gc();
            return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        }
    }

    @Test
    void cancelledTimersAreReleasedAtOnce() {
        new FreshJvm(CancelledTimers.class).option("-Xmx64m").limit(LIMIT).run();
    }

    /// Each timer holds what would fill the heap 100 times, if cancelling did not let it go.
    static final class CancelledTimers {
        private static long touched;

        public static void main(String[] arguments) {
            Rondo.run(() -> {
                for (int i = 0; i < 6_400; i++) {
                    byte[] much = new byte[1 << 20];
                    currentLoop()
                            .callLater(Duration.ofDays(1), () -> touched += much.length)
                            .cancel();
                }
            });
            assertEquals(0, touched);
        }
    }

    @Test
    void aMillionTurnsLeaveNothing() {
        new FreshJvm(MillionTurns.class).option("-Xmx64m").limit(LIMIT).run();
    }

    static final class MillionTurns {
        public static void main(String[] arguments) {
            Rondo.run(() -> {
                for (int i = 0; i < MILLION; i++) {
                    createTask(() -> sleep(Duration.ZERO)).await();
                }
            });
        }
    }
}
