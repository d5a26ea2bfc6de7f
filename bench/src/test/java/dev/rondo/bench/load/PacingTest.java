package dev.rondo.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PacingTest {
    @Test
    void keepsItsRateForDays() {
        Pacing pacing = new Pacing(7, 3_000);
        assertEquals(7, pacing.intended(0));
        assertEquals(7 + 333_333, pacing.intended(1));
        assertEquals(7 + 1_000_000_000L, pacing.intended(3_000));
        assertEquals(7 + 1_000_000_000_000_000L, pacing.intended(3_000_000_000L));
    }

    @Test
    void countsTheMessagesOfATime() {
        assertEquals(1_500, new Pacing(0, 1_000).count(1.5));
    }
}
