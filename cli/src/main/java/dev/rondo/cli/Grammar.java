package dev.rondo.cli;

import java.io.File;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// What may be said on the command line, and the help about it.
///
/// Built by calls and not from annotations, which would double the time that parsing takes.
final class Grammar {
    static final String RUN = "run";
    static final String BACKENDS = "backends";
    static final String TCK = "tck";
    static final String BENCH = "bench";
    static final String HELP = "help";
    static final String LOOP = "--loop";
    static final String ENGINE = "--engine";
    static final String AREA = "--area";
    static final String RULE = "--rule";
    static final String CLASSPATH = "--classpath";
    static final String REQUIRE = "--require";
    static final String REPORTS = "--reports";
    static final String MATRIX = "--matrix";
    static final String MERGE = "--merge";
    static final String VERBOSE = "--verbose";

    private final CommandLine commandLine;

    Grammar() {
        CommandSpec rondo = command("Runs Java programs on an event loop, on any of its backends.");
        rondo.name("rondo");
        rondo.addOption(
                OptionSpec.builder("-V", "--version")
                        .description("Print the version.")
                        .versionHelp(true)
                        .build());
        rondo.addSubcommand(RUN, run());
        rondo.addSubcommand(BACKENDS, command("List the backends, and what each can do here."));
        rondo.addSubcommand(TCK, tck());
        rondo.addSubcommand(BENCH, BenchGrammar.bench());
        rondo.addSubcommand(HELP, help());
        commandLine = new CommandLine(rondo);
        // An argument of a program may start with '@'.
        commandLine.setExpandAtFiles(false);
    }

    private static CommandSpec run() {
        CommandSpec run = command("Compile a program in one source file, and run it.");
        run.parser().stopAtPositional(true);
        run.addOption(
                option(LOOP, "A backend of 'rondo backends', or several by preference: a,b."));
        run.addOption(option(ENGINE, "The coroutine engine: auto, scheduled or handoff."));
        run.addPositional(
                PositionalParamSpec.builder()
                        .index("0")
                        .required(true)
                        .paramLabel("FILE.java")
                        .type(String.class)
                        .description("The program, with a main method.")
                        .build());
        run.addPositional(
                PositionalParamSpec.builder()
                        .index("1..*")
                        .arity("0..*")
                        .paramLabel("ARG")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .description("The program's arguments, options included.")
                        .build());
        run.usageMessage()
                .sortOptions(false)
                .sortSynopsis(false)
                .footer(
                        "",
                        "Without --loop, the environment variable RONDO_LOOP may name the backend.",
                        "",
                        "The compiled program is kept, and used again while the file, the JDK",
                        "and the class path stay the same. RONDO_CACHE may name the folder.",
                        "",
                        "The exit status is the program's; 1 if it ends with an exception, does",
                        "not compile or has no main method; 2 if the command line is wrong.");
        return run;
    }

    private static CommandSpec tck() {
        CommandSpec tck = command("Run the compatibility kit on backends.");
        tck.addOption(list(LOOP, "NAME", "The backends, or 'all'; else the one of new loops."));
        tck.addOption(
                list(ENGINE, "NAME", "scheduled, handoff, or 'all'; else the one of new loops."));
        tck.addOption(list(AREA, "AREA", "Run these areas only."));
        tck.addOption(list(RULE, "ID", "Run these rules only."));
        tck.addOption(list(CLASSPATH, "JAR", "Where else to look for backends."));
        tck.addOption(flag(REQUIRE, "Take anything but CONFORMS for a failure."));
        tck.addOption(value(REPORTS, "FOLDER", "Where the reports go; else target/tck."));
        tck.addOption(value(MATRIX, "FILE", "Write a table of all rules and backends."));
        tck.addOption(list(MERGE, "JSON", "Run nothing: take these reports of other runs."));
        tck.addOption(flag(VERBOSE, "Tell of each rule."));
        tck.usageMessage()
                .sortOptions(false)
                .sortSynopsis(false)
                .footer(
                        "",
                        "Several values are separated by commas, those of --classpath as in a",
                        "class path. Each backend gets a report for each engine, as Markdown and",
                        "as JSON; its first line is the verdict.",
                        "",
                        "The exit status is 0 if no rule was broken, with --require only if every",
                        "backend conforms; 1 otherwise; 2 if the command line is wrong.");
        return tck;
    }

    private static CommandSpec help() {
        CommandSpec help = command("Print the help about a command.");
        help.addPositional(
                PositionalParamSpec.builder()
                        .index("0..1")
                        .arity("0..2")
                        .paramLabel("COMMAND")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .description("The command; the overview if there is none.")
                        .build());
        return help;
    }

    static CommandSpec command(String description) {
        CommandSpec command = CommandSpec.create();
        command.usageMessage().description(description);
        return command.addOption(
                OptionSpec.builder("-h", "--help")
                        .description("Print this text.")
                        .usageHelp(true)
                        .build());
    }

    private static OptionSpec option(String name, String description) {
        return value(name, "NAME", description);
    }

    static OptionSpec value(String name, String label, String description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(String.class)
                .description(description)
                .build();
    }

    static OptionSpec list(String name, String label, String description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .splitRegex(name.equals(CLASSPATH) ? File.pathSeparator : ",")
                .description(description)
                .build();
    }

    static OptionSpec flag(String name, String description) {
        return OptionSpec.builder(name).arity("0").description(description).build();
    }

    /// {@return the parsed command line}
    ///
    /// @throws CommandFailure if it is wrong
    ParseResult parse(String... args) {
        try {
            return commandLine.parseArgs(args);
        } catch (ParameterException e) {
            throw new CommandFailure(CommandFailure.USAGE, describe(e));
        }
    }

    /// {@return the versions of the command and of the JDK that it runs on}
    String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return "rondo %s, Java %s"
                .formatted(
                        version == null ? "(not started from its jar)" : version,
                        System.getProperty("java.runtime.version"));
    }

    /// {@return the help about a command}
    ///
    /// @param words its name, and that of a command below it; none for the overview
    /// @throws CommandFailure if there is no such command
    String usage(List<String> words) {
        CommandLine about = commandLine;
        for (String word : words) {
            about = about.getSubcommands().get(word);
            if (about == null) {
                throw new CommandFailure(CommandFailure.USAGE, unknown(String.join(" ", words)));
            }
        }
        return about.getUsageMessage();
    }

    private String describe(ParameterException e) {
        CommandLine about = e.getCommandLine();
        boolean isTop = about == commandLine;
        String command = about.getCommandSpec().qualifiedName().replaceFirst("^rondo ", " ");
        if (isTop
                && e instanceof UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()) {
            return unknown(unmatched.getUnmatched().getFirst());
        }
        String message = String.valueOf(e.getMessage());
        return "%s: %s%s; see 'rondo help%s'"
                .formatted(
                        about.getCommandSpec().qualifiedName(),
                        message.substring(0, 1).toLowerCase(Locale.ROOT),
                        message.substring(1),
                        isTop ? "" : command);
    }

    private String unknown(String command) {
        return "rondo: no command '%s'; available: %s"
                .formatted(command, String.join(", ", commandLine.getSubcommands().keySet()));
    }
}
