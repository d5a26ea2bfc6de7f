package dev.rondo.kernel;

import dev.rondo.Stdio;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a child process is to be.
///
/// @param command the program and its arguments
/// @param stdin what its input is
/// @param stdout where its output goes
/// @param stderr where its output for errors goes
/// @param directory its working directory, or null for that of this process
/// @param environment all its variables, or null for those of this process
/// @param group whose signals it gets
public record ChildCommand(
        List<String> command,
        Stdio stdin,
        Stdio stdout,
        Stdio stderr,
        @Nullable Path directory,
        @Nullable Map<String, String> environment,
        Group group) {

    /// The process group of a child: who gets the signals that a terminal sends, or a call to all.
    public enum Group {
        /// That of this process.
        SAME,
        /// One of its own, in the session of this process.
        NEW_GROUP,
        /// One of its own, in a session of its own, which has no terminal.
        NEW_SESSION
    }

    /// {@return a copy of the command}
    ///
    /// @param command the program and its arguments
    /// @throws IllegalArgumentException if there is no program, or a zero character in it
    public static List<String> checked(List<String> command) {
        for (String argument : command) {
            Objects.requireNonNull(argument, "argument");
        }
        List<String> copy = List.copyOf(command);
        if (copy.isEmpty() || copy.getFirst().isEmpty()) {
            throw new IllegalArgumentException("command names no program: " + copy);
        }
        copy.forEach(argument -> checkNoZero("argument", argument));
        return copy;
    }

    /// Adds a variable to an environment.
    ///
    /// @param environment where to add it
    /// @param name the name
    /// @param value the value
    /// @throws IllegalArgumentException if a system could not take them for a name and a value
    public static void putChecked(Map<String, String> environment, String name, String value) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
        if (name.isEmpty() || name.indexOf('=') >= 0) {
            throw new IllegalArgumentException(
                    "name of a variable is empty or has a '=' in it: '" + name + "'");
        }
        checkNoZero("name of a variable", name);
        checkNoZero("value of the variable " + name, value);
        environment.put(name, value);
    }

    private static void checkNoZero(String what, String text) {
        int index = text.indexOf('\0');
        if (index >= 0) {
            throw new IllegalArgumentException(
                    what
                            + " has a zero character at "
                            + index
                            + ", where it would end: '"
                            + text
                            + "'");
        }
    }

    String program() {
        return command.getFirst();
    }

    /// {@return whether stderr goes where stdout goes}
    boolean isErrorMerged() {
        return stderr == Stdio.STDOUT;
    }

    /// {@return what a standard stream is connected to}
    ///
    /// @param descriptor 0 to 2
    Stdio stream(int descriptor) {
        return switch (descriptor) {
            case 0 -> stdin;
            case 1 -> stdout;
            default -> stderr;
        };
    }

    /// {@return the name of a standard stream}
    ///
    /// @param descriptor 0 to 2
    static String name(int descriptor) {
        return switch (descriptor) {
            case 0 -> "stdin";
            case 1 -> "stdout";
            default -> "stderr";
        };
    }
}
