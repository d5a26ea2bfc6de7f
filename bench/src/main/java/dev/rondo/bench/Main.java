package dev.rondo.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What `rondo bench` starts, with what it has read from its command line: `run` and a
/// [PlanRequest], `compare` and two files and a threshold, or `list`.
public final class Main {
    private static final int GOOD = 0;
    private static final int BAD = 1;
    private static final int USAGE = 2;

    private final PrintStream out;
    private final PrintStream err;

    /// @param out takes tables
    /// @param err takes progress and errors
    Main(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /// Runs benchmarks, or compares what was run.
    ///
    /// @param args the request
    /// @throws Exception if something is broken that no message was written for
    public static void main(String[] args) throws Exception {
        System.exit(new Main(System.out, System.err).execute(args));
    }

    /// {@return the exit status}
    int execute(String... args) throws IOException, InterruptedException {
        List<String> words = List.of(args);
        try {
            String verb = words.isEmpty() ? "" : words.getFirst();
            return switch (verb) {
                case "run" -> run(PlanRequest.parse(words.subList(1, words.size())));
                case "compare" -> compare(words.subList(1, words.size()));
                case "list" -> list();
                default -> throw new UsageException("run, compare or list, not '" + verb + "'");
            };
        } catch (UsageException e) {
            err.println("rondo bench: " + e.getMessage());
            return USAGE;
        }
    }

    private int run(PlanRequest request) throws IOException, InterruptedException {
        Plan plan = request.toPlan();
        List<Benchmark> chosen = request.choose(Benchmarks.ALL);
        check(plan.out());
        Path json = plan.out().resolve("bench.json");
        Path html = plan.out().resolve("bench.html");
        List<Topic> topics = Benchmarks.ALL.stream().map(Topic::of).toList();
        Environment environment = Environment.current(plan.root(), request.command());
        Report report =
                new Rounds(chosen, topics, plan.rounds(), err)
                        .execute(
                                plan,
                                environment,
                                sofar -> {
                                    sofar.write(json);
                                    new HtmlReport(sofar).write(html);
                                });
        out.print(new ResultTable(report).render());
        out.printf("report: %s%nfigures: %s%n", html, json);
        return judge(plan, report);
    }

    /// A folder that cannot be written to is better known before the hours of a run than after.
    private static void check(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UsageException("cannot make a folder of --out '" + folder + "': " + e);
        }
        if (!Files.isWritable(folder)) {
            throw new UsageException("cannot write to --out '" + folder + "'");
        }
    }

    /// What was asked for and has no figure is a failure; on a machine without a peer it is not.
    private int judge(Plan plan, Report report) {
        if (report.measurements().isEmpty()) {
            err.println("rondo bench: nothing was measured");
            return BAD;
        }
        if (!report.failures().isEmpty()) {
            err.println("rondo bench: %d cells have failed".formatted(report.failures().size()));
            return BAD;
        }
        if (plan.isQuick()) {
            out.println("--quick shows that all works; its figures are worth nothing.");
        }
        return GOOD;
    }

    private int compare(List<String> words) {
        double threshold = Double.parseDouble(words.get(2));
        Comparison comparison =
                Comparison.of(
                        Report.read(Path.of(words.get(0))),
                        Report.read(Path.of(words.get(1))),
                        threshold / 100);
        out.print(comparison.render());
        return comparison.regressions().isEmpty() ? GOOD : BAD;
    }

    private int list() {
        TextTable table = new TextTable(2, "NAME", "WHAT IT MEASURES");
        for (Benchmark benchmark : Benchmarks.ALL) {
            table.add(benchmark.name(), benchmark.description());
        }
        out.print(table.render());
        return GOOD;
    }
}
