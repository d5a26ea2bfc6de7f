package peers.micro;

import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Scheduling primitives of a Netty event loop. Argument: nio|epoll|io_uring|wheel. */
public final class NettyMicro {
    public static void main(String[] args) throws Exception {
        String kind = args[0];
        if (kind.equals("wheel")) {
            Bench.peer = "netty-wheel-timer";
            wheel();
            System.exit(0);
        }
        Bench.peer = "netty-" + kind;
        IoHandlerFactory f =
                switch (kind) {
                    case "epoll" -> EpollIoHandler.newFactory();
                    case "io_uring" -> IoUringIoHandler.newFactory();
                    default -> NioIoHandler.newFactory();
                };
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, f);
        EventLoop el = group.next();

        Bench.run(
                "mem_parked_bytes,mem_parked_rss",
                100_000,
                0,
                1,
                n ->
                        inLoop(
                                el,
                                () -> {
                                    // nearest thing to a parked task: a pending promise with a
                                    // listener
                                    long r = Bench.rss();
                                    long h = Bench.heap();
                                    Promise<?>[] p = new Promise<?>[n];
                                    long[] sink = new long[1];
                                    for (int i = 0; i < n; i++) {
                                        int k = i;
                                        p[i] = el.newPromise();
                                        p[i].addListener(x -> sink[0] += k);
                                    }
                                    double v = (double) (Bench.heap() - h) / n;
                                    double w = (double) (Bench.rss() - r) / n;
                                    for (Promise<?> x : p) {
                                        x.setSuccess(null);
                                    }
                                    return new double[] {v, w};
                                }));
        Bench.run(
                "call_soon_chain",
                Bench.M,
                n -> {
                    CompletableFuture<double[]> done = new CompletableFuture<>();
                    el.execute(
                            new Runnable() {
                                int left = n;
                                final long t = System.nanoTime();

                                @Override
                                public void run() {
                                    if (--left > 0) {
                                        el.execute(this);
                                    } else {
                                        done.complete(Bench.per(t, n));
                                    }
                                }
                            });
                    return done.get();
                });
        Bench.run(
                "call_soon_batch",
                Bench.M,
                n -> {
                    CompletableFuture<double[]> done = new CompletableFuture<>();
                    el.execute(() -> {
                        int[] left = {n};
                        long t = System.nanoTime();
                        Runnable step =
                                () -> {
                                    if (--left[0] == 0) {
                                        done.complete(Bench.per(t, n));
                                    }
                                };
                        for (int i = 0; i < n; i++) {
                            el.execute(step);
                        }
                    });
                    return done.get();
                });
        Bench.run(
                "timer_schedule,timer_cancel",
                Bench.M,
                1,
                3,
                n ->
                        inLoop(
                                el,
                                () -> {
                                    Future<?>[] h = new Future<?>[n];
                                    Runnable never =
                                            () -> {
                                                throw new AssertionError();
                                            };
                                    long t = System.nanoTime();
                                    for (int i = 0; i < n; i++) {
                                        h[i] =
                                                el.schedule(
                                                        never,
                                                        10_000_000 + (long) i * 2654435761L % n,
                                                        TimeUnit.MICROSECONDS);
                                    }
                                    long t1 = System.nanoTime();
                                    for (Future<?> x : h) {
                                        x.cancel(false);
                                    }
                                    long t2 = System.nanoTime();
                                    return new double[] {
                                        (double) (t1 - t) / n, (double) (t2 - t1) / n
                                    };
                                }));
        Bench.run(
                "timer_fire_cpu,timer_fire_lateness",
                100_000,
                2,
                3,
                n -> {
                    CompletableFuture<double[]> done = new CompletableFuture<>();
                    el.execute(() -> {
                        long c = Bench.cpu();
                        long base = System.nanoTime();
                        long[] state = {n, 0};
                        for (int i = 0; i < n; i++) {
                            long due = base + 200_000_000L + (long) i * 48271 % n * 10_000;
                            el.schedule(
                                    () -> {
                                        state[1] += System.nanoTime() - due;
                                        if (--state[0] == 0) {
                                            done.complete(
                                                    new double[] {
                                                        (double) (Bench.cpu() - c) / n,
                                                        (double) state[1] / n
                                                    });
                                        }
                                    },
                                    due - System.nanoTime(),
                                    TimeUnit.NANOSECONDS);
                        }
                    });
                    return done.get();
                });
        Bench.run(
                "call_later0_chain",
                100_000,
                n -> {
                    CompletableFuture<double[]> done = new CompletableFuture<>();
                    el.execute(
                            new Runnable() {
                                int left = n;
                                final long t = System.nanoTime();

                                @Override
                                public void run() {
                                    if (--left > 0) {
                                        el.schedule(this, 0, TimeUnit.NANOSECONDS);
                                    } else {
                                        done.complete(Bench.per(t, n));
                                    }
                                }
                            });
                    return done.get();
                });
        Bench.run(
                "spawn_await",
                Bench.M,
                n -> {
                    CompletableFuture<double[]> done = new CompletableFuture<>();
                    el.execute(
                            new Runnable() {
                                int left = n;
                                final long t = System.nanoTime();

                                @Override
                                public void run() {
                                    if (left-- == 0) {
                                        done.complete(Bench.per(t, n));
                                        return;
                                    }
                                    el.submit(() -> 1).addListener(x -> run());
                                }
                            });
                    return done.get();
                });
        Bench.run(
                "gather_yield",
                100_000,
                n -> {
                    CompletableFuture<double[]> done = new CompletableFuture<>();
                    el.execute(() -> {
                        int[] left = {n};
                        long t = System.nanoTime();
                        for (int i = 0; i < n; i++) {
                            Promise<Integer> p = el.newPromise();
                            p.addListener(x -> {
                                if (--left[0] == 0) {
                                    done.complete(Bench.per(t, n));
                                }
                            });
                            el.execute(() -> el.execute(() -> p.setSuccess(1)));
                        }
                    });
                    return done.get();
                });
        Bench.run(
                "xthread_throughput",
                Bench.M,
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
                    for (int i = 0; i < n; i++) {
                        el.execute(step);
                    }
                    done.await();
                    return Bench.per(t, n);
                });
        Bench.run(
                "xthread_rtt",
                10_000,
                n -> {
                    long t = System.nanoTime();
                    for (int i = 0; i < n; i++) {
                        el.submit(() -> 1).get();
                    }
                    return Bench.per(t, n);
                });
        System.exit(0);
    }

    private static double[] inLoop(EventLoop el, java.util.concurrent.Callable<double[]> c)
            throws Exception {
        return el.submit(c).get();
    }

    private static void wheel() throws Exception {
        // 1 ms ticks, as an event loop would want them; the default is 100 ms
        Bench.run(
                "timer_schedule,timer_cancel",
                Bench.M,
                1,
                3,
                n -> {
                    HashedWheelTimer w = new HashedWheelTimer(1, TimeUnit.MILLISECONDS, 4096);
                    w.start();
                    Timeout[] h = new Timeout[n];
                    long t = System.nanoTime();
                    for (int i = 0; i < n; i++) {
                        h[i] =
                                w.newTimeout(
                                        x -> {},
                                        10_000_000 + (long) i * 2654435761L % n,
                                        TimeUnit.MICROSECONDS);
                    }
                    long t1 = System.nanoTime();
                    for (Timeout x : h) {
                        x.cancel();
                    }
                    long t2 = System.nanoTime();
                    w.stop();
                    return new double[] {(double) (t1 - t) / n, (double) (t2 - t1) / n};
                });
        Bench.run(
                "timer_fire_cpu,timer_fire_lateness",
                100_000,
                2,
                3,
                n -> {
                    HashedWheelTimer w = new HashedWheelTimer(1, TimeUnit.MILLISECONDS, 4096);
                    w.start();
                    CountDownLatch done = new CountDownLatch(n);
                    AtomicLong late = new AtomicLong();
                    long c = Bench.cpu();
                    long base = System.nanoTime();
                    for (int i = 0; i < n; i++) {
                        long due = base + 200_000_000L + (long) i * 48271 % n * 10_000;
                        w.newTimeout(
                                x -> {
                                    late.addAndGet(System.nanoTime() - due);
                                    done.countDown();
                                },
                                due - System.nanoTime(),
                                TimeUnit.NANOSECONDS);
                    }
                    done.await();
                    double v = (double) (Bench.cpu() - c) / n;
                    w.stop();
                    return new double[] {v, (double) late.get() / n};
                });
    }
}
