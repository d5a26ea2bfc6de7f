package dev.rondo.looptests.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.rondo.Protocol;
import dev.rondo.Server;
import dev.rondo.Transport;
import dev.rondo.looptests.OnEachLoop;
import dev.rondo.looptests.Peer;
import dev.rondo.looptests.RunningLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A protocol over real sockets: back-pressure, half close, and resets.
@OnEachLoop
class ProtocolOverTcpTest {
    private static final int MUCH = 32 * 1024 * 1024;

    @RegisterExtension final RunningLoop running;

    ProtocolOverTcpTest(String backend) {
        running = new RunningLoop(backend);
    }

    /// Tells the test's thread what it hears.
    private static class Telling implements Protocol {
        final BlockingQueue<String> events = new LinkedBlockingQueue<>();
        volatile Exception lostWith;
        Transport transport;

        @Override
        public void connectionMade(Transport made) {
            transport = made;
            events.add("made");
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            events.add("data");
        }

        @Override
        public boolean eofReceived() {
            events.add("eof");
            return true;
        }

        @Override
        public void connectionLost(Exception exception) {
            lostWith = exception;
            events.add("lost");
        }

        @Override
        public void pauseWriting() {
            events.add("pause");
        }

        @Override
        public void resumeWriting() {
            events.add("resume");
        }

        void await(String... expected) throws InterruptedException {
            for (String event : expected) {
                assertEquals(event, events.poll(60, TimeUnit.SECONDS));
            }
        }
    }

    private Peer connectTo(Protocol served) throws Exception {
        Server server =
                running.call(() -> running.loop().createServer(() -> served, Peer.HOST, 0).await());
        return new Peer(server.port());
    }

    private void inLoop(Runnable action) throws Exception {
        running.call(() -> {
            action.run();
            return true;
        });
    }

    @Test
    void aWriterIsPausedAndResumed() throws Exception {
        Telling served = new Telling();
        try (Peer peer = connectTo(served)) {
            served.await("made");
            inLoop(() -> served.transport.write(Peer.pattern(MUCH)));
            served.await("pause");

            assertArrayEquals(Peer.pattern(MUCH), peer.receive(MUCH));

            served.await("resume");
            assertEquals(0, running.call(() -> served.transport.writeBufferSize()));
        }
        served.await("eof");
    }

    @Test
    void eachHalfClosesOnItsOwn() throws Exception {
        Telling served = new Telling();
        try (Peer peer = connectTo(served)) {
            served.await("made");
            peer.endOutput();
            served.await("eof");

            inLoop(() -> served.transport.write(Peer.pattern(MUCH)));
            inLoop(() -> served.transport.writeEof());

            assertArrayEquals(Peer.pattern(MUCH), peer.input().readAllBytes());
            inLoop(() -> served.transport.close());
            served.await("pause", "resume", "lost");
            assertSame(null, served.lostWith);
        }
    }

    @Test
    void aResetDuringAFlushIsGivenToConnectionLost() throws Exception {
        Telling served = new Telling();
        Peer peer = connectTo(served);
        served.await("made");
        inLoop(() -> served.transport.write(new byte[MUCH]));
        inLoop(() -> served.transport.close());

        peer.reset();

        served.await("pause", "lost");
        assertInstanceOf(IOException.class, served.lostWith);
    }

    @Test
    void abortResetsThePeer() throws Exception {
        Telling served = new Telling();
        try (Peer peer = connectTo(served)) {
            served.await("made");

            inLoop(() -> served.transport.abort());

            served.await("lost");
            assertEquals("Connection reset", failureOf(() -> peer.receive(1)));
        }
    }

    private static String failureOf(Callable<?> blocking) throws Exception {
        try {
            blocking.call();
            return "none";
        } catch (IOException e) {
            return e.getMessage();
        }
    }
}
