package dev.rondo.looptests.network;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.TimerHandle;
import dev.rondo.spi.IoDriver;
import dev.rondo.spi.LoopHost;
import dev.rondo.spi.LoopProvider;
import java.io.IOException;
import java.util.ServiceLoader;
import java.util.function.BooleanSupplier;

/// A driver without a kernel: the test's thread is the loop's, and has its turn.
final class BareDriver implements AutoCloseable {
    private static final long ITERATION_NANOS = 10_000_000;
    private static final int ITERATIONS = 1000;

    private final IoDriver driver;

    BareDriver(String backend) throws IOException {
        driver =
                ServiceLoader.load(LoopProvider.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .filter(provider -> provider.name().equals(backend))
                        .findAny()
                        .orElseThrow()
                        .open(new Nobody());
        driver.start();
    }

    IoDriver driver() {
        return driver;
    }

    /// Iterates until something holds.
    void until(String what, BooleanSupplier question) throws IOException {
        for (int i = 0; i < ITERATIONS && !question.getAsBoolean(); i++) {
            iterate(ITERATION_NANOS);
        }
        assertTrue(question.getAsBoolean(), what);
    }

    /// Iterates once, and waits for nothing.
    void iterate() throws IOException {
        iterate(0);
    }

    private void iterate(long nanos) throws IOException {
        driver.await(nanos);
        driver.dispatch();
    }

    @Override
    public void close() throws IOException {
        driver.close();
    }

    /// A kernel that asks for nothing and has nothing.
    private static final class Nobody implements LoopHost {
        @Override
        public boolean isQuiet() {
            return false;
        }

        @Override
        public boolean isBlockedInside() {
            return false;
        }

        @Override
        public boolean awaitsOutside() {
            return false;
        }

        @Override
        public void stuck() {
            throw new AssertionError("the driver gives up");
        }

        @Override
        public boolean hasTurn(Thread thread) {
            return true;
        }

        @Override
        public void execute(Runnable command) {
            command.run();
        }

        @Override
        public TimerHandle callLater(long delayNanos, Runnable action) {
            throw new AssertionError("no driver needs timers here");
        }
    }
}
