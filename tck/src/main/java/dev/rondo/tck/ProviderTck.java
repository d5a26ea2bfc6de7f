package dev.rondo.tck;

import dev.rondo.spi.LoopProvider;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The kit as [TckRun] runs it. JUnit creates the instances, so what they need is static; there is
/// one run at a time.
final class ProviderTck extends RondoTck {
    private static volatile @Nullable LoopProvider tested;
    private static volatile @Nullable TckReport report;

    static void prepare(LoopProvider provider) {
        tested = provider;
        report = null;
    }

    /// {@return the report of the last run, or null if no rule was selected}
    static @Nullable TckReport takeReport() {
        tested = null;
        return report;
    }

    @Override
    protected LoopProvider provider() {
        return Objects.requireNonNull(tested, "provider");
    }

    @Override
    void finished(TckReport finished) {
        report = finished;
    }
}
