package dev.rondo.cli;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/// What `rondo run` is asked to do.
///
/// @param loop the wanted backend, or a list of them
/// @param engine the wanted coroutine engine
/// @param file the source file
/// @param arguments the program's arguments
record RunRequest(
        @Nullable String loop, @Nullable String engine, String file, List<String> arguments) {
    /// {@return the request that a command line with the `run` command makes}
    static RunRequest of(ParseResult parsed) {
        return new RunRequest(
                parsed.matchedOptionValue(Grammar.LOOP, null),
                parsed.matchedOptionValue(Grammar.ENGINE, null),
                parsed.matchedPositionalValue(0, ""),
                parsed.matchedPositionalValue(1, List.of()));
    }

    /// {@return the request of a command line in its plain form, else null}
    ///
    /// To load the grammar takes a third of the time in which a kept program starts. So the form
    /// that nearly all starts have, `run [--loop NAME] [--engine NAME] FILE.java [ARG…]`, is read
    /// here. All else is left to the grammar, errors included.
    ///
    /// @param args the whole command line
    static @Nullable RunRequest ofPlain(String... args) {
        if (args.length == 0 || !args[0].equals(Grammar.RUN)) {
            return null;
        }
        String loop = valueOf(Grammar.LOOP, args, 1);
        int next = loop == null ? 1 : 3;
        String engine = valueOf(Grammar.ENGINE, args, next);
        int file = engine == null ? next : next + 2;
        if (file >= args.length || args[file].startsWith("-")) {
            return null;
        }
        return new RunRequest(
                loop, engine, args[file], List.of(Arrays.copyOfRange(args, file + 1, args.length)));
    }

    private static @Nullable String valueOf(String option, String[] args, int index) {
        boolean isThere =
                index + 1 < args.length
                        && args[index].equals(option)
                        && !args[index + 1].startsWith("-");
        return isThere ? args[index + 1] : null;
    }
}
