package dev.rondo.tck;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A short path for a Unix socket, in a directory of its own that goes with it.
final class SocketPath implements AutoCloseable {
    private final Path directory;

    SocketPath() throws IOException {
        directory = Files.createTempDirectory("rondo");
    }

    Path path() {
        return directory.resolve("s");
    }

    /// {@return another path in the same directory}
    Path path(String name) {
        return directory.resolve(name);
    }

    UnixDomainSocketAddress address() {
        return UnixDomainSocketAddress.of(path());
    }

    @Override
    public void close() throws IOException {
        List<Path> files;
        try (Stream<Path> listing = Files.list(directory)) {
            files = listing.toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
        Files.delete(directory);
    }
}
