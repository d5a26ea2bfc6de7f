package dev.rondo.bench.load;

import dev.rondo.bench.Benchmark;
import dev.rondo.bench.Cell;
import dev.rondo.bench.JavaProcess;
import dev.rondo.bench.Plan;
import dev.rondo.bench.Result;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How long an echo takes while messages come at a fixed rate, far from the server's limit.
public final class LatencyBenchmark implements Benchmark {
    /// Compiled in one step, so that the compiler takes no time from what is measured later.
    private static final List<String> CLIENT_OPTIONS =
            List.of("-XX:+UseSerialGC", "-Xms256m", "-Xmx256m", "-XX:TieredStopAtLevel=1");

    private static final List<Integer> RATES = List.of(1_000, 10_000);
    private static final List<Integer> QUICK_RATES = List.of(1_000);
    private static final int CONNECTIONS = 50;
    private static final int SIZE = 64;
    private static final Times TIMES = new Times(5, 2, 5);
    private static final Times QUICK_TIMES = new Times(0.1, 0.1, 0.2);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /// The seconds of warming up the server and the client, and of measuring.
    private record Times(double server, double client, double measuring) {}

    /// Creates the benchmark.
    public LatencyBenchmark() {}

    @Override
    public String name() {
        return "echo-latency";
    }

    @Override
    public String description() {
        return "how long an echo takes at a fixed rate, from when it was to be sent";
    }

    @Override
    public List<String> references() {
        return List.of("c-epoll", "nio");
    }

    @Override
    public List<Cell> cells(Plan wanted) {
        Plan plan = Contenders.brief(wanted);
        Times times = plan.isQuick() ? QUICK_TIMES : TIMES;
        Contenders contenders =
                Contenders.of(
                        plan,
                        plan.isQuick()
                                ? List.of(EchoServer.PROTOCOL)
                                : List.of(EchoServer.PROTOCOL, EchoServer.STREAMS));
        ServerPool pool = new ServerPool(contenders.generator(), times.server);
        List<Cell> cells = new ArrayList<>(contenders.absent());
        for (int rate : plan.isQuick() ? QUICK_RATES : RATES) {
            for (Contender contender : contenders.servers()) {
                pool.expect(contender, rate);
                cells.add(
                        Cell.of(
                                contender.subject(),
                                contender.engine(),
                                parameters(rate),
                                () -> measure(pool, contender, rate, times)));
            }
        }
        return cells;
    }

    private static Map<String, String> parameters(int rate) {
        return Map.of(
                "rate", Integer.toString(rate),
                "connections", Integer.toString(CONNECTIONS),
                "size", Integer.toString(SIZE));
    }

    private static List<Result> measure(ServerPool pool, Contender contender, int rate, Times times)
            throws IOException, InterruptedException {
        try {
            RunningServer server = pool.take(contender, rate);
            Answer nanos = nanos(server, rate, times);
            pool.giveBack(contender, rate);
            return List.of(
                    Result.cost("p50", "us", nanos.number("p50") / 1e3),
                    Result.cost("p99", "us", nanos.number("p99") / 1e3),
                    Result.cost("p99.9", "us", nanos.number("p99.9") / 1e3));
        } catch (IOException | InterruptedException e) {
            pool.giveUp(contender, rate);
            throw e;
        }
    }

    private static Answer nanos(RunningServer server, int rate, Times times)
            throws IOException, InterruptedException {
        List<String> command =
                JavaProcess.plain(
                                CLIENT_OPTIONS,
                                PacedClient.class,
                                Integer.toString(server.port()),
                                Integer.toString(rate),
                                Integer.toString(CONNECTIONS),
                                Integer.toString(SIZE),
                                Double.toString(times.client),
                                Double.toString(times.measuring))
                        .command();
        try (Child client = Child.start(Cores.client(command))) {
            Answer nanos = client.answer(LIMIT);
            client.finish(LIMIT);
            return nanos;
        }
    }
}
