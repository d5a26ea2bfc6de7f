package dev.rondo.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// What may be said to `rondo bench`, and the help about it.
final class BenchGrammar {
    static final String COMPARE = "compare";
    static final String QUICK = "--quick";
    static final String PEERS = "--peers";
    static final String PEER = "--peer";
    static final String ROUNDS = "--rounds";
    static final String OUT = "--out";
    static final String LIST = "--list";
    static final String THRESHOLD = "--threshold";

    private BenchGrammar() {}

    static CommandSpec bench() {
        CommandSpec bench = Grammar.command("Measure what the loop costs.");
        bench.addOption(Grammar.flag(LIST, "List the benchmarks."));
        bench.addOption(Grammar.flag(QUICK, "See in a short time whether all works."));
        bench.addOption(
                Grammar.list(
                        Grammar.LOOP, "NAME", "Backends, or 'all'; else the one of new loops."));
        bench.addOption(
                Grammar.list(
                        Grammar.ENGINE,
                        "NAME",
                        "scheduled, handoff, or 'all'; else the one of new loops."));
        bench.addOption(Grammar.flag(PEERS, "Measure other event loops, too."));
        bench.addOption(Grammar.list(PEER, "NAME", "Measure these of them."));
        bench.addOption(number(ROUNDS, "N", Integer.class, "How often to measure; else 5."));
        bench.addOption(Grammar.value(OUT, "FOLDER", "Where reports go; else target/bench."));
        bench.addPositional(
                PositionalParamSpec.builder()
                        .index("0..*")
                        .arity("0..*")
                        .paramLabel("NAME")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .description("The benchmarks, or the first words of names; else all.")
                        .build());
        bench.addSubcommand(COMPARE, compare());
        bench.usageMessage()
                .sortOptions(false)
                .sortSynopsis(false)
                .footer(
                        "",
                        "Each round runs everything once; figures of one round can be divided by",
                        "each other. RONDO_JAVA_OPTS holds options for what is measured.",
                        "",
                        "The exit status is 0 if all was measured, 1 if something failed, 2 if",
                        "the command line is wrong.");
        return bench;
    }

    private static CommandSpec compare() {
        CommandSpec compare = Grammar.command("Compare two runs, and look for regressions.");
        compare.addOption(
                number(
                        THRESHOLD,
                        "PERCENT",
                        Double.class,
                        "How much worse is a regression; else 10."));
        compare.addPositional(file("0", "BEFORE.json", "The figures of the one run."));
        compare.addPositional(file("1", "AFTER.json", "The figures of the other run."));
        compare.usageMessage()
                .sortOptions(false)
                .sortSynopsis(false)
                .footer(
                        "",
                        "Changes are shown with intervals of 95 %% confidence.",
                        "",
                        "The exit status is 1 if anything is worse by more than the threshold,",
                        "and not by chance; 0 if not; 2 if a file cannot be used.");
        return compare;
    }

    private static PositionalParamSpec file(String index, String label, String description) {
        return PositionalParamSpec.builder()
                .index(index)
                .required(true)
                .paramLabel(label)
                .type(String.class)
                .description(description)
                .build();
    }

    private static OptionSpec number(String name, String label, Class<?> type, String description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(type)
                .description(description)
                .build();
    }
}
