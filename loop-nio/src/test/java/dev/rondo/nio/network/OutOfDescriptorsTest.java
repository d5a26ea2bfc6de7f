package dev.rondo.nio.network;

import static dev.rondo.Rondo.startServer;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.ExceptionContext;
import dev.rondo.Rondo;
import dev.rondo.Server;
import dev.rondo.nio.NioLoopProvider;
import dev.rondo.nio.traps.FreshJvm;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// A server in a process that has really no descriptors left, and gets some again.
class OutOfDescriptorsTest {
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no such limit")
    @Test
    void theServerSaysSoOnceAndGoesOnWhenThereAreSomeAgain() {
        new FreshJvm(Program.class).descriptors(200).run();
    }

    static final class Program {
        private static final byte[] WORDS = {1, 2, 3};

        private Program() {}

        static void main(String[] arguments) throws Exception {
            RunningLoop running = new RunningLoop();
            Server server =
                    running.call(() ->
                            startServer(
                                    (reader, writer) -> writer.write(reader.readAll()),
                                    EchoServers.HOST,
                                    0));
            int port = running.call(server::port);
            loadClasses(running, port);
            Deque<FileInputStream> all = openAll();

            all.pop().close();
            try (Peer waiting = new Peer(port)) {
                ExceptionContext report = running.awaitReport();
                assertTrue(report.message().contains("cannot accept"), report::message);
                assertTrue(
                        report.exception().getMessage().contains("Too many open files"),
                        () -> report.exception().toString());
                running.call(() -> sleep(Duration.ofMillis(2100))); // two more attempts
                close(all);
                assertEchoes(waiting);
            }
            try (Peer next = new Peer(port)) {
                assertEchoes(next);
            }
            running.afterEach(null); // nothing else was reported
        }

        /// Has all classes loaded that may be wanted: those that come from a directory take a
        /// descriptor, which there will not be.
        private static void loadClasses(RunningLoop running, int port) throws Exception {
            try (Peer first = new Peer(port)) {
                assertEchoes(first);
            }
            running.loop.callExceptionHandler(new ExceptionContext("the first one", null));
            running.awaitReport();
            running.call(() -> sleep(Duration.ofMillis(1)));
            for (Class<?> one : List.of(Rondo.class, NioLoopProvider.class, Program.class)) {
                loadNeighbours(one);
            }
        }

        private static void loadNeighbours(Class<?> one) throws Exception {
            Path root = Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (!Files.isDirectory(root)) {
                return; // an archive, which stays open
            }
            try (Stream<Path> files = Files.walk(root.resolve("dev"))) {
                for (Path file : files.filter(Program::isOfNetworks).toList()) {
                    String name = root.relativize(file).toString().replace(File.separator, ".");
                    Class.forName(name.substring(0, name.length() - ".class".length()));
                }
            }
        }

        private static boolean isOfNetworks(Path file) {
            return file.toString().matches(".*(rondo|kernel|spi|nio|network).[^/]*[.]class")
                    && !file.endsWith("package-info.class");
        }

        private static boolean sleep(Duration time) {
            Rondo.sleep(time);
            return true;
        }

        private static Deque<FileInputStream> openAll() {
            Deque<FileInputStream> all = new ArrayDeque<>();
            try {
                while (true) {
                    all.push(new FileInputStream("/dev/null"));
                }
            } catch (IOException e) {
                return all; // that was the last one
            }
        }

        private static void close(Deque<FileInputStream> files) throws IOException {
            while (!files.isEmpty()) {
                files.pop().close();
            }
        }

        private static void assertEchoes(Peer peer) throws IOException {
            peer.send(WORDS);
            peer.endOutput();
            assertArrayEquals(WORDS, peer.input().readAllBytes());
        }
    }
}
