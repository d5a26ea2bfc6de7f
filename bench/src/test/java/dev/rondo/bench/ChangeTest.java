package dev.rondo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ChangeTest {
    @Test
    void findsAChangeThatIsMuchLargerThanTheNoise() {
        Change change = Change.between(List.of(100.0, 101.0, 99.0), List.of(150.0, 151.0, 149.0));

        assertEquals(1.5, change.factor(), 0.01);
        assertTrue(change.low() > 1.4 && change.high() < 1.6, change.toString());
        assertTrue(change.isSignificant());
    }

    @Test
    void leavesAChangeThatIsWithinTheNoise() {
        Change change = Change.between(List.of(80.0, 100.0, 130.0), List.of(90.0, 115.0, 140.0));

        assertTrue(change.low() < 1 && change.high() > 1, change.toString());
        assertFalse(change.isSignificant());
    }

    /// Values from SciPy: the difference of the means of the logarithms is 0.65719, and the
    /// quantile `stats.t.ppf(0.975, df)` of Welch's degrees of freedom, 4.7661, makes the interval
    /// from 0.46456 to 0.84981.
    @Test
    void isWelchsTestOverLogarithms() {
        Change change = Change.between(List.of(10.0, 11.0, 12.0), List.of(20.0, 22.0, 19.0, 24.0));

        assertEquals(Math.exp(0.65719), change.factor(), 1e-4);
        assertEquals(Math.exp(0.46456), change.low(), 1e-4);
        assertEquals(Math.exp(0.84981), change.high(), 1e-4);
    }

    @Test
    void tellsConstantsApart() {
        Change same = Change.between(List.of(48.0, 48.0), List.of(48.0, 48.0));
        Change more = Change.between(List.of(48.0, 48.0), List.of(56.0, 56.0));

        assertEquals(new Change(1, 1, 1, false), same);
        assertEquals(56.0 / 48, more.factor());
        assertTrue(more.isSignificant());
    }

    @Test
    void findsWhatComesFromNothing() {
        Change change = Change.between(List.of(0.0, 0.0), List.of(24.0, 24.0));

        assertTrue(change.isSignificant());
        assertEquals(Double.POSITIVE_INFINITY, change.worsening(true));
    }

    @Test
    void takesLessOfARateForWorse() {
        Change half = Change.between(List.of(200.0, 202.0), List.of(100.0, 101.0));

        assertEquals(1.0, half.worsening(false), 1e-9);
        assertEquals(-0.5, half.worsening(true), 1e-9);
    }
}
