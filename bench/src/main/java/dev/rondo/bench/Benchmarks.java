package dev.rondo.bench;

import java.util.List;

/// All benchmarks, in the order in which they run and are shown.
///
/// The one place where a new one is added.
final class Benchmarks {
    static final List<Benchmark> ALL = List.of();

    private Benchmarks() {}
}
