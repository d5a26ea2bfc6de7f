package dev.rondo.bench.micro;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Cancelling timers, from as many as there are operations to none.
@State(Scope.Thread)
public class TimerCancelling {
    /// How many timers there are in the beginning.
    @Param("1000")
    public int operations;

    private OutstandingTimers timers = new OutstandingTimers(0);

    /// Makes room for the handles.
    @Setup(Level.Trial)
    public void allocate() {
        timers = new OutstandingTimers(operations);
    }

    /// Schedules what is cancelled.
    @Setup(Level.Invocation)
    public void schedule() {
        timers.schedule();
    }

    /// Cancels all of them.
    @Benchmark
    public void cancel() {
        timers.cancel();
    }
}
