package dev.rondo.virtual;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// What helper threads have done and the loop has not yet heard of: a stack that any thread pushes
/// to, and that the loop takes whole and turns round.
final class Completions {
    private final AtomicReference<@Nullable Completion> top = new AtomicReference<>();

    /// For any thread.
    void push(Completion completion) {
        Completion below;
        do {
            below = top.get();
            completion.next = below;
        } while (!top.compareAndSet(below, completion));
    }

    boolean isEmpty() {
        return top.get() == null;
    }

    /// Moves all to the end of a queue, in the order of pushing.
    ///
    /// @return how many bytes they have brought
    int drainTo(ArrayDeque<Completion> queue) {
        if (isEmpty()) {
            return 0;
        }
        Completion completion = top.getAndSet(null);
        Completion first = null;
        while (completion != null) {
            Completion below = completion.next;
            completion.next = first;
            first = completion;
            completion = below;
        }
        int size = 0;
        while (first != null) {
            Completion following = first.next;
            first.next = null;
            queue.add(first);
            size += first.size();
            first = following;
        }
        return size;
    }
}
