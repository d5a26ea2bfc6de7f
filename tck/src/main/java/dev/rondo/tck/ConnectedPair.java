package dev.rondo.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rondo.EventLoop;
import dev.rondo.Server;
import dev.rondo.spi.Capability;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Both ends of a connection, on one loop, each with a protocol that writes down what it is told.
final class ConnectedPair {
    static final String HOST = "127.0.0.1";

    /// More iterations than anything takes that needs no real time.
    private static final int TURNS = 3000;

    /// Enough for what is on its way inside of one machine, where nothing tells that it has come.
    private static final int TURNS_TO_SETTLE = 20;

    /// How long what has not been sent is given to be sent after all, where nothing tells that it
    /// will not.
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

    private static final int PIECE = 64 * 1024;

    final RecordingProtocol client = new RecordingProtocol();
    final RecordingProtocol served = new RecordingProtocol();
    private final Subject subject;
    private @Nullable Server server;

    private ConnectedPair(Subject subject) {
        this.subject = subject;
    }

    /// {@return the ends of a connection that is not made yet}
    static ConnectedPair prepared(Subject subject) {
        return new ConnectedPair(subject);
    }

    static ConnectedPair of(Subject subject) {
        ConnectedPair pair = new ConnectedPair(subject);
        pair.connect();
        return pair;
    }

    /// Makes the connection.
    void connect() {
        EventLoop loop = subject.loop();
        loop.runUntilComplete(loop.createConnection(() -> client, HOST, listen()));
        until("the server's connectionMade", () -> served.has("made"));
    }

    /// {@return the port of a server for the other end}
    int listen() {
        EventLoop loop = subject.loop();
        RecordingProtocol end = served; // the server must not keep the client's
        Server started = loop.runUntilComplete(loop.createServer(() -> end, HOST, 0));
        server = started;
        return started.port();
    }

    void closeServer() {
        if (server != null) {
            server.close();
        }
    }

    /// Runs the loop until something holds.
    ///
    /// @param what what is waited for, for the message if it never holds
    void until(String what, BooleanSupplier condition) {
        if (!becomes(subject, subject.loop(), condition)) {
            throw new AssertionError(
                    "%s never came; the client heard %s, the server's end %s"
                            .formatted(what, client.events, served.events));
        }
    }

    /// Runs the loop until both ends have heard connectionLost.
    void untilBothLost() {
        until("connectionLost of both", () -> client.has("lost") && served.has("lost"));
    }

    /// Runs a loop until something holds.
    ///
    /// @return whether it does, in the time that a wait may take
    static boolean becomes(Subject subject, EventLoop loop, BooleanSupplier condition) {
        boolean isReal = subject.supports(Capability.REAL_TIME);
        long start = System.nanoTime();
        for (int turns = 0; !condition.getAsBoolean(); turns++) {
            boolean isOver =
                    isReal
                            ? System.nanoTime() - start > RuleLimit.ofWait().toNanos()
                            : turns == TURNS;
            if (isOver) {
                return false;
            }
            loop.stop();
            loop.runForever();
        }
        return true;
    }

    /// Gives the loop the time to do what it should not.
    void settle() {
        subject.turns(TURNS_TO_SETTLE);
    }

    /// Writes as the client until the system takes no more.
    ///
    /// @return how many bytes were written
    int fill() {
        int written = 0;
        subject.turns(1); // a driver that completes sends when the loop looks for events
        while (isSent()) {
            client.transport().write(new byte[PIECE]);
            written += PIECE;
            subject.turns(1);
        }
        return written;
    }

    /// {@return whether nothing is queued: now, or after a while where that takes one}
    private boolean isSent() {
        boolean isInstant = subject.supports(Capability.INSTANT_IO);
        long start = System.nanoTime();
        while (client.transport().writeBufferSize() > 0) {
            if (isInstant || System.nanoTime() - start > PATIENCE_NANOS) {
                return false;
            }
            subject.turns(1);
        }
        return true;
    }

    /// What the client has written last was sent, for the way is free.
    void assertSent() {
        if (subject.supports(Capability.INSTANT_IO)) {
            assertEquals(0, client.transport().writeBufferSize(), "bytes queued: the way was free");
        } else {
            until("an empty queue", () -> client.transport().writeBufferSize() == 0);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// {@return bytes that show when one is lost, doubled or moved}
    static byte[] pattern(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (i * 31 + i / 251);
        }
        return bytes;
    }
}
