package dev.rondo.spi;

import java.util.List;
import java.util.function.Consumer;

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

    /// Tells what was found, in order, until the share is taken. What is left stays in the list.
    ///
    /// @param found what there is to tell; telling may add to it
    /// @param tell tells one
    /// @param <T> what is told
    public <T> void deliver(List<T> found, Consumer<T> tell) {
        int told = 0;
        while (told < found.size() && !isTaken()) {
            tell.accept(found.get(told++));
        }
        if (told == found.size()) {
            found.clear();
        } else {
            found.subList(0, told).clear();
        }
    }

    /// {@return whether this `dispatch` should deliver no more}
    public boolean isTaken() {
        return taken >= BYTES;
    }
}
