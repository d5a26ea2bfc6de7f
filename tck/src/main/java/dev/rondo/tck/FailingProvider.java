package dev.rondo.tck;

import dev.rondo.spi.IoDriver;
import dev.rondo.spi.LoopProvider;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A provider whose driver fails a wait when it is told to, and is the backend's own otherwise.
final class FailingProvider extends InterceptingProvider {
    private final AtomicBoolean shallFail = new AtomicBoolean();

    FailingProvider(LoopProvider provider) {
        super(provider);
    }

    void failNextWait() {
        shallFail.set(true);
    }

    @Override
    @Nullable Object call(IoDriver driver, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (method.getName().equals("await") && shallFail.getAndSet(false)) {
            throw new IOException("broken");
        }
        return invoke(driver, method, arguments);
    }
}
