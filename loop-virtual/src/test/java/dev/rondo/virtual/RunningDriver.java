package dev.rondo.virtual;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.spi.AcceptHandler;
import dev.rondo.spi.ConnectHandler;
import dev.rondo.spi.StreamPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A driver, run by the test's thread until something holds.
final class RunningDriver implements AutoCloseable {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);

    final VirtualDriver driver = new VirtualDriver(_ -> Optional.empty(), this::later);
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean isClosed;

    /// No time passes here, until [#letTimePass].
    private Runnable later(long nanos, Runnable action) {
        waiting.add(action);
        return () -> waiting.remove(action);
    }

    boolean isTimeAwaited() {
        return !waiting.isEmpty();
    }

    /// Runs what waits for a time.
    void letTimePass() {
        List.copyOf(waiting).forEach(Runnable::run);
    }

    static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /// Waits and dispatches until the condition holds.
    void until(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - start < LIMIT_NANOS, "the condition does not come true");
            turn(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    /// Waits and dispatches once.
    boolean turn(long nanos) {
        boolean found = driver.await(nanos);
        driver.dispatch();
        return found;
    }

    /// {@return the stream of a new connection}
    StreamPort connect(SocketAddress remote) throws IOException {
        var attempt = new Attempt();
        driver.connect(remote, null, attempt);
        until(() -> !attempt.ports.isEmpty() || !attempt.failures.isEmpty());
        return attempt.ports.getFirst();
    }

    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        try {
            driver.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Keeps how attempts to connect have ended.
    static final class Attempt implements ConnectHandler {
        final List<StreamPort> ports = new ArrayList<>();
        final List<IOException> failures = new ArrayList<>();

        @Override
        public void connected(StreamPort port) {
            ports.add(port);
        }

        @Override
        public void failed(IOException exception) {
            failures.add(exception);
        }
    }

    /// Keeps what was accepted.
    static final class Accepted implements AcceptHandler {
        final List<StreamPort> ports = new ArrayList<>();
        final List<IOException> failures = new ArrayList<>();

        @Override
        public void accepted(StreamPort port) {
            ports.add(port);
        }

        @Override
        public void failed(IOException exception) {
            failures.add(exception);
        }
    }
}
