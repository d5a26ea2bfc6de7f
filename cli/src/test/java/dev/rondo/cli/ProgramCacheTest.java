package dev.rondo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramCacheTest {
    private static final FileTime LONG_AGO = FileTime.fromMillis(1_000);

    @TempDir Path folder;

    private ProgramCache cache;

    @BeforeEach
    void makeACache() {
        cache = new ProgramCache(folder.resolve("cache"));
    }

    @Test
    void findsWhatItKeeps() throws IOException {
        Path kept = cache.keep("one", jar -> Files.writeString(jar, "program"));

        assertEquals(Optional.of(kept), cache.find("one"));
        assertEquals("program", Files.readString(kept));
    }

    @Test
    void findsNothingUnderAnotherKey() throws IOException {
        cache.keep("one", jar -> Files.writeString(jar, "program"));

        assertEquals(Optional.empty(), cache.find("two"));
    }

    @Test
    void replacesWhatItKeeps() throws IOException {
        cache.keep("one", jar -> Files.writeString(jar, "old"));

        Path kept = cache.keep("one", jar -> Files.writeString(jar, "new"));

        assertEquals("new", Files.readString(kept));
    }

    @Test
    void leavesNothingBehindWhenMakingFails() {
        CommandFailure failure = new CommandFailure(1, "does not compile");

        assertThrows(
                CommandFailure.class,
                () ->
                        cache.keep(
                                "one",
                                jar -> {
                                    Files.writeString(jar, "half");
                                    throw failure;
                                }));

        assertEquals(List.of(), names());
    }

    @Test
    void prunesTheLeastRecentlyUsed() throws IOException {
        keepLongAgo("unused");
        keepLongAgo("used");
        cache.find("used");
        for (int i = 0; i < ProgramCache.CAPACITY - 1; i++) {
            cache.keep("other" + i, jar -> Files.writeString(jar, "program"));
        }

        assertEquals(Optional.empty(), cache.find("unused"));
        assertTrue(cache.find("used").isPresent());
        assertEquals(ProgramCache.CAPACITY, names().size());
    }

    @Test
    void prunesWhatKilledProcessesLeft() throws IOException {
        Path left = Files.createDirectories(folder.resolve("cache/new-123"));
        Files.writeString(left.resolve("program.jar"), "half");
        Files.setLastModifiedTime(left, LONG_AGO);

        cache.keep("one", jar -> Files.writeString(jar, "program"));

        assertFalse(Files.exists(left));
    }

    @Test
    void isWhereTheEnvironmentSays() {
        Map<String, String> environment = Map.of("RONDO_CACHE", "/mine", "XDG_CACHE_HOME", "/xdg");

        assertEquals(Path.of("/mine"), ProgramCache.folder(environment, "Linux", "/home/me"));
    }

    @Test
    void isInTheCacheFolderOfTheDesktop() {
        Map<String, String> environment = Map.of("RONDO_CACHE", "", "XDG_CACHE_HOME", "/xdg");

        assertEquals(Path.of("/xdg/rondo"), ProgramCache.folder(environment, "Linux", "/home/me"));
    }

    @Test
    void passesOverARelativeCacheFolderOfTheDesktop() {
        Map<String, String> environment = Map.of("XDG_CACHE_HOME", "xdg");

        assertEquals(
                Path.of("/home/me/.cache/rondo"),
                ProgramCache.folder(environment, "Linux", "/home/me"));
    }

    @Test
    void isAmongTheCachesOfAMac() {
        assertEquals(
                Path.of("/Users/me/Library/Caches/rondo"),
                ProgramCache.folder(Map.of(), "Mac OS X", "/Users/me"));
    }

    private void keepLongAgo(String key) throws IOException {
        Files.setLastModifiedTime(
                cache.keep(key, jar -> Files.writeString(jar, "program")), LONG_AGO);
    }

    private List<String> names() {
        try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
