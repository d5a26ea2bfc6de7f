package dev.rondo.cli;

import dev.rondo.BackendInfo;
import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/// Does what the command line says.
final class Commands {
    private final PrintStream out;

    /// @param out takes help and tables
    Commands(PrintStream out) {
        this.out = out;
    }

    /// Executes a command line.
    ///
    /// @param args the command line
    /// @throws CommandFailure if it is wrong, or cannot be executed
    /// @throws Throwable what a launched program throws
    void execute(String... args) throws Throwable {
        RunRequest plain = RunRequest.ofPlain(args);
        if (plain != null) {
            run(plain);
            return;
        }
        Grammar grammar = new Grammar();
        ParseResult top = grammar.parse(args);
        List<String> words = new ArrayList<>();
        ParseResult command = top;
        boolean isHelpWanted = top.isUsageHelpRequested();
        while (command.hasSubcommand() && !isHelpWanted) {
            command = command.subcommand();
            words.add(command.commandSpec().name());
            isHelpWanted = command.isUsageHelpRequested();
        }
        if (top.isVersionHelpRequested()) {
            out.println(grammar.version());
        } else if (isHelpWanted) {
            out.print(grammar.usage(words));
        } else {
            execute(grammar, words.isEmpty() ? "" : words.getFirst(), command);
        }
    }

    private void execute(Grammar grammar, String name, ParseResult command) throws Throwable {
        switch (name) {
            case Grammar.RUN -> run(RunRequest.of(command));
            case Grammar.BACKENDS -> backends();
            case Grammar.TCK -> new TckCommand(TckRequest.of(command), out).execute();
            case Grammar.BENCH -> BenchCommand.of(command).execute();
            case Grammar.HELP ->
                    out.print(grammar.usage(command.matchedPositionalValue(0, List.of())));
            default ->
                    throw new CommandFailure(
                            CommandFailure.USAGE, grammar.usage(List.of()).strip());
        }
    }

    private static void run(RunRequest request) throws Throwable {
        configure(EventLoops.LOOP_PROPERTY, request.loop());
        configure(EventLoops.ENGINE_PROPERTY, request.engine());
        SourceFile source = SourceFile.read(request.file());
        if (request.loop() != null || request.engine() != null) {
            openOnce(Grammar.RUN);
        }
        Program.of(source, System.getProperty("java.class.path"), ProgramCache.standard())
                .launch(request.arguments().toArray(new String[0]));
    }

    private static void configure(String property, @Nullable String value) {
        if (value != null) {
            System.setProperty(property, value);
        }
    }

    private void backends() {
        List<BackendInfo> backends = EventLoops.backends();
        try {
            String chosen = openOnce(Grammar.BACKENDS);
            out.print(BackendsTable.render(backends, chosen));
            out.println();
            out.print(BackendsTable.render(EventLoops.engine()));
        } catch (CommandFailure failure) {
            out.print(BackendsTable.render(backends, ""));
            throw failure;
        }
    }

    /// Opens a loop and closes it: only that tells what a new loop will be, or why there will be
    /// none.
    ///
    /// @return the name of its backend
    private static String openOnce(String command) {
        try (EventLoop loop = EventLoops.create()) {
            return loop.backend();
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new CommandFailure(
                    CommandFailure.USAGE, "rondo %s: %s".formatted(command, e.getMessage()));
        }
    }
}
