package dev.rondo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ComparisonTest {
    private static final Measurement OLD = ReportsOf.cost("nio", 100.0, 101.0, 99.0);
    private static final Measurement SLOWER = ReportsOf.cost("nio", 120.0, 121.0, 119.0);

    @Test
    void namesARegression() {
        Comparison comparison = compare(OLD, SLOWER, 0.1);

        assertEquals(
                List.of(SLOWER),
                comparison.regressions().stream().map(Comparison.Row::after).toList());
        assertTrue(comparison.render().contains("+20.0 % ("), comparison.render());
        assertTrue(comparison.render().contains("WORSE"), comparison.render());
    }

    @Test
    void leavesWhatIsWithinTheThreshold() {
        assertEquals(List.of(), compare(OLD, SLOWER, 0.3).regressions());
    }

    @Test
    void leavesWhatIsBetter() {
        Comparison comparison = compare(SLOWER, OLD, 0.1);

        assertEquals(List.of(), comparison.regressions());
        assertTrue(comparison.render().contains("better"), comparison.render());
    }

    @Test
    void takesALowerRateForARegression() {
        Measurement before = ReportsOf.rate("nio", 500.0, 505.0, 495.0);
        Measurement after = ReportsOf.rate("nio", 250.0, 252.0, 249.0);

        assertEquals(1, compare(before, after, 0.1).regressions().size());
        assertEquals(0, compare(after, before, 0.1).regressions().size());
    }

    @Test
    void refusesReportsWithNothingInCommon() {
        UsageException failure =
                assertThrows(
                        UsageException.class,
                        () -> compare(OLD, ReportsOf.cost("epoll", 1.0, 2.0), 0.1));

        assertTrue(failure.getMessage().contains("no measurement in common"));
    }

    @Test
    void refusesASingleRound() {
        UsageException failure =
                assertThrows(
                        UsageException.class, () -> compare(OLD, ReportsOf.cost("nio", 1.0), 0.1));

        assertTrue(failure.getMessage().contains("--rounds"), failure.getMessage());
    }

    private static Comparison compare(Measurement before, Measurement after, double threshold) {
        return Comparison.of(ReportsOf.of(before), ReportsOf.of(after), threshold);
    }
}
