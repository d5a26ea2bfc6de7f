package dev.rondo.looptests.faults;

import java.util.Random;

/// What a [FaultProxy] does to a connection.
///
/// @param shortRead the most bytes that one of the first reads takes, from 1 up
/// @param shortReads how many reads of each direction are short
/// @param delayMillis the longest delay before one of these reads
/// @param end how the connection ends
/// @param isUpward whether the bytes to the server are counted for that, not those to the client
/// @param after the bytes that come through before a cut or a reset
record Fate(int shortRead, int shortReads, int delayMillis, End end, boolean isUpward, long after) {
    enum End {
        /// As the two sides end it.
        THEIRS,
        /// Both sides hear of an end before its time.
        CUT,
        /// Both sides are reset.
        RESET
    }

    /// {@return a fate that follows from the random numbers; a third each is spared, cut and reset}
    ///
    /// @param size how many bytes each side sends, at least 3
    static Fate of(Random random, long size) {
        int shortRead = 1 << random.nextInt(11);
        return new Fate(
                shortRead,
                50 + random.nextInt(150),
                random.nextInt(4) == 0 ? 5 : 0,
                End.values()[random.nextInt(3)],
                random.nextBoolean(),
                1 + random.nextLong(size - 1));
    }
}
