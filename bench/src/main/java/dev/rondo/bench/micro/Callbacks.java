package dev.rondo.bench.micro;

import dev.rondo.EventLoop;
import dev.rondo.Promise;
import dev.rondo.Rondo;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Callbacks that are to run soon. Not final, since JMH extends it, as all of these.
@State(Scope.Thread)
public class Callbacks {
    /// How many callbacks an invocation has.
    @Param("1000")
    public int operations;

    /// Each callback schedules the next one, which runs in the loop's next iteration.
    @Benchmark
    public void chained() {
        EventLoop loop = Rondo.currentLoop();
        Promise<Boolean> done = loop.createFuture();
        loop.callSoon(
                new Runnable() {
                    private int left = operations;

                    @Override
                    public void run() {
                        if (--left > 0) {
                            loop.callSoon(this);
                        } else {
                            done.setResult(true);
                        }
                    }
                });
        done.await();
    }

    /// All callbacks are scheduled at once, and run in one iteration.
    @Benchmark
    public void batch() {
        EventLoop loop = Rondo.currentLoop();
        Promise<Boolean> done = loop.createFuture();
        Runnable step = new Countdown(operations, () -> done.setResult(true));
        for (int i = 0; i < operations; i++) {
            loop.callSoon(step);
        }
        done.await();
    }
}
