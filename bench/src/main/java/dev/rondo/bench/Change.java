package dev.rondo.bench;

import java.util.List;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.Variance;
import org.apache.commons.statistics.distribution.TDistribution;
import org.apache.commons.statistics.inference.TTest;

/// How figures have changed, as a factor: 1.1 is 10 % more.
///
/// The interval is that of Welch's t-test over the logarithms: costs vary by factors rather than by
/// amounts, and the two runs may vary differently. Where there are no logarithms, or nothing
/// varies, samples differ only if their ranges do not overlap.
///
/// @param factor the geometric mean of the change
/// @param low the lower end of the interval
/// @param high the upper end of the interval
/// @param isSignificant whether chance alone would hardly make such a change
record Change(double factor, double low, double high, boolean isSignificant) {
    /// The part of the intervals that hold the true value.
    static final double CONFIDENCE = 0.95;

    /// How many samples an interval takes at least.
    static final int MINIMUM = 2;

    /// {@return the change from samples to other samples, at least [#MINIMUM] of each}
    static Change between(List<Double> before, List<Double> after) {
        double[] a = before.stream().mapToDouble(Double::doubleValue).toArray();
        double[] b = after.stream().mapToDouble(Double::doubleValue).toArray();
        boolean isPositive = Summary.of(before).min() > 0 && Summary.of(after).min() > 0;
        if (isPositive) {
            double[] logA = java.util.Arrays.stream(a).map(Math::log).toArray();
            double[] logB = java.util.Arrays.stream(b).map(Math::log).toArray();
            double error = standardError(logA, logB);
            if (error > 0) {
                return byWelch(logA, logB, error);
            }
        }
        return byRanges(Summary.of(before), Summary.of(after));
    }

    private static double standardError(double[] a, double[] b) {
        return Math.sqrt(
                Variance.of(a).getAsDouble() / a.length + Variance.of(b).getAsDouble() / b.length);
    }

    private static Change byWelch(double[] a, double[] b, double error) {
        TTest.Result test = TTest.withDefaults().test(b, a);
        double difference = Mean.of(b).getAsDouble() - Mean.of(a).getAsDouble();
        double reach =
                error
                        * TDistribution.of(test.getDegreesOfFreedom())
                                .inverseSurvivalProbability((1 - CONFIDENCE) / 2);
        return new Change(
                Math.exp(difference),
                Math.exp(difference - reach),
                Math.exp(difference + reach),
                test.getPValue() < 1 - CONFIDENCE);
    }

    private static Change byRanges(Summary before, Summary after) {
        if (before.median() == after.median()) {
            return new Change(1, 1, 1, false);
        }
        // A factor of infinity where something comes from nothing.
        double factor = after.median() / before.median();
        boolean isApart = before.max() < after.min() || after.max() < before.min();
        return new Change(factor, factor, factor, isApart);
    }

    /// {@return how much worse it has become, as a part of what it was: 0.1 is 10 %; negative where
    /// it is better}
    double worsening(boolean isLowerBetter) {
        return isLowerBetter ? factor - 1 : 1 / factor - 1;
    }
}
