package dev.rondo.looptests.faults;

import static dev.rondo.Rondo.startServer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.ConnectionHandler;
import dev.rondo.LimitOverrunException;
import dev.rondo.StreamReader;
import dev.rondo.StreamWriter;
import dev.rondo.looptests.Bystander;
import dev.rondo.looptests.OnEachLoop;
import dev.rondo.looptests.Peer;
import dev.rondo.looptests.RunningLoop;
import java.io.IOException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Peers that do what is allowed, and not what one expects.
@OnEachLoop
class OddPeersTest {
    private static final int LINES = 500;
    private static final int LIMIT = 64 * 1024;

    @RegisterExtension final RunningLoop running;

    OddPeersTest(String backend) {
        running = new RunningLoop(backend);
    }

    private Peer connectTo(ConnectionHandler handler) throws Exception {
        return new Peer(running.call(() -> startServer(handler, Peer.HOST, 0).port()));
    }

    @Test
    void oneThatSendsAByteAtATime() throws Exception {
        try (Bystander bystander = new Bystander(running);
                Peer peer = connectTo(OddPeersTest::answerLines)) {
            peer.sendAtOnce();
            for (int i = 0; i < LINES; i++) {
                for (byte one : ("line " + i + "\n").getBytes(UTF_8)) {
                    peer.send(new byte[] {one});
                }
                if (i % 100 == 0) {
                    bystander.assertGoesOn();
                }
            }
            peer.endOutput();

            String answers = new String(peer.input().readAllBytes(), UTF_8);
            assertEquals(LINES, answers.lines().count());
            assertTrue(answers.endsWith("got line " + (LINES - 1) + "\n"), answers);
        }
    }

    private static void answerLines(StreamReader reader, StreamWriter writer) throws IOException {
        for (String line : reader.lines(UTF_8)) {
            writer.write(("got " + line + "\n").getBytes(UTF_8));
            writer.drain();
        }
    }

    /// It may send what it likes: no more than the limit is kept of it.
    @Test
    void oneWhoseLineNeverEnds() throws Exception {
        try (Bystander bystander = new Bystander(running);
                Peer peer = connectTo(OddPeersTest::refuseLongLine)) {
            FutureTask<Void> sending =
                    Peer.start(() -> {
                        peer.send(new byte[64 * 1024 * 1024]);
                        return null;
                    });

            assertEquals("no", new String(peer.receive(2), UTF_8));
            bystander.assertGoesOn();
            assertThrows(Exception.class, () -> sending.get(60, TimeUnit.SECONDS));
        }
    }

    private static void refuseLongLine(StreamReader reader, StreamWriter writer) {
        LimitOverrunException failure =
                assertThrows(LimitOverrunException.class, () -> reader.readLine());
        assertTrue(failure.getMessage().contains("the limit is " + LIMIT), failure::getMessage);
        writer.write("no".getBytes(UTF_8));
    }
}
