package dev.rondo.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rondo.Action;
import dev.rondo.ConnectionHandler;
import dev.rondo.EventLoop;
import dev.rondo.Protocol;
import dev.rondo.Rondo;
import dev.rondo.Server;
import dev.rondo.StreamConnection;
import dev.rondo.StreamReader;
import dev.rondo.StreamWriter;
import dev.rondo.Transport;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A connection for rules about readers and writers: this end in direct style, the far end a plain
/// protocol, both on one loop.
///
/// What one small write sends, a network delivers in one piece; so a rule that wants bytes to be
/// buffered sends a mark in front of them, and reads it.
final class StreamPair {
    static final String HOST = "127.0.0.1";

    /// More than the system's buffers of a connection hold.
    static final int MUCH = 16 * 1024 * 1024;

    /// Lets others run, and the network carry what is on its way.
    private static final Duration MOMENT = Duration.ofMillis(1);

    private static final String MARK = "!";

    final StreamReader reader;
    final StreamWriter writer;
    final FarEnd far;

    private StreamPair(StreamConnection connection, FarEnd far) {
        this.reader = connection.reader();
        this.writer = connection.writer();
        this.far = far;
    }

    /// What a rule does with the two ends, in a coroutine.
    interface Script {
        void run(StreamPair pair) throws Exception;
    }

    /// The end whose transport is the rule's to use.
    static final class FarEnd implements Protocol {
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private @Nullable Transport transport;
        boolean isLost;

        Transport transport() {
            Transport made = transport;
            if (made == null) {
                throw new AssertionError("the far end has heard of no connection");
            }
            return made;
        }

        byte[] received() {
            return received.toByteArray();
        }

        @Override
        public void connectionMade(Transport made) {
            transport = made;
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            byte[] copy = new byte[data.remaining()];
            data.get(copy);
            received.writeBytes(copy);
        }

        @Override
        public boolean eofReceived() {
            return true; // it stays open until the rule is over
        }

        @Override
        public void connectionLost(@Nullable Exception exception) {
            isLost = true;
        }
    }

    /// Runs a script with a connection of the usual limit.
    static void play(Subject subject, Script script) {
        play(subject, StreamReader.DEFAULT_LIMIT, script);
    }

    /// Runs a script with a connection, and closes both ends after it.
    ///
    /// @param limit the limit of the reader
    static void play(Subject subject, int limit, Script script) {
        EventLoop loop = subject.loop();
        inTime(
                subject,
                () -> {
                    FarEnd far = new FarEnd();
                    try (Server server = loop.createServer(() -> far, HOST, 0).await();
                            var connection = Rondo.openConnection(HOST, server.port(), limit)) {
                        until(() -> far.transport != null, "the far end hears of the connection");
                        StreamPair pair = new StreamPair(connection, far);
                        try {
                            script.run(pair);
                        } finally {
                            far.transport().abort();
                        }
                    }
                });
    }

    /// Runs a client against a server, both in direct style.
    static void serve(Subject subject, ConnectionHandler handler, ConnectionHandler client) {
        inTime(
                subject,
                () -> {
                    try (Server server = Rondo.startServer(handler, HOST, 0);
                            var connection = Rondo.openConnection(HOST, server.port())) {
                        client.handle(connection.reader(), connection.writer());
                    }
                });
    }

    /// Runs a coroutine, and says so when it waits for what does not come.
    static void inTime(Subject subject, Action body) {
        subject.loop()
                .runUntilComplete(() -> {
                    try {
                        Rondo.timeout(RuleLimit.ofWait(), body);
                    } catch (TimeoutException e) {
                        throw new AssertionError(
                                "what the rule waits for did not come within " + RuleLimit.ofWait(),
                                e);
                    }
                });
    }

    static void aMoment() {
        Rondo.sleep(MOMENT);
    }

    /// Suspends the caller until something holds that nothing tells of.
    static void until(BooleanSupplier condition, String what) {
        long limit = RuleLimit.ofWait().toNanos() / 2; // before the rule is over, to say what
        long start = Rondo.currentLoop().time();
        while (!condition.getAsBoolean()) {
            if (Rondo.currentLoop().time() - start > limit) {
                throw new AssertionError("it did not come to it that " + what);
            }
            Rondo.sleep(MOMENT);
        }
    }

    /// Has the far end send, without waiting for it.
    void send(String text) {
        far.transport().write(bytes(text));
    }

    /// Has the far end send, and waits until all of it is in the reader.
    void fill(String text) throws Exception {
        send(MARK + text);
        assertEquals(MARK, text(reader.readExactly(1)), "what was read of the mark");
    }

    /// Has the far end send its last, and waits until the reader knows that it was.
    void fillAndEnd(String text) throws Exception {
        fill(text);
        far.transport().writeEof();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
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
