package dev.rondo.bench.load;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.rondo.bench.Benchmark;
import dev.rondo.bench.Cell;
import dev.rondo.bench.Plan;
import dev.rondo.bench.Result;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What connections cost that stand and do nothing: memory, and time in each turn of the loop. And
/// how many connections a second are opened and closed.
///
/// Our servers have all their heap from the start and report what of it lives after a collection;
/// what the process grows by is native memory then. Of a peer only the growth of the process is
/// known, which on the JVM contains garbage.
public final class ConnectionsBenchmark implements Benchmark {
    private static final List<String> FIXED_HEAP =
            List.of("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch");
    private static final List<Integer> COUNTS = List.of(1, 500, 5_000, 10_000, 20_000);
    private static final List<Integer> QUICK_COUNTS = List.of(500);

    /// Descriptors that a process needs beside those of its connections.
    private static final int SPARE = 200;

    private static final int TURNS = 20_000;
    private static final int CHURNED = 50;

    /// With fewer, what else changes in a process is more than what they need.
    private static final int ENOUGH = 500;

    private static final int TRIES = 10;

    /// Creates the benchmark.
    public ConnectionsBenchmark() {}

    @Override
    public String name() {
        return "connections";
    }

    @Override
    public String description() {
        return "memory of an idle connection, a turn of the loop with so many of them,"
                + " and connections opened and closed";
    }

    @Override
    public List<String> references() {
        return List.of("c-epoll", "nio");
    }

    @Override
    public List<Cell> cells(Plan wanted) {
        Plan plan = Contenders.brief(wanted);
        if (!Resident.isKnown()) {
            return plan.loops().stream()
                    .map(loop -> Cell.absent(loop, "", "memory is read from /proc, as on Linux"))
                    .toList();
        }
        Contenders contenders =
                Contenders.of(
                        plan,
                        plan.isQuick()
                                ? List.of(EchoServer.PROTOCOL)
                                : List.of(EchoServer.PROTOCOL, EchoServer.STREAMS));
        List<Cell> cells = new ArrayList<>(contenders.absent());
        for (int count : plan.isQuick() ? QUICK_COUNTS : counts(descriptorLimit())) {
            for (Contender contender : contenders.servers()) {
                Measuring measuring =
                        new Measuring(contenders.generator(), count, plan.isQuick() ? 0.1 : 1);
                cells.add(
                        Cell.of(
                                contender.subject(),
                                contender.engine(),
                                Map.of("connections", Integer.toString(count)),
                                () -> measuring.measure(contender)));
            }
        }
        return cells;
    }

    /// {@return how many connections are measured where a process may have so many descriptors: the
    /// largest count becomes smaller if it has to}
    static List<Integer> counts(long limit) {
        int most = (int) Math.min(COUNTS.getLast(), limit - SPARE);
        List<Integer> counts = new ArrayList<>(COUNTS.stream().filter(n -> n < most).toList());
        counts.add(most);
        return counts;
    }

    private static long descriptorLimit() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean it
                ? it.getMaxFileDescriptorCount()
                : COUNTS.getLast();
    }

    private record Memory(long heap, long resident) {
        static Memory of(RunningServer server) throws IOException, InterruptedException {
            if (!server.isAsked()) {
                return new Memory(0, server.resident());
            }
            Answer answer = server.ask(Questions.MEMORY);
            return new Memory(answer.number("heap"), answer.number("resident"));
        }

        /// {@return the memory when it does not fall any more: connections that were closed are
        /// still being let go}
        static Memory settled(RunningServer server) throws IOException, InterruptedException {
            Memory memory = of(server);
            for (int i = 0; i < TRIES; i++) {
                Memory next = of(server);
                if (next.heap >= memory.heap) {
                    return next;
                }
                memory = next;
            }
            return memory;
        }
    }

    /// One cell.
    private record Measuring(LoadGenerator generator, int count, double seconds) {
        List<Result> measure(Contender contender) throws IOException, InterruptedException {
            try (RunningServer server = RunningServer.start(contender, FIXED_HEAP)) {
                // few at a time, so that all is compiled and nothing is left in stock
                generator.churn(server, CHURNED, seconds);
                List<Result> results = new ArrayList<>(churn(server));
                results.addAll(hold(server));
                return results;
            }
        }

        private List<Result> churn(RunningServer server) throws IOException, InterruptedException {
            LoadReport report = generator.churn(server, CHURNED, seconds);
            return List.of(
                    Result.rate("opened", "connections/s", report.number("connections_per_s")),
                    Result.cost(
                            "opened-cpu",
                            "us/connection",
                            report.number("server_cpu_us_per_connection")));
        }

        private List<Result> hold(RunningServer server) throws IOException, InterruptedException {
            List<Result> results = new ArrayList<>();
            Memory before = Memory.settled(server);
            try (Child _ = generator.hold(server, count)) {
                if (count >= ENOUGH) {
                    results.addAll(memory(server, before, Memory.of(server)));
                }
                if (server.isAsked()) {
                    server.ask(Questions.TURNS + " " + TURNS); // until it is compiled
                    long nanos = server.ask(Questions.TURNS + " " + TURNS).number("nanos");
                    results.add(Result.cost("turn", "ns", (double) nanos / TURNS));
                }
            }
            return results;
        }

        private List<Result> memory(RunningServer server, Memory before, Memory after) {
            double heap = each(before.heap, after.heap);
            double rest = each(before.resident, after.resident);
            List<Result> results = new ArrayList<>();
            results.add(Result.cost("memory", "B/connection", heap + rest));
            if (server.isAsked()) {
                results.add(Result.cost("memory-heap", "B/connection", heap));
                results.add(Result.cost("memory-native", "B/connection", rest));
            }
            return results;
        }

        /// {@return the growth for each; none where there is less than before, which is when other
        /// things have been let go}
        private double each(long before, long after) {
            return Math.max(0, (double) (after - before) / count);
        }
    }
}
