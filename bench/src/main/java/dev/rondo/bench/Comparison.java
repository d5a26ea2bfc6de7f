package dev.rondo.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Two reports, measurement by measurement.
///
/// @param rows what both have measured
/// @param unmatched how many measurements only one of them has
/// @param differences what makes the two hard to compare, one line each
/// @param threshold which part of a cost more is a regression
record Comparison(List<Row> rows, int unmatched, List<String> differences, double threshold) {
    /// What two reports say about the same.
    record Row(Measurement before, Measurement after, Change change) {}

    /// {@return the comparison}
    ///
    /// @throws UsageException if the reports have nothing in common, or too few rounds
    static Comparison of(Report before, Report after, double threshold) {
        checkRounds(before);
        checkRounds(after);
        Map<Report.Key, Measurement> others = after.byKey();
        List<Row> rows = new ArrayList<>();
        for (Map.Entry<Report.Key, Measurement> entry : before.byKey().entrySet()) {
            Measurement old = entry.getValue();
            Measurement fresh = others.get(entry.getKey());
            if (fresh != null) {
                rows.add(new Row(old, fresh, Change.between(old.samples(), fresh.samples())));
            }
        }
        if (rows.isEmpty()) {
            throw new UsageException("the two reports have no measurement in common");
        }
        int unmatched =
                before.measurements().size() + after.measurements().size() - 2 * rows.size();
        return new Comparison(
                rows, unmatched, differences(before.environment(), after.environment()), threshold);
    }

    private static void checkRounds(Report report) {
        if (report.rounds() < Change.MINIMUM) {
            throw new UsageException(
                    "the report of %s has %d rounds; an interval takes %d or more: --rounds 5"
                            .formatted(
                                    report.environment().date(), report.rounds(), Change.MINIMUM));
        }
    }

    private static List<String> differences(Environment before, Environment after) {
        List<String> differences = new ArrayList<>();
        differ(differences, "processors", before.cpu(), after.cpu());
        differ(differences, "cores", before.cores(), after.cores());
        differ(differences, "systems", before.system(), after.system());
        differ(differences, "JDKs", before.jdk(), after.jdk());
        differ(differences, "flags", before.flags(), after.flags());
        return differences;
    }

    private static void differ(List<String> into, String what, Object before, Object after) {
        if (!before.equals(after)) {
            into.add("different %s: %s, %s".formatted(what, before, after));
        }
    }

    /// {@return what has become worse by more than the threshold, and not by chance}
    List<Row> regressions() {
        return rows.stream().filter(this::isRegression).toList();
    }

    private boolean isRegression(Row row) {
        return row.change.isSignificant()
                && row.change.worsening(row.before.isLowerBetter()) > threshold;
    }

    private String verdict(Row row) {
        if (isRegression(row)) {
            return "WORSE";
        }
        double worsening = row.change.worsening(row.before.isLowerBetter());
        boolean isBetter = row.change.isSignificant() && worsening < 0;
        return isBetter ? "better" : "";
    }

    /// {@return the comparison as text}
    String render() {
        TextTable table =
                new TextTable(3, "BENCHMARK", "OF", "PARAMETERS", "BEFORE", "AFTER", "CHANGE", "");
        for (Row row : rows) {
            Measurement before = row.before;
            table.add(
                    before.benchmark(),
                    before.label(),
                    Names.text(before.parameters()),
                    median(before),
                    median(row.after),
                    percent(row.change),
                    verdict(row));
        }
        StringBuilder text = new StringBuilder(table.render());
        differences.forEach(each -> text.append("note: ").append(each).append('\n'));
        if (unmatched > 0) {
            text.append("note: %d measurements are in one report only%n".formatted(unmatched));
        }
        return text.append(conclusion()).toString();
    }

    private String conclusion() {
        return "%d of %d are worse by more than %s %%, with a confidence of %.0f %%%n"
                .formatted(
                        regressions().size(),
                        rows.size(),
                        Quantity.digits(threshold * 100),
                        Change.CONFIDENCE * 100);
    }

    private static String median(Measurement measurement) {
        return Quantity.of(Summary.of(measurement.samples()).median(), measurement.unit());
    }

    private static String percent(Change change) {
        return "%s (%s – %s)"
                .formatted(signed(change.factor()), signed(change.low()), signed(change.high()));
    }

    private static String signed(double factor) {
        if (Double.isInfinite(factor)) {
            return "from nothing";
        }
        // Two rounds may make intervals that no percentage is fit for.
        return factor < 10
                ? "%+.1f %%".formatted((factor - 1) * 100)
                : factor < 1000 ? "× " + Quantity.digits(factor) : "× 1000 or more";
    }
}
