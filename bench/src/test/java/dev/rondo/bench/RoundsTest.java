package dev.rondo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RoundsTest {
    private final List<String> order = new ArrayList<>();
    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();

    @Test
    void runsEachCellOnceInARoundAndRotatesThem() throws Exception {
        Report report = run(3, good("a"), good("b"), good("c"));

        assertEquals(List.of("a", "b", "c", "b", "c", "a", "c", "a", "b"), order);
        assertEquals(List.of(1.0, 6.0, 8.0), report.measurements().getFirst().samples());
        assertEquals(3, report.rounds());
    }

    @Test
    void keepsTogetherWhatDiffersByTheSubjectAlone() throws Exception {
        run(2, sized("a", "1"), sized("b", "1"), sized("a", "2"), sized("b", "2"));

        assertEquals(List.of("a1", "b1", "a2", "b2", "b1", "a1", "b2", "a2"), order);
    }

    @Test
    void leavesOutWhatFailsAndSaysSo() throws Exception {
        Report report = run(2, good("a"), cell("b", new IOException("broken pipe")));

        assertEquals(List.of("a", "b", "a"), order);
        assertEquals(List.of("a"), subjects(report));
        assertTrue(report.failures().getFirst().text().contains("broken pipe"));
        assertTrue(progress.toString(StandardCharsets.UTF_8).contains("FAILED"));
    }

    @Test
    void takesNoMeasurementForAFailure() throws Exception {
        Report report =
                run(
                        1,
                        value("zero", 0),
                        value("nan", Double.NaN),
                        value("less", -1),
                        Cell.of("none", "", Map.of(), List::of),
                        good("a"));

        assertEquals(List.of("a"), subjects(report));
        assertEquals(4, report.failures().size());
    }

    @Test
    void forgetsTheSamplesOfACellThatFailsLater() throws Exception {
        Cell once =
                Cell.of(
                        "once",
                        "",
                        Map.of(),
                        () -> {
                            if (order.contains("once")) {
                                throw new IOException("second time");
                            }
                            order.add("once");
                            return List.of(Result.cost("", "ns", 1), Result.cost("more", "B", 0));
                        });

        assertEquals(List.of("a"), subjects(run(2, once, good("a"))));
    }

    @Test
    void tellsWhatIsMissing() throws Exception {
        Report report = run(1, good("a"), Cell.absent("go", "", "not installed"));

        assertEquals(List.of(new Remark("some", "go", "not installed")), report.missing());
        assertEquals(List.of(), report.failures());
    }

    private static List<String> subjects(Report report) {
        return report.measurements().stream().map(Measurement::subject).toList();
    }

    private Cell good(String subject) {
        return Cell.of(
                subject,
                "",
                Map.of(),
                () -> {
                    order.add(subject);
                    return List.of(Result.cost("", "ns", order.size()));
                });
    }

    private Cell sized(String subject, String size) {
        return Cell.of(
                subject,
                "",
                Map.of("size", size),
                () -> {
                    order.add(subject + size);
                    return List.of(Result.cost("", "ns", order.size()));
                });
    }

    private Cell cell(String subject, Exception failure) {
        return Cell.of(
                subject,
                "",
                Map.of(),
                () -> {
                    order.add(subject);
                    throw failure;
                });
    }

    private static Cell value(String subject, double value) {
        return Cell.of(subject, "", Map.of(), () -> List.of(Result.cost("", "ns", value)));
    }

    private Report run(int rounds, Cell... cells) throws Exception {
        Benchmark benchmark = new Some(Arrays.asList(cells));
        Plan plan =
                new Plan(
                        true,
                        List.of("nio"),
                        List.of(),
                        List.of(),
                        rounds,
                        List.of(),
                        Path.of("."),
                        Path.of("."));
        PrintStream out = new PrintStream(progress, true, StandardCharsets.UTF_8);
        return new Rounds(List.of(benchmark), List.of(Topic.of(benchmark)), rounds, out)
                .execute(plan, ReportsOf.ENVIRONMENT, _ -> {});
    }

    private record Some(List<Cell> given) implements Benchmark {
        @Override
        public String name() {
            return "some";
        }

        @Override
        public String description() {
            return "Something.";
        }

        @Override
        public List<Cell> cells(Plan plan) {
            return given;
        }
    }
}
