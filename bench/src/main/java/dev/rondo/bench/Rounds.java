package dev.rondo.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Runs every cell of all benchmarks once in each round.
///
/// Rounds are the outer loop: a noisy minute then costs one sample of some cells, and not all
/// samples of one. Within a round a benchmark's cells run one after the other, so that ratios are
/// of figures that are close in time. Cells that differ by their subjects alone follow one another,
/// and in each round another one of them is the first: a machine that grows slower is nobody's
/// fault.
final class Rounds {
    private final List<Benchmark> benchmarks;
    private final List<Topic> topics;
    private final int count;
    private final PrintStream progressOut;
    private final Map<Benchmark, List<Cell>> cells = new LinkedHashMap<>();
    private final Map<Report.Key, Measurement> measurements = new LinkedHashMap<>();
    private final Map<Cell, Set<Report.Key>> keys = new IdentityHashMap<>();
    private final List<Remark> missing = new ArrayList<>();
    private final List<Remark> failures = new ArrayList<>();

    /// @param topics what is told of benchmarks, at least of those whose figures there will be
    /// @param count how many rounds
    /// @param progressOut takes a line for each cell that has run
    Rounds(List<Benchmark> benchmarks, List<Topic> topics, int count, PrintStream progressOut) {
        this.benchmarks = benchmarks;
        this.topics = topics;
        this.count = count;
        this.progressOut = progressOut;
    }

    /// What is done with the report after each round.
    interface Sink {
        void accept(Report report) throws IOException;
    }

    /// Runs all rounds.
    ///
    /// @param sink gets the report after each round
    /// @return the report after the last round
    Report execute(Plan plan, Environment environment, Sink sink)
            throws IOException, InterruptedException {
        for (Benchmark benchmark : benchmarks) {
            cells.put(benchmark, runnable(benchmark, plan));
        }
        int total = count * cells.values().stream().mapToInt(List::size).sum();
        Progress progress = new Progress(progressOut, total);
        missing.forEach(
                each -> progress.skipped(each.benchmark() + " " + each.cell(), each.text()));
        for (int round = 0; round < count; round++) {
            for (Benchmark benchmark : benchmarks) {
                run(benchmark, round, progress);
            }
            sink.accept(report(environment));
        }
        return report(environment);
    }

    private List<Cell> runnable(Benchmark benchmark, Plan plan) {
        List<Cell> runnable = new ArrayList<>();
        for (Cell cell : benchmark.cells(plan)) {
            if (cell.missing().isEmpty()) {
                runnable.add(cell);
            } else {
                missing.add(new Remark(benchmark.name(), cell.label(), cell.missing()));
            }
        }
        return runnable;
    }

    private void run(Benchmark benchmark, int round, Progress progress)
            throws InterruptedException {
        List<Cell> good = cells.getOrDefault(benchmark, List.of());
        if (good.isEmpty()) {
            return;
        }
        for (Cell cell : ordered(good, round)) {
            run(benchmark, cell, progress);
        }
    }

    private List<Cell> ordered(List<Cell> good, int round) {
        Map<Map<String, String>, List<Cell>> alike = new LinkedHashMap<>();
        for (Cell cell : good) {
            alike.computeIfAbsent(cell.parameters(), _ -> new ArrayList<>()).add(cell);
        }
        List<Cell> ordered = new ArrayList<>();
        for (List<Cell> cells : alike.values()) {
            Collections.rotate(cells, -(round * cells.size() / count));
            ordered.addAll(cells);
        }
        return ordered;
    }

    private void run(Benchmark benchmark, Cell cell, Progress progress)
            throws InterruptedException {
        String label = benchmark.name() + "  " + cell.label();
        try {
            List<Result> results = cell.run().run();
            check(results);
            results.forEach(result -> record(benchmark, cell, result));
            progress.measured(label, results);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | LinkageError | AssertionError e) {
            progress.failed(label, e);
            failures.add(new Remark(benchmark.name(), cell.label(), e.toString()));
            forget(benchmark, cell);
        }
    }

    /// A benchmark that measures nothing must not look like one that is very fast.
    private static void check(List<Result> results) {
        if (results.isEmpty()) {
            throw new IllegalStateException("it has measured nothing");
        }
        for (Result result : results) {
            boolean isFirst = result == results.getFirst();
            if (!Double.isFinite(result.value())
                    || result.value() < 0
                    || isFirst && result.value() == 0) {
                throw new IllegalStateException("no measurement: " + result);
            }
        }
    }

    private void record(Benchmark benchmark, Cell cell, Result result) {
        Measurement none = measurement(benchmark, cell, result);
        keys.computeIfAbsent(cell, _ -> new HashSet<>()).add(Report.Key.of(none));
        measurements.merge(
                Report.Key.of(none),
                none.with(result.value()),
                (before, _) -> before.with(result.value()));
    }

    private static Measurement measurement(Benchmark benchmark, Cell cell, Result result) {
        String metric = result.metric().isEmpty() ? "" : "." + result.metric();
        Benchmark.Place own = new Benchmark.Place(benchmark.name() + metric, cell.parameters());
        Benchmark.Place place = benchmark.places().getOrDefault(result.metric(), own);
        return new Measurement(
                place.benchmark(),
                cell.subject(),
                cell.engine(),
                place.parameters(),
                result.unit(),
                result.isLowerBetter(),
                List.of());
    }

    /// A cell that fails once is no longer run, and its samples would no longer match the rounds.
    private void forget(Benchmark benchmark, Cell cell) {
        cells.computeIfPresent(
                benchmark, (_, all) -> all.stream().filter(each -> each != cell).toList());
        measurements.keySet().removeAll(keys.getOrDefault(cell, Set.of()));
    }

    private Report report(Environment environment) {
        return new Report(
                Report.VERSION,
                environment,
                topics,
                inOrder(),
                List.copyOf(missing),
                List.copyOf(failures));
    }

    /// {@return the measurements metric by metric, each in the order of the cells}
    private List<Measurement> inOrder() {
        List<String> metrics =
                measurements.values().stream().map(Measurement::benchmark).distinct().toList();
        return measurements.values().stream()
                .sorted(
                        java.util.Comparator.comparingInt(
                                each -> metrics.indexOf(each.benchmark())))
                .toList();
    }
}
