package dev.rondo.tck;

import dev.rondo.spi.LoopProvider;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The score of one run.
final class TckResults {
    private final Map<String, RuleResult> results = new HashMap<>();
    private @Nullable RondoTck kit;
    private @Nullable LoopProvider provider;
    private long startNanos;

    void startRule(RondoTck ofThisRule, LoopProvider tested) {
        kit = ofThisRule;
        provider = tested;
        startNanos = System.nanoTime();
    }

    void add(CataloguedRule rule, RuleOutcome outcome, String message) {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
        results.put(rule.id(), rule.result(outcome, millis, message));
    }

    /// Hands the report to the kit.
    void finish() {
        LoopProvider tested = provider;
        if (tested == null) {
            return; // no rule came as far as naming the backend: each one has failed
        }
        Objects.requireNonNull(kit).finished(TckReport.of(tested, inOrder()));
    }

    /// {@return a result for each rule of the catalogue, whether it ran or not}
    private List<RuleResult> inOrder() {
        return Catalogue.INSTANCE.rules().stream()
                .map(rule ->
                        results.getOrDefault(
                                rule.id(),
                                rule.result(RuleOutcome.NOT_RUN, 0, "it was not selected")))
                .toList();
    }
}
