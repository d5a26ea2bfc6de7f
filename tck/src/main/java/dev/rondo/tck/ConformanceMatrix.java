package dev.rondo.tck;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Several reports side by side: rules by configurations.
///
/// Holds no times and no dates, so that it changes with the outcomes alone.
public final class ConformanceMatrix {
    private final List<TckReport> reports;

    private ConformanceMatrix(List<TckReport> reports) {
        this.reports = List.copyOf(reports);
    }

    /// {@return the matrix of some reports, in their order}
    ///
    /// @param reports reports of one version of the kit
    public static ConformanceMatrix of(List<TckReport> reports) {
        return new ConformanceMatrix(reports);
    }

    /// {@return the matrix as Markdown}
    public String toMarkdown() {
        StringBuilder text = new StringBuilder("# Conformance\n\n");
        text.append(
                        "Every rule of the kit on every backend, with each coroutine engine. The texts of the\n")
                .append("rules, with reasons, are in [semantics.md](semantics.md).\n\n");
        text.append("| configuration | verdict | pass | fail | n/a | not run |\n");
        text.append("| --- | --- | ---: | ---: | ---: | ---: |\n");
        reports.forEach(report -> text.append(verdictOf(report)));
        text.append("\n| rule | level |");
        reports.forEach(report -> text.append(' ').append(report.configuration()).append(" |"));
        text.append("\n| --- | --- |").append(" --- |".repeat(reports.size())).append('\n');
        rows().forEach((id, cells) ->
                text.append("| ").append(id).append(" | ").append(cells).append(" |\n"));
        text.append(reasons());
        return text.toString();
    }

    private static String verdictOf(TckReport report) {
        return "| %s | %s | %d | %d | %d | %d |%n"
                .formatted(
                        report.configuration(),
                        report.verdict().label(),
                        report.count(RuleOutcome.PASSED),
                        report.count(RuleOutcome.FAILED),
                        report.count(RuleOutcome.NOT_APPLICABLE),
                        report.count(RuleOutcome.NOT_RUN) + report.count(RuleOutcome.NOT_RUN_HERE));
    }

    /// {@return level and outcomes by rule}
    private Map<String, String> rows() {
        Map<String, RuleResult[]> cells = new LinkedHashMap<>();
        for (int column = 0; column < reports.size(); column++) {
            for (RuleResult result : reports.get(column).rules()) {
                cells.computeIfAbsent(result.id(), _ -> new RuleResult[reports.size()])[column] =
                        result;
            }
        }
        Map<String, String> rows = new LinkedHashMap<>();
        cells.forEach((id, results) -> rows.put(id, row(results)));
        return rows;
    }

    private static String row(RuleResult[] results) {
        Level level = null;
        List<String> labels = new ArrayList<>();
        for (RuleResult result : results) {
            if (result == null) {
                labels.add("unknown");
            } else {
                level = result.level();
                labels.add(result.outcome().label());
            }
        }
        return level + " | " + String.join(" | ", labels);
    }

    /// {@return why rules do not apply or did not run, once for each backend}
    private String reasons() {
        Map<String, List<String>> idsByReason = new LinkedHashMap<>();
        for (TckReport report : reports) {
            for (RuleResult result : report.rules()) {
                if (result.outcome() != RuleOutcome.PASSED
                        && result.outcome() != RuleOutcome.FAILED) {
                    List<String> ids =
                            idsByReason.computeIfAbsent(
                                    result.outcome().label() + ": " + result.message(),
                                    _ -> new ArrayList<>());
                    if (!ids.contains(result.id())) {
                        ids.add(result.id());
                    }
                }
            }
        }
        StringBuilder text = new StringBuilder();
        idsByReason.forEach((reason, ids) ->
                text.append("\n- ").append(String.join(", ", ids)).append(": ").append(reason));
        return text.isEmpty() ? "" : text.append('\n').toString();
    }
}
