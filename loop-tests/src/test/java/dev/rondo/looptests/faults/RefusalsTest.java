package dev.rondo.looptests.faults;

import static dev.rondo.Rondo.openConnection;
import static dev.rondo.Rondo.openUnixConnection;
import static dev.rondo.Rondo.startServer;
import static dev.rondo.Rondo.startUnixServer;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.ConnectionHandler;
import dev.rondo.Coroutine;
import dev.rondo.Server;
import dev.rondo.Subprocess;
import dev.rondo.looptests.Bystander;
import dev.rondo.looptests.Leftovers;
import dev.rondo.looptests.OnEachLoop;
import dev.rondo.looptests.Peer;
import dev.rondo.looptests.RunningLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What the system refuses: the error says to whom, what was tried and why, and it has cost nothing
/// and nobody else.
@OnEachLoop
class RefusalsTest {
    private static final ConnectionHandler NOBODY = (_, _) -> {};

    @RegisterExtension final RunningLoop running;

    @TempDir Path directory;

    private Bystander bystander;

    RefusalsTest(String backend) {
        running = new RunningLoop(backend);
    }

    @BeforeEach
    void connect() throws Exception {
        bystander = new Bystander(running);
    }

    @AfterEach
    void disconnect() throws IOException {
        bystander.close();
    }

    private void assertRefused(Coroutine<?> refused, String... words) throws Exception {
        Leftovers before = Leftovers.now();

        IOException failure = assertThrows(IOException.class, () -> running.call(refused));

        String said = failure.toString();
        assertTrue(List.of(words).stream().allMatch(said::contains), said);
        before.assertNothing();
        bystander.assertGoesOn();
    }

    @Test
    void aPortThatNobodyListensOn() throws Exception {
        int port = running.call(RefusalsTest::closedPort);

        assertRefused(
                () -> openConnection(Peer.HOST, port),
                "cannot connect to",
                "127.0.0.1:" + port,
                "refused");
    }

    private static int closedPort() throws IOException {
        try (Server server = startServer(NOBODY, Peer.HOST, 0)) {
            return server.port();
        }
    }

    @Test
    void aPortInUse() throws Exception {
        assertRefused(
                () -> startServer(NOBODY, Peer.HOST, bystander.port()),
                "cannot listen on 127.0.0.1:" + bystander.port(),
                "in use");
    }

    @Test
    void aPathWithoutASocket() throws Exception {
        Path path = directory.resolve("none");

        assertRefused(() -> openUnixConnection(path), path.toString(), "no such socket");
    }

    @Test
    void aPathThatNobodyListensOn() throws Exception {
        Path path = Files.createFile(directory.resolve("file"));

        assertRefused(() -> openUnixConnection(path), "connection to", path.toString(), "refused");
    }

    @Test
    void aPathInUse() throws Exception {
        Path path = Files.createFile(directory.resolve("file"));

        assertRefused(() -> startUnixServer(NOBODY, path), "cannot listen on " + path, "in use");
    }

    @Test
    void aProgramThatIsMissing() throws Exception {
        assertRefused(
                () -> Subprocess.exec("no-such-program").start(),
                "no-such-program",
                "no such program");
    }

    @Test
    void aFileThatIsNotExecutable() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        assertRefused(
                () -> Subprocess.exec(file.toString()).start(), file.toString(), "not executable");
    }
}
