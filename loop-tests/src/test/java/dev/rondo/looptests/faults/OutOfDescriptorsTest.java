package dev.rondo.looptests.faults;

import static dev.rondo.Rondo.openConnection;
import static dev.rondo.Rondo.startServer;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoops;
import dev.rondo.ExceptionContext;
import dev.rondo.Rondo;
import dev.rondo.Server;
import dev.rondo.Stdio;
import dev.rondo.Subprocess;
import dev.rondo.looptests.ChildJvm;
import dev.rondo.looptests.Leftovers;
import dev.rondo.looptests.OnEachLoop;
import dev.rondo.looptests.Peer;
import dev.rondo.looptests.RunningLoop;
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

/// A process that has really no descriptors left, and gets some again.
@OnEachLoop
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no such limit")
class OutOfDescriptorsTest {
    private static final String CAUSE = "Too many open files";

    private final String backend;

    OutOfDescriptorsTest(String backend) {
        this.backend = backend;
    }

    @Test
    void whatFailsSaysSoAndGoesOnWhenThereAreSomeAgain() throws Exception {
        new ChildJvm(Program.class, backend).descriptors(200).run();
    }

    static final class Program {
        private static final byte[] WORDS = {1, 2, 3};

        private Program() {}

        public static void main(String[] arguments) throws Exception {
            RunningLoop running = new RunningLoop(System.getProperty(EventLoops.LOOP_PROPERTY));
            int port = running.call(() -> startEcho().port());
            try (Peer bystander = new Peer(port)) {
                useAll(running, port);
                settle(running, port);
                Deque<FileInputStream> all = openAll();
                connecting(running, port);
                starting(running);
                assertEchoes(bystander);
                accepting(running, port, all);
                assertEchoes(bystander);
            }
            running.run(() -> openConnection(Peer.HOST, port).close());
            running.close();
        }

        private static Server startEcho() throws IOException {
            return startServer(
                    (reader, writer) -> {
                        while (!reader.atEof()) {
                            writer.write(reader.read(1000));
                        }
                    },
                    Peer.HOST,
                    0);
        }

        /// Has everything happen once and all classes loaded: those that come from a directory take
        /// a descriptor, which there will not be.
        private static void useAll(RunningLoop running, int port) throws Exception {
            running.loop().callExceptionHandler(new ExceptionContext("the first one", null));
            running.awaitReport();
            useOnce(running, port);
            for (String root : System.getProperty("java.class.path").split(File.pathSeparator)) {
                Path folder = Path.of(root);
                if (Files.isDirectory(folder.resolve("dev/rondo"))) {
                    loadAll(folder);
                }
            }
        }

        private static void useOnce(RunningLoop running, int port) throws Exception {
            running.run(() -> {
                openConnection(Peer.HOST, port).close();
                assertEquals(0, Subprocess.exec("true").start().waitFor());
                Rondo.sleep(Duration.ofMillis(1));
            });
        }

        /// Waits until what was used is released again, also on the server's side: a descriptor
        /// that comes back later would let succeed what is to fail.
        private static void settle(RunningLoop running, int port) throws Exception {
            Leftovers before = Leftovers.now();
            useOnce(running, port);
            before.assertNothing();
        }

        private static void loadAll(Path root) throws Exception {
            try (Stream<Path> files = Files.walk(root.resolve("dev/rondo"))) {
                for (Path file : files.filter(one -> one.toString().endsWith(".class")).toList()) {
                    String name = root.relativize(file).toString().replace(File.separator, ".");
                    Class.forName(
                            name.substring(0, name.length() - ".class".length()),
                            false,
                            Program.class.getClassLoader());
                }
            }
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

        private static void connecting(RunningLoop running, int port) {
            IOException failure =
                    assertThrows(
                            IOException.class,
                            () -> running.call(() -> openConnection(Peer.HOST, port)));
            assertNames(failure, "cannot connect to " + Peer.HOST + ":" + port);
        }

        private static void starting(RunningLoop running) {
            for (Subprocess.Builder command :
                    List.of(
                            Subprocess.exec("true"),
                            Subprocess.exec("true").stdout(Stdio.PIPE),
                            Subprocess.exec("true").stdout(Stdio.DEVNULL))) {
                IOException failure =
                        assertThrows(IOException.class, () -> running.call(command::start));
                assertNames(failure, "'true'");
            }
        }

        private static void assertNames(IOException failure, String what) {
            assertTrue(failure.getMessage().contains(what), failure::toString);
            assertTrue(failure.getMessage().contains(CAUSE), failure::toString);
        }

        /// One descriptor is enough for the client, and none is left for the server.
        private static void accepting(RunningLoop running, int port, Deque<FileInputStream> all)
                throws Exception {
            all.pop().close();
            try (Peer waiting = new Peer(port)) {
                ExceptionContext report = running.awaitReport();
                assertTrue(report.message().contains("cannot accept"), report::message);
                assertNames((IOException) report.exception(), "127.0.0.1:" + port);
                running.run(() -> Rondo.sleep(Duration.ofMillis(2100))); // two more attempts
                while (!all.isEmpty()) {
                    all.pop().close();
                }
                assertEchoes(waiting);
            }
        }

        private static void assertEchoes(Peer peer) throws IOException {
            peer.send(WORDS);
            assertArrayEquals(WORDS, peer.receive(WORDS.length));
        }
    }
}
