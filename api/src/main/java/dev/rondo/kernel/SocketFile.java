package dev.rondo.kernel;

import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The file of a Unix server's socket, from when it was bound.
///
/// The system makes it and leaves it behind: who listens has to clear what was left before, and to
/// clear up after himself, but never another one's file. Two names are the same file if the system
/// says so, by device and inode; where it has no such keys, by the name alone.
final class SocketFile {
    /// How many bytes a name may have. The systems have 108, or 104, with a zero at the end.
    private static final int LONGEST =
            System.getProperty("os.name", "").matches("Linux|Windows.*") ? 107 : 103;

    /// The kind of a file in its mode, and that of sockets.
    private static final int KIND = 0170000;

    private static final int SOCKET = 0140000;

    private final Path path;
    private final @Nullable Object key;

    private SocketFile(Path path, @Nullable Object key) {
        this.path = path;
        this.key = key;
    }

    /// Remembers which file a server has just got.
    static SocketFile of(Path path) throws IOException {
        return new SocketFile(path.toAbsolutePath(), keyOf(path));
    }

    private static @Nullable Object keyOf(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    /// Refuses a name that no system call takes.
    static void checkLength(Path path, String purpose) throws SocketException {
        int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST) {
            throw new SocketException(
                    "%s%s: the path has %d bytes, and that of a socket at most %d"
                            .formatted(purpose, path, length, LONGEST));
        }
    }

    /// Removes a socket that is there; any other file stays, and the system will refuse the name.
    static void removeStale(Path path) throws IOException {
        try {
            if (isSocket(path)) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException _) {
            // Nothing is there, as it should be.
        }
    }

    private static boolean isSocket(Path path) throws IOException {
        if (path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
            return (mode & KIND) == SOCKET;
        }
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther();
    }

    void setPermissions(Set<PosixFilePermission> permissions) throws IOException {
        Files.setPosixFilePermissions(path, permissions);
    }

    /// Removes the file if it is still the one that was bound.
    void remove() throws IOException {
        try {
            if (Objects.equals(key, keyOf(path))) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException _) {
            // Somebody has removed it already, which is what was wanted.
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
