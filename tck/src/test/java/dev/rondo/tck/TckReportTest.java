package dev.rondo.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.memory.MemoryLoopProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TckReportTest {
    private static final RuleResult PASSED =
            result("AREA-1", RuleOutcome.PASSED, "lateness 3 us", "row.one", "row.two");
    private static final RuleResult FAILED = result("AREA-2", RuleOutcome.FAILED, "what it did");
    private static final RuleResult ABSENT =
            result("AREA-3", RuleOutcome.NOT_APPLICABLE, "memory does not support TCP: no network");
    private static final RuleResult NOT_HERE =
            result("AREA-4", RuleOutcome.NOT_RUN_HERE, "this host has no IPv6");
    private static final RuleResult NOT_RUN =
            result("AREA-5", RuleOutcome.NOT_RUN, "it was not selected");

    private static RuleResult result(
            String id, RuleOutcome outcome, String message, String... rows) {
        return new RuleResult(
                id, "area", Level.MUST, "A rule | with a bar.", List.of(rows), outcome, 7, message);
    }

    private static TckReport report(RuleResult... results) {
        return TckReport.of(new MemoryLoopProvider(), List.of(results));
    }

    @Test
    void conformsIfAllThatApplyHold() {
        assertEquals(Verdict.CONFORMS, report(PASSED, ABSENT, NOT_HERE).verdict());
    }

    @Test
    void doesNotConformIfOneIsBroken() {
        assertEquals(Verdict.DOES_NOT_CONFORM, report(NOT_RUN, PASSED, FAILED, NOT_RUN).verdict());
    }

    @Test
    void isIncompleteIfOneDidNotRun() {
        assertEquals(Verdict.INCOMPLETE, report(PASSED, NOT_RUN).verdict());
    }

    @Test
    void beginsWithTheVerdict() {
        String first = report(PASSED, FAILED, NOT_RUN).toMarkdown().lines().findFirst().get();

        assertTrue(first.startsWith("DOES NOT CONFORM on this host: memory ("), first);
        assertTrue(first.endsWith("1 passed, 1 failed, 0 not applicable, 1 not run"), first);
    }

    @Test
    void saysWhyAndWhichRowsARuleCovers() {
        String text = report(PASSED, FAILED, ABSENT, NOT_HERE, NOT_RUN).toMarkdown();

        assertTrue(text.contains("### AREA-2 A rule | with a bar.\n\n```\nwhat it did\n```"), text);
        assertTrue(text.contains("- AREA-3: memory does not support TCP: no network"), text);
        assertTrue(text.contains("- AREA-4: this host has no IPv6"), text);
        assertTrue(text.contains("- AREA-5: it was not selected"), text);
        assertTrue(
                text.contains(
                        "| AREA-1 | MUST | A rule \\| with a bar. | pass: lateness 3 us | 7 |"
                                + " row.one row.two |"),
                text);
    }

    @Test
    void survivesBeingWrittenAndRead(@TempDir Path folder) throws IOException {
        TckReport report = report(PASSED, FAILED, ABSENT);

        report.write(folder);

        String name = "memory-" + report.engine();
        assertEquals(report, TckReport.read(folder.resolve(name + ".json")));
        assertEquals(report.toMarkdown(), Files.readString(folder.resolve(name + ".md")));
    }

    @Test
    void refusesToReadSomethingElse(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("other.json"), "[1, 2]");

        IOException refusal = assertThrows(IOException.class, () -> TckReport.read(file));

        assertTrue(refusal.getMessage().startsWith(file.toString()), refusal.getMessage());
    }

    @Test
    void isMergedIntoAMatrix() {
        String matrix =
                ConformanceMatrix.of(List.of(report(PASSED, ABSENT), report(PASSED, FAILED)))
                        .toMarkdown();

        assertTrue(matrix.contains("| AREA-1 | MUST | pass | pass |"), matrix);
        assertTrue(matrix.contains("| AREA-2 | MUST | unknown | FAIL |"), matrix);
        assertTrue(matrix.contains("| AREA-3 | MUST | n/a | unknown |"), matrix);
        assertTrue(
                matrix.contains("- AREA-3: n/a: memory does not support TCP: no network"), matrix);
    }
}
