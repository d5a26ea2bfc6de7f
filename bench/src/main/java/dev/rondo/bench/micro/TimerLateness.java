package dev.rondo.bench.micro;

import dev.rondo.EventLoop;
import dev.rondo.Promise;
import dev.rondo.Rondo;
import dev.rondo.bench.Benchmark;
import dev.rondo.bench.Cell;
import dev.rondo.bench.JavaProcess;
import dev.rondo.bench.Plan;
import dev.rondo.bench.Result;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/// How late timers fire, and what they cost, at a rate of so many a second.
public final class TimerLateness implements Benchmark {
    private static final long SECOND = 1_000_000_000;

    /// Measures it in this process.
    ///
    /// @param arguments timers a second, and seconds
    public static void main(String... arguments) {
        int rate = Integer.parseInt(arguments[0]);
        double seconds = Double.parseDouble(arguments[1]);
        Rondo.run(() -> {
            measure(rate, (int) (rate * Math.min(seconds, 0.5)));
            measure(rate, (int) (rate * seconds)).forEach(JavaProcess::print);
        });
    }

    private static List<Result> measure(int rate, int count) {
        EventLoop loop = Rondo.currentLoop();
        Histogram lateness = new Histogram(3);
        Promise<Boolean> done = loop.createFuture();
        Countdown countdown = new Countdown(count, () -> done.setResult(true));
        // The first one is far enough away for all to be scheduled until then.
        long start = loop.time() + SECOND / 5;
        for (int i = 0; i < count; i++) {
            // The multiplication scatters them: consecutive calls are not consecutive in time.
            long due = start + (i * 48_271L % count) * SECOND / rate;
            loop.callAt(
                    due,
                    () -> {
                        lateness.recordValue(checked(loop.time() - due));
                        countdown.run();
                    });
        }
        Rondo.sleep(Duration.ofNanos(start - loop.time() - SECOND / 50));
        long before = cpuNanos();
        done.await();
        return results(lateness, (double) (cpuNanos() - before) / count);
    }

    private static long checked(long lateness) {
        if (lateness < 0) {
            throw new AssertionError("a timer has fired %d ns early".formatted(-lateness));
        }
        return lateness;
    }

    private static List<Result> results(Histogram lateness, double cpu) {
        return List.of(
                Result.cost("p50", "ns", lateness.getValueAtPercentile(50)),
                Result.cost("p99", "ns", lateness.getValueAtPercentile(99)),
                Result.cost("max", "ns", lateness.getMaxValue()),
                Result.cost("mean", "ns", lateness.getMean()),
                Result.cost("cpu", "ns", cpu));
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    @Override
    public String name() {
        return "timer-lateness";
    }

    @Override
    public String description() {
        return "How late timers fire that are due in no order, and CPU time for each.";
    }

    @Override
    public List<String> references() {
        return List.of("netty-epoll", "nio", "epoll");
    }

    @Override
    public List<Cell> cells(Plan plan) {
        List<Cell> cells = new ArrayList<>();
        for (String rate : plan.isQuick() ? List.of("500") : List.of("500", "10000", "100000")) {
            for (String loop : plan.loops()) {
                for (String engine : plan.engines()) {
                    String seconds = plan.isQuick() ? "0.2" : "2";
                    JavaProcess process =
                            JavaProcess.of(loop, engine, TimerLateness.class, rate, seconds);
                    cells.add(Cell.of(loop, engine, Map.of("timers/s", rate), process::results));
                }
            }
        }
        return cells;
    }
}
