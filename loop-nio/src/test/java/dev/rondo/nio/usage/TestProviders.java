package dev.rondo.nio.usage;

import dev.rondo.spi.LoopProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Puts providers on the path, for the calling thread.
final class TestProviders implements AutoCloseable {
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private final URLClassLoader loader;

    /// @param folder an empty folder
    /// @param names the names of classes, to be registered whether they exist or not
    TestProviders(Path folder, String... names) {
        Path file = folder.resolve("META-INF/services").resolve(LoopProvider.class.getName());
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, List.of(names));
            loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.currentThread().setContextClassLoader(loader);
    }

    @Override
    public void close() {
        Thread.currentThread().setContextClassLoader(before);
        try {
            loader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
