package dev.rondo.bench;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// A report as one page that needs nothing else: figures, the script that draws them, and the
/// charting library.
final class HtmlReport {
    private static final String CHARTS =
            "/META-INF/resources/webjars/echarts/%s/dist/echarts.min.js";
    private static final String CHARTS_VERSION =
            "/META-INF/maven/org.webjars.npm/echarts/pom.properties";

    // Its escapes keep text from ending the script that it stands in.
    private static final Gson GSON = new GsonBuilder().create();

    private final Report report;

    HtmlReport(Report report) {
        this.report = report;
    }

    /// What the page shows of a measurement.
    record Row(
            String metric,
            String subject,
            String engine,
            java.util.Map<String, String> parameters,
            String unit,
            boolean isLowerBetter,
            Summary values,
            @Nullable Summary ratio,
            boolean isReference) {}

    /// What the page shows of a benchmark.
    record Section(String name, String description, @Nullable String reference, List<Row> rows) {}

    /// What the page shows.
    record Page(
            Environment environment,
            int rounds,
            List<Section> sections,
            List<Remark> missing,
            List<Remark> failures) {}

    void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, render());
    }

    String render() throws IOException {
        return resource("report.html")
                .replace("/*charts*/", charts())
                .replace("/*figures*/", GSON.toJson(page()));
    }

    private Page page() {
        List<Section> sections = new ArrayList<>();
        for (Topic topic : report.topics()) {
            List<Measurement> measurements = report.of(topic);
            if (!measurements.isEmpty()) {
                sections.add(section(topic, measurements));
            }
        }
        return new Page(
                report.environment(),
                report.rounds(),
                sections,
                report.missing(),
                report.failures());
    }

    private static Section section(Topic topic, List<Measurement> measurements) {
        Ratios ratios = new Ratios(topic.references(), measurements);
        String reference =
                ratios.referenceFor(measurements.getFirst()).map(Measurement::label).orElse(null);
        List<Row> rows =
                measurements.stream().map(measurement -> row(topic, measurement, ratios)).toList();
        return new Section(topic.benchmark(), topic.description(), reference, rows);
    }

    private static Row row(Topic topic, Measurement each, Ratios ratios) {
        String metric = each.benchmark().substring(topic.benchmark().length());
        return new Row(
                metric.isEmpty() ? "" : metric.substring(1),
                each.subject(),
                each.engine(),
                each.parameters(),
                each.unit(),
                each.isLowerBetter(),
                Summary.of(each.samples()),
                ratios.of(each).orElse(null),
                ratios.referenceFor(each).filter(found -> found == each).isPresent());
    }

    private static String charts() throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(resource(CHARTS_VERSION)));
        return resource(CHARTS.formatted(properties.getProperty("version")));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(
                        "no resource '%s' on the class path: build it anew".formatted(name));
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
