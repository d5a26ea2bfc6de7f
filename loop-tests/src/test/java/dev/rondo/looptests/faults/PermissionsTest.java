package dev.rondo.looptests.faults;

import static dev.rondo.Rondo.openUnixConnection;
import static dev.rondo.Rondo.startServer;
import static dev.rondo.Rondo.startUnixServer;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rondo.Coroutine;
import dev.rondo.EventLoops;
import dev.rondo.looptests.Bystander;
import dev.rondo.looptests.ChildJvm;
import dev.rondo.looptests.Leftovers;
import dev.rondo.looptests.OnEachLoop;
import dev.rondo.looptests.Peer;
import dev.rondo.looptests.Program;
import dev.rondo.looptests.RunningLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What one may not: a process without privileges, also where the tests have them.
@OnEachLoop
@EnabledOnOs(value = OS.LINUX, disabledReason = "privileges are given up with setpriv")
class PermissionsTest {
    private static final String CAUSE = "Permission denied";

    private final String backend;

    @TempDir Path directory;

    PermissionsTest(String backend) {
        this.backend = backend;
    }

    @Test
    void theErrorNamesWhatIsNotAllowed() throws Exception {
        ChildJvm child = new ChildJvm(Unprivileged.class, backend);
        if (isRoot()) {
            Program giveUp =
                    Program.require("setpriv", "util-linux")
                            .andThen("--bounding-set=-all", "--inh-caps=-all");
            Program.Result tried = giveUp.run("true");
            assumeTrue(
                    tried.status() == 0,
                    () -> "root may not give up its privileges here: " + tried.errors().strip());
            child.startedBy(giveUp.command());
        }
        child.run(directory.toString());
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    static final class Unprivileged {
        private static final int PRIVILEGED_PORT = 80;

        private Unprivileged() {}

        static void main(String[] arguments) throws Exception {
            Path directory = Path.of(arguments[0]);
            Path path = directory.resolve("socket");
            RunningLoop running = new RunningLoop(System.getProperty(EventLoops.LOOP_PROPERTY));
            try (Bystander bystander = new Bystander(running)) {
                running.call(() -> startUnixServer((_, _) -> {}, path));
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("---------"));
                bystander.assertGoesOn(); // and the server has what it needs, a thread perhaps
                Leftovers before = Leftovers.now();
                assertDenied(running, () -> openUnixConnection(path), path.toString());
                listening(running, directory);
                if (firstFreePort() > PRIVILEGED_PORT) {
                    assertDenied(
                            running,
                            () -> startServer((_, _) -> {}, Peer.HOST, PRIVILEGED_PORT),
                            "cannot listen on 127.0.0.1:" + PRIVILEGED_PORT);
                }
                before.assertNothing();
                bystander.assertGoesOn();
            }
            running.close();
        }

        private static void listening(RunningLoop running, Path directory) throws Exception {
            Path closed = Files.createDirectory(directory.resolve("closed"));
            Path inside = closed.resolve("socket");
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-x------"));
            assertDenied(
                    running,
                    () -> startUnixServer((_, _) -> {}, inside),
                    "cannot listen on " + inside);
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        }

        private static int firstFreePort() throws IOException {
            Path setting = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");
            return Integer.parseInt(Files.readString(setting).strip());
        }

        private static void assertDenied(RunningLoop running, Coroutine<?> denied, String what) {
            IOException failure = assertThrows(IOException.class, () -> running.call(denied));
            assertTrue(failure.getMessage().contains(what), failure::toString);
            assertTrue(failure.getMessage().contains(CAUSE), failure::toString);
        }
    }
}
