package dev.rondo.kernel;

import dev.rondo.Stdio;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Why a child could not be started: finds the type that says it, and what it was about.
///
/// The system has one number for a missing program and a missing directory; the files are looked at
/// to tell the rest. The JDK has one type for all reasons, and only passes the system's number on,
/// in words. A number that we do not know gives a plain [IOException] with the same context.
final class StartFailure {
    private static final Pattern ERROR = Pattern.compile("error[:=] ?(\\d+)");

    private static final int ENOENT = 2;
    private static final int EACCES = 13;

    private final ChildCommand command;

    private StartFailure(ChildCommand command) {
        this.command = command;
    }

    /// {@return the JDK's failure in a portable type, with the JDK's as its cause}
    static IOException explain(ChildCommand command, IOException cause) {
        IOException explained = new StartFailure(command).explain(cause);
        explained.initCause(cause);
        return explained;
    }

    /// {@return what an error number of the system means for the command}
    static IOException ofError(ChildCommand command, int error) {
        StartFailure failure = new StartFailure(command);
        IOException found = failure.ofDirectory(command.directory());
        return found == null ? failure.ofProgram(error, Linux.describe(error)) : found;
    }

    /// {@return what an error number of the system means for a file that is to be a standard
    /// stream}
    static IOException ofFile(ChildCommand command, Path path, int descriptor, int error) {
        String role = role(command, descriptor);
        return switch (error) {
            case ENOENT -> new NoSuchFileException(path.toString(), null, role);
            case EACCES -> new AccessDeniedException(path.toString(), null, role);
            default ->
                    new FileSystemException(
                            path.toString(),
                            null,
                            role
                                    + (Files.isDirectory(path)
                                            ? " is a directory"
                                            : ": " + Linux.describe(error)));
        };
    }

    private static String role(ChildCommand command, int descriptor) {
        return ChildCommand.name(descriptor) + " of '" + command.program() + "'";
    }

    private IOException explain(IOException cause) {
        IOException found = ofDirectory(command.directory());
        if (found == null && cause.getCause() instanceof FileNotFoundException unopened) {
            found = ofFiles(unopened);
        }
        if (found != null) {
            return found;
        }
        String words =
                String.valueOf((cause.getCause() == null ? cause : cause.getCause()).getMessage());
        Matcher matcher = ERROR.matcher(words);
        return ofProgram(matcher.find() ? Integer.parseInt(matcher.group(1)) : 0, words);
    }

    private @Nullable IOException ofDirectory(@Nullable Path directory) {
        String role = "working directory of '" + command.program() + "'";
        if (directory == null || Files.isDirectory(directory) && Files.isExecutable(directory)) {
            return null;
        }
        if (Files.notExists(directory)) {
            return new NoSuchFileException(directory.toString(), null, role);
        }
        return Files.isDirectory(directory)
                ? new AccessDeniedException(directory.toString(), null, role)
                : new FileSystemException(directory.toString(), null, role + " is not a directory");
    }

    private @Nullable IOException ofFiles(FileNotFoundException unopened) {
        for (int i = 0; i <= 2; i++) {
            if (command.stream(i) instanceof Stdio.File(Path path, _)
                    && String.valueOf(unopened.getMessage()).startsWith(path.toString())) {
                return ofFile(path, i);
            }
        }
        return null;
    }

    private IOException ofFile(Path path, int descriptor) {
        String role = role(command, descriptor);
        Path parent = path.toAbsolutePath().getParent();
        Path needed = descriptor == 0 || parent == null ? path : parent;
        if (Files.notExists(needed)) {
            return new NoSuchFileException(path.toString(), null, role);
        }
        return Files.isDirectory(path)
                ? new FileSystemException(path.toString(), null, role + " is a directory")
                : new AccessDeniedException(path.toString(), null, role);
    }

    private IOException ofProgram(int error, String words) {
        String program = command.program();
        return switch (error) {
            case ENOENT -> new NoSuchFileException(program, null, whyMissing(program));
            case EACCES -> new AccessDeniedException(program, null, whyDenied(program));
            default -> new IOException("cannot start '" + program + "': " + words);
        };
    }

    private String whyMissing(String program) {
        if (program.indexOf('/') < 0) {
            return "no such program on the PATH";
        }
        return Files.exists(path(program))
                ? "the interpreter or loader that it names is missing"
                : "no such program";
    }

    private String whyDenied(String program) {
        boolean isDirectory = program.indexOf('/') >= 0 && Files.isDirectory(path(program));
        return isDirectory ? "is a directory" : "is not executable";
    }

    private Path path(String program) {
        Path directory = command.directory();
        return directory == null ? Path.of(program) : directory.resolve(program);
    }
}
