package dev.rondo;

import dev.rondo.kernel.Children;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a child process has left behind: its exit code and what it wrote.
///
/// The arrays belong to whoever got this.
///
/// Source: `subprocess.CompletedProcess`, and the pair that `asyncio`'s `Process.communicate`
/// returns.
///
/// @param command the program and its arguments
/// @param exitCode as [Subprocess#waitFor] tells it
/// @param stdout what came through the pipe from stdout, or null if that was not piped
/// @param stderr what came through the pipe from stderr, or null if that was not piped
public record CompletedProcess(
        List<String> command, int exitCode, byte @Nullable [] stdout, byte @Nullable [] stderr) {
    /// How much of what a failed child wrote for errors stands in the message.
    private static final int QUOTED = 300;

    /// {@return this, if the exit code is 0}
    ///
    /// @throws ProcessFailedException if it is not; the message names the program and quotes the
    ///   end of what it wrote to stderr, if that was piped
    public CompletedProcess check() throws ProcessFailedException {
        if (exitCode != 0) {
            String errors = stderr == null ? "" : stderrText().strip();
            String quoted =
                    errors.length() <= QUOTED
                            ? errors
                            : "…" + errors.substring(errors.length() - QUOTED);
            throw new ProcessFailedException(
                    "'"
                            + command.getFirst()
                            + "' failed: "
                            + Children.describe(exitCode)
                            + (quoted.isEmpty() ? "" : ": " + quoted),
                    this);
        }
        return this;
    }

    /// {@return stdout, read as UTF-8}
    ///
    /// @throws IllegalStateException if stdout was not piped
    public String stdoutText() {
        return text("stdout", stdout);
    }

    /// {@return stderr, read as UTF-8}
    ///
    /// @throws IllegalStateException if stderr was not piped
    public String stderrText() {
        return text("stderr", stderr);
    }

    private static String text(String name, byte @Nullable [] bytes) {
        if (bytes == null) {
            throw new IllegalStateException(
                    name + " was not piped; start the child with " + name + "(Stdio.PIPE)");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "CompletedProcess["
                + command.getFirst()
                + ", exitCode="
                + exitCode
                + describe(", stdout", stdout)
                + describe(", stderr", stderr)
                + "]";
    }

    private static String describe(String name, byte @Nullable [] bytes) {
        return bytes == null ? "" : name + "=" + bytes.length + " bytes";
    }
}
