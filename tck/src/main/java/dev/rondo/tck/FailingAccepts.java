package dev.rondo.tck;

import dev.rondo.spi.AcceptHandler;
import dev.rondo.spi.IoDriver;
import dev.rondo.spi.ListenerPort;
import dev.rondo.spi.LoopProvider;
import dev.rondo.spi.StreamPort;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.SocketException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A provider whose driver fails to accept as often as it is told to, as one without descriptors
/// does, and whose clock stands unless it is put forward. Otherwise it is the backend's own.
///
/// For one loop, and for the code that has its turn.
final class FailingAccepts extends InterceptingProvider {
    static final IOException FAILURE = new SocketException("too many open files");

    /// How many more attempts fail.
    private int failures;

    /// Written with the turn; any thread may ask for the time.
    private volatile long now;

    FailingAccepts(LoopProvider provider, int failures) {
        super(provider);
        this.failures = failures;
    }

    /// Lets so many more attempts fail.
    void fail(int attempts) {
        failures = attempts;
    }

    /// Puts the clock forward.
    void advance(Duration time) {
        now = now + time.toNanos();
    }

    @Override
    @Nullable Object call(IoDriver driver, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        switch (method.getName()) {
            case "nanoTime" -> {
                return now;
            }
            case "listen" -> {
                Failing handler = new Failing((AcceptHandler) arguments[2]);
                arguments[2] = handler;
                ListenerPort port = (ListenerPort) invoke(driver, method, arguments);
                handler.port = port;
                return port;
            }
            default -> {
                return invoke(driver, method, arguments);
            }
        }
    }

    /// Turns a connection into a failure.
    private final class Failing implements AcceptHandler {
        private final AcceptHandler honest;
        private @Nullable ListenerPort port;

        Failing(AcceptHandler honest) {
            this.honest = honest;
        }

        @Override
        public void accepted(StreamPort stream) {
            if (failures == 0) {
                honest.accepted(stream);
                return;
            }
            failures--;
            stream.close(); // not a reset, which might come before the peer knows of the connection
            if (port != null) {
                port.pause();
            }
            honest.failed(FAILURE);
        }

        @Override
        public void failed(IOException exception) {
            honest.failed(exception);
        }
    }
}
