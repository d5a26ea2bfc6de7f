package dev.rondo.looptests.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.Server;
import dev.rondo.looptests.Amount;
import dev.rondo.looptests.OnEachLoop;
import dev.rondo.looptests.Peer;
import dev.rondo.looptests.RunningLoop;
import dev.rondo.looptests.faults.Transfers.End;
import java.net.SocketException;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Checked bytes through a proxy that delays, splits, cuts and resets: none is lost or wrong, and
/// every connection that was cut is reported.
///
/// `-Drondo.test.transfer=2g -Drondo.test.transfers=200` is the full amount, `-Drondo.test.seed=1`
/// another choice of faults.
@OnEachLoop
@Tag("slow")
class TransfersTest {
    private static final long BYTES = Amount.bytes("transfer", 64 << 20);
    private static final int CONNECTIONS = Amount.of("transfers", 40);
    private static final long SEED = Amount.bytes("seed", 0);

    /// Each way; twice of what is wanted, for much is cut off.
    private static final long SIZE = BYTES / CONNECTIONS;

    @RegisterExtension final RunningLoop running;

    private final Transfers transfers = new Transfers(SIZE);

    TransfersTest(String backend) {
        running = new RunningLoop(backend);
    }

    private static Fate fate(long number) {
        return Fate.of(new Random(SEED + number), SIZE);
    }

    @Test
    void noByteIsLostOrWrongAndEveryCutIsReported() throws Exception {
        Server server = running.call(transfers::startServer);
        try (FaultProxy proxy = new FaultProxy(server.port(), TransfersTest::fate)) {
            running.run(() -> transfers.transfer(proxy.port(), CONNECTIONS));
            running.until(
                    () -> transfers.servers().size() + " are there",
                    () -> transfers.servers().size() == CONNECTIONS);

            assertTrue(checked() >= BYTES, () -> "checked " + checked() + " bytes");
            for (long number = 0; number < CONNECTIONS; number++) {
                String what = "connection " + number + ": " + fate(number);
                End client = transfers.clients().get(number);
                End served = transfers.servers().get(number);
                assertEnd(what + ", client: " + client, fate(number), client, false);
                assertEnd(what + ", server: " + served, fate(number), served, true);
                if (fate(number).end() == Fate.End.RESET) {
                    assertReset(what, client, Peer.HOST + ":" + proxy.port());
                    assertReset(what, served, Peer.HOST + ":" + server.port());
                }
            }
        }
    }

    private long checked() {
        return Stream.of(transfers.clients(), transfers.servers())
                .flatMap(ends -> ends.values().stream())
                .mapToLong(End::received)
                .sum();
    }

    /// @param isUpward whether the end is that which receives the upward bytes
    private static void assertEnd(String what, Fate fate, End end, boolean isUpward) {
        switch (fate.end()) {
            case THEIRS -> assertEquals(new End(SIZE, true, null), end, what);
            case CUT -> {
                assertTrue(!end.isComplete(), what);
                if (fate.isUpward() == isUpward) {
                    assertEquals(fate.after(), end.received(), what);
                }
            }
            case RESET -> {
                assertTrue(!end.isComplete(), what);
                if (fate.isUpward() == isUpward) {
                    assertTrue(end.received() <= fate.after(), what);
                }
            }
        }
    }

    private static void assertReset(String what, End end, String address) {
        SocketException failure = assertInstanceOf(SocketException.class, end.failure(), what);
        assertTrue(failure.getMessage().contains(address), failure::toString);
    }
}
