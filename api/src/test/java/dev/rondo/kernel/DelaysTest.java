package dev.rondo.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DelaysTest {
    private static final Duration LONGEST = Duration.ofSeconds(Long.MAX_VALUE);

    @Test
    void addsTheDelayToTheTime() {
        assertEquals(1500, Delays.deadline(1000, Duration.ofNanos(500)));
        assertEquals(500, Delays.deadline(1000, Duration.ofNanos(-500)));
    }

    @Test
    void saturatesWhereTheDistanceCanStillBeCompared() {
        long now = Long.MAX_VALUE - 10;

        assertTrue(Delays.deadline(now, LONGEST) - now > 0);
        assertTrue(Delays.deadline(now, LONGEST.negated()) - now < 0);
        assertTrue(Delays.deadline(now, LONGEST) - Delays.deadline(now, LONGEST.negated()) > 0);
    }

    @Test
    void keepsTheExtremesComparableWhileTimePasses() {
        long now = 0;
        long later = now + Duration.ofDays(365 * 70).toNanos();

        assertTrue(Delays.deadline(later, LONGEST) - Delays.deadline(now, LONGEST.negated()) > 0);
        assertTrue(Delays.deadline(now, LONGEST) - Delays.deadline(later, LONGEST.negated()) > 0);
        assertTrue(Delays.clamp(later, Long.MAX_VALUE) - Delays.clamp(now, Long.MIN_VALUE) > 0);
    }

    @Test
    void movesADeadlineThatIsTooFarAway() {
        assertEquals(77, Delays.clamp(10, 77));
        assertTrue(Delays.clamp(-10, Long.MAX_VALUE) + 10 > 0);
        assertTrue(Delays.clamp(10, Long.MIN_VALUE) - 10 < 0);
    }
}
