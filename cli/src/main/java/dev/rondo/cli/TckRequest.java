package dev.rondo.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/// What `rondo tck` is asked to do.
///
/// @param loops the backends; empty for the one that new loops get
/// @param engines the coroutine engines; empty for the one that new loops get
/// @param areas the areas; empty for all
/// @param rules the rules; empty for all
/// @param classPath where else to look for backends
/// @param isRequired whether anything but conformance is a failure
/// @param reports where the reports go
/// @param matrix where the table of all reports goes
/// @param merged reports of other runs, which are taken instead of running the kit
/// @param isVerbose whether to tell of each rule
record TckRequest(
        List<String> loops,
        List<String> engines,
        List<String> areas,
        List<String> rules,
        List<String> classPath,
        boolean isRequired,
        Path reports,
        Optional<Path> matrix,
        List<String> merged,
        boolean isVerbose) {
    /// Stands for every backend, or engine.
    static final String ALL = "all";

    static TckRequest of(ParseResult parsed) {
        return new TckRequest(
                parsed.matchedOptionValue(Grammar.LOOP, List.of()),
                parsed.matchedOptionValue(Grammar.ENGINE, List.of()),
                parsed.matchedOptionValue(Grammar.AREA, List.of()),
                parsed.matchedOptionValue(Grammar.RULE, List.of()),
                parsed.matchedOptionValue(Grammar.CLASSPATH, List.of()),
                parsed.hasMatchedOption(Grammar.REQUIRE),
                Path.of(parsed.matchedOptionValue(Grammar.REPORTS, "target/tck")),
                Optional.ofNullable(parsed.<String>matchedOptionValue(Grammar.MATRIX, null))
                        .map(Path::of),
                parsed.matchedOptionValue(Grammar.MERGE, List.of()),
                parsed.hasMatchedOption(Grammar.VERBOSE));
    }
}
