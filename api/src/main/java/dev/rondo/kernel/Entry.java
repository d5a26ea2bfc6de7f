package dev.rondo.kernel;

import org.jspecify.annotations.Nullable;

/// Something that waits in the ready queue for its iteration.
///
/// A callback is code of the program and runs on the loop's callback thread; anything else is a few
/// lines of the kernel that block nowhere and run on the bare carrier.
abstract class Entry {
    /// Whether this runs code of the program.
    final boolean isCallback;

    /// The link of [Submissions]; written by the submitter, read by the loop after the handover.
    @Nullable Entry next;

    Entry(boolean isCallback) {
        this.isCallback = isCallback;
    }

    /// Runs; never throws.
    abstract void run();
}
