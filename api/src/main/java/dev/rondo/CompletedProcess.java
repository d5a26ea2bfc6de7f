package dev.rondo;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What a child process has left behind: its exit code and what it wrote.
///
/// The arrays belong to whoever got this.
///
/// Source: `subprocess.CompletedProcess`, and the pair that `asyncio`'s `Process.communicate`
/// returns.
///
/// @param exitCode as [Subprocess#waitFor] tells it
/// @param stdout what came through the pipe from stdout, or null if that was not piped
/// @param stderr what came through the pipe from stderr, or null if that was not piped
public record CompletedProcess(int exitCode, byte @Nullable [] stdout, byte @Nullable [] stderr) {

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
        return "CompletedProcess[exitCode="
                + exitCode
                + describe(", stdout", stdout)
                + describe(", stderr", stderr)
                + "]";
    }

    private static String describe(String name, byte @Nullable [] bytes) {
        return bytes == null ? "" : name + "=" + bytes.length + " bytes";
    }
}
