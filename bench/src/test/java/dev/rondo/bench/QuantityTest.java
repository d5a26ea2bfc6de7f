package dev.rondo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuantityTest {
    @ParameterizedTest
    @CsvSource({
        "0, ns, 0.00 ns",
        "9.996, ns, 10.0 ns",
        "999.4, ns, 999 ns",
        "999.7, ns, 1.00 µs",
        "2500000, ns, 2.50 ms",
        "12, us/message, 12.0 µs/message",
        "1580, ms, 1.58 s",
        "1536, B, 1.50 KiB",
        "113900, messages/s, 114 k messages/s",
        "42, %, 42.0 %"
    })
    void writesThreeDigitsAndAFittingUnit(double value, String unit, String text) {
        assertEquals(text, Quantity.of(value, unit));
    }
}
