package dev.rondo.tck;

import dev.rondo.spi.Capability;
import dev.rondo.spi.IoDriver;
import dev.rondo.spi.LoopHost;
import dev.rondo.spi.LoopProvider;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A provider that writes down which addresses are tried; some never answer, some refuse.
final class WatchedConnects implements LoopProvider {
    private final LoopProvider provider;
    private final Set<InetAddress> silent = new HashSet<>();
    private final Set<InetAddress> refusing = new HashSet<>();

    /// The addresses that were tried, in order.
    final List<String> tried = new ArrayList<>();

    /// When, by the clock of the driver.
    final List<Long> times = new ArrayList<>();

    /// The silent ones whose attempt was given up.
    final List<String> givenUp = new ArrayList<>();

    WatchedConnects(LoopProvider provider) {
        this.provider = provider;
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
    public IoDriver open(LoopHost host) throws IOException {
        IoDriver driver = provider.open(host);
        return (IoDriver)
                Proxy.newProxyInstance(
                        IoDriver.class.getClassLoader(),
                        new Class<?>[] {IoDriver.class},
                        (_, method, arguments) -> call(driver, method, arguments));
    }

    private @Nullable Object call(
            IoDriver driver, Method method, @Nullable Object @Nullable [] arguments)
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
        try {
            return method.invoke(driver, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    @Override
    public String name() {
        return provider.name();
    }

    @Override
    public int priority() {
        return provider.priority();
    }

    @Override
    public boolean needsPlatformThread() {
        return provider.needsPlatformThread();
    }

    @Override
    public Availability availability() {
        return provider.availability();
    }

    @Override
    public Map<Capability, String> missing() {
        return provider.missing();
    }
}
