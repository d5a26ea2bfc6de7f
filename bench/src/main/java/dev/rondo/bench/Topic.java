package dev.rondo.bench;

import java.util.List;

/// What a report says about a benchmark, beside its figures.
///
/// @param benchmark the benchmark's name
/// @param description what it measures, in one sentence
/// @param references the subjects that others are divided by, the most wanted first
record Topic(String benchmark, String description, List<String> references) {
    static Topic of(Benchmark benchmark) {
        return new Topic(benchmark.name(), benchmark.description(), benchmark.references());
    }

    /// {@return whether a measurement is one of this benchmark's, of whichever metric}
    boolean covers(Measurement measurement) {
        return measurement.benchmark().equals(benchmark)
                || measurement.benchmark().startsWith(benchmark + ".");
    }
}
