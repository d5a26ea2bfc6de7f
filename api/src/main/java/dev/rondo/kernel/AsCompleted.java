package dev.rondo.kernel;

import dev.rondo.Completions;
import dev.rondo.LoopFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Futures in the order in which they end, as themselves or through futures that stand for the
/// first to end, the second, and so on.
///
/// Source: `asyncio.as_completed`.
///
/// @param <T> the type of the results
public final class AsCompleted<T> implements Completions<T> {
    private final KernelLoop loop;

    /// How many different futures there are.
    private final int total;

    /// Those that are done, in that order.
    private final List<KernelFuture<T>> ended = new ArrayList<>();

    private final List<DoneCallback<T>> watches = new ArrayList<>();

    /// The coroutines that wait for one more to be done.
    private final Waiters waiters;

    /// What the plain iteration gives. It is made when somebody asks: a failure that is handed over
    /// counts as seen, and would be reported once more when nobody looks at the one that got it.
    private @Nullable List<KernelFuture<T>> inOrder;

    /// How many of `inOrder` have got what they stand for, or were cancelled before.
    private int filled;

    private @Nullable Timer timer;
    private @Nullable Duration overdue;

    private AsCompleted(KernelLoop loop, Set<KernelFuture<T>> futures) {
        this.loop = loop;
        this.total = futures.size();
        this.waiters = new Waiters(loop.cycle);
        for (KernelFuture<T> future : futures) {
            watches.add(future.onDone(done -> futureDone(future), null));
        }
    }

    /// Watches futures.
    ///
    /// @param futures what to wait for
    /// @param limit how long, or null for as long as it takes
    /// @return what gives as many as there are different ones in the argument
    public static <T> Completions<T> of(
            Collection<? extends LoopFuture<T>> futures, @Nullable Duration limit) {
        Set<KernelFuture<T>> distinct = new LinkedHashSet<>();
        KernelLoop loop =
                Gather.<T>commonLoop(futures, "asCompleted", future -> distinct.add(same(future)));
        AsCompleted<T> completions = new AsCompleted<>(loop, distinct);
        if (limit != null && !distinct.isEmpty()) {
            completions.startTimer(limit);
        }
        return completions;
    }

    @SuppressWarnings("unchecked") // the collection holds futures of T itself
    private static <T> KernelFuture<T> same(KernelFuture<? extends T> future) {
        return (KernelFuture<T>) future;
    }

    private void startTimer(Duration limit) {
        timer =
                loop.schedule(
                        Delays.deadline(loop.time(), limit), () -> timeLimitOver(limit), false);
    }

    private void futureDone(KernelFuture<T> future) {
        ended.add(future);
        if (ended.size() == total && timer != null) {
            timer.cancel();
        }
        handOver(future);
        waiters.release();
    }

    private void timeLimitOver(Duration limit) {
        overdue = limit;
        watches.forEach(DoneCallback::cancel);
        failRest();
        waiters.release();
    }

    /// Gives the result to the first that waits for one; who was cancelled does not.
    private void handOver(KernelFuture<T> future) {
        List<KernelFuture<T>> targets = inOrder;
        if (targets == null) {
            return;
        }
        while (filled < total && targets.get(filled).isDone()) {
            filled++;
        }
        if (filled < total) {
            targets.get(filled++).copyFrom(future);
        }
    }

    private void failRest() {
        List<KernelFuture<T>> targets = inOrder;
        if (targets == null || overdue == null) {
            return;
        }
        for (KernelFuture<T> target : targets.subList(filled, total)) {
            target.fail(timedOut(overdue));
            target.markRetrieved(); // who does not wait for it any more need not be told
        }
        filled = total;
    }

    private static TimeoutException timedOut(Duration limit) {
        return new TimeoutException("not all done within " + limit);
    }

    @Override
    public Iterator<LoopFuture<T>> iterator() {
        loop.checkTurn("iterate asCompleted");
        List<KernelFuture<T>> targets = inOrder;
        if (targets == null) {
            targets = new ArrayList<>(total);
            while (targets.size() < total) {
                targets.add(new KernelFuture<>(loop.cycle));
            }
            inOrder = targets;
            ended.forEach(this::handOver);
            failRest();
        }
        return List.<LoopFuture<T>>copyOf(targets).iterator();
    }

    @Override
    public Iterable<LoopFuture<T>> originals() {
        return Originals::new;
    }

    /// Waits until so many are done, or no more will be counted.
    private void awaitEnded(int count) {
        while (ended.size() < count && overdue == null) {
            waiters.await("iterate asCompleted");
        }
    }

    /// Goes through [#ended] and waits for its end to grow.
    private final class Originals implements Iterator<LoopFuture<T>> {
        private int position;

        @Override
        public boolean hasNext() {
            return position < total;
        }

        @Override
        public LoopFuture<T> next() {
            loop.checkTurn("iterate asCompleted");
            while (position < total) {
                awaitEnded(position + 1); // another coroutine may take it, so look again
                if (position < ended.size()) {
                    return ended.get(position++);
                }
                if (overdue != null && position < total) {
                    position++;
                    throw new CompletionException(timedOut(overdue));
                }
            }
            throw new NoSuchElementException("all " + total + " futures were returned already");
        }
    }
}
