package dev.rondo.bench.micro;

import static java.util.Objects.requireNonNull;

import dev.rondo.Action;
import dev.rondo.EventLoop;
import dev.rondo.Promise;
import dev.rondo.Rondo;
import dev.rondo.Task;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Coroutines that take turns.
@State(Scope.Thread)
public class Switches {
    /// How many switches an invocation has.
    @Param("1000")
    public int operations;

    private @Nullable Promise<Boolean> mine;
    private @Nullable Promise<Boolean> theirs;

    /// Two coroutines wake each other through futures, a new one for each switch.
    @Benchmark
    public void throughFuture() {
        EventLoop loop = Rondo.currentLoop();
        theirs = loop.createFuture();
        Task<Void> other = Rondo.createTask(this::answer);
        for (int i = 0; i < operations / 2; i++) {
            Promise<Boolean> answer = loop.createFuture();
            mine = answer;
            requireNonNull(theirs).setResult(true);
            answer.await();
        }
        other.await();
    }

    private void answer() {
        EventLoop loop = Rondo.currentLoop();
        for (int i = 0; i < operations / 2; i++) {
            requireNonNull(theirs).await();
            theirs = loop.createFuture();
            requireNonNull(mine).setResult(true);
        }
    }

    /// Two coroutines give up their turn in turn.
    @Benchmark
    public void yield() {
        Action body =
                () -> {
                    for (int i = 0; i < operations / 2; i++) {
                        Rondo.sleep(Duration.ZERO);
                    }
                };
        Rondo.gather(Rondo.createTask(body), Rondo.createTask(body)).await();
    }
}
