package dev.rondo.bench.load;

import dev.rondo.bench.Benchmark;
import dev.rondo.bench.Cell;
import dev.rondo.bench.Plan;
import dev.rondo.bench.Result;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What callbacks, timers, tasks and child processes cost the peers, measured by programs in their
/// own languages: what JMH measures of our loops.
public final class PrimitivesBenchmark implements Benchmark {
    private static final Duration SILENCE_LIMIT = Duration.ofMinutes(3);
    private static final String FAILED = "# ";

    /// Creates the benchmark.
    public PrimitivesBenchmark() {}

    @Override
    public String name() {
        return "primitives";
    }

    @Override
    public String description() {
        return "callbacks, timers, tasks and child processes of the peers, in their own languages";
    }

    @Override
    public List<String> references() {
        return List.of("netty-epoll", "go", "asyncio");
    }

    @Override
    public List<Cell> cells(Plan plan) {
        if (!plan.hasPeers()) {
            return List.of();
        }
        Peers peers = Peers.of(plan);
        List<Cell> cells = new ArrayList<>(peers.absent(Peers.MICRO));
        for (Peers.Program program : peers.ready(Peers.MICRO)) {
            cells.add(
                    plan.isQuick()
                            ? Cell.absent(program.name(), "", "takes a minute, which is not quick")
                            : Cell.of(program.name(), "", Map.of(), () -> run(program)));
        }
        return cells;
    }

    private static List<Result> run(Peers.Program program)
            throws IOException, InterruptedException {
        try (Child child = Child.start(program.words())) {
            List<String> lines = child.rest(SILENCE_LIMIT);
            List<Result> results = parse(lines);
            if (results.isEmpty()) {
                throw child.failure("measured nothing");
            }
            return results;
        }
    }

    /// Reads lines of peer, name, value and count, with tabs in between.
    ///
    /// @throws IOException if the program says that one failed
    static List<Result> parse(List<String> lines) throws IOException {
        List<Result> results = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith(FAILED)) {
                throw new IOException(line.substring(FAILED.length()));
            }
            List<String> words = List.of(line.split("\t"));
            if (words.size() == 4) {
                String name = words.get(1).replace('_', '-');
                String unit = name.startsWith("mem") ? "B" : "ns";
                results.add(Result.cost(name, unit, Double.parseDouble(words.get(2))));
            }
        }
        return results;
    }
}
