package dev.rondo.looptests.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoops;
import dev.rondo.Protocol;
import dev.rondo.Rondo;
import dev.rondo.Server;
import dev.rondo.StreamReader;
import dev.rondo.StreamWriter;
import dev.rondo.Transport;
import dev.rondo.looptests.ChildJvm;
import dev.rondo.looptests.Leftovers;
import dev.rondo.looptests.Memory;
import dev.rondo.looptests.Patience;
import dev.rondo.looptests.Peer;
import dev.rondo.looptests.RunningLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A program that prints what idle connections cost, and then has all of them echo.
///
/// Arguments: how many connections, and for how many seconds they echo. Memory is told right in a
/// JVM of [ChildJvm#fixedHeap]; the other end is a process of its own, so that each needs a
/// descriptor a connection.
final class IdleConnections {
    private static final int TURNS = 2000;
    private static final int WARM_UP = 200;

    /// Far from what it takes, and near to what a buffer would.
    private static final int HEAP_LIMIT = 16 * 1024;

    private final String backend = System.getProperty(EventLoops.LOOP_PROPERTY);
    private final RunningLoop running = new RunningLoop(backend);

    /// The connections that stand; of the loop.
    private int open;

    private IdleConnections() {}

    static void main(String[] arguments) throws Exception {
        IdleConnections program = new IdleConnections();
        try (ChildJvm.Running load =
                new ChildJvm(EchoLoad.class, program.backend).option("-Xmx256m").start()) {
            for (String style : List.of("protocol", "streams")) {
                program.measure(
                        style,
                        load,
                        Integer.parseInt(arguments[0]),
                        Integer.parseInt(arguments[1]));
            }
        }
        program.running.close();
    }

    private void measure(String style, ChildJvm.Running load, int connections, int seconds)
            throws Exception {
        int port = running.call(() -> start(style)).port();
        connect(load, port, WARM_UP);
        echo(load, 1);
        close(load);
        Memory.now(); // the first measurement costs memory itself, as the first turns cost time
        measureTurn();
        double turnBefore = measureTurn();
        int descriptors = Leftovers.openDescriptors();
        Memory before = Memory.now();

        connect(load, port, connections);
        Memory cost = Memory.now().since(before);
        double turn = measureTurn();
        String echoed = echo(load, seconds);
        close(load);

        Patience.until("no descriptor is left", () -> Leftovers.openDescriptors() <= descriptors);
        System.out.printf(
                """
                %s, %s, %s: %d connections
                  memory of each: %d bytes of heap, %d of other memory
                  a turn: %.1f µs, without connections %.1f µs
                  all of them busy: %s
                  no descriptor is left
                """,
                backend,
                System.getProperty(EventLoops.ENGINE_PROPERTY, "auto"),
                style,
                connections,
                cost.heap() / connections,
                cost.resident() / connections,
                turn,
                turnBefore,
                echoed);
        assertTrue(cost.heap() / connections < HEAP_LIMIT, cost::toString);
    }

    private void connect(ChildJvm.Running load, int port, int connections) throws Exception {
        load.println("open " + port + " " + connections);
        assertEquals("opened", load.readLine());
        running.until(() -> open + " are open", () -> open == connections);
    }

    private static String echo(ChildJvm.Running load, int seconds) throws IOException {
        load.println("echo " + seconds);
        String[] counts = load.readLine().split(" ");
        assertEquals(0, Integer.parseInt(counts[2]), "errors");
        assertTrue(Long.parseLong(counts[1]) > 0, "each connection has echoed");
        return "%s echoes in %d s, %s or more on each, %s errors"
                .formatted(counts[0], seconds, counts[1], counts[2]);
    }

    private void close(ChildJvm.Running load) throws Exception {
        load.println("close");
        assertEquals("closed", load.readLine());
        running.until(() -> open + " are open", () -> open == 0);
    }

    /// {@return how long an iteration takes, in microseconds: with a step of one task in it}
    private double measureTurn() throws Exception {
        return running.call(() -> {
            long start = System.nanoTime();
            for (int i = 0; i < TURNS; i++) {
                Rondo.sleep(Duration.ZERO);
            }
            return (System.nanoTime() - start) / 1000.0 / TURNS;
        });
    }

    private Server start(String style) throws IOException {
        return style.equals("streams")
                ? Rondo.startServer(this::echo, Peer.HOST, 0)
                : Rondo.currentLoop().createServer(Echo::new, Peer.HOST, 0).await();
    }

    private void echo(StreamReader reader, StreamWriter writer) throws IOException {
        open++;
        while (!reader.atEof()) {
            writer.write(reader.read(64 * 1024));
            writer.drain();
        }
        open--;
    }

    private final class Echo implements Protocol {
        private Transport transport;

        @Override
        public void connectionMade(Transport made) {
            open++;
            transport = made;
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            transport.write(data);
        }

        @Override
        public void connectionLost(@Nullable Exception exception) {
            open--;
        }
    }
}
