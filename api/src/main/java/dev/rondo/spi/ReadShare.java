package dev.rondo.spi;

/// How much a driver reads in one iteration before the program has its turn. With the loop's turn.
///
/// What is read for hundreds of connections at once does not stay in the processor's caches until
/// somebody looks at it, and the copies that readers keep meanwhile are memory that lives when the
/// collector comes. So a driver stops to deliver when its share is taken. The rest of what it has
/// found follows in the next `dispatch`, before it looks at the system again, and without a wait.
public final class ReadShare {
    private static final int BYTES = 256 * 1024;

    private long taken;

    /// Makes a share of which nothing is taken.
    public ReadShare() {}

    /// Begins anew; for the beginning of `dispatch`.
    public void begin() {
        taken = 0;
    }

    /// Counts what a stream has read.
    ///
    /// @param count how many bytes
    public void take(int count) {
        taken += count;
    }

    /// {@return whether this `dispatch` should deliver no more}
    public boolean isTaken() {
        return taken >= BYTES;
    }
}
