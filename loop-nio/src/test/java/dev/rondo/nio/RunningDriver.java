package dev.rondo.nio;

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
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// A driver, run by the test's thread until something holds.
final class RunningDriver implements AutoCloseable {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);

    final NioDriver driver;
    int awaits;
    private boolean closed;

    RunningDriver() {
        try {
            driver = new NioDriver();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        driver.start();
    }

    static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /// Waits and dispatches until the condition holds.
    void until(BooleanSupplier condition) throws IOException {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - start < LIMIT_NANOS, "the condition does not come true");
            turn(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    /// Waits and dispatches once.
    boolean turn(long nanos) throws IOException {
        awaits++;
        boolean found = driver.await(nanos);
        driver.dispatch();
        return found;
    }

    /// Waits like a kernel with one timer: as often as it takes.
    void sleep(long nanos) throws IOException {
        long start = driver.nanoTime();
        for (long left = nanos; left > 0; left = nanos - (driver.nanoTime() - start)) {
            turn(left);
        }
    }

    static AcceptHandler accepting(Consumer<StreamPort> handler) {
        return new AcceptHandler() {
            @Override
            public void accepted(StreamPort port) {
                handler.accept(port);
            }

            @Override
            public void failed(IOException exception) {
                throw new UncheckedIOException(exception);
            }
        };
    }

    /// Connects, and waits until that has ended.
    Attempt connect(SocketAddress remote) throws IOException {
        var attempt = new Attempt();
        driver.connect(remote, null, attempt);
        until(() -> !attempt.ports.isEmpty() || !attempt.failures.isEmpty());
        return attempt;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            driver.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Keeps how an attempt to connect has ended.
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
}
