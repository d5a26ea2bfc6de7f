package dev.rondo.cli;

import java.io.File;
import java.io.FilenameFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps compiled programs, each as one jar named by its key.
///
/// A jar appears whole, by renaming, so any number of processes may share the folder. A jar's time
/// is that of its last use; the least recently used ones go when there are too many. One file per
/// program, and not a folder of classes, because a running program keeps its open jar when the name
/// goes.
final class ProgramCache {
    /// How many programs are kept.
    static final int CAPACITY = 100;

    private static final String SUFFIX = ".jar";
    private static final String WORKSPACE_PREFIX = "new-";

    /// After this, a workspace was left behind by a process that was killed.
    private static final long WORKSPACE_LIFE_MILLIS = 24L * 60 * 60 * 1000;

    private final Path folder;

    ProgramCache(Path folder) {
        this.folder = folder;
    }

    /// What makes the jar that is to be kept.
    interface Maker {
        /// Writes the jar.
        ///
        /// @param jar where; there is no file yet
        void make(Path jar) throws IOException;
    }

    /// {@return the cache of this user}
    static ProgramCache standard() {
        return new ProgramCache(
                folder(
                        System.getenv(),
                        System.getProperty("os.name"),
                        System.getProperty("user.home")));
    }

    /// {@return the folder that the environment chooses}
    ///
    /// @param environment the environment's variables
    /// @param system the name of the operating system
    /// @param home the user's home folder
    static Path folder(Map<String, String> environment, String system, String home) {
        String own = environment.get("RONDO_CACHE");
        if (isSet(own)) {
            return Path.of(own);
        }
        String shared = environment.get("XDG_CACHE_HOME");
        // The XDG specification has relative paths ignored.
        if (isSet(shared) && Path.of(shared).isAbsolute()) {
            return Path.of(shared, "rondo");
        }
        return system.startsWith("Mac")
                ? Path.of(home, "Library", "Caches", "rondo")
                : Path.of(home, ".cache", "rondo");
    }

    private static boolean isSet(@Nullable String value) {
        return value != null && !value.isEmpty();
    }

    /// {@return the jar that is kept under a key, now the most recently used}
    Optional<Path> find(String key) {
        File jar = jar(key).toFile();
        // A folder that cannot be written can still be read: only the order of use is lost.
        boolean known = jar.setLastModified(System.currentTimeMillis()) || jar.isFile();
        return known ? Optional.of(jar.toPath()) : Optional.empty();
    }

    /// Makes a jar and keeps it; one that is already kept under the key is replaced.
    ///
    /// @return the kept jar
    /// @throws IOException if the folder cannot be written
    Path keep(String key, Maker maker) throws IOException {
        Files.createDirectories(folder);
        Path workspace = Files.createTempDirectory(folder, WORKSPACE_PREFIX);
        try {
            Path made = workspace.resolve("program.jar");
            maker.make(made);
            Path kept = Files.move(made, jar(key), StandardCopyOption.ATOMIC_MOVE);
            prune();
            return kept;
        } finally {
            delete(workspace.toFile());
        }
    }

    Path folder() {
        return folder;
    }

    private Path jar(String key) {
        return folder.resolve(key.concat(SUFFIX));
    }

    private void prune() {
        Arrays.stream(list((_, name) -> name.endsWith(SUFFIX)))
                .sorted(Comparator.comparingLong(File::lastModified).reversed())
                .skip(CAPACITY)
                .forEach(ProgramCache::delete);
        long oldest = System.currentTimeMillis() - WORKSPACE_LIFE_MILLIS;
        Arrays.stream(list((_, name) -> name.startsWith(WORKSPACE_PREFIX)))
                .filter(workspace -> workspace.lastModified() < oldest)
                .forEach(ProgramCache::delete);
    }

    private File[] list(FilenameFilter filter) {
        File[] found = folder.toFile().listFiles(filter);
        return found == null ? new File[0] : found;
    }

    /// Deletes a file, or a folder of files. What another process deletes meanwhile is gone as
    /// well, and what cannot be deleted is tried again by the next process that keeps something.
    private static void delete(File file) {
        File[] contents = file.listFiles();
        if (contents != null) {
            Arrays.stream(contents).forEach(File::delete);
        }
        file.delete();
    }
}
