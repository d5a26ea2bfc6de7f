package dev.rondo.bench;

import java.util.List;
import org.apache.commons.statistics.descriptive.Median;

/// What samples come to.
///
/// @param median the median
/// @param min the least
/// @param max the greatest
record Summary(double median, double min, double max) {
    static Summary of(List<Double> samples) {
        double[] values = samples.stream().mapToDouble(Double::doubleValue).toArray();
        return new Summary(
                Median.withDefaults().evaluate(values),
                java.util.Arrays.stream(values).min().orElse(Double.NaN),
                java.util.Arrays.stream(values).max().orElse(Double.NaN));
    }
}
