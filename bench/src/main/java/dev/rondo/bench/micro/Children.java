package dev.rondo.bench.micro;

import dev.rondo.Acquired;
import dev.rondo.Rondo;
import dev.rondo.Semaphore;
import dev.rondo.Stdio;
import dev.rondo.Subprocess;
import dev.rondo.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Child processes that do nothing, from their start to their end.
@State(Scope.Thread)
public class Children {
    /// How many children an invocation has.
    @Param("10")
    public int operations;

    /// One child after the other.
    ///
    /// @throws IOException if a child cannot be started
    @Benchmark
    public void sequence() throws IOException {
        for (int i = 0; i < operations; i++) {
            runChild();
        }
    }

    /// Up to 32 children at a time.
    @Benchmark
    public void parallel() {
        Semaphore lanes = new Semaphore(32);
        List<Task<Void>> all = new ArrayList<>();
        for (int i = 0; i < operations; i++) {
            all.add(Rondo.createTask(() -> runChildIn(lanes)));
        }
        Rondo.gather(all).await();
    }

    private static void runChildIn(Semaphore lanes) throws IOException {
        try (Acquired _ = lanes.acquireScoped()) {
            runChild();
        }
    }

    private static void runChild() throws IOException {
        Subprocess.exec("/bin/true")
                .stdin(Stdio.DEVNULL)
                .stdout(Stdio.DEVNULL)
                .stderr(Stdio.DEVNULL)
                .run()
                .check();
    }
}
