package peers.micro;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Scheduling on virtual threads; to be run with `-Djdk.virtualThreadScheduler.parallelism=1`.
public final class VirtualMicro {
    private static volatile int turn;

    private VirtualMicro() {}

    static void main(String[] arguments) {
        Bench bench = new Bench("java-virtual");
        bench.runOnce("mem_parked_bytes,mem_parked_rss", 100_000, VirtualMicro::parked);
        bench.run("call_soon_chain", Bench.MILLION, VirtualMicro::chain);
        bench.run("call_soon_batch", Bench.MILLION, 1, VirtualMicro::batch);
        bench.run("timer_fire_cpu,timer_fire_lateness", 100_000, 1, VirtualMicro::fire);
        bench.run("switch_event", 500_000, n -> onVirtual(() -> switching(n)));
        bench.run("yield_loop", Bench.MILLION, VirtualMicro::yielding);
        bench.run("spawn_await", Bench.MILLION, n -> onVirtual(() -> joining(n)));
        bench.run("gather_yield", 100_000, n -> onVirtual(() -> gathering(n)));
        bench.run("xthread_throughput", 300_000, VirtualMicro::submitAll);
        bench.run("xthread_rtt", 10_000, VirtualMicro::joining);
    }

    private static double[] onVirtual(Callable<double[]> body) throws Exception {
        FutureTask<double[]> task = new FutureTask<>(body);
        Thread.startVirtualThread(task);
        return task.get();
    }

    private static double[] parked(int count) throws Exception {
        long resident = Bench.resident();
        long heap = Bench.heap();
        CountDownLatch started = new CountDownLatch(count);
        CountDownLatch end = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            threads.add(
                    Thread.startVirtualThread(() -> {
                        started.countDown();
                        LockSupport.park(end);
                    }));
        }
        started.await();
        awaitParked(threads);
        double[] bytes = {
            (double) (Bench.heap() - heap) / count, (double) (Bench.resident() - resident) / count
        };
        threads.forEach(LockSupport::unpark);
        for (Thread thread : threads) {
            thread.join();
        }
        return bytes;
    }

    private static void awaitParked(List<Thread> threads) {
        for (Thread thread : threads) {
            while (thread.getState() != Thread.State.WAITING) {
                Thread.yield();
            }
        }
    }

    private static double[] chain(int count) throws Exception {
        CompletableFuture<double[]> done = new CompletableFuture<>();
        Thread.startVirtualThread(
                new Countdown(count, done) {
                    @Override
                    void next() {
                        Thread.startVirtualThread(this);
                    }
                });
        return done.get();
    }

    private static double[] batch(int count) throws Exception {
        CompletableFuture<double[]> done = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            // safe without atomics: there is one carrier, and nothing here parks
            Countdown step = new Countdown(count, done);
            for (int i = 0; i < count; i++) {
                Thread.startVirtualThread(step);
            }
        });
        return done.get();
    }

    private static double[] fire(int count) throws Exception {
        CompletableFuture<double[]> done = new CompletableFuture<>();
        Lateness lateness = new Lateness(count, done);
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long due = start + Bench.nearDelay(i, count);
            Thread.startVirtualThread(() -> {
                LockSupport.parkNanos(due - System.nanoTime());
                lateness.fired(due);
            });
        }
        return done.get();
    }

    /// Two threads that hand a turn to and fro.
    private static double[] switching(int count) throws InterruptedException {
        Thread first = Thread.currentThread();
        turn = 0;
        Thread second = Thread.startVirtualThread(() -> takeTurns(count, 1, first));
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            turn = 1;
            LockSupport.unpark(second);
            while (turn != 0) {
                LockSupport.park();
            }
        }
        double[] each = Bench.each(start, 2 * count);
        second.join();
        return each;
    }

    private static void takeTurns(int count, int own, Thread other) {
        for (int i = 0; i < count; i++) {
            while (turn != own) {
                LockSupport.park();
            }
            turn = 0;
            LockSupport.unpark(other);
        }
    }

    private static double[] yielding(int count) throws InterruptedException {
        Runnable body =
                () -> {
                    for (int i = 0; i < count / 2; i++) {
                        Thread.yield();
                    }
                };
        long start = System.nanoTime();
        Thread first = Thread.startVirtualThread(body);
        Thread second = Thread.startVirtualThread(body);
        first.join();
        second.join();
        return Bench.each(start, count);
    }

    private static double[] joining(int count) throws InterruptedException {
        int[] sum = new int[1];
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            Thread.startVirtualThread(() -> sum[0]++).join();
        }
        return Bench.each(start, count);
    }

    private static double[] gathering(int count) throws InterruptedException {
        long start = System.nanoTime();
        List<Thread> threads = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            threads.add(Thread.startVirtualThread(Thread::yield));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return Bench.each(start, count);
    }

    private static double[] submitAll(int count) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        AtomicInteger left = new AtomicInteger(count);
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            Thread.startVirtualThread(() -> {
                if (left.decrementAndGet() == 0) {
                    done.countDown();
                }
            });
        }
        done.await();
        return Bench.each(start, count);
    }
}
