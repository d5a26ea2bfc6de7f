package dev.rondo.bench;

import dev.rondo.bench.load.PrimitivesBenchmark;
import java.util.List;
import java.util.Map;

/// The primitives of the peers, whose figures are shown beside ours: each of their programs
/// measures all of them in one process, under asyncio's names.
final class PeerPrimitives implements Benchmark {
    private static final Map<String, String> NONE = Map.of();
    private static final Map<String, String> MILLION = Map.of("timers", "1000000");
    private static final Map<String, String> RATE = Map.of("timers/s", "100000");

    private static final Map<String, Place> PLACES =
            Map.ofEntries(
                    Map.entry("call-soon-chain", new Place("callback-chained", NONE)),
                    Map.entry("call-soon-batch", new Place("callback-batch", NONE)),
                    Map.entry("timer-schedule", new Place("timer-schedule", MILLION)),
                    Map.entry("timer-cancel", new Place("timer-cancel", MILLION)),
                    Map.entry("timer-fire-cpu", new Place("timer-lateness.cpu", RATE)),
                    Map.entry("timer-fire-lateness", new Place("timer-lateness.mean", RATE)),
                    Map.entry("switch-event", new Place("switch-future", NONE)),
                    Map.entry("yield-loop", new Place("switch-yield", NONE)),
                    Map.entry("spawn-await", new Place("task-spawn", NONE)),
                    Map.entry("gather-yield", new Place("task-gather", NONE)),
                    Map.entry(
                            "mem-parked-bytes",
                            new Place("task-memory", Map.of("tasks", "100000"))),
                    Map.entry("xthread-throughput", new Place("submit-throughput", NONE)),
                    Map.entry("xthread-rtt", new Place("submit-round-trip", NONE)),
                    Map.entry("subprocess-seq", new Place("child-sequence", NONE)),
                    Map.entry("subprocess-32", new Place("child-parallel", NONE)));

    private final Benchmark programs = new PrimitivesBenchmark();

    @Override
    public String name() {
        return programs.name();
    }

    @Override
    public String description() {
        return programs.description();
    }

    @Override
    public List<Cell> cells(Plan plan) {
        return programs.cells(plan);
    }

    @Override
    public List<String> references() {
        return programs.references();
    }

    @Override
    public Map<String, Place> places() {
        return PLACES;
    }
}
