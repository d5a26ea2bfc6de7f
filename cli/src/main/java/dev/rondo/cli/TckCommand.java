package dev.rondo.cli;

import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.spi.LoopProvider;
import dev.rondo.tck.ConformanceMatrix;
import dev.rondo.tck.RuleOutcome;
import dev.rondo.tck.TckReport;
import dev.rondo.tck.TckRun;
import dev.rondo.tck.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// `rondo tck`: runs the compatibility kit on backends, engine by engine.
final class TckCommand {
    private static final List<String> ENGINES = List.of("scheduled", "handoff");

    private final TckRequest request;
    private final PrintStream out;

    /// Providers that could not be loaded, for messages.
    private final List<String> broken = new ArrayList<>();

    /// @param out takes the verdicts
    TckCommand(TckRequest request, PrintStream out) {
        this.request = request;
        this.out = out;
    }

    /// Runs the kit, or merges reports.
    ///
    /// @throws CommandFailure if a rule was broken, a required backend does not conform, or the
    ///   command line is wrong
    void execute() throws IOException {
        checkOutputs();
        if (!request.merged().isEmpty()) {
            finish(merged());
            return;
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(classPath(), before)) {
            thread.setContextClassLoader(loader);
            run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private URL[] classPath() throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String entry : request.classPath()) {
            Path path = Path.of(entry);
            if (!Files.exists(path)) {
                throw usage("no file or folder '%s' for --classpath".formatted(entry));
            }
            urls.add(path.toUri().toURL());
        }
        return urls.toArray(new URL[0]);
    }

    /// What cannot be written is better known before the rules run than after.
    private void checkOutputs() {
        if (request.merged().isEmpty()) {
            checkReports(request.reports());
        }
        request.matrix().ifPresent(TckCommand::checkMatrix);
    }

    private static void checkReports(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw usage("cannot make a folder of '%s' for --reports: %s".formatted(folder, e));
        }
        if (!Files.isWritable(folder)) {
            throw usage("cannot write to '%s', as --reports says".formatted(folder));
        }
    }

    private static void checkMatrix(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || Files.isDirectory(file)) {
            throw usage("'%s' for --matrix is a folder".formatted(file));
        }
        if (!Files.isDirectory(folder)) {
            throw usage("no folder '%s' for --matrix".formatted(folder));
        }
        if (!Files.isWritable(Files.exists(file) ? file : folder)) {
            throw usage("cannot write to '%s', as --matrix says".formatted(file));
        }
    }

    private void run() throws IOException {
        List<TckReport> reports = new ArrayList<>();
        String before = System.getProperty(EventLoops.ENGINE_PROPERTY);
        try {
            for (LoopProvider provider : chosen()) {
                for (String engine : engines()) {
                    System.setProperty(EventLoops.ENGINE_PROPERTY, engine);
                    reports.add(test(provider));
                }
            }
        } finally {
            restore(EventLoops.ENGINE_PROPERTY, before);
        }
        finish(reports);
    }

    /// {@return the reports of other runs, in the order in which the kit would have made them}
    private List<TckReport> merged() {
        List<TckReport> reports = new ArrayList<>();
        for (String file : request.merged()) {
            try {
                TckReport report = TckReport.read(Path.of(file));
                reports.add(report);
                out.println(report.summary());
            } catch (NoSuchFileException _) {
                throw usage("no report '%s' for --merge".formatted(file));
            } catch (IOException e) {
                throw usage("cannot merge: " + e.getMessage());
            }
        }
        reports.sort(
                Comparator.comparing(TckReport::backend)
                        .thenComparing(report -> ENGINES.indexOf(report.engine())));
        return reports;
    }

    private void finish(List<TckReport> reports) throws IOException {
        if (request.matrix().isPresent()) {
            Files.writeString(request.matrix().get(), ConformanceMatrix.of(reports).toMarkdown());
        }
        judge(reports);
    }

    private TckReport test(LoopProvider provider) {
        TckReport report = newRun(provider).execute();
        report.write(request.reports());
        report.rules().stream()
                .filter(result -> result.outcome() == RuleOutcome.FAILED)
                .forEach(result ->
                        out.printf(
                                "FAIL  %s  %s%n      %s%n",
                                result.id(),
                                result.text(),
                                result.message().replace("\n", "\n      ")));
        out.println(report.summary());
        if (!report.unavailable().isEmpty()) {
            out.println("      not available: " + report.unavailable());
        }
        out.println("      report: " + request.reports().resolve(report.configuration() + ".md"));
        return report;
    }

    private TckRun newRun(LoopProvider provider) {
        try {
            TckRun run = TckRun.of(provider).areas(request.areas()).rules(request.rules());
            return request.isVerbose() ? run.progress(out::println) : run;
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage());
        }
    }

    private void judge(List<TckReport> reports) {
        List<String> bad =
                reports.stream()
                        .filter(report ->
                                report.verdict() == Verdict.DOES_NOT_CONFORM
                                        || request.isRequired()
                                                && report.verdict() != Verdict.CONFORMS)
                        .map(report -> report.configuration() + " " + report.verdict().label())
                        .toList();
        if (!bad.isEmpty()) {
            throw new CommandFailure(
                    CommandFailure.NONCONFORMANCE, "rondo tck: " + String.join(", ", bad));
        }
    }

    private List<LoopProvider> chosen() {
        Map<String, LoopProvider> found = providers();
        if (request.loops().contains(TckRequest.ALL)) {
            if (request.isRequired() && !broken.isEmpty()) {
                throw new CommandFailure(
                        CommandFailure.NONCONFORMANCE,
                        "rondo tck: INCOMPLETE: broken providers: " + String.join("; ", broken));
            }
            return List.copyOf(found.values());
        }
        List<String> names = request.loops().isEmpty() ? List.of(nameOfNew()) : request.loops();
        return names.stream().map(name -> named(name, found)).toList();
    }

    private LoopProvider named(String name, Map<String, LoopProvider> found) {
        LoopProvider provider = found.get(name);
        if (provider == null) {
            throw usage(
                    "INCOMPLETE: no backend '%s'; there are: %s%s"
                            .formatted(
                                    name,
                                    String.join(", ", found.keySet()),
                                    broken.isEmpty()
                                            ? ""
                                            : "; broken: " + String.join("; ", broken)));
        }
        return provider;
    }

    private static String nameOfNew() {
        try (EventLoop loop = EventLoops.create()) {
            return loop.backend();
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw usage(e.getMessage());
        }
    }

    /// {@return the providers by name} One that is broken must not hide the others.
    private Map<String, LoopProvider> providers() {
        Map<String, LoopProvider> found = new TreeMap<>();
        Iterator<LoopProvider> providers = ServiceLoader.load(LoopProvider.class).iterator();
        while (true) {
            try {
                if (!providers.hasNext()) {
                    return found;
                }
                LoopProvider provider = providers.next();
                found.put(provider.name(), provider);
            } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
                broken.add(e.toString());
            }
        }
    }

    /// {@return the engines to test with, each of which works}
    private List<String> engines() {
        if (request.engines().isEmpty()) {
            return List.of(EventLoops.engine().name());
        }
        List<String> names =
                request.engines().contains(TckRequest.ALL) ? ENGINES : request.engines();
        for (String name : names) {
            System.setProperty(EventLoops.ENGINE_PROPERTY, name);
            try {
                EventLoops.engine();
            } catch (IllegalArgumentException | IllegalStateException e) {
                throw usage(e.getMessage());
            }
        }
        return names;
    }

    private static void restore(String property, @Nullable String value) {
        if (value == null) {
            System.clearProperty(property);
        } else {
            System.setProperty(property, value);
        }
    }

    private static CommandFailure usage(@Nullable String message) {
        return new CommandFailure(CommandFailure.USAGE, "rondo tck: " + message);
    }
}
