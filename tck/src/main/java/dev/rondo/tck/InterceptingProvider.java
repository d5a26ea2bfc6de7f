package dev.rondo.tck;

import dev.rondo.spi.Capability;
import dev.rondo.spi.IoDriver;
import dev.rondo.spi.LoopHost;
import dev.rondo.spi.LoopProvider;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The backend under test, but for some calls of its driver.
abstract class InterceptingProvider implements LoopProvider {
    private final LoopProvider provider;

    InterceptingProvider(LoopProvider provider) {
        this.provider = provider;
    }

    /// Does what a call of the driver is to do; [#invoke] has the driver itself do it.
    abstract @Nullable Object call(
            IoDriver driver, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable;

    static @Nullable Object invoke(
            IoDriver driver, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(driver, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    @Override
    public final IoDriver open(LoopHost host) throws IOException {
        IoDriver driver = provider.open(host);
        return (IoDriver)
                Proxy.newProxyInstance(
                        IoDriver.class.getClassLoader(),
                        new Class<?>[] {IoDriver.class},
                        (_, method, arguments) -> call(driver, method, arguments));
    }

    @Override
    public final String name() {
        return provider.name();
    }

    @Override
    public final int priority() {
        return provider.priority();
    }

    @Override
    public final boolean needsPlatformThread() {
        return provider.needsPlatformThread();
    }

    @Override
    public final Availability availability() {
        return provider.availability();
    }

    @Override
    public final Map<Capability, String> missing() {
        return provider.missing();
    }
}
