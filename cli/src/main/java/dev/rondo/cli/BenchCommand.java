package dev.rondo.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ParseResult;

/// `rondo bench`: starts the module `bench`, which is no part of this program, as its libraries
/// would make every start of the command slower.
final class BenchCommand {
    /// The folder of the project; the script sets it.
    static final String ROOT_PROPERTY = "rondo.root";

    private static final String MAIN = "dev.rondo.bench.Main";

    private final List<String> request;

    private BenchCommand(List<String> request) {
        this.request = request;
    }

    /// {@return the command for a command line with `bench`, or with `bench compare`}
    static BenchCommand of(ParseResult parsed) {
        if (parsed.commandSpec().name().equals(BenchGrammar.COMPARE)) {
            return new BenchCommand(comparison(parsed));
        }
        boolean isList = parsed.hasMatchedOption(BenchGrammar.LIST);
        return new BenchCommand(isList ? List.of("list") : run(parsed));
    }

    /// {@return what the module is told}
    List<String> request() {
        return request;
    }

    private static List<String> comparison(ParseResult parsed) {
        double threshold = parsed.matchedOptionValue(BenchGrammar.THRESHOLD, 10.0);
        if (!(threshold >= 0)) {
            throw usage(" compare", "threshold < 0: " + threshold);
        }
        return List.of(
                "compare",
                parsed.matchedPositionalValue(0, ""),
                parsed.matchedPositionalValue(1, ""),
                String.valueOf(threshold));
    }

    private static List<String> run(ParseResult parsed) {
        List<String> words = new ArrayList<>(List.of("run"));
        words.add("quick=" + parsed.hasMatchedOption(BenchGrammar.QUICK));
        words.add("loops=" + list(parsed.matchedOptionValue(Grammar.LOOP, List.of())));
        words.add("engines=" + list(parsed.matchedOptionValue(Grammar.ENGINE, List.of())));
        words.add("peers=" + peers(parsed));
        if (parsed.hasMatchedOption(BenchGrammar.ROUNDS)) {
            int rounds = parsed.matchedOptionValue(BenchGrammar.ROUNDS, 0);
            if (rounds < 1) {
                throw usage("", "rounds < 1: " + rounds);
            }
            words.add("rounds=" + rounds);
        }
        words.add("names=" + list(parsed.matchedPositionalValue(0, List.of())));
        words.add("out=" + parsed.matchedOptionValue(BenchGrammar.OUT, "target/bench"));
        return words;
    }

    private static String peers(ParseResult parsed) {
        return parsed.hasMatchedOption(BenchGrammar.PEERS)
                ? "all"
                : list(parsed.matchedOptionValue(BenchGrammar.PEER, List.of()));
    }

    private static String list(List<String> values) {
        return String.join(",", values);
    }

    /// Does it, in a process that ends with this one.
    ///
    /// @throws CommandFailure if it ends with another status than 0; it has said why
    void execute() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command()).inheritIO().start();
        Thread ending = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(ending);
        int status = process.waitFor();
        Runtime.getRuntime().removeShutdownHook(ending);
        if (status != 0) {
            throw new CommandFailure(status, "");
        }
    }

    private List<String> command() {
        String root = System.getProperty(ROOT_PROPERTY, "");
        Path libraries = Path.of(root, "bench", "target", "rondo-bench", "lib");
        if (root.isEmpty() || !Files.isDirectory(libraries)) {
            throw usage("", "the benchmarks are not built: start them with the script 'rondo'");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow"); // JMH
        command.addAll(List.of("-cp", libraries + "/*", MAIN));
        command.addAll(request);
        if (request.getFirst().equals("run")) {
            command.add("root=" + root);
        }
        return command;
    }

    private static CommandFailure usage(String command, String message) {
        return new CommandFailure(
                CommandFailure.USAGE, "rondo bench%s: %s".formatted(command, message));
    }
}
