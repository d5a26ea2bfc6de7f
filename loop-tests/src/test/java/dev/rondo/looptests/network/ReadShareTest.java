package dev.rondo.looptests.network;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoop;
import dev.rondo.Protocol;
import dev.rondo.Server;
import dev.rondo.Transport;
import dev.rondo.looptests.OnEachLoop;
import dev.rondo.looptests.Patience;
import dev.rondo.looptests.Peer;
import dev.rondo.looptests.RunningLoop;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Many connections have much at the same time: the program has its turn before all was read.
@OnEachLoop
class ReadShareTest {
    private static final int PEERS = 100;
    private static final byte[] MESSAGE = Peer.pattern(64 * 1024);
    private static final long TOTAL = (long) PEERS * MESSAGE.length;

    @RegisterExtension final RunningLoop running;

    private final List<Peer> peers = new ArrayList<>();
    private int made;
    private long received;
    private long receivedInThisIteration;
    private long mostInAnIteration;

    ReadShareTest(String backend) {
        running = new RunningLoop(backend);
    }

    @Test
    void anIterationReadsAShareOfWhatIsThere() throws Exception {
        EventLoop loop = running.loop();
        Server server = running.call(() -> loop.createServer(Counting::new, Peer.HOST, 0).await());
        try {
            for (int i = 0; i < PEERS; i++) {
                peers.add(new Peer(server.port()));
            }
            running.until(() -> "all are connected", () -> made == PEERS);
            haveAllSendAtOnce(loop);

            running.until(() -> received + " of " + TOTAL + " bytes", () -> received == TOTAL);
            assertTrue(
                    mostInAnIteration <= TOTAL / 4,
                    () -> mostInAnIteration + " bytes were read in one iteration");
        } finally {
            for (Peer peer : peers) {
                peer.close();
            }
        }
        running.until(() -> made + " are connected", () -> made == 0);
    }

    /// Keeps the turn while they send, and looks at every iteration from then on.
    private void haveAllSendAtOnce(EventLoop loop) throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        loop.callSoonThreadSafe(() -> {
            try {
                assertTrue(sent.await(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            count(loop);
        });
        for (Peer peer : peers) {
            peer.send(MESSAGE);
        }
        sent.countDown();
    }

    private void count(EventLoop loop) {
        mostInAnIteration = Math.max(mostInAnIteration, receivedInThisIteration);
        receivedInThisIteration = 0;
        if (received < TOTAL) {
            loop.callSoon(() -> count(loop));
        }
    }

    private final class Counting implements Protocol {
        @Override
        public void connectionMade(Transport transport) {
            made++;
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            received += data.remaining();
            receivedInThisIteration += data.remaining();
        }

        @Override
        public void connectionLost(@Nullable Exception exception) {
            made--;
        }
    }
}
