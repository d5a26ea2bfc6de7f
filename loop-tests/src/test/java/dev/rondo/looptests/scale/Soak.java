package dev.rondo.looptests.scale;

import static dev.rondo.Rondo.createTask;
import static dev.rondo.Rondo.gather;
import static dev.rondo.Rondo.openConnection;
import static dev.rondo.Rondo.openUnixConnection;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoops;
import dev.rondo.Rondo;
import dev.rondo.Server;
import dev.rondo.Stdio;
import dev.rondo.StreamConnection;
import dev.rondo.StreamReader;
import dev.rondo.StreamWriter;
import dev.rondo.Subprocess;
import dev.rondo.looptests.Content;
import dev.rondo.looptests.Leftovers;
import dev.rondo.looptests.Memory;
import dev.rondo.looptests.Peer;
import dev.rondo.looptests.RunningLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/// A program that has a loop do a bit of everything for as long as one likes, and wants nothing to
/// grow: users connect, echo, half-close, reset, give up, and start children.
///
/// Arguments: for how many seconds; a third of them are a warm-up. Memory is told right in a JVM of
/// [dev.rondo.looptests.ChildJvm#fixedHeap].
final class Soak {
    /// Shorter than what a test waits for.
    private static final double STRETCH_SECONDS = 60;

    private static final int USERS = 20;
    private static final int MIB = 1024 * 1024;

    /// What a loop may have more of: it keeps as much of the memory that it sends from.
    private static final long DIRECT_GROWTH_LIMIT = 16 * MIB;

    /// What the compiler and the allocator may have more of, however long it takes, and the loop.
    private static final long GROWTH_LIMIT = 16 * MIB + DIRECT_GROWTH_LIMIT;

    /// What classes and caches may have more of.
    private static final long HEAP_GROWTH_LIMIT = MIB;

    /// What a user does.
    enum Deed {
        ECHO,
        HALF_CLOSE,
        RESET,
        GIVE_UP,
        UNIX,
        REFUSED,
        CHILD,
        KILLED_CHILD
    }

    private final RunningLoop running =
            new RunningLoop(System.getProperty(EventLoops.LOOP_PROPERTY));
    private final Path path;
    private final Map<Deed, Integer> done = new EnumMap<>(Deed.class);
    private final int port;
    private final int closedPort;
    private final Server unixServer;

    private Soak(Path path) throws Exception {
        this.path = path;
        port = running.call(() -> Rondo.startServer(Soak::echo, Peer.HOST, 0).port());
        unixServer = running.call(() -> Rondo.startUnixServer(Soak::echo, path));
        closedPort =
                running.call(() -> {
                    try (Server server = Rondo.startServer(Soak::echo, Peer.HOST, 0)) {
                        return server.port();
                    }
                });
    }

    static void main(String[] arguments) throws Exception {
        int seconds = Integer.parseInt(arguments[0]);
        Path directory = Files.createTempDirectory("soak");
        Soak soak = new Soak(directory.resolve("socket"));
        soak.work(Math.max(1, seconds / 3.0));
        Memory.now(); // the first measurement costs memory itself
        Leftovers before = Leftovers.now();
        Memory memory = Memory.now();
        soak.done.clear();

        soak.work(seconds * 2 / 3.0);

        before.assertNothing();
        Memory growth = Memory.now().since(memory);
        System.out.println(soak.done + ", " + growth);
        assertEquals(Deed.values().length, soak.done.size(), "everything was done");
        assertTrue(growth.heap() <= HEAP_GROWTH_LIMIT, growth::toString);
        assertTrue(growth.direct() <= DIRECT_GROWTH_LIMIT, growth::toString);
        assertTrue(growth.resident() <= GROWTH_LIMIT, growth::toString);
        soak.running.run(soak.unixServer::close); // its file goes with it
        soak.running.close();
        Files.delete(directory);
    }

    private static void echo(StreamReader reader, StreamWriter writer) {
        try {
            while (!reader.atEof()) {
                writer.write(reader.read(64 * 1024));
                writer.drain();
            }
        } catch (IOException e) {
            assertTrue(e.getMessage().contains("is broken"), e::toString); // by a user that resets
        }
    }

    /// {@return when all users have stopped}
    private void work(double seconds) throws Exception {
        Random seeds = new Random(1);
        for (double left = seconds; left > 0; left -= STRETCH_SECONDS) {
            work(Math.round(Math.min(left, STRETCH_SECONDS) * 1e9), seeds.nextLong());
        }
    }

    private void work(long nanos, long seed) throws Exception {
        long end = System.nanoTime() + nanos;
        running.run(() ->
                gather(
                                IntStream.range(0, USERS)
                                        .mapToObj(i -> createTask(() -> use(seed + i, end)))
                                        .toList())
                        .await());
    }

    private void use(long seed, long end) throws Exception {
        Random random = new Random(seed);
        while (System.nanoTime() < end) {
            Deed deed = Deed.values()[random.nextInt(Deed.values().length)];
            switch (deed) {
                case ECHO -> echoOnce(openConnection(Peer.HOST, port), random);
                case UNIX -> echoOnce(openUnixConnection(path), random);
                case HALF_CLOSE -> halfClose(random);
                case RESET -> reset();
                case GIVE_UP -> giveUp();
                case REFUSED ->
                        assertThrows(
                                IOException.class, () -> openConnection(Peer.HOST, closedPort));
                case CHILD -> child();
                case KILLED_CHILD -> killedChild();
            }
            done.merge(deed, 1, Integer::sum);
        }
    }

    private static void echoOnce(StreamConnection connection, Random random) throws IOException {
        try (connection) {
            byte[] sent = new Content(random.nextLong()).next(1 + random.nextInt(100_000));
            connection.writer().write(sent);
            assertArrayEquals(sent, connection.reader().readExactly(sent.length));
        }
        connection.writer().waitClosed();
    }

    private void halfClose(Random random) throws IOException {
        try (StreamConnection connection = openConnection(Peer.HOST, port)) {
            byte[] sent = new Content(random.nextLong()).next(random.nextInt(1_000_000));
            connection.writer().write(sent);
            connection.writer().writeEof();
            assertArrayEquals(sent, connection.reader().readAll());
        }
    }

    private void reset() throws IOException {
        StreamConnection connection = openConnection(Peer.HOST, port);
        connection.writer().write(new byte[100_000]);
        connection.reader().read(1);
        connection.writer().transport().abort();
    }

    /// Waits for what does not come, and then no longer.
    private void giveUp() throws IOException {
        try (StreamConnection connection = openConnection(Peer.HOST, port)) {
            assertThrows(
                    TimeoutException.class,
                    () ->
                            Rondo.timeout(
                                    Duration.ofMillis(1), () -> connection.reader().readLine()));
        }
    }

    private static void child() throws IOException {
        byte[] sent = new Content(1).next(100_000);
        byte[] received = Subprocess.exec("cat").stdout(Stdio.PIPE).run(sent).stdout();
        assertArrayEquals(sent, received);
    }

    private static void killedChild() throws IOException {
        Subprocess child = Subprocess.exec("sleep", "1000").stdout(Stdio.PIPE).start();
        child.kill();
        child.waitFor();
        child.close();
    }
}
