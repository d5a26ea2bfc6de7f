package dev.rondo.kernel;

import dev.rondo.LoopFuture;
import dev.rondo.ReturnWhen;
import dev.rondo.WaitResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Waits for several futures without touching them: none is cancelled, no failure is thrown or
/// counts as seen.
///
/// Also for futures that are done the caller gives up its turn, as in asyncio, so that what is
/// ready by then is done when it goes on.
///
/// Source: `asyncio.wait`.
public final class WaitUntil {
    private final KernelFuture<Void> over;
    private final ReturnWhen when;
    private int pending;

    private WaitUntil(Cycle cycle, ReturnWhen when, int pending) {
        this.over = new KernelFuture<>(cycle);
        this.when = when;
        this.pending = pending;
    }

    /// Suspends the calling coroutine until enough of the futures are done, or the time is over.
    ///
    /// @param futures what to wait for
    /// @param when how many are enough
    /// @param limit the limit, or null for none
    /// @return which are done by then, and which are not
    public static <F extends LoopFuture<?>> WaitResult<F> of(
            Iterable<? extends F> futures, ReturnWhen when, @Nullable Duration limit) {
        Fiber fiber = Fiber.require("use waitUntil");
        fiber.requireTaskHere("use waitUntil");
        KernelLoop loop = fiber.cycle.loop;
        Set<F> distinct = new LinkedHashSet<>();
        for (F future : futures) {
            LoopFuture<?> checked = Objects.requireNonNull(future, "a future to waitUntil");
            loop.own(checked, "waitUntil");
            distinct.add(future);
        }
        if (distinct.isEmpty()) {
            throw new IllegalArgumentException("futures is empty: there is nothing to wait for");
        }
        new WaitUntil(fiber.cycle, when, distinct.size()).await(distinct, limit);
        return split(distinct);
    }

    private void await(Set<? extends LoopFuture<?>> futures, @Nullable Duration limit) {
        KernelLoop loop = over.cycle().loop;
        List<DoneCallback<?>> watches = new ArrayList<>(futures.size());
        for (LoopFuture<?> future : futures) {
            watches.add(((KernelFuture<?>) future).onDone(this::futureDone, over));
        }
        Timer timer =
                limit == null
                        ? null
                        : loop.schedule(
                                Delays.deadline(loop.time(), limit),
                                () -> over.succeed(null),
                                false);
        try {
            over.await();
        } finally {
            if (timer != null) {
                timer.cancel();
            }
            watches.forEach(DoneCallback::cancel);
        }
    }

    private void futureDone(LoopFuture<?> future) {
        pending--;
        boolean isEnough =
                switch (when) {
                    case ALL_COMPLETED -> false;
                    case FIRST_COMPLETED -> true;
                    case FIRST_EXCEPTION -> future.state() == Future.State.FAILED;
                };
        if (isEnough || pending == 0) {
            over.succeed(null);
        }
    }

    /// Looks at the futures anew: some may be done whose callback has not run.
    private static <F extends LoopFuture<?>> WaitResult<F> split(Set<F> futures) {
        Set<F> done = new LinkedHashSet<>();
        Set<F> pending = new LinkedHashSet<>();
        for (F future : futures) {
            (future.isDone() ? done : pending).add(future);
        }
        return new WaitResult<>(done, pending);
    }
}
