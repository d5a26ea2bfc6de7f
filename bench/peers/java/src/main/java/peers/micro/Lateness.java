package peers.micro;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Timers that fire: what each costs the processor, and how late they are on average.
final class Lateness {
    private final int count;
    private final CompletableFuture<double[]> done;
    private final long cpu = Bench.cpu();
    private final AtomicInteger left;
    private final AtomicLong sum = new AtomicLong();

    Lateness(int count, CompletableFuture<double[]> done) {
        this.count = count;
        this.done = done;
        left = new AtomicInteger(count);
    }

    /// A timer has fired that was due at a time.
    void fired(long due) {
        sum.addAndGet(System.nanoTime() - due);
        if (left.decrementAndGet() == 0) {
            done.complete(
                    new double[] {
                        (double) (Bench.cpu() - cpu) / count, (double) sum.get() / count
                    });
        }
    }
}
