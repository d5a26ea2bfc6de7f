package dev.rondo.bench;

import java.util.Locale;

/// Writes values for people: three digits, and a fitting unit.
final class Quantity {
    private static final String[] TIMES = {"ns", "µs", "ms", "s"};
    private static final String[] SIZES = {"B", "KiB", "MiB", "GiB"};
    private static final String[] THOUSANDS = {"", "k", "M", "G"};

    private Quantity() {}

    /// {@return a value with its unit, which may be one thing per other thing, as `ns/message`}
    static String of(double value, String unit) {
        int slash = unit.indexOf('/');
        String head = slash < 0 ? unit : unit.substring(0, slash);
        String rest = slash < 0 ? "" : unit.substring(slash);
        return switch (head) {
            case "ns" -> scaled(value, 1000, TIMES) + rest;
            case "us" -> scaled(value * 1e3, 1000, TIMES) + rest;
            case "ms" -> scaled(value * 1e6, 1000, TIMES) + rest;
            case "B" -> scaled(value, 1024, SIZES) + rest;
            default -> (scaled(value, 1000, THOUSANDS) + " " + unit).strip();
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
