package dev.rondo.tck;

import dev.rondo.spi.IoDriver;
import dev.rondo.spi.LoopProvider;
import java.lang.reflect.Method;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A provider that writes down which addresses are tried; some never answer, some refuse.
final class WatchedConnects extends InterceptingProvider {
    private final Set<InetAddress> silent = new HashSet<>();
    private final Set<InetAddress> refusing = new HashSet<>();

    /// The addresses that were tried, in order.
    final List<String> tried = new ArrayList<>();

    /// When, by the clock of the driver.
    final List<Long> times = new ArrayList<>();

    /// The silent ones whose attempt was given up.
    final List<String> givenUp = new ArrayList<>();

    WatchedConnects(LoopProvider provider) {
        super(provider);
    }

    /// {@return this, where some addresses never answer}
    WatchedConnects withSilent(String... addresses) {
        for (String address : addresses) {
            silent.add(InetAddress.ofLiteral(address));
        }
        return this;
    }

    /// {@return this, where some addresses refuse at once}
    WatchedConnects withRefusing(String... addresses) {
        for (String address : addresses) {
            refusing.add(InetAddress.ofLiteral(address));
        }
        return this;
    }

    @Override
    @Nullable Object call(IoDriver driver, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (method.getName().equals("connect")) {
            InetSocketAddress peer =
                    (InetSocketAddress) Objects.requireNonNull(arguments, "arguments")[0];
            InetAddress address = Objects.requireNonNull(peer, "peer").getAddress();
            String name = address.getHostAddress();
            tried.add(name);
            times.add(driver.nanoTime());
            if (silent.contains(address)) {
                return (Runnable) () -> givenUp.add(name);
            }
            if (refusing.contains(address)) {
                throw new ConnectException("connection to " + name + " refused");
            }
        }
        return invoke(driver, method, arguments);
    }
}
