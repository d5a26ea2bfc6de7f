package dev.rondo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReportTest {
    @TempDir Path folder;

    @Test
    void readsWhatItHasWritten() throws Exception {
        Report report =
                ReportsOf.of(ReportsOf.cost("nio", 1.5, 2.5), ReportsOf.rate("go", 1e9, 1e-9));
        Path file = folder.resolve("new folder/bench.json");

        report.write(file);

        assertEquals(report, Report.read(file));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "[1]",
                "{\"version\": 1}",
                "{\"version\": 1, \"measurements\": [{}]}"
            })
    void refusesWhatIsNoReport(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("odd.json"), text);

        UsageException failure = assertThrows(UsageException.class, () -> Report.read(file));

        assertTrue(failure.getMessage().contains("odd.json"), failure.getMessage());
    }

    @Test
    void refusesAnotherVersionOfTheFormat() throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("a.json"),
                        "{\"version\": 9, \"environment\": {}, \"measurements\": []}");

        UsageException failure = assertThrows(UsageException.class, () -> Report.read(file));

        assertTrue(failure.getMessage().contains("version 9"), failure.getMessage());
    }

    @Test
    void makesAPageThatNeedsNothingElse() throws Exception {
        String page = new HtmlReport(ReportsOf.of(ReportsOf.cost("</script>", 1.0))).render();

        assertTrue(page.contains("Apache Software Foundation"), "the charting library");
        assertTrue(page.contains("\\u003c/script\\u003e"), "escaped figures");
        assertEquals(-1, page.indexOf("/*figures*/"));
        assertFalse(page.contains("<script src") || page.contains("<link"), "another file");
    }

    @Test
    void showsRatiosOfTheSameRounds() {
        Report report =
                ReportsOf.of(
                        ReportsOf.cost("nio", 100.0, 200.0), ReportsOf.cost("epoll", 50.0, 100.0));

        String table = new ResultTable(report).render();

        assertTrue(table.contains("150 ns   100 ns – 200 ns           reference"), table);
        assertTrue(table.contains("0.50 (0.50 – 0.50)"), table);
        assertTrue(table.contains("not measured: call, go: not installed"), table);
    }
}
