package dev.rondo.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpinTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void isOffAtZero() {
        assertEquals(0, new Spin(0).limit(SECOND));
    }

    @Test
    void isNotLongerThanTheSleep() {
        assertEquals(70, new Spin(100).limit(70));
        assertEquals(100, new Spin(100).limit(SECOND));
    }

    @Test
    void restsLongerAfterEachSpinInVain() {
        Spin spin = new Spin(100);
        List<Integer> rests = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            spin.limit(SECOND);
            spin.wasInVain();
            rests.add(countRests(spin));
        }

        assertEquals(List.of(1, 2, 4, 8, 16, 32, 64, 64, 64), rests);
    }

    @Test
    void startsAnewWhenItHasPaid() {
        Spin spin = new Spin(100);
        spin.wasInVain();
        countRests(spin);
        spin.wasInVain();
        countRests(spin);
        spin.hasPaid();
        spin.wasInVain();

        assertEquals(1, countRests(spin));
    }

    /// Leaves it about to spin.
    private static int countRests(Spin spin) {
        int count = 0;
        while (spin.limit(SECOND) == 0) {
            count++;
        }
        return count;
    }

    @Test
    void theConfigurationCountsInMicroseconds() {
        assertEquals(0, Spin.parse(null));
        assertEquals(0, Spin.parse("0"));
        assertEquals(50_000, Spin.parse("50"));
        assertEquals(10_000_000, Spin.parse("10000"));
    }

    @Test
    void whatIsNoTimeIsRefusedByName() {
        for (String text : List.of("", "-1", "10001", "fast", "1.5")) {
            var refused = assertThrows(IllegalArgumentException.class, () -> Spin.parse(text));

            assertEquals(
                    "-Drondo.spin is no number of microseconds from 0 to 10000: '" + text + "'",
                    refused.getMessage());
        }
    }

    @Test
    void whatIsTooLongOrNegativeIsRefused() {
        var tooLong =
                assertThrows(
                        IllegalArgumentException.class, () -> Spin.checked(Duration.ofMillis(11)));
        var negative =
                assertThrows(
                        IllegalArgumentException.class, () -> Spin.checked(Duration.ofNanos(-1)));

        assertEquals("spin > PT0.01S: PT0.011S", tooLong.getMessage());
        assertEquals("spin < 0: PT-0.000000001S", negative.getMessage());
    }
}
