package peers.micro;

import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Scheduling on an event loop of Netty. Argument: `nio|epoll|io_uring`.
///
/// Netty has no coroutines: where others park or spawn a task, this uses promises, the nearest
/// thing.
public final class NettyMicro {
    private final EventLoop loop;

    private NettyMicro(EventLoop loop) {
        this.loop = loop;
    }

    static void main(String[] arguments) {
        IoHandlerFactory factory =
                switch (arguments[0]) {
                    case "nio" -> NioIoHandler.newFactory();
                    case "epoll" -> EpollIoHandler.newFactory();
                    case "io_uring" -> IoUringIoHandler.newFactory();
                    default -> throw new IllegalArgumentException("no such kind: " + arguments[0]);
                };
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, factory);
        new NettyMicro(group.next()).runAll(new Bench("netty-" + arguments[0]));
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private void runAll(Bench bench) {
        bench.runOnce("mem_parked_bytes,mem_parked_rss", 100_000, this::parked);
        bench.run("call_soon_chain", Bench.MILLION, this::chain);
        bench.run("call_soon_batch", Bench.MILLION, this::batch);
        bench.run("timer_schedule,timer_cancel", Bench.MILLION, 1, this::scheduleAndCancel);
        bench.run("timer_fire_cpu,timer_fire_lateness", 100_000, this::fire);
        bench.run("call_later0_chain", 100_000, this::chainOfTimers);
        bench.run("spawn_await", Bench.MILLION, this::spawn);
        bench.run("gather_yield", 100_000, this::gather);
        bench.run("xthread_throughput", Bench.MILLION, this::submitAll);
        bench.run("xthread_rtt", 10_000, this::submitAndWait);
    }

    /// Runs on the loop, and returns what it completes.
    private double[] onLoop(Consumer<CompletableFuture<double[]>> body)
            throws InterruptedException, ExecutionException {
        CompletableFuture<double[]> done = new CompletableFuture<>();
        loop.execute(() -> body.accept(done));
        return done.get();
    }

    private double[] parked(int count) throws Exception {
        long resident = Bench.resident();
        long heap = Bench.heap();
        Promise<?>[] promises = new Promise<?>[count];
        long[] sum = new long[1];
        for (int i = 0; i < count; i++) {
            int value = i;
            promises[i] = loop.newPromise();
            promises[i].addListener(_ -> sum[0] += value);
        }
        double[] bytes = {
            (double) (Bench.heap() - heap) / count, (double) (Bench.resident() - resident) / count
        };
        for (Promise<?> promise : promises) {
            promise.setSuccess(null);
        }
        return bytes;
    }

    private double[] chain(int count) throws Exception {
        return onLoop(done ->
                loop.execute(
                        new Countdown(count, done) {
                            @Override
                            void next() {
                                loop.execute(this);
                            }
                        }));
    }

    private double[] chainOfTimers(int count) throws Exception {
        return onLoop(done ->
                loop.execute(
                        new Countdown(count, done) {
                            @Override
                            void next() {
                                loop.schedule(this, 0, TimeUnit.NANOSECONDS);
                            }
                        }));
    }

    private double[] spawn(int count) throws Exception {
        return onLoop(done ->
                loop.execute(
                        new Countdown(count, done) {
                            @Override
                            void next() {
                                loop.submit(() -> 1).addListener(_ -> run());
                            }
                        }));
    }

    private double[] batch(int count) throws Exception {
        return onLoop(done -> {
            Countdown step = new Countdown(count, done);
            for (int i = 0; i < count; i++) {
                loop.execute(step);
            }
        });
    }

    private double[] gather(int count) throws Exception {
        return onLoop(done -> {
            Countdown step = new Countdown(count, done);
            for (int i = 0; i < count; i++) {
                Promise<Integer> promise = loop.newPromise();
                promise.addListener(_ -> step.run());
                loop.execute(() -> loop.execute(() -> promise.setSuccess(1)));
            }
        });
    }

    private double[] scheduleAndCancel(int count) throws Exception {
        return loop.submit(
                        () -> {
                            Future<?>[] timers = new Future<?>[count];
                            long start = System.nanoTime();
                            for (int i = 0; i < count; i++) {
                                timers[i] =
                                        loop.schedule(
                                                NettyMicro::never,
                                                Bench.farDelay(i, count),
                                                TimeUnit.MICROSECONDS);
                            }
                            double scheduling = Bench.each(start, count)[0];
                            long middle = System.nanoTime();
                            for (Future<?> timer : timers) {
                                timer.cancel(false);
                            }
                            return new double[] {scheduling, Bench.each(middle, count)[0]};
                        })
                .get();
    }

    private static void never() {
        throw new AssertionError("a timer that was cancelled has fired");
    }

    private double[] fire(int count) throws Exception {
        return onLoop(done -> {
            Lateness lateness = new Lateness(count, done);
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                long due = start + Bench.nearDelay(i, count);
                loop.schedule(
                        () -> lateness.fired(due), due - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        });
    }

    private double[] submitAll(int count) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        int[] left = {count};
        Runnable step =
                () -> {
                    if (--left[0] == 0) {
                        done.countDown();
                    }
                };
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            loop.execute(step);
        }
        done.await();
        return Bench.each(start, count);
    }

    private double[] submitAndWait(int count) throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            loop.submit(() -> 1).get();
        }
        return Bench.each(start, count);
    }
}
