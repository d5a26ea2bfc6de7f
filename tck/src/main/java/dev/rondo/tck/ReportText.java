package dev.rondo.tck;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A report as Markdown.
final class ReportText {
    private final TckReport report;
    private final StringBuilder text = new StringBuilder();

    ReportText(TckReport report) {
        this.report = report;
        line(report.summary());
        line("");
        line(
                "backend %s %s · JDK %s · %s · %s"
                        .formatted(
                                report.provider(),
                                report.providerVersion(),
                                report.jdk(),
                                report.system(),
                                report.date()));
        if (!report.unavailable().isEmpty()) {
            line("");
            line("not available: " + report.unavailable());
        }
        reasons(RuleOutcome.FAILED, "Failed");
        grouped(RuleOutcome.NOT_APPLICABLE, "Not applicable");
        grouped(RuleOutcome.NOT_RUN_HERE, "Not run on this host");
        grouped(RuleOutcome.NOT_RUN, "Not run");
        areas();
        rules();
        rowsWithoutRule();
    }

    /// The failures, each with its whole message.
    private void reasons(RuleOutcome outcome, String title) {
        List<RuleResult> some = with(outcome);
        if (some.isEmpty()) {
            return;
        }
        heading(title);
        for (RuleResult result : some) {
            line("### " + result.id() + " " + result.text());
            line("");
            line("```");
            line(result.message());
            line("```");
            line("");
        }
    }

    /// Rules with one reason in one line.
    private void grouped(RuleOutcome outcome, String title) {
        Map<String, List<String>> idsByReason =
                with(outcome).stream()
                        .collect(
                                Collectors.groupingBy(
                                        RuleResult::message,
                                        LinkedHashMap::new,
                                        Collectors.mapping(RuleResult::id, Collectors.toList())));
        if (idsByReason.isEmpty()) {
            return;
        }
        heading(title);
        idsByReason.forEach((reason, ids) -> line("- " + String.join(", ", ids) + ": " + reason));
    }

    private void areas() {
        heading("Areas");
        line("| area | rules | pass | fail | n/a | not run |");
        line("| --- | ---: | ---: | ---: | ---: | ---: |");
        Map<String, List<RuleResult>> byArea =
                report.rules().stream()
                        .collect(
                                Collectors.groupingBy(
                                        RuleResult::area, LinkedHashMap::new, Collectors.toList()));
        byArea.forEach((area, some) ->
                line(
                        "| %s | %d | %d | %d | %d | %d |"
                                .formatted(
                                        area,
                                        some.size(),
                                        count(some, RuleOutcome.PASSED),
                                        count(some, RuleOutcome.FAILED),
                                        count(some, RuleOutcome.NOT_APPLICABLE),
                                        count(some, RuleOutcome.NOT_RUN)
                                                + count(some, RuleOutcome.NOT_RUN_HERE))));
    }

    private static long count(List<RuleResult> some, RuleOutcome outcome) {
        return some.stream().filter(result -> result.outcome() == outcome).count();
    }

    private void rules() {
        heading("Rules");
        line("| rule | level | text | outcome | ms | covers |");
        line("| --- | --- | --- | --- | ---: | --- |");
        for (RuleResult result : report.rules()) {
            boolean isMeasured =
                    result.outcome() == RuleOutcome.PASSED && !result.message().isEmpty();
            line(
                    "| %s | %s | %s | %s | %d | %s |"
                            .formatted(
                                    result.id(),
                                    result.level(),
                                    cell(result.text()),
                                    result.outcome().label()
                                            + (isMeasured ? ": " + cell(result.message()) : ""),
                                    result.millis(),
                                    String.join(" ", result.rows())));
        }
    }

    private void rowsWithoutRule() {
        heading("Behaviours of asyncio without a rule");
        report.rowsWithoutRule().forEach((row, reason) -> line("- `" + row + "`: " + reason));
    }

    private static String cell(String content) {
        return content.replace("|", "\\|");
    }

    private List<RuleResult> with(RuleOutcome outcome) {
        return report.rules().stream().filter(result -> result.outcome() == outcome).toList();
    }

    private void heading(String title) {
        line("");
        line("## " + title);
        line("");
    }

    private void line(String content) {
        text.append(content).append('\n');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
