package dev.rondo.bench.micro;

/// A callback that counts how often it runs, on the loop's thread.
final class Countdown implements Runnable {
    private final Runnable last;
    private int left;

    /// @param last what the last run does
    Countdown(int count, Runnable last) {
        this.left = count;
        this.last = last;
    }

    @Override
    public void run() {
        if (--left == 0) {
            last.run();
        }
    }
}
