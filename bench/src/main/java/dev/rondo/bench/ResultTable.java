package dev.rondo.bench;

import java.util.List;
import java.util.stream.Stream;

/// The figures of a report as text.
final class ResultTable {
    private static final String NONE = "-";

    private final Report report;

    ResultTable(Report report) {
        this.report = report;
    }

    /// {@return a table for each benchmark, then what is missing and what has failed}
    String render() {
        StringBuilder text = new StringBuilder();
        for (Topic topic : report.topics()) {
            List<Measurement> measurements = report.of(topic);
            if (!measurements.isEmpty()) {
                text.append(topic.benchmark()).append(": ").append(topic.description());
                text.append('\n').append(table(topic, measurements)).append('\n');
            }
        }
        remarks("not measured", report.missing()).forEach(text::append);
        remarks("FAILED", report.failures()).forEach(text::append);
        return text.toString();
    }

    private static Stream<String> remarks(String title, List<Remark> remarks) {
        return remarks.stream()
                .map(each ->
                        "%s: %s, %s: %s%n"
                                .formatted(title, each.benchmark(), each.cell(), each.text()));
    }

    private static String table(Topic topic, List<Measurement> measurements) {
        Ratios ratios = new Ratios(topic.references(), measurements);
        TextTable table =
                new TextTable(3, "", "metric", "parameters", "median", "min – max", "ratio");
        for (Measurement each : measurements) {
            Summary summary = Summary.of(each.samples());
            table.add(
                    "  " + each.label(),
                    metric(topic, each),
                    Names.text(each.parameters()),
                    Quantity.of(summary.median(), each.unit()),
                    Quantity.of(summary.min(), each.unit())
                            + " – "
                            + Quantity.of(summary.max(), each.unit()),
                    ratio(ratios, each));
        }
        return table.render();
    }

    private static String metric(Topic topic, Measurement measurement) {
        String name = measurement.benchmark().substring(topic.benchmark().length());
        return name.isEmpty() ? NONE : name.substring(1);
    }

    private static String ratio(Ratios ratios, Measurement measurement) {
        return ratios.referenceFor(measurement)
                .map(reference ->
                        reference == measurement
                                ? "reference"
                                : ratios.of(measurement).map(ResultTable::spread).orElse(NONE))
                .orElse(NONE);
    }

    private static String spread(Summary ratio) {
        return "%s (%s – %s)"
                .formatted(
                        Quantity.digits(ratio.median()),
                        Quantity.digits(ratio.min()),
                        Quantity.digits(ratio.max()));
    }
}
