package dev.rondo.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.memory.MemoryLoopProvider;
import dev.rondo.spi.Capability;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Runs that must not turn green by accident.
class WrongSubjectsTest {
    private final LyingProvider memory = LyingProvider.of(new MemoryLoopProvider());

    @Tag("slow")
    @Test
    void aProviderWithoutCapabilitiesConformsAndEveryRefusalIsTested() {
        LyingProvider bare = memory;
        for (Capability capability : EnumSet.allOf(Capability.class)) {
            bare = bare.missing(capability, "left out for the test");
        }

        TckReport report = TckRun.of(bare).execute();

        assertEquals(Verdict.CONFORMS, report.verdict(), report::toMarkdown);
        assertEquals(
                idsOfRules(Need.PRESENT),
                ids(report, RuleOutcome.NOT_APPLICABLE),
                "not applicable");
        Set<String> refusals = idsOfRules(Need.ABSENT);
        refusals.removeAll(ids(report, RuleOutcome.PASSED));
        assertEquals(Set.of(), refusals, "refusals that were not tested");
    }

    @Test
    void anUnavailableProviderIsIncomplete() {
        LyingProvider unavailable = memory.unavailable("the kernel is too old", "a newer kernel");

        TckReport report = TckRun.of(unavailable).execute();

        assertEquals(Verdict.INCOMPLETE, report.verdict());
        assertEquals(report.rules().size(), report.count(RuleOutcome.NOT_RUN));
        AssertionError refusal =
                assertThrows(AssertionError.class, () -> report.requireConformance("nio, memory"));
        assertTrue(refusal.getMessage().contains("the kernel is too old"), refusal.getMessage());
        report.requireConformance("nio"); // nobody wants this one
    }

    @Test
    void aFilteredRunIsIncomplete() {
        TckReport report = TckRun.of(memory).rules(Set.of("BACKEND-3")).execute();

        assertEquals(Verdict.INCOMPLETE, report.verdict());
        assertEquals(Set.of("BACKEND-3"), ids(report, RuleOutcome.PASSED));
        assertThrows(AssertionError.class, () -> report.requireConformance("memory"));
    }

    @Test
    void aRunOfNothingIsIncomplete() {
        TckReport report = TckRun.of(memory).areas(List.of("backend")).rules(none()).execute();

        assertEquals(Verdict.INCOMPLETE, report.verdict());
        assertEquals(0, report.count(RuleOutcome.PASSED));
    }

    /// {@return a rule of another area}
    private static Set<String> none() {
        return Catalogue.INSTANCE.rules().stream()
                .filter(rule -> !rule.area().equals("backend"))
                .limit(1)
                .map(CataloguedRule::id)
                .collect(Collectors.toSet());
    }

    @Test
    void anUnknownAreaOrRuleIsAnError() {
        TckRun run = TckRun.of(memory);

        IllegalArgumentException area =
                assertThrows(IllegalArgumentException.class, () -> run.areas(List.of("timer")));
        assertTrue(area.getMessage().startsWith("no area 'timer'; there are: "), area.getMessage());
        assertThrows(IllegalArgumentException.class, () -> run.rules(List.of("TIMER-1000")));
    }

    private enum Need {
        PRESENT,
        ABSENT
    }

    /// {@return the rules on what is there, or on what is absent whatever else is}
    private static Set<String> idsOfRules(Need need) {
        return Catalogue.INSTANCE.rules().stream()
                .filter(rule ->
                        need == Need.PRESENT
                                ? !rule.present().isEmpty()
                                : rule.present().isEmpty() && !rule.absent().isEmpty())
                .map(CataloguedRule::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> ids(TckReport report, RuleOutcome outcome) {
        return report.rules().stream()
                .filter(result -> result.outcome() == outcome)
                .map(RuleResult::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
