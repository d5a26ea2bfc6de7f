package dev.rondo.bench.micro;

import dev.rondo.EventLoop;
import dev.rondo.Promise;
import dev.rondo.Rondo;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// Timers that are due at once, while others wait.
@State(Scope.Thread)
public class TimerFiring {
    /// How many timers an invocation fires.
    @Param("1000")
    public int operations;

    /// How many timers wait meanwhile.
    @Param("1000")
    public int outstanding;

    private OutstandingTimers timers = new OutstandingTimers(0);

    /// Schedules those that wait.
    @Setup(Level.Iteration)
    public void schedule() {
        timers = new OutstandingTimers(outstanding);
        timers.schedule();
    }

    /// Schedules timers a nanosecond apart, the last one first, and waits until all have fired.
    @Benchmark
    public void fire() {
        EventLoop loop = Rondo.currentLoop();
        Promise<Boolean> done = loop.createFuture();
        Runnable step = new Countdown(operations, () -> done.setResult(true));
        long now = loop.time();
        for (int i = operations; i > 0; i--) {
            loop.callAt(now + i, step);
        }
        done.await();
    }

    /// Leaves no timer behind.
    @TearDown(Level.Iteration)
    public void cancel() {
        timers.cancel();
    }
}
