package dev.rondo.bench;

import java.util.Locale;

/// Writes values for people: three digits, and a fitting unit.
final class Quantity {
    private static final String[] TIMES = {"ns", "µs", "ms", "s"};
    private static final String[] SIZES = {"B", "KiB", "MiB", "GiB"};
    private static final String[] THOUSANDS = {"", "k", "M", "G"};

    private Quantity() {}

    /// {@return a value with its unit}
    static String of(double value, String unit) {
        return switch (unit) {
            case "ns" -> scaled(value, 1000, TIMES);
            case "B" -> scaled(value, 1024, SIZES);
            default -> (scaled(value, 1000, THOUSANDS) + " " + unit).replace("  ", " ").strip();
        };
    }

    private static String scaled(double value, double base, String[] units) {
        double rest = value;
        int index = 0;
        // What is rounded up to the base belongs to the next unit.
        while (Math.abs(rest) >= base - 0.5 && index < units.length - 1) {
            rest /= base;
            index++;
        }
        return (digits(rest) + " " + units[index]).strip();
    }

    /// {@return a number with three digits, or all of those before the point}
    static String digits(double value) {
        double size = Math.abs(value);
        String format = size >= 99.95 ? "%.0f" : size >= 9.995 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }
}
