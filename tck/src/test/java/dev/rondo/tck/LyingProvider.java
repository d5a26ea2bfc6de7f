package dev.rondo.tck;

import dev.rondo.spi.AcceptHandler;
import dev.rondo.spi.Capability;
import dev.rondo.spi.ConnectHandler;
import dev.rondo.spi.IoDriver;
import dev.rondo.spi.ListenOptions;
import dev.rondo.spi.ListenerPort;
import dev.rondo.spi.LoopHost;
import dev.rondo.spi.LoopProvider;
import dev.rondo.spi.StreamPort;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A correct provider that lies about one thing.
///
/// @param honest does everything else
/// @param name the name it gives itself
/// @param missing the capabilities that it declares absent
/// @param availability what it says about itself
/// @param driver makes a lying driver of a correct one
record LyingProvider(
        LoopProvider honest,
        String name,
        Map<Capability, String> missing,
        Availability availability,
        UnaryOperator<IoDriver> driver)
        implements LoopProvider {

    static LyingProvider of(LoopProvider honest) {
        return new LyingProvider(
                honest,
                honest.name(),
                honest.missing(),
                honest.availability(),
                UnaryOperator.identity());
    }

    LyingProvider named(String other) {
        return new LyingProvider(honest, other, missing, availability, driver);
    }

    /// {@return this without a capability, which it would have}
    LyingProvider missing(Capability capability, String reason) {
        Map<Capability, String> more = new EnumMap<>(Capability.class);
        more.putAll(missing);
        more.put(capability, reason);
        return new LyingProvider(honest, name, more, availability, driver);
    }

    /// {@return this with a capability that it does not have}
    LyingProvider claiming(Capability capability) {
        Map<Capability, String> fewer = new EnumMap<>(Capability.class);
        fewer.putAll(missing);
        fewer.remove(capability);
        return new LyingProvider(honest, name, fewer, availability, driver);
    }

    LyingProvider unavailable(String reason, String remedy) {
        return new LyingProvider(honest, name, missing, new Availability(reason, remedy), driver);
    }

    LyingProvider with(UnaryOperator<IoDriver> lying) {
        return new LyingProvider(honest, name, missing, availability, lying);
    }

    LyingProvider withBackwardClock() {
        return with(driver ->
                new LyingDriver(driver) {
                    private long asked;

                    @Override
                    public long nanoTime() {
                        return super.nanoTime() - 1000 * asked++;
                    }
                });
    }

    /// {@return this with a clock on which an hour is a second short}
    LyingProvider withSlowClock() {
        return with(driver ->
                new LyingDriver(driver) {
                    @Override
                    public long nanoTime() {
                        return super.nanoTime() / 3600 * 3599;
                    }
                });
    }

    @Override
    public int priority() {
        return honest.priority();
    }

    @Override
    public boolean isAutomatic() {
        return false;
    }

    @Override
    public boolean needsPlatformThread() {
        return honest.needsPlatformThread();
    }

    @Override
    public IoDriver open(LoopHost host) throws IOException {
        return driver.apply(honest.open(host));
    }

    /// A driver that passes everything on, for those that change one thing.
    static class LyingDriver implements IoDriver {
        private final IoDriver honest;

        LyingDriver(IoDriver honest) {
            this.honest = honest;
        }

        @Override
        public void start() throws IOException {
            honest.start();
        }

        @Override
        public boolean await(long nanos) throws IOException {
            return honest.await(nanos);
        }

        @Override
        public void dispatch() {
            honest.dispatch();
        }

        @Override
        public void wakeup() {
            honest.wakeup();
        }

        @Override
        public long nanoTime() {
            return honest.nanoTime();
        }

        @Override
        public boolean isPolling() {
            return honest.isPolling();
        }

        @Override
        public Runnable connect(
                SocketAddress remote, @Nullable SocketAddress local, ConnectHandler handler)
                throws IOException {
            return honest.connect(remote, local, handler);
        }

        @Override
        public ListenerPort listen(
                SocketAddress local, ListenOptions options, AcceptHandler handler)
                throws IOException {
            return honest.listen(local, options, handler);
        }

        @Override
        public StreamPort adopt(SocketChannel connected) throws IOException {
            return honest.adopt(connected);
        }

        @Override
        public ListenerPort adopt(ServerSocketChannel bound, int backlog, AcceptHandler handler)
                throws IOException {
            return honest.adopt(bound, backlog, handler);
        }

        @Override
        public <T> Optional<T> unwrap(Class<T> type) {
            return honest.unwrap(type);
        }

        @Override
        public void close() throws IOException {
            honest.close();
        }
    }
}
