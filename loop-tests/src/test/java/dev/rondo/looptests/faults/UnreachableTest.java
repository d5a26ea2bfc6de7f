package dev.rondo.looptests.faults;

import static dev.rondo.Rondo.openConnection;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoops;
import dev.rondo.Rondo;
import dev.rondo.looptests.Bystander;
import dev.rondo.looptests.ChildJvm;
import dev.rondo.looptests.Leftovers;
import dev.rondo.looptests.Namespace;
import dev.rondo.looptests.OnEachLoop;
import dev.rondo.looptests.RunningLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Addresses that cannot be reached, in a network that is made for it.
@OnEachLoop
class UnreachableTest {
    /// There is a route, and it says that the host is unreachable.
    private static final String UNREACHABLE = "192.0.2.1";

    /// There is no route.
    private static final String NOWHERE = "203.0.113.1";

    /// What is sent there vanishes.
    private static final String SILENT = "198.51.100.1";

    private final String backend;

    UnreachableTest(String backend) {
        this.backend = backend;
    }

    @Test
    void theErrorNamesTheAddressAndTheReasonAndSilenceCanBeTimedOut() throws Exception {
        try (Namespace network = Namespace.open()) {
            network.ip("route", "add", "unreachable", UNREACHABLE);
            network.ip("route", "add", SILENT, "dev", "lo");
            new ChildJvm(Connecting.class, backend).startedBy(network.command()).run();
        }
    }

    static final class Connecting {
        private Connecting() {}

        static void main(String[] arguments) throws Exception {
            RunningLoop running = new RunningLoop(System.getProperty(EventLoops.LOOP_PROPERTY));
            try (Bystander bystander = new Bystander(running)) {
                Leftovers before = Leftovers.now();
                assertFails(running, UNREACHABLE, "No route to host|host is unreachable");
                assertFails(running, NOWHERE, "Network (or host )?is unreachable");
                assertThrows(
                        TimeoutException.class,
                        () ->
                                running.call(() ->
                                        Rondo.timeout(
                                                Duration.ofMillis(50),
                                                () -> openConnection(SILENT, 80))));
                before.assertNothing();
                bystander.assertGoesOn();
            }
            running.close();
        }

        private static void assertFails(RunningLoop running, String host, String reason) {
            IOException failure =
                    assertThrows(
                            IOException.class, () -> running.call(() -> openConnection(host, 80)));
            String said = failure.getMessage();
            assertTrue(said.contains("cannot connect to " + host + ":80"), said);
            assertTrue(Pattern.compile(reason).matcher(said).find(), said);
        }
    }
}
