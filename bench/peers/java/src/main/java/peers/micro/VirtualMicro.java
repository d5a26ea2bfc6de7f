package peers.micro;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** The same primitives on virtual threads; run with -Djdk.virtualThreadScheduler.parallelism=1. */
public final class VirtualMicro {
    interface Call {
        double[] get() throws Exception;
    }

    private static double[] inVirtual(Call c) throws Exception {
        double[][] r = new double[1][];
        Throwable[] bad = new Throwable[1];
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        r[0] = c.get();
                    } catch (Throwable t) {
                        bad[0] = t;
                    }
                })
                .join();
        if (bad[0] != null) {
            throw new Exception(bad[0]);
        }
        return r[0];
    }

    private static volatile int turn;

    public static void main(String[] args) throws Exception {
        Bench.peer = "java-virtual";
        Bench.run(
                "mem_parked_bytes,mem_parked_rss",
                100_000,
                0,
                1,
                n -> {
                    long r = Bench.rss();
                    long h = Bench.heap();
                    Thread[] ts = new Thread[n];
                    CountDownLatch started = new CountDownLatch(n);
                    for (int i = 0; i < n; i++) {
                        ts[i] =
                                Thread.ofVirtual()
                                        .start(() -> {
                                            started.countDown();
                                            LockSupport.park();
                                        });
                    }
                    started.await();
                    Thread.sleep(300);
                    double v = (double) (Bench.heap() - h) / n;
                    double w = (double) (Bench.rss() - r) / n;
                    for (Thread t : ts) {
                        LockSupport.unpark(t);
                    }
                    for (Thread t : ts) {
                        t.join();
                    }
                    return new double[] {v, w};
                });
        Bench.run(
                "call_soon_chain",
                Bench.M,
                n -> {
                    CountDownLatch done = new CountDownLatch(1);
                    Runnable step =
                            new Runnable() {
                                int left = n;

                                @Override
                                public void run() {
                                    if (--left > 0) {
                                        Thread.startVirtualThread(this);
                                    } else {
                                        done.countDown();
                                    }
                                }
                            };
                    long t = System.nanoTime();
                    Thread.startVirtualThread(step);
                    done.await();
                    return Bench.per(t, n);
                });
        Bench.run(
                "call_soon_batch",
                Bench.M,
                1,
                3,
                n -> {
                    CountDownLatch done = new CountDownLatch(1);
                    int[] left = {n};
                    Runnable step =
                            () -> {
                                if (--left[0] == 0) {
                                    done.countDown();
                                }
                            };
                    long t = System.nanoTime();
                    Thread.startVirtualThread(() -> {
                        for (int i = 0; i < n; i++) {
                            Thread.startVirtualThread(step);
                        }
                    });
                    done.await();
                    return Bench.per(t, n);
                });
        Bench.run(
                "timer_fire_cpu,timer_fire_lateness",
                100_000,
                1,
                3,
                n -> {
                    AtomicLong late = new AtomicLong();
                    CountDownLatch done = new CountDownLatch(n);
                    long c = Bench.cpu();
                    long base = System.nanoTime();
                    for (int i = 0; i < n; i++) {
                        long due = base + 300_000_000L + (long) i * 48271 % n * 10_000;
                        Thread.startVirtualThread(() -> {
                            long d = due - System.nanoTime();
                            if (d > 0) {
                                LockSupport.parkNanos(d);
                            }
                            late.addAndGet(System.nanoTime() - due);
                            done.countDown();
                        });
                    }
                    done.await();
                    return new double[] {(double) (Bench.cpu() - c) / n, (double) late.get() / n};
                });
        Bench.run(
                "switch_event",
                500_000,
                n ->
                        inVirtual(() -> {
                            // two virtual threads handing a turn to and fro through park/unpark
                            Thread me = Thread.currentThread();
                            turn = 0;
                            Thread other =
                                    Thread.ofVirtual()
                                            .start(() -> {
                                                for (int i = 0; i < n; i++) {
                                                    while (turn != 1) {
                                                        LockSupport.park();
                                                    }
                                                    turn = 0;
                                                    LockSupport.unpark(me);
                                                }
                                            });
                            long t = System.nanoTime();
                            for (int i = 0; i < n; i++) {
                                turn = 1;
                                LockSupport.unpark(other);
                                while (turn != 0) {
                                    LockSupport.park();
                                }
                            }
                            double v = (double) (System.nanoTime() - t) / (2.0 * n);
                            other.join();
                            return new double[] {v};
                        }));
        Bench.run(
                "yield_loop",
                Bench.M,
                n -> {
                    CountDownLatch done = new CountDownLatch(2);
                    long t = System.nanoTime();
                    for (int k = 0; k < 2; k++) {
                        Thread.startVirtualThread(() -> {
                            for (int i = 0; i < n / 2; i++) {
                                Thread.yield();
                            }
                            done.countDown();
                        });
                    }
                    done.await();
                    return Bench.per(t, n);
                });
        Bench.run(
                "spawn_await",
                Bench.M,
                n ->
                        inVirtual(() -> {
                            int[] sink = new int[1];
                            long t = System.nanoTime();
                            for (int i = 0; i < n; i++) {
                                Thread.startVirtualThread(() -> sink[0]++).join();
                            }
                            return Bench.per(t, n);
                        }));
        Bench.run(
                "gather_yield",
                100_000,
                n ->
                        inVirtual(() -> {
                            long t = System.nanoTime();
                            List<Thread> all = new ArrayList<>(n);
                            for (int i = 0; i < n; i++) {
                                all.add(Thread.startVirtualThread(Thread::yield));
                            }
                            for (Thread x : all) {
                                x.join();
                            }
                            return Bench.per(t, n);
                        }));
        Bench.run(
                "xthread_throughput",
                300_000,
                n -> {
                    CountDownLatch done = new CountDownLatch(1);
                    AtomicInteger left = new AtomicInteger(n);
                    long t = System.nanoTime();
                    for (int i = 0; i < n; i++) {
                        Thread.startVirtualThread(() -> {
                            if (left.decrementAndGet() == 0) {
                                done.countDown();
                            }
                        });
                    }
                    done.await();
                    return Bench.per(t, n);
                });
        Bench.run(
                "xthread_rtt",
                10_000,
                n -> {
                    int[] sink = new int[1];
                    long t = System.nanoTime();
                    for (int i = 0; i < n; i++) {
                        Thread.startVirtualThread(() -> sink[0]++).join();
                    }
                    return Bench.per(t, n);
                });
        System.exit(0);
    }
}
