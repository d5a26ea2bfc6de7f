package dev.rondo.virtual;

import org.jspecify.annotations.Nullable;

/// Something that a helper thread has done, for the loop to hear of. It may be used again once it
/// has run.
abstract class Completion {
    /// The one that was pushed before this one.
    @Nullable Completion next;

    /// Tells the handler; called from `dispatch`.
    abstract void run();

    /// {@return how many bytes it has brought}
    int size() {
        return 0;
    }

    /// Releases what it has brought, when the loop is closed before it could hear of it.
    void discard() {}

    /// {@return a completion that runs an action}
    static Completion of(Runnable action) {
        return new Completion() {
            @Override
            void run() {
                action.run();
            }
        };
    }
}
