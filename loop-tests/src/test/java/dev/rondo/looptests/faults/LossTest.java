package dev.rondo.looptests.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoops;
import dev.rondo.Server;
import dev.rondo.looptests.Amount;
import dev.rondo.looptests.ChildJvm;
import dev.rondo.looptests.Namespace;
import dev.rondo.looptests.OnEachLoop;
import dev.rondo.looptests.RunningLoop;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A network that loses each fiftieth packet, and so delivers many late: not a random part of them,
/// which once was none to speak of.
@OnEachLoop
@Tag("slow")
class LossTest {
    private static final String RULES =
            """
            table inet loss {
                chain input {
                    type filter hook input priority 0;
                    numgen inc mod 50 < 1 counter drop
                }
            }
            """;
    private static final Pattern DROPPED = Pattern.compile("counter packets (\\d+)");

    private final String backend;

    LossTest(String backend) {
        this.backend = backend;
    }

    @Test
    void noByteIsLostOrWrong() throws Exception {
        try (Namespace lossy = Namespace.open()) {
            lossy.filter(RULES);
            long size = Amount.bytes("loss", 8 << 20) / 2 / Both.CONNECTIONS;
            new ChildJvm(Both.class, backend).startedBy(lossy.command()).run(Long.toString(size));

            Matcher dropped = DROPPED.matcher(lossy.rules());
            assertTrue(dropped.find());
            assertTrue(Integer.parseInt(dropped.group(1)) > 0, "the network has lost nothing");
        }
    }

    /// Both ends.
    static final class Both {
        static final int CONNECTIONS = 16;

        private Both() {}

        static void main(String[] arguments) throws Exception {
            Transfers transfers = new Transfers(Long.parseLong(arguments[0]));
            RunningLoop running = new RunningLoop(System.getProperty(EventLoops.LOOP_PROPERTY));
            Server server = running.call(transfers::startServer);
            running.run(() -> transfers.transfer(server.port(), CONNECTIONS));
            running.until(
                    () -> transfers.servers().size() + " are there",
                    () -> transfers.servers().size() == CONNECTIONS);
            Transfers.End whole = new Transfers.End(Long.parseLong(arguments[0]), true, null);
            var all = Collections.nCopies(CONNECTIONS, whole);
            assertEquals(all, List.copyOf(transfers.clients().values()));
            assertEquals(all, List.copyOf(transfers.servers().values()));
            running.close();
        }
    }
}
