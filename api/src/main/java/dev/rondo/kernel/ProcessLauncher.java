package dev.rondo.kernel;

import dev.rondo.Stdio;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.Map;

/// Starts child processes through the JDK, wherever it runs. May block.
final class ProcessLauncher {
    private static final File NOTHING = new File(File.separatorChar == '\\' ? "NUL" : "/dev/null");

    private ProcessLauncher() {}

    /// {@return a process that runs}
    static Process start(ChildCommand command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command.command());
        if (command.directory() != null) {
            builder.directory(command.directory().toFile());
        }
        Map<String, String> environment = command.environment();
        if (environment != null) {
            builder.environment().clear();
            builder.environment().putAll(environment);
        }
        builder.redirectInput(input(command.stdin()));
        builder.redirectOutput(output(command.stdout()));
        if (command.stderr() == Stdio.STDOUT) {
            builder.redirectErrorStream(true);
        } else {
            builder.redirectError(output(command.stderr()));
        }
        try {
            return builder.start();
        } catch (IOException e) {
            throw StartFailure.explain(command, e);
        }
    }

    private static Redirect input(Stdio choice) {
        return switch (choice) {
            case Stdio.File(var path, _) -> Redirect.from(path.toFile());
            case Stdio.Standard.INHERIT -> Redirect.INHERIT;
            case Stdio.Standard.PIPE -> Redirect.PIPE;
            case Stdio.Standard.DEVNULL -> Redirect.from(NOTHING);
            case Stdio.Standard.STDOUT -> throw misplaced();
        };
    }

    private static Redirect output(Stdio choice) {
        return switch (choice) {
            case Stdio.File(var path, boolean isAppending) ->
                    isAppending ? Redirect.appendTo(path.toFile()) : Redirect.to(path.toFile());
            case Stdio.Standard.INHERIT -> Redirect.INHERIT;
            case Stdio.Standard.PIPE -> Redirect.PIPE;
            case Stdio.Standard.DEVNULL -> Redirect.DISCARD;
            case Stdio.Standard.STDOUT -> throw misplaced();
        };
    }

    private static AssertionError misplaced() {
        return new AssertionError("STDOUT for another stream than stderr; please report this");
    }
}
