package dev.rondo.tck;

import dev.rondo.spi.LoopProvider;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// A run of the kit from a program, without a build tool.
///
/// One run at a time in a JVM. The engine is the one that the system property `rondo.coroutines`
/// chooses.
public final class TckRun {
    private final LoopProvider provider;
    private final Set<String> areas = new HashSet<>();
    private final Set<String> rules = new HashSet<>();
    private Consumer<String> progress = _ -> {};

    private TckRun(LoopProvider provider) {
        this.provider = provider;
    }

    /// {@return a run of the whole kit}
    ///
    /// @param provider the backend to test
    public static TckRun of(LoopProvider provider) {
        return new TckRun(provider);
    }

    /// {@return the names of the areas of the kit}
    public static List<String> allAreas() {
        return Catalogue.INSTANCE.areas();
    }

    /// Runs some areas only; the others count as not run.
    ///
    /// @param names names of areas
    /// @return this
    /// @throws IllegalArgumentException if there is no such area
    public TckRun areas(Collection<String> names) {
        for (String name : names) {
            if (!allAreas().contains(name)) {
                throw new IllegalArgumentException(
                        "no area '%s'; there are: %s"
                                .formatted(name, String.join(", ", allAreas())));
            }
        }
        areas.addAll(names);
        return this;
    }

    /// Runs some rules only; the others count as not run.
    ///
    /// @param ids ids of rules
    /// @return this
    /// @throws IllegalArgumentException if there is no such rule
    public TckRun rules(Collection<String> ids) {
        for (String id : ids) {
            if (!Catalogue.INSTANCE.has(id)) {
                throw new IllegalArgumentException("no rule '" + id + "'");
            }
        }
        rules.addAll(ids);
        return this;
    }

    /// Tells of each rule as it ends.
    ///
    /// @param listener receives a line
    /// @return this
    public TckRun progress(Consumer<String> listener) {
        progress = listener;
        return this;
    }

    /// Runs the rules.
    ///
    /// @return the report
    public TckReport execute() {
        synchronized (TckRun.class) {
            ProviderTck.prepare(provider);
            LauncherFactory.create().execute(request(), new Progress());
            TckReport report = ProviderTck.takeReport();
            return report != null ? report : TckReport.of(provider, nothingRan());
        }
    }

    private List<RuleResult> nothingRan() {
        return Catalogue.INSTANCE.rules().stream()
                .map(rule -> rule.result(RuleOutcome.NOT_RUN, 0, "no rule ran"))
                .toList();
    }

    private LauncherDiscoveryRequest request() {
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(ProviderTck.class))
                .filters(
                        (PostDiscoveryFilter)
                                test ->
                                        FilterResult.includedIf(
                                                test.getSource()
                                                        .filter(MethodSource.class::isInstance)
                                                        .map(MethodSource.class::cast)
                                                        .map(this::isSelected)
                                                        .orElse(true)))
                .build();
    }

    private boolean isSelected(MethodSource source) {
        Rule rule = source.getJavaMethod().getAnnotation(Rule.class);
        if (rule == null) {
            return false;
        }
        String area = Catalogue.INSTANCE.rule(rule.id()).area();
        return (areas.isEmpty() || areas.contains(area))
                && (rules.isEmpty() || rules.contains(rule.id()));
    }

    /// Passes on what JUnit says.
    private final class Progress implements TestExecutionListener {
        private final List<String> seen = new ArrayList<>();

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.isTest()) {
                String id =
                        test.getSource()
                                .map(MethodSource.class::cast)
                                .map(source -> source.getJavaMethod().getAnnotation(Rule.class))
                                .map(Rule::id)
                                .orElse(test.getDisplayName());
                seen.add(id);
                progress.accept("%4d  %-14s %s".formatted(seen.size(), id, word(result)));
            }
        }

        private static String word(TestExecutionResult result) {
            return switch (result.getStatus()) {
                case SUCCESSFUL -> "pass";
                case ABORTED -> "-";
                case FAILED ->
                        "FAIL: " + result.getThrowable().map(Throwable::getMessage).orElse("");
            };
        }
    }
}
