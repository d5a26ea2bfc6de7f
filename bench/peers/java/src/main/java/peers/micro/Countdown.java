package peers.micro;

import java.util.concurrent.CompletableFuture;

/// A callback that is to run so many times, and then says how long each took. For one thread.
class Countdown implements Runnable {
    private final int count;
    private final CompletableFuture<double[]> done;
    private final long start = System.nanoTime();
    private int left;

    Countdown(int count, CompletableFuture<double[]> done) {
        this.count = count;
        this.done = done;
        left = count;
    }

    @Override
    public final void run() {
        if (--left > 0) {
            next();
        } else {
            done.complete(Bench.each(start, count));
        }
    }

    /// Schedules the next run; nothing where all have been scheduled in advance.
    void next() {}
}
