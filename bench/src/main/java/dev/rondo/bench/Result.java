package dev.rondo.bench;

/// What one run of a cell has measured of one metric.
///
/// @param metric the metric's name, as `latency-p99`; empty if the benchmark has only one
/// @param unit the unit, as `ns` or `messages/s`
/// @param isLowerBetter whether less is better
/// @param value the value
public record Result(String metric, String unit, boolean isLowerBetter, double value) {
    /// {@return a result of which less is better}
    ///
    /// @param metric the metric's name; empty if the benchmark has only one
    /// @param unit the unit
    /// @param value the value
    public static Result cost(String metric, String unit, double value) {
        return new Result(metric, unit, true, value);
    }

    /// {@return a result of which more is better}
    ///
    /// @param metric the metric's name; empty if the benchmark has only one
    /// @param unit the unit
    /// @param value the value
    public static Result rate(String metric, String unit, double value) {
        return new Result(metric, unit, false, value);
    }
}
