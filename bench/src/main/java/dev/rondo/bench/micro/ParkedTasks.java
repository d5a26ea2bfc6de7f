package dev.rondo.bench.micro;

import dev.rondo.Promise;
import dev.rondo.Rondo;
import dev.rondo.Task;
import dev.rondo.bench.Benchmark;
import dev.rondo.bench.Cell;
import dev.rondo.bench.JavaProcess;
import dev.rondo.bench.Plan;
import dev.rondo.bench.Result;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How much of the heap a task takes while it waits for a future.
public final class ParkedTasks implements Benchmark {
    private static final int FULL = 100_000;
    private static final int QUICK = 10_000;
    private static final int WARM_UP = 5;

    /// Measures it in this process.
    ///
    /// @param arguments the number of tasks
    public static void main(String... arguments) {
        int count = Integer.parseInt(arguments[0]);
        Rondo.run(() -> JavaProcess.print(Result.cost("", "B", bytesEach(count))));
    }

    private static double bytesEach(int count) {
        // What is made once must not count, nor the wider frames of methods not yet compiled.
        for (int i = 0; i < WARM_UP; i++) {
            hold(QUICK);
        }
        long before = liveHeap();
        List<Promise<Boolean>> gates = new ArrayList<>(count);
        List<Task<Boolean>> tasks = new ArrayList<>(count);
        park(count, gates, tasks);
        // What the test holds itself: two references each.
        double bytes = (double) (liveHeap() - before) / count;
        release(gates, tasks);
        return bytes;
    }

    private static void hold(int count) {
        List<Promise<Boolean>> gates = new ArrayList<>(count);
        List<Task<Boolean>> tasks = new ArrayList<>(count);
        park(count, gates, tasks);
        release(gates, tasks);
    }

    private static void park(int count, List<Promise<Boolean>> gates, List<Task<Boolean>> tasks) {
        for (int i = 0; i < count; i++) {
            Promise<Boolean> gate = Rondo.currentLoop().createFuture();
            gates.add(gate);
            tasks.add(Rondo.createTask(() -> gate.await()));
        }
        // The second turn comes after the first steps of all tasks.
        Rondo.sleep(Duration.ZERO);
        Rondo.sleep(Duration.ZERO);
    }

    private static void release(List<Promise<Boolean>> gates, List<Task<Boolean>> tasks) {
        gates.forEach(gate -> gate.setResult(true));
        Rondo.gather(tasks).await();
    }

    private static long liveHeap() {
        // One collection may leave what it has moved, or what references were cleared by it.
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Override
    public String name() {
        return "task-memory";
    }

    @Override
    public String description() {
        return "Live heap per task that waits for a future, the future included.";
    }

    @Override
    public List<String> references() {
        return List.of("asyncio", "nio", "epoll");
    }

    @Override
    public List<Cell> cells(Plan plan) {
        String count = String.valueOf(plan.isQuick() ? QUICK : FULL);
        String loop = plan.loops().getFirst();
        List<Cell> cells = new ArrayList<>();
        for (String engine : plan.engines()) {
            JavaProcess process = JavaProcess.of(loop, engine, ParkedTasks.class, count);
            cells.add(Cell.of(loop, engine, Map.of("tasks", count), process::results));
        }
        return cells;
    }
}
