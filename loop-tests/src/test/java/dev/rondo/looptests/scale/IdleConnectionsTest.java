package dev.rondo.looptests.scale;

import dev.rondo.looptests.Amount;
import dev.rondo.looptests.ChildJvm;
import dev.rondo.looptests.OnEachLoop;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Many connections that are idle, and then all busy.
///
/// `-Drondo.test.connections=10000 -Drondo.test.echo=30` is the full size; it takes as many
/// descriptors in each of two processes.
@OnEachLoop
@Tag("slow")
class IdleConnectionsTest {
    private static final int CONNECTIONS = Amount.of("connections", 1000);
    private static final int SECONDS = Amount.of("echo", 1);

    private final String backend;

    IdleConnectionsTest(String backend) {
        this.backend = backend;
    }

    @Test
    void allEchoWithoutAnErrorAndLeaveNothing() throws Exception {
        String said =
                new ChildJvm(IdleConnections.class, backend)
                        .fixedHeap("256m")
                        .limit(Duration.ofSeconds(120 + 2 * SECONDS))
                        .run("" + CONNECTIONS, "" + SECONDS);

        System.out.print(said);
    }
}
