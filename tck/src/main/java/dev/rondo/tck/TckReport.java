package dev.rondo.tck;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import dev.rondo.EventLoops;
import dev.rondo.spi.LoopProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What a run of the kit has found out about a backend, with one engine.
///
/// It counts the rules of the catalogue, not the tests that ran: one that did not run is shown as
/// such, and makes the run incomplete.
///
/// @param verdict what it comes to
/// @param backend the name of the backend
/// @param provider the class of its provider
/// @param providerVersion the version of the provider's jar, or an empty string
/// @param engine the coroutine engine, `scheduled` or `handoff`
/// @param kitVersion the version of the kit
/// @param jdk the version of the JDK
/// @param system name, version and architecture of the operating system
/// @param date the day, in UTC
/// @param unavailable why the backend is not available here; an empty string if it is
/// @param rules the rules and how they ended, in the order of the catalogue
/// @param rowsWithoutRule behaviours of asyncio that have no rule, with the reason
public record TckReport(
        Verdict verdict,
        String backend,
        String provider,
        String providerVersion,
        String engine,
        String kitVersion,
        String jdk,
        String system,
        String date,
        String unavailable,
        List<RuleResult> rules,
        Map<String, String> rowsWithoutRule) {
    /// Names the backends, separated by commas, of which anything but [Verdict#CONFORMS] is an
    /// error.
    public static final String REQUIRE_PROPERTY = "rondo.tck.require";

    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    /// Creates a report.
    public TckReport {
        rules = List.copyOf(rules);
    }

    static TckReport of(LoopProvider provider, List<RuleResult> results) {
        String reason = provider.availability().reason();
        return new TckReport(
                Verdict.of(results),
                provider.name(),
                provider.getClass().getName(),
                versionOf(provider.getClass()),
                EventLoops.engine().name(),
                versionOf(TckReport.class),
                Runtime.version().toString(),
                "%s %s %s"
                        .formatted(
                                System.getProperty("os.name"),
                                System.getProperty("os.version"),
                                System.getProperty("os.arch")),
                LocalDate.now(ZoneOffset.UTC).toString(),
                reason == null ? "" : reason,
                results,
                Catalogue.INSTANCE.rowsWithoutRule());
    }

    private static String versionOf(Class<?> type) {
        String version = type.getPackage().getImplementationVersion();
        return version == null ? "" : version;
    }

    /// {@return how many rules ended so}
    ///
    /// @param outcome the outcome
    public long count(RuleOutcome outcome) {
        return rules.stream().filter(result -> result.outcome() == outcome).count();
    }

    /// {@return backend and engine, as in the names of the files}
    public String configuration() {
        return backend + "-" + engine;
    }

    /// {@return the first line: the verdict and the counts}
    public String summary() {
        return "%s on this host: %s (%s engine), TCK %s: %d passed, %d failed, %d not applicable, %d not run"
                .formatted(
                        verdict.label(),
                        backend,
                        engine,
                        kitVersion.isEmpty() ? "(not from its jar)" : kitVersion,
                        count(RuleOutcome.PASSED),
                        count(RuleOutcome.FAILED),
                        count(RuleOutcome.NOT_APPLICABLE),
                        count(RuleOutcome.NOT_RUN) + count(RuleOutcome.NOT_RUN_HERE));
    }

    /// {@return the report for people}
    public String toMarkdown() {
        return new ReportText(this).toString();
    }

    /// {@return the report for tools}
    public String toJson() {
        return GSON.toJson(this) + "\n";
    }

    /// Writes both forms into a folder, named after backend and engine.
    ///
    /// @param folder the folder, created if it is not there
    /// @throws UncheckedIOException if that fails
    public void write(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(configuration() + ".md"), toMarkdown());
            Files.writeString(folder.resolve(configuration() + ".json"), toJson());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the report to " + folder, e);
        }
    }

    /// Reads a report in the form for tools.
    ///
    /// @param file the file
    /// @return the report
    /// @throws IOException if it cannot be read, or holds something else
    public static TckReport read(Path file) throws IOException {
        try {
            return Objects.requireNonNull(
                    GSON.fromJson(Files.readString(file), TckReport.class), "empty");
        } catch (JsonParseException | NullPointerException e) {
            throw new IOException(file + " is no report of the kit: " + e.getMessage(), e);
        }
    }

    /// Throws unless the backend conforms or nobody requires it to.
    ///
    /// @param names the backends that have to conform, separated by commas
    void requireConformance(String names) {
        boolean isRequired =
                Arrays.stream(names.split(",", -1)).anyMatch(name -> name.strip().equals(backend));
        if (isRequired && verdict != Verdict.CONFORMS) {
            throw new AssertionError(
                    "backend '%s' is required to conform (%s=%s), but: %s%s"
                            .formatted(
                                    backend,
                                    REQUIRE_PROPERTY,
                                    names,
                                    summary(),
                                    unavailable.isEmpty()
                                            ? ""
                                            : "; it is not available: " + unavailable));
        }
    }
}
