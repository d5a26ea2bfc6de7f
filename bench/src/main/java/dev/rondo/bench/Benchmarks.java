package dev.rondo.bench;

import dev.rondo.bench.load.ConnectionsBenchmark;
import dev.rondo.bench.load.EchoBenchmark;
import dev.rondo.bench.load.LatencyBenchmark;
import dev.rondo.bench.load.LoopsBenchmark;
import dev.rondo.bench.load.StartupBenchmark;
import dev.rondo.bench.micro.MicroBenchmarks;
import java.util.List;
import java.util.stream.Stream;

/// All benchmarks, in the order in which they run and are shown.
///
/// The one place where new ones are added.
final class Benchmarks {
    static final List<Benchmark> ALL =
            Stream.of(MicroBenchmarks.ALL, loads()).flatMap(List::stream).toList();

    private Benchmarks() {}

    private static List<Benchmark> loads() {
        return List.of(
                new PeerPrimitives(),
                new EchoBenchmark(),
                new LatencyBenchmark(),
                new ConnectionsBenchmark(),
                new LoopsBenchmark(),
                new StartupBenchmark());
    }
}
