package dev.rondo.bench.micro;

import static java.util.Objects.requireNonNull;

import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// Callbacks that another thread submits to a loop: JMH's own thread.
@State(Scope.Benchmark)
public class Submissions {
    /// How many submissions an invocation has.
    @Param("1000")
    public int operations;

    private @Nullable EventLoop loop;
    private @Nullable Thread thread;

    /// Starts a loop that has nothing else to do.
    @Setup(Level.Trial)
    public void start() {
        EventLoop created = EventLoops.create();
        loop = created;
        thread = Thread.ofPlatform().start(created::runForever);
    }

    /// The thread submits as fast as it can, and then waits until the last callback has run.
    ///
    /// @throws InterruptedException if the thread is interrupted
    @Benchmark
    public void throughput() throws InterruptedException {
        EventLoop target = requireNonNull(loop);
        CountDownLatch done = new CountDownLatch(1);
        Runnable step = new Countdown(operations, done::countDown);
        for (int i = 0; i < operations; i++) {
            target.callSoonThreadSafe(step);
        }
        done.await();
    }

    /// The thread submits one callback and waits for it, again and again.
    @Benchmark
    public void roundTrip() {
        EventLoop target = requireNonNull(loop);
        Semaphore answer = new Semaphore(0);
        for (int i = 0; i < operations; i++) {
            target.callSoonThreadSafe(answer::release);
            answer.acquireUninterruptibly();
        }
    }

    /// Ends the loop.
    ///
    /// @throws InterruptedException if the thread is interrupted
    @TearDown(Level.Trial)
    public void stop() throws InterruptedException {
        try (EventLoop ended = requireNonNull(loop)) {
            ended.callSoonThreadSafe(ended::stop);
            requireNonNull(thread).join();
        }
    }
}
