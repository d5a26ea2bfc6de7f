// What the loop's own operations cost: `./rondo run [--loop NAME] [--engine NAME]
// examples/Micro.java [PASSES]`.
//
// Prints a line for each operation: loop and engine, name, nanoseconds for one operation (the
// median of the
// passes), the least and the most, and how many operations a pass has.

import static dev.rondo.Rondo.*;
import static java.time.Duration.ofSeconds;

import dev.rondo.*;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.Semaphore;

static final int WARM_UP = 3;

/** One pass of an operation: returns nanoseconds for one operation. */
interface Pass {
    double[] run(int count) throws Exception;
}

void main(String[] arguments) throws Exception {
    int passes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
    try (EventLoop loop = EventLoops.create()) {
        measure(loop, passes, 1_000_000, "call_soon_chain", count -> chain(loop, count));
        measure(loop, passes, 1_000_000, "call_soon_batch", count -> batch(loop, count));
        measure(
                loop,
                passes,
                1_000_000,
                "timer_schedule,timer_cancel",
                count -> timers(loop, count));
        measure(loop, passes, 500_000, "switch_event", this::exchange);
        measure(loop, passes, 1_000_000, "yield_loop", this::yieldInTurn);
        measure(loop, passes, 1_000_000, "spawn_await", this::spawn);
        measure(loop, passes, 100_000, "gather_yield", this::gatherMany);
        measure(loop, passes, 1_000_000, "xthread_throughput", count -> submit(loop, count));
        measure(loop, passes, 10_000, "xthread_rtt", count -> roundTrips(loop, count));
    }
}

void measure(EventLoop loop, int passes, int count, String names, Pass pass) throws Exception {
    List<double[]> values = new ArrayList<>();
    for (int i = -WARM_UP; i < passes; i++) {
        if (i >= 0) {
            System.gc();
        }
        double[] value = loop.runUntilComplete(() -> pass.run(count));
        if (i >= 0) {
            values.add(value);
        }
    }
    String[] name = names.split(",");
    for (int i = 0; i < name.length; i++) {
        int column = i;
        double[] sorted = values.stream().mapToDouble(value -> value[column]).sorted().toArray();
        System.out.printf(
                "%s-%s\t%s\t%.1f\t%.1f\t%.1f\t%d%n",
                loop.backend(),
                loop.engine(),
                name[i],
                sorted[sorted.length / 2],
                sorted[0],
                sorted[sorted.length - 1],
                count);
    }
}

double[] since(long start, int count) {
    return new double[] {(double) (System.nanoTime() - start) / count};
}

double[] chain(EventLoop loop, int count) {
    Promise<double[]> done = loop.createFuture();
    long start = System.nanoTime();
    loop.callSoon(
            new Runnable() {
                int left = count;

                @Override
                public void run() {
                    if (--left > 0) {
                        loop.callSoon(this);
                    } else {
                        done.setResult(since(start, count));
                    }
                }
            });
    return done.await();
}

double[] batch(EventLoop loop, int count) {
    Promise<double[]> done = loop.createFuture();
    int[] left = {count};
    long start = System.nanoTime();
    Runnable step =
            () -> {
                if (--left[0] == 0) {
                    done.setResult(since(start, count));
                }
            };
    for (int i = 0; i < count; i++) {
        loop.callSoon(step);
    }
    return done.await();
}

double[] timers(EventLoop loop, int count) {
    TimerHandle[] handles = new TimerHandle[count];
    Runnable never =
            () -> {
                throw new AssertionError("a timer that is hours away");
            };
    Duration[] delays = new Duration[1024];
    Arrays.setAll(delays, i -> ofSeconds(10_000).plusNanos(i * 2654435761L % 1_000_000_000));
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
        handles[i] = loop.callLater(delays[i & 1023], never);
    }
    long middle = System.nanoTime();
    for (TimerHandle handle : handles) {
        handle.cancel();
    }
    long end = System.nanoTime();
    return new double[] {(double) (middle - start) / count, (double) (end - middle) / count};
}

Promise<Void> mine;
Promise<Void> theirs;

/** Two coroutines that wake each other through futures. */
double[] exchange(int count) {
    EventLoop loop = currentLoop();
    theirs = loop.createFuture();
    long start = System.nanoTime();
    Task<Void> other =
            createTask(() -> {
                for (int i = 0; i < count; i++) {
                    theirs.await();
                    theirs = loop.createFuture();
                    mine.setResult(null);
                }
            });
    for (int i = 0; i < count; i++) {
        mine = loop.createFuture();
        theirs.setResult(null);
        mine.await();
    }
    double[] result = since(start, 2 * count);
    other.await();
    return result;
}

/** Two coroutines that give up their turn in turn. */
double[] yieldInTurn(int count) {
    Action body =
            () -> {
                for (int i = 0; i < count / 2; i++) {
                    sleep(Duration.ZERO);
                }
            };
    long start = System.nanoTime();
    gather(createTask(body), createTask(body)).await();
    return since(start, count);
}

double[] spawn(int count) {
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
        createTask(() -> 1).await();
    }
    return since(start, count);
}

double[] gatherMany(int count) {
    long start = System.nanoTime();
    List<Task<Void>> all = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
        all.add(createTask(() -> sleep(Duration.ZERO)));
    }
    gather(all).await();
    return since(start, count);
}

/** Another thread submits as fast as it can; the loop does nothing else. */
double[] submit(EventLoop loop, int count) {
    Promise<double[]> done = loop.createFuture();
    int[] left = {count};
    long start = System.nanoTime();
    Runnable step =
            () -> {
                if (--left[0] == 0) {
                    done.setResult(since(start, count));
                }
            };
    Thread.ofPlatform()
            .start(() -> {
                for (int i = 0; i < count; i++) {
                    loop.callSoonThreadSafe(step);
                }
            });
    return done.await();
}

/** Another thread asks and waits for the answer, again and again. */
double[] roundTrips(EventLoop loop, int count) throws Exception {
    CompletableFuture<double[]> took = new CompletableFuture<>();
    Thread.ofPlatform()
            .start(() -> {
                Semaphore answer = new Semaphore(0);
                long start = System.nanoTime();
                for (int i = 0; i < count; i++) {
                    loop.callSoonThreadSafe(answer::release);
                    answer.acquireUninterruptibly();
                }
                took.complete(since(start, count));
            });
    return loop.wrap(took).await();
}
