package dev.rondo.bench.micro;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// `callLater` of timers that do not fire, from none to as many as there are operations.
@State(Scope.Thread)
public class TimerScheduling {
    /// How many timers there are in the end.
    @Param("1000")
    public int operations;

    private OutstandingTimers timers = new OutstandingTimers(0);

    /// Makes room for the handles.
    @Setup(Level.Trial)
    public void allocate() {
        timers = new OutstandingTimers(operations);
    }

    /// Schedules all of them.
    @Benchmark
    public void schedule() {
        timers.schedule();
    }

    /// Leaves no timer behind.
    @TearDown(Level.Invocation)
    public void cancel() {
        timers.cancel();
    }
}
