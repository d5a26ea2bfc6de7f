package dev.rondo.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// Names a compiled program by all that went into it.
///
/// That is the file's name and bytes, the JDK, and the class path: path, size and time of each jar,
/// and of each file under a folder. Each part goes in with its length, so that no two lists of
/// parts look alike.
final class ProgramKey {
    /// Changes when what is kept under a key does.
    private static final String FORMAT = "1";

    private final MessageDigest digest = sha256();

    private ProgramKey() {}

    static String of(SourceFile source, String classPath) {
        ProgramKey key = new ProgramKey();
        key.add(FORMAT);
        key.add(System.getProperty("java.runtime.version"));
        key.add(source.fileName());
        key.add(source.bytes());
        for (String entry : classPath.split(File.pathSeparator)) {
            key.addEntry(new File(entry));
        }
        return HexFormat.of().formatHex(key.digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private void addEntry(File entry) {
        if (!entry.isDirectory()) {
            addFile(entry);
            return;
        }
        try (Stream<Path> files = Files.walk(entry.toPath())) {
            List<Path> sorted = files.sorted().toList();
            for (Path file : sorted) {
                addFile(file.toFile());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void addFile(File file) {
        add(file.getAbsolutePath());
        add(Long.toString(file.length()));
        add(Long.toString(file.lastModified()));
    }

    private void add(String part) {
        add(part.getBytes(StandardCharsets.UTF_8));
    }

    private void add(byte[] part) {
        digest.update(Integer.toString(part.length).concat(":").getBytes(StandardCharsets.UTF_8));
        digest.update(part);
    }
}
