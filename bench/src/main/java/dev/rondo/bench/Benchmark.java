package dev.rondo.bench;

import java.util.List;
import java.util.Map;

/// Something to measure, of several subjects.
///
/// [Rounds] asks for the cells once, and runs each of them once in every round, in an order that is
/// rotated from round to round; so a disturbance of the machine hits all subjects alike, and
/// figures of the same round can be divided by each other. A benchmark itself never repeats a cell.
public interface Benchmark {
    /// {@return the name on the command line: lower case, words joined by `-`}
    String name();

    /// {@return what is measured, in one sentence}
    String description();

    /// {@return what to run, at least one cell for each wanted subject; where one cannot run, say
    /// so with [Cell#absent]}
    ///
    /// @param plan what is wanted: a quick plan gets few cells, each of about a second
    List<Cell> cells(Plan plan);

    /// {@return the subjects that others are divided by, the most wanted first: the first one that
    /// was measured is taken; none of them, and there are no ratios}
    default List<String> references() {
        return List.of("nio");
    }

    /// {@return where the results of some metrics belong that another benchmark measures, too, of
    /// other subjects}
    default Map<String, Place> places() {
        return Map.of();
    }

    /// Where a result belongs.
    ///
    /// @param benchmark a benchmark's name, and that of the metric if it has several
    /// @param parameters what the benchmark is run with
    record Place(String benchmark, Map<String, String> parameters) {}
}
