package dev.rondo.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// A program's source, read once: what is fingerprinted is what is compiled.
final class SourceFile {
    private static final String SUFFIX = ".java";

    private final Path path;
    private final byte[] bytes;

    private SourceFile(Path path, byte[] bytes) {
        this.path = path;
        this.bytes = bytes;
    }

    /// Reads a source file.
    ///
    /// @throws CommandFailure if there is no such file, or it is not a Java source file
    static SourceFile read(String name) {
        Path path = parse(name);
        if (Files.isDirectory(path)) {
            throw failure("'%s' is a directory; name a file that ends in .java", name);
        }
        if (!Files.exists(path)) {
            throw failure("no file '%s' in %s", name, Path.of("").toAbsolutePath());
        }
        if (!name.endsWith(SUFFIX)) {
            throw failure("'%s' is not a Java source file; its name must end in .java", name);
        }
        try {
            return new SourceFile(path, Files.readAllBytes(path));
        } catch (AccessDeniedException e) {
            throw failure("cannot read '%s': permission denied", name);
        } catch (IOException e) {
            throw failure("cannot read '%s': %s", name, e);
        }
    }

    private static Path parse(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw failure("'%s' is not a file name: %s", name, e.getReason());
        }
    }

    private static CommandFailure failure(String format, Object... values) {
        return new CommandFailure(
                CommandFailure.USAGE, "rondo run: ".concat(String.format(format, values)));
    }

    /// {@return the path as it was given}
    Path path() {
        return path;
    }

    /// {@return the file's own name, without its folder}
    String fileName() {
        return path.getFileName().toString();
    }

    /// {@return the name that a class has that is named after the file}
    String baseName() {
        String fileName = fileName();
        return fileName.substring(0, fileName.length() - SUFFIX.length());
    }

    byte[] bytes() {
        return bytes;
    }

    /// {@return the text}
    ///
    /// @throws CommandFailure if the bytes are not UTF-8
    String text() {
        ByteBuffer input = ByteBuffer.wrap(bytes);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(input).toString();
        } catch (CharacterCodingException e) {
            throw failure("'%s' is not UTF-8 at byte %d", path, input.position());
        }
    }
}
