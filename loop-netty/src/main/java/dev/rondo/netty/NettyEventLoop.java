package dev.rondo.netty;

import dev.rondo.TimerHandle;
import dev.rondo.spi.LoopHost;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The loop as an event loop of Netty's: for `Bootstrap.group(…)`, and for libraries that take one.
///
/// It has no thread and no queue. Tasks are callbacks of the loop; timers wait in Netty's own
/// queue, for whose head there is one timer of the loop. Whoever has the loop's turn is in the
/// event loop.
///
/// It cannot be shut down: libraries shut down what they were given, and the loop is the program's.
/// It ends with the loop.
@SuppressWarnings("deprecation") // the interface has methods that Netty does not want any more
final class NettyEventLoop extends AbstractScheduledEventExecutor implements IoEventLoop {
    /// Two are enough; more would only wait for a channel that never ends.
    private static final int CLOSING_ROUNDS = 64;

    private final LoopHost host;
    private final NettyDriver driver;
    private final Promise<Void> termination = new DefaultPromise<>(GlobalEventExecutor.INSTANCE);

    /// Runs when the first of Netty's timers is due; null while there is none.
    private @Nullable TimerHandle timer;

    /// Its deadline, on Netty's clock.
    private long armed;

    /// Who closes the loop, which does not run then; null before and after that.
    private volatile @Nullable Thread closer;

    /// What was submitted while the loop was closing.
    private final ArrayDeque<Runnable> last = new ArrayDeque<>();

    NettyEventLoop(LoopHost host, NettyDriver driver) {
        this.host = host;
        this.driver = driver;
    }

    @Override
    public boolean inEventLoop(Thread thread) {
        return host.hasTurn(thread) || thread == closer;
    }

    @Override
    public boolean isExecutorThread(Thread thread) {
        return inEventLoop(thread);
    }

    @Override
    public void execute(Runnable command) {
        Objects.requireNonNull(command, "command");
        Thread caller = Thread.currentThread();
        if (host.hasTurn(caller)) {
            host.execute(command);
        } else if (caller == closer) {
            last.add(command);
        } else {
            host.execute(() -> runForeign(command));
        }
    }

    /// A timer that another thread wants is a task, which puts itself into the queue.
    private void runForeign(Runnable command) {
        try {
            command.run();
        } finally {
            arm();
        }
    }

    /// Lets the loop wait for the first of the timers.
    private void arm() {
        long next = nextScheduledTaskDeadlineNanos();
        if (next == -1 || timer != null && armed <= next) {
            return;
        }
        if (timer != null) {
            timer.cancel();
        }
        armed = next;
        timer = host.callLater(next - ticker().nanoTime(), this::runDue);
    }

    /// The tasks keep what they throw to themselves.
    private void runDue() {
        timer = null;
        long now = ticker().nanoTime();
        for (Runnable due = pollScheduledTask(now); due != null; due = pollScheduledTask(now)) {
            due.run();
        }
        arm();
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return armed(super.schedule(command, delay, unit));
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        return armed(super.schedule(callable, delay, unit));
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(
            Runnable command, long initialDelay, long period, TimeUnit unit) {
        return armed(super.scheduleAtFixedRate(command, initialDelay, period, unit));
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(
            Runnable command, long initialDelay, long delay, TimeUnit unit) {
        return armed(super.scheduleWithFixedDelay(command, initialDelay, delay, unit));
    }

    private <F> F armed(F scheduled) {
        if (host.hasTurn(Thread.currentThread())) {
            arm();
        }
        return scheduled;
    }

    @Override
    public Future<IoRegistration> register(IoHandle handle) {
        Promise<IoRegistration> promise = newPromise();
        if (inEventLoop()) {
            register(handle, promise);
        } else {
            execute(() -> register(handle, promise));
        }
        return promise;
    }

    private void register(IoHandle handle, Promise<IoRegistration> promise) {
        try {
            promise.setSuccess(driver.register(driver.defer(handle)));
        } catch (IOException | RuntimeException e) {
            promise.setFailure(e);
        }
    }

    @Override
    public ChannelFuture register(Channel channel) {
        return register(new DefaultChannelPromise(channel, this));
    }

    @Override
    public ChannelFuture register(ChannelPromise promise) {
        promise.channel().unsafe().register(this, promise);
        return promise;
    }

    @Override
    public ChannelFuture register(Channel channel, ChannelPromise promise) {
        channel.unsafe().register(this, promise);
        return promise;
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return driver.handler().isCompatible(handleType);
    }

    @Override
    public boolean isIoType(Class<? extends IoHandler> handlerType) {
        return driver.handler().getClass() == handlerType;
    }

    @Override
    public IoEventLoop next() {
        return this;
    }

    @Override
    @SuppressWarnings("NullAway") // Netty's own have no parent either when they stand alone
    public IoEventLoopGroup parent() {
        return null;
    }

    /// Closes everything, and runs what channels want done at their end. On the loop's thread,
    /// which is nobody else's by now.
    ///
    /// A channel on a ring closes its socket when its operations have ended, with an operation that
    /// the next round submits: without that the system would keep the socket, and go on to listen.
    ///
    /// @param channels closes the channels
    /// @param handler closes what is below them
    void close(Runnable channels, Runnable handler) {
        closer = Thread.currentThread();
        try {
            cancelScheduledTasks();
            int rounds = 0;
            do {
                channels.run();
                for (Runnable task = last.poll(); task != null; task = last.poll()) {
                    safeExecute(task);
                }
            } while (driver.hasHandles() && ++rounds < CLOSING_ROUNDS);
            handler.run();
        } finally {
            closer = null;
            termination.trySuccess(null);
        }
    }

    @Override
    public void close() {}

    @Override
    public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
        return newSucceededFuture(null);
    }

    @Override
    public void shutdown() {}

    @Override
    public Future<?> terminationFuture() {
        return termination;
    }

    @Override
    public boolean isShuttingDown() {
        return termination.isDone();
    }

    @Override
    public boolean isShutdown() {
        return termination.isDone();
    }

    @Override
    public boolean isTerminated() {
        return termination.isDone();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return termination.await(timeout, unit);
    }

    @Override
    public String toString() {
        return "the event loop of a Rondo loop";
    }
}
