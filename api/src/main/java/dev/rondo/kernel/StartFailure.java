package dev.rondo.kernel;

import dev.rondo.Stdio;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Why a child could not be started: finds the type that says it, and what it was about.
///
/// The JDK has one type for all reasons and one message for a missing program and a missing
/// directory. It only passes the system's error number on, in words; the files are looked at to
/// tell the rest. A number in words that we do not know gives a plain [IOException] with the same
/// context.
final class StartFailure {
    private static final Pattern ERROR = Pattern.compile("error[:=] ?(\\d+)");

    private static final int ENOENT = 2;
    private static final int EACCES = 13;

    private final ChildCommand command;
    private final IOException cause;

    private StartFailure(ChildCommand command, IOException cause) {
        this.command = command;
        this.cause = cause;
    }

    /// {@return the failure in a portable type, with the JDK's as its cause}
    static IOException explain(ChildCommand command, IOException cause) {
        IOException explained = new StartFailure(command, cause).explain();
        explained.initCause(cause);
        return explained;
    }

    private IOException explain() {
        IOException found = ofDirectory(command.directory());
        if (found == null && cause.getCause() instanceof FileNotFoundException unopened) {
            found = ofFiles(unopened);
        }
        return found == null ? ofProgram() : found;
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
        List<Stdio> choices = List.of(command.stdin(), command.stdout(), command.stderr());
        for (int i = 0; i < choices.size(); i++) {
            if (choices.get(i) instanceof Stdio.File(Path path, _)
                    && String.valueOf(unopened.getMessage()).startsWith(path.toString())) {
                return ofFile(path, i);
            }
        }
        return null;
    }

    private IOException ofFile(Path path, int descriptor) {
        String role = List.of("stdin", "stdout", "stderr").get(descriptor);
        role += " of '" + command.program() + "'";
        Path parent = path.toAbsolutePath().getParent();
        Path needed = descriptor == 0 || parent == null ? path : parent;
        if (Files.notExists(needed)) {
            return new NoSuchFileException(path.toString(), null, role);
        }
        return Files.isDirectory(path)
                ? new FileSystemException(path.toString(), null, role + " is a directory")
                : new AccessDeniedException(path.toString(), null, role);
    }

    private IOException ofProgram() {
        String program = command.program();
        return switch (errorNumber()) {
            case ENOENT -> new NoSuchFileException(program, null, whyMissing(program));
            case EACCES -> new AccessDeniedException(program, null, whyDenied(program));
            default -> new IOException("cannot start '" + program + "': " + reason().getMessage());
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

    private int errorNumber() {
        Matcher matcher = ERROR.matcher(String.valueOf(reason().getMessage()));
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private Throwable reason() {
        Throwable inner = cause.getCause();
        return inner == null ? cause : inner;
    }
}
