package dev.rondo.tck;

import dev.rondo.memory.MemoryLoopProvider;
import dev.rondo.spi.LoopProvider;
import java.util.Optional;
import java.util.Set;

/// Runs the rules that saboteurs name against them. Lives in the saboteur's class loader, where its
/// table is loaded again: what a lying driver is made of has to come from there.
public final class SabotagedTck {
    private SabotagedTck() {}

    /// Runs one rule.
    ///
    /// @param index which saboteur
    /// @return the message of the failure; empty if the rule held
    public static Optional<String> run(int index) {
        Saboteur saboteur = Saboteurs.ALL.get(index);
        LoopProvider provider = saboteur.driver().apply(new MemoryLoopProvider());
        TckReport report = TckRun.of(provider).rules(Set.of(saboteur.ruleId())).execute();
        return report.rules().stream()
                .filter(result -> result.outcome() == RuleOutcome.FAILED)
                .map(RuleResult::message)
                .findFirst();
    }
}
