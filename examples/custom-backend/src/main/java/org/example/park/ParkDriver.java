package org.example.park;

import dev.rondo.spi.AcceptHandler;
import dev.rondo.spi.ConnectHandler;
import dev.rondo.spi.IoDriver;
import dev.rondo.spi.ListenOptions;
import dev.rondo.spi.ListenerPort;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/// The least that a driver can be: a clock, a sleep, and a wake-up that is never lost.
///
/// The kernel refuses what the provider declares absent, so connecting and listening never come
/// here.
final class ParkDriver implements IoDriver {
    /// Set by any thread, taken back by the loop's. Who wakes sets this and then unparks; who
    /// sleeps looks at it after naming itself and before each park. So one of them sees the other.
    private final AtomicBoolean isWoken = new AtomicBoolean();

    /// The loop's thread while it sleeps; written by it, read by who wakes it.
    private volatile Thread sleeper;

    @Override
    public void start() {}

    @Override
    public boolean await(long nanos) {
        if (nanos > 0) {
            sleep(nanos);
        }
        isWoken.set(false);
        return false; // there is never an event
    }

    /// Ends early with a wake-up, and with an interrupt, whose flag is left for the kernel.
    private void sleep(long nanos) {
        long start = System.nanoTime();
        sleeper = Thread.currentThread();
        while (!isWoken.get() && !Thread.currentThread().isInterrupted()) {
            long left = nanos - (System.nanoTime() - start);
            if (left <= 0) {
                break;
            }
            LockSupport.parkNanos(this, left);
        }
        sleeper = null;
    }

    @Override
    public void wakeup() {
        isWoken.set(true);
        LockSupport.unpark(sleeper); // unparking nobody has no effect
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
    public Runnable connect(SocketAddress remote, SocketAddress local, ConnectHandler handler) {
        throw new AssertionError("the kernel refuses this: TCP is declared absent");
    }

    @Override
    public ListenerPort listen(SocketAddress local, ListenOptions options, AcceptHandler handler) {
        throw new AssertionError("the kernel refuses this: TCP is declared absent");
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return Optional.empty();
    }

    @Override
    public void close() {}
}
