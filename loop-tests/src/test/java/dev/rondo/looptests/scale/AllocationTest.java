package dev.rondo.looptests.scale;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.rondo.EventLoops;
import dev.rondo.looptests.Amount;
import dev.rondo.looptests.ChildJvm;
import dev.rondo.looptests.OnEachLoop;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A message costs no memory in protocol mode: not of ours.
///
/// What the libraries below make each time that the system is asked for events is named, and taken
/// off. On `nio`, connections whose descriptors are above 127 cost 16 bytes for each event: the
/// JDK's selector looks them up by an `Integer`. Twenty stay below.
///
/// A JVM of its own, as its counter is for all threads.
@OnEachLoop
@Tag("slow")
class AllocationTest {
    private static final int MESSAGES = Amount.of("messages", 50_000);

    /// A reference to a method, in `IoUringIoHandler.run`.
    private static final long OF_NETTYS_RING = 16;

    /// A selector that sleeps on a virtual thread: a node of a table, in the JDK's `Poller`, and
    /// what has the thread go on. With the other engine the loop sleeps elsewhere.
    private static final long OF_THE_JDKS_POLLER = 32 + 24;

    private final String backend;

    AllocationTest(String backend) {
        this.backend = backend;
    }

    /// {@return the bytes that are not ours each time that the driver is asked for events}
    private long ofOthers() {
        boolean isOnVirtualThread = EventLoops.engine().name().equals("handoff");
        return switch (backend) {
            case "io_uring" -> OF_NETTYS_RING;
            case "nio" -> isOnVirtualThread ? OF_THE_JDKS_POLLER : 0;
            default -> 0;
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20})
    void anEchoAllocatesNothing(int connections) throws Exception {
        assumeFalse(backend.equals("virtual"), "a thread for each connection allocates");

        String said =
                new ChildJvm(Allocation.class, backend)
                        .option("-Xmx64m")
                        .run("" + connections, "" + MESSAGES);

        double least = said.lines().mapToDouble(this::bytes).min().orElseThrow();
        assertTrue(least < 1, () -> "bytes, messages and polls of each part:\n" + said);
    }

    /// {@return our bytes for each message}
    private double bytes(String part) {
        String[] numbers = part.split(" ");
        long ours = Long.parseLong(numbers[0]) - ofOthers() * Long.parseLong(numbers[2]);
        return (double) ours / Long.parseLong(numbers[1]);
    }
}
