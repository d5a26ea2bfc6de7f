package dev.rondo.kernel;

import dev.rondo.LoopFuture;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Futures in the order in which others end: the first ends as the first of them to end does.
///
/// Source: `asyncio.as_completed`.
public final class AsCompleted {
    private AsCompleted() {}

    /// {@return as many futures as there are different ones in the argument}
    ///
    /// @param futures what to wait for
    public static <T> Iterable<LoopFuture<T>> of(Collection<? extends LoopFuture<T>> futures) {
        Set<KernelFuture<T>> distinct = new LinkedHashSet<>();
        KernelLoop loop =
                Gather.<T>commonLoop(futures, "asCompleted", future -> distinct.add(same(future)));
        List<KernelFuture<T>> inOrder = new ArrayList<>(distinct.size());
        int[] ended = {0};
        for (KernelFuture<T> future : distinct) {
            inOrder.add(new KernelFuture<>(loop.cycle));
            future.onDone(
                    done -> {
                        // one that was cancelled has nobody who waits: the result is for the next
                        while (ended[0] < inOrder.size() && inOrder.get(ended[0]).isDone()) {
                            ended[0]++;
                        }
                        if (ended[0] < inOrder.size()) {
                            inOrder.get(ended[0]++).copyFrom(future);
                        }
                    },
                    null);
        }
        return List.copyOf(inOrder);
    }

    @SuppressWarnings("unchecked") // the collection holds futures of T itself
    private static <T> KernelFuture<T> same(KernelFuture<? extends T> future) {
        return (KernelFuture<T>) future;
    }
}
