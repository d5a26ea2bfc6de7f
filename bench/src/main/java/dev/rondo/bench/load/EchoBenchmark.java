package dev.rondo.bench.load;

import dev.rondo.bench.Benchmark;
import dev.rondo.bench.Cell;
import dev.rondo.bench.Plan;
import dev.rondo.bench.Result;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// How many messages a second a server echoes, at what cost, and how long they take while it is
/// loaded to its limit.
public final class EchoBenchmark implements Benchmark {
    private static final List<Load> LOADS =
            List.of(
                    new Load(1, 64),
                    new Load(50, 64),
                    new Load(500, 64),
                    new Load(10_000, 64),
                    new Load(50, 64, 16),
                    new Load(50, 1_024),
                    new Load(500, 1_024),
                    new Load(50, 10_240),
                    new Load(500, 10_240),
                    new Load(50, 102_400),
                    new Load(500, 102_400));
    private static final List<Load> QUICK_LOADS = List.of(new Load(20, 1_024));

    private static final double SECONDS = 0.8;
    private static final double QUICK_SECONDS = 0.2;
    private static final double WARM_UP_SECONDS = 5;
    private static final double QUICK_WARM_UP_SECONDS = 0.1;

    /// How much else may run on the machine, in percent of a processor, before it is tried again.
    private static final double DISTURBANCE = 12;

    private static final int TRIES = 3;

    /// Creates the benchmark.
    public EchoBenchmark() {}

    @Override
    public String name() {
        return "echo";
    }

    @Override
    public String description() {
        return "messages echoed at full load, the server's processor time and allocation for each,"
                + " and how long they take";
    }

    @Override
    public List<String> references() {
        return List.of("c-epoll", "nio");
    }

    @Override
    public List<Cell> cells(Plan plan) {
        Contenders contenders =
                Contenders.of(plan, List.of(EchoServer.PROTOCOL, EchoServer.STREAMS));
        ServerPool pool =
                new ServerPool(
                        contenders.generator(),
                        plan.isQuick() ? QUICK_WARM_UP_SECONDS : WARM_UP_SECONDS);
        Measuring measuring = new Measuring(contenders.generator(), pool, plan.isQuick());
        List<Cell> cells = new ArrayList<>(contenders.absent());
        for (Load load : plan.isQuick() ? QUICK_LOADS : LOADS) {
            for (Contender contender : contenders.servers()) {
                pool.expect(contender, load);
                cells.add(
                        Cell.of(
                                contender.subject(),
                                contender.engine(),
                                load.parameters(),
                                () -> measuring.measure(contender, load)));
            }
        }
        return cells;
    }

    /// What the cells share.
    private record Measuring(LoadGenerator generator, ServerPool pool, boolean isQuick) {
        List<Result> measure(Contender contender, Load load)
                throws IOException, InterruptedException {
            try {
                RunningServer server = pool.take(contender, load);
                List<Result> results = calmest(server, load);
                pool.giveBack(contender, load);
                return results;
            } catch (IOException | InterruptedException e) {
                pool.giveUp(contender, load);
                throw e;
            }
        }

        /// {@return what was measured with the least of other work on the machine, of a few tries
        /// if there was any}
        private List<Result> calmest(RunningServer server, Load load)
                throws IOException, InterruptedException {
            Run calmest = run(server, load);
            for (int i = 1; i < TRIES && !isQuick && calmest.disturbance > DISTURBANCE; i++) {
                Run run = run(server, load);
                calmest = run.disturbance < calmest.disturbance ? run : calmest;
            }
            return calmest.results;
        }

        private Run run(RunningServer server, Load load) throws IOException, InterruptedException {
            Counting counting = new Counting(server);
            LoadReport report =
                    generator.measure(server, load, isQuick ? QUICK_SECONDS : SECONDS, counting);
            List<Result> results = new ArrayList<>();
            results.add(Result.rate("", "messages/s", report.number("msgs_per_s")));
            results.add(
                    Result.cost(
                            "server-cpu", "us/message", report.number("server_cpu_us_per_msg")));
            results.add(Result.cost("latency-p50", "us", report.number("p50_us")));
            results.add(Result.cost("latency-p99", "us", report.number("p99_us")));
            if (server.isAsked()) {
                double bytes = counting.allocated() / report.number("messages");
                results.add(Result.cost("allocated", "B/message", bytes));
            }
            return new Run(results, report.disturbance());
        }
    }

    private record Run(List<Result> results, double disturbance) {}

    /// Asks the server for its counters when the measuring begins and when it ends.
    private static final class Counting implements LoadGenerator.Marks {
        private static final String ALLOCATED = "allocated";

        private final RunningServer server;
        private long before;
        private long after;

        /// Asks once in advance, since a first answer loads classes.
        Counting(RunningServer server) throws IOException, InterruptedException {
            this.server = server;
            before = counter();
        }

        @Override
        public void measuring() throws IOException, InterruptedException {
            before = counter();
        }

        @Override
        public void measured() throws IOException, InterruptedException {
            after = counter();
        }

        private long counter() throws IOException, InterruptedException {
            return server.isAsked() ? server.ask(Questions.COUNTERS).number(ALLOCATED) : 0;
        }

        long allocated() {
            return after - before;
        }
    }
}
