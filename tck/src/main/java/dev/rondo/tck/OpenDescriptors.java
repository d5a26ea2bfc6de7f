package dev.rondo.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The open file descriptors of this JVM, where the system lists them; elsewhere there are none to
/// check.
final class OpenDescriptors {
    private static final Path LISTING = Path.of("/proc/self/fd");

    private final Set<String> open;

    private OpenDescriptors(Set<String> open) {
        this.open = open;
    }

    /// Has the JDK open what it opens once, with the first use, and keeps: the system's random
    /// numbers, and the pollers of virtual threads, which start when the first one waits for a
    /// socket.
    static void openThoseOfTheJdk() throws InterruptedException {
        new SecureRandom().nextInt();
        Thread.startVirtualThread(OpenDescriptors::waitForNobody).join();
    }

    private static void waitForNobody() {
        try (ServerSocket server = new ServerSocket(0)) {
            server.setSoTimeout(50); // long enough to park, busy as the machine may be
            server.accept().close();
        } catch (SocketTimeoutException e) {
            return; // nobody came, as it should be
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static OpenDescriptors now() {
        return new OpenDescriptors(list());
    }

    /// {@return the descriptors that were not open then and stay open}
    ///
    /// A child that has ended and a closed client of the JDK give theirs back a moment later.
    List<String> addedAfterAWhile() {
        return Patience.untilEmpty(
                () -> list().stream().filter(descriptor -> !open.contains(descriptor)).toList());
    }

    private static Set<String> list() {
        Set<String> found = new TreeSet<>();
        for (Path link : links()) {
            try {
                String target = Files.readSymbolicLink(link).toString();
                if (!isOfTheClassLoader(target)) {
                    found.add(link.getFileName() + " " + target);
                }
            } catch (NoSuchFileException e) {
                continue; // closed meanwhile, as the listing itself is
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found;
    }

    private static List<Path> links() {
        if (!Files.isDirectory(LISTING)) {
            return List.of();
        }
        try (Stream<Path> links = Files.list(LISTING)) {
            return links.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Archives of classes are opened with the first class that is taken from them.
    private static boolean isOfTheClassLoader(String target) {
        return target.endsWith(".jar") || target.endsWith("/lib/modules");
    }
}
