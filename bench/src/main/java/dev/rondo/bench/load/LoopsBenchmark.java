package dev.rondo.bench.load;

import dev.rondo.EventLoops;
import dev.rondo.bench.Benchmark;
import dev.rondo.bench.Cell;
import dev.rondo.bench.JavaProcess;
import dev.rondo.bench.Plan;
import dev.rondo.bench.Result;
import dev.rondo.spi.Capability;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// How the messages a second grow with the number of loops, each on a processor.
///
/// Servers and clients are on the same loops, so that nobody else needs a processor.
public final class LoopsBenchmark implements Benchmark {
    private static final int CONNECTIONS = 20;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /// Creates the benchmark.
    public LoopsBenchmark() {}

    @Override
    public String name() {
        return "loops";
    }

    @Override
    public String description() {
        return "messages echoed by several loops in one process, each on a processor";
    }

    @Override
    public List<Cell> cells(Plan wanted) {
        Plan plan = Contenders.brief(wanted);
        Cores.warn();
        int processors = Runtime.getRuntime().availableProcessors();
        List<Cell> cells = new ArrayList<>(Contenders.absentMemory(plan));
        for (int count : plan.isQuick() ? List.of(processors) : counts(processors)) {
            for (String port : List.of(LoopsProgram.OWN, LoopsProgram.SHARED)) {
                if (!plan.isQuick() || port.equals(LoopsProgram.OWN)) {
                    Contenders.ours(plan, List.of(EchoServer.PROTOCOL))
                            .forEach(ours -> cells.add(cell(plan, ours, count, port)));
                }
            }
        }
        return cells;
    }

    /// {@return 1, powers of two, and the number of processors}
    static List<Integer> counts(int processors) {
        TreeSet<Integer> counts = new TreeSet<>(List.of(processors));
        for (int count = 1; count < processors; count *= 2) {
            counts.add(count);
        }
        return List.copyOf(counts);
    }

    private static Cell cell(Plan plan, Contender.Ours ours, int count, String port) {
        String obstacle = port.equals(LoopsProgram.SHARED) ? missingReusePort(ours.loop()) : "";
        if (!obstacle.isEmpty()) {
            return Cell.absent(ours.subject(), ours.engine(), obstacle);
        }
        return Cell.of(
                ours.subject(),
                ours.engine(),
                Map.of(
                        "loops", Integer.toString(count),
                        "port", port,
                        "connections", Integer.toString(CONNECTIONS)),
                () -> measure(ours, count, port, plan.isQuick()));
    }

    private static String missingReusePort(String loop) {
        return EventLoops.backends().stream()
                .filter(backend -> backend.name().equals(loop))
                .map(backend -> backend.missing().getOrDefault(Capability.REUSE_PORT, ""))
                .findFirst()
                .orElse("");
    }

    private static List<Result> measure(
            Contender.Ours ours, int count, String port, boolean isQuick)
            throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(JavaProcess.properties(ours.loop(), ours.engine()));
        options.addAll(Contender.JVM_OPTIONS);
        List<String> command =
                JavaProcess.plain(
                                options,
                                LoopsProgram.class,
                                Integer.toString(count),
                                Integer.toString(CONNECTIONS),
                                port,
                                isQuick ? "100" : "4000",
                                isQuick ? "200" : "1000")
                        .command();
        try (Child child = Child.start(Cores.first(count, command))) {
            double messages = child.answer(LIMIT).number("messages");
            child.finish(LIMIT);
            if (messages == 0) {
                throw child.failure("no message was echoed");
            }
            return List.of(
                    Result.rate("", "messages/s", messages),
                    Result.rate("each", "messages/s", messages / count));
        }
    }
}
