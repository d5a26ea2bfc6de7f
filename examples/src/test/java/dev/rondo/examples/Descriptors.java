package dev.rondo.examples;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/// The open file descriptors of this JVM, where the system lists them; elsewhere there are none to
/// check.
final class Descriptors {
    private static final Path LISTING = Path.of("/proc/self/fd");

    private final Set<String> open;

    private Descriptors(Set<String> open) {
        this.open = open;
    }

    /// Has the JDK open what it opens once, with the first use, and keeps: the system's random
    /// numbers, and the pollers of virtual threads, which start when the first one waits for a
    /// socket.
    static void openThoseOfTheJdk() throws Exception {
        new SecureRandom().nextInt();
        FutureTask<Socket> waiting =
                new FutureTask<>(() -> {
                    try (ServerSocket server = new ServerSocket(0)) {
                        server.setSoTimeout(50); // long enough to park, busy as the machine may be
                        return server.accept();
                    }
                });
        Thread.startVirtualThread(waiting);
        ExecutionException nobodyCame = assertThrows(ExecutionException.class, waiting::get);
        assertInstanceOf(SocketTimeoutException.class, nobodyCame.getCause());
    }

    static Descriptors now() throws IOException {
        return new Descriptors(list());
    }

    /// {@return the descriptors that were not open then and stay open}
    ///
    /// A child that has ended and a closed client of the JDK give theirs back a moment later.
    List<String> addedAfterAWhile() throws IOException {
        return Poll.untilEmpty(this::added);
    }

    /// {@return the descriptors that were not open then}
    List<String> added() throws IOException {
        return list().stream().filter(descriptor -> !open.contains(descriptor)).toList();
    }

    private static Set<String> list() throws IOException {
        Set<String> found = new TreeSet<>();
        for (Path link : links()) {
            try {
                String target = Files.readSymbolicLink(link).toString();
                if (!isOfTheClassLoader(target)) {
                    found.add(link.getFileName() + " " + target);
                }
            } catch (NoSuchFileException e) {
                // closed meanwhile, as the listing itself is
            }
        }
        return found;
    }

    private static List<Path> links() throws IOException {
        if (!Files.isDirectory(LISTING)) {
            return List.of();
        }
        try (Stream<Path> links = Files.list(LISTING)) {
            return links.toList();
        }
    }

    /// Archives of classes are opened with the first class that is taken from them.
    private static boolean isOfTheClassLoader(String target) {
        return target.endsWith(".jar") || target.endsWith("/lib/modules");
    }
}
