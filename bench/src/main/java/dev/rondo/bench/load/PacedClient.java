package dev.rondo.bench.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/// Sends messages at a fixed rate to an echo server, and measures how long they take.
///
/// It polls and does not sleep, so that only the server's wake-ups are measured. Arguments: port,
/// messages a second, connections, bytes of a message, seconds of warming up, seconds of measuring.
/// Prints an [Answer].
final class PacedClient implements AutoCloseable {
    private static final long PATIENCE_NANOS = 10_000_000_000L;
    private static final long LEAD_NANOS = 10_000_000L;

    private final Selector selector = Selector.open();
    private final List<PacedConnection> connections = new ArrayList<>();

    PacedClient(int port, int connectionCount, int size) throws IOException {
        for (int i = 0; i < connectionCount; i++) {
            connections.add(new PacedConnection(selector, port, size));
        }
    }

    static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        int rate = Integer.parseInt(arguments[1]);
        try (PacedClient client =
                new PacedClient(
                        port, Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]))) {
            Latencies latencies =
                    client.run(
                            rate,
                            Double.parseDouble(arguments[4]),
                            Double.parseDouble(arguments[5]));
            System.out.println(latencies.summary());
        }
    }

    /// Sends at a rate and returns the latencies, without those of the warm-up.
    ///
    /// @throws IOException if an echo is wrong or does not come
    Latencies run(int rate, double warmUpSeconds, double seconds) throws IOException {
        Pacing pacing = new Pacing(System.nanoTime() + LEAD_NANOS, rate);
        long warmUp = pacing.count(warmUpSeconds);
        long total = warmUp + pacing.count(seconds);
        long deadline = pacing.intended(total) + PATIENCE_NANOS;
        Latencies latencies = new Latencies(pacing.intended(warmUp));
        long sent = 0;
        while (sent < total || completed() < total) {
            long now = System.nanoTime();
            while (sent < total && pacing.intended(sent) - now <= 0) {
                connections.get((int) (sent % connections.size())).send(pacing.intended(sent));
                sent++;
            }
            receive(latencies);
            if (now - deadline > 0) {
                throw new IOException(
                        "%d of %d messages were not echoed within %d s"
                                .formatted(
                                        total - completed(),
                                        total,
                                        PATIENCE_NANOS / 1_000_000_000));
            }
        }
        return latencies;
    }

    private long completed() {
        long completed = 0;
        for (int i = 0; i < connections.size(); i++) {
            completed += connections.get(i).completed();
        }
        return completed;
    }

    private void receive(Latencies latencies) throws IOException {
        if (selector.selectNow() == 0) {
            // where nothing comes, something may not have left
            for (int i = 0; i < connections.size(); i++) {
                connections.get(i).flush();
            }
            return;
        }
        for (SelectionKey key : selector.selectedKeys()) {
            ((PacedConnection) key.attachment()).read(latencies);
        }
        selector.selectedKeys().clear();
    }

    @Override
    public void close() throws IOException {
        for (PacedConnection connection : connections) {
            connection.close();
        }
        selector.close();
    }
}
