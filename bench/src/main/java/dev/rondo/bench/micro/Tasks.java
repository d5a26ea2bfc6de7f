package dev.rondo.bench.micro;

import dev.rondo.Rondo;
import dev.rondo.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Tasks from their start to their end.
@State(Scope.Thread)
public class Tasks {
    /// How many tasks an invocation has.
    @Param("1000")
    public int operations;

    /// One task after the other is started and awaited.
    ///
    /// @return the sum of the results
    @Benchmark
    public int spawn() {
        int sum = 0;
        for (int i = 0; i < operations; i++) {
            sum += Rondo.createTask(() -> 1).await();
        }
        return sum;
    }

    /// All tasks are started at once, yield once and end.
    ///
    /// @return their results
    @Benchmark
    public List<Void> gather() {
        List<Task<Void>> all = new ArrayList<>(operations);
        for (int i = 0; i < operations; i++) {
            all.add(Rondo.createTask(() -> Rondo.sleep(Duration.ZERO)));
        }
        return Rondo.gather(all).await();
    }
}
