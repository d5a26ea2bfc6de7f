package dev.rondo.tck;

import dev.rondo.spi.AcceptHandler;
import dev.rondo.spi.Capability;
import dev.rondo.spi.ConnectHandler;
import dev.rondo.spi.IoDriver;
import dev.rondo.spi.ListenOptions;
import dev.rondo.spi.ListenerPort;
import dev.rondo.spi.LoopHost;
import dev.rondo.spi.LoopProvider;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A backend with real time and nothing else, for saboteurs of what the kernel brings along by
/// itself: child processes, which a backend with virtual time refuses.
final class RealTimeProvider implements LoopProvider {
    @Override
    public String name() {
        return "real-time";
    }

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public boolean isAutomatic() {
        return false;
    }

    @Override
    public Availability availability() {
        return Availability.AVAILABLE;
    }

    @Override
    public Map<Capability, String> missing() {
        return Map.of(Capability.TCP, "it only waits", Capability.REAL_NETWORK, "it only waits");
    }

    @Override
    public IoDriver open(LoopHost host) {
        return new Waiting();
    }

    /// Waits for permits, of which each wake-up brings one.
    private static final class Waiting implements IoDriver {
        private final Semaphore wakeUps = new Semaphore(0);

        @Override
        public void start() {}

        @Override
        public boolean await(long nanos) {
            try {
                if (wakeUps.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
                    wakeUps.drainPermits();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the kernel clears it
            }
            return false;
        }

        @Override
        public void wakeup() {
            wakeUps.release();
        }

        @Override
        public void dispatch() {}

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public boolean isPolling() {
            return false;
        }

        @Override
        public Runnable connect(
                SocketAddress remote, @Nullable SocketAddress local, ConnectHandler handler) {
            throw new AssertionError("TCP is declared absent");
        }

        @Override
        public ListenerPort listen(
                SocketAddress local, ListenOptions options, AcceptHandler handler) {
            throw new AssertionError("TCP is declared absent");
        }

        @Override
        public <T> Optional<T> unwrap(Class<T> type) {
            return Optional.empty();
        }

        @Override
        public void close() {}
    }
}
