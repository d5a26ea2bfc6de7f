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
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A provider whose driver fails a wait when it is told to, and is the backend's own otherwise.
final class FailingProvider implements LoopProvider {
    private final LoopProvider provider;
    private final AtomicBoolean shallFail = new AtomicBoolean();

    FailingProvider(LoopProvider provider) {
        this.provider = provider;
    }

    void failNextWait() {
        shallFail.set(true);
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
        if (method.getName().equals("await") && shallFail.getAndSet(false)) {
            throw new IOException("broken");
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
