package dev.rondo.kernel;

import dev.rondo.CancelledError;
import dev.rondo.Coroutine;
import dev.rondo.Outcome;
import dev.rondo.RaceResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Candidates of which the first success counts, started one after the other.
///
/// A candidate's own coroutine starts the next one when it fails and cancels the others when it
/// succeeds. No other code runs in between: of two that could succeed in one iteration the second
/// sees the cancellation where it would have gone on.
///
/// Source: `asyncio.staggered.staggered_race`.
///
/// @param <T> the type of the result
public final class StaggeredRace<T> {
    private final KernelTask<?> caller;
    private final Cycle cycle;

    /// The context variables of the caller; what one candidate sets the next one does not see.
    private final Bindings bindings;

    private final List<Coroutine<? extends T>> candidates;
    private final @Nullable Duration delay;

    /// The tasks of the candidates that were started, in order.
    private final List<KernelTask<T>> started = new ArrayList<>();

    private int running;
    private int winner = RaceResult.NO_WINNER;

    /// Whether it is decided, or was cancelled: no further candidate starts.
    private boolean isOver;

    /// Starts the next candidate when the delay is over.
    private @Nullable Timer timer;

    /// What the caller waits for, while it does.
    private @Nullable KernelFuture<Void> allEnded;

    private StaggeredRace(
            KernelTask<?> caller,
            List<Coroutine<? extends T>> candidates,
            @Nullable Duration delay) {
        this.caller = caller;
        this.cycle = caller.cycle();
        this.bindings = cycle.bindings.captured();
        this.candidates = candidates;
        this.delay = delay;
    }

    /// Runs a race and waits for all candidates that were started.
    ///
    /// @param candidates the candidates
    /// @param delay how long one runs before the next one starts; null for until it fails
    /// @return who won, and how the others ended
    public static <T> RaceResult<T> run(
            Collection<? extends Coroutine<? extends T>> candidates, @Nullable Duration delay) {
        KernelTask<?> caller = Fiber.requireTask("use staggeredRace");
        List<Coroutine<? extends T>> inOrder = new ArrayList<>(candidates.size());
        for (Coroutine<? extends T> candidate : candidates) {
            inOrder.add(Objects.requireNonNull(candidate, "a candidate"));
        }
        return new StaggeredRace<T>(caller, inOrder, delay).execute();
    }

    private RaceResult<T> execute() {
        startNext();
        try {
            awaitAll();
        } finally {
            cancelAllBut(null, null);
            started.forEach(KernelFuture::markRetrieved);
        }
        List<Outcome<T>> outcomes = new ArrayList<>(started.size());
        started.forEach(task -> outcomes.add(task.outcome()));
        return new RaceResult<>(
                hasWinner() ? started.get(winner).resultNow() : null, winner, outcomes);
    }

    private boolean hasWinner() {
        return winner != RaceResult.NO_WINNER;
    }

    private void awaitAll() {
        CancelledError cancellation = null;
        while (running > 0) {
            KernelFuture<Void> end = new KernelFuture<>(cycle);
            allEnded = end;
            try {
                end.await();
            } catch (CancelledError e) {
                cancellation = e;
                cancelAllBut(null, e.getMessage());
                if (cycle.loop.isUnwinding()) {
                    break; // waiting is over; the loop cancels the candidates itself
                }
            }
        }
        if (cancellation != null) {
            throw cancellation;
        }
    }

    private void startNext() {
        cancelTimer();
        int index = started.size();
        if (isOver || index == candidates.size() || cycle.loop.isUnwinding()) {
            return;
        }
        KernelTask<T> task = new KernelTask<>(cycle, null, () -> compete(index), caller, bindings);
        task.schedule();
        started.add(task);
        running++;
        task.onDone(done -> candidateEnded(), caller);
    }

    /// The body of a candidate's task.
    private T compete(int index) throws Exception {
        startTimer();
        T result;
        try {
            result = candidates.get(index).run();
        } catch (Throwable e) {
            lost(index);
            throw e;
        }
        KernelTask<T> task = started.get(index);
        if (task.isCancelRequested()) {
            lost(index); // it will end as cancelled
        } else if (!hasWinner()) {
            winner = index;
            cancelAllBut(task, null);
        }
        return result;
    }

    private void startTimer() {
        if (delay != null && !isOver && started.size() < candidates.size()) {
            KernelLoop loop = cycle.loop;
            timer = loop.schedule(Delays.deadline(loop.time(), delay), this::startNext, false);
        }
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
        }
    }

    /// The next one has waited for the last one only.
    private void lost(int index) {
        if (index == started.size() - 1) {
            startNext();
        }
    }

    private void candidateEnded() {
        running--;
        if (running == 0) {
            startNext(); // what a candidate that is cancelled before its first step cannot do
        }
        KernelFuture<Void> end = allEnded;
        if (end != null && running == 0) {
            end.succeed(null);
        }
    }

    /// Ends the race for all, or all but the winner.
    private void cancelAllBut(@Nullable KernelTask<?> spared, @Nullable String message) {
        isOver = true;
        cancelTimer();
        for (KernelTask<?> task : started) {
            if (task != spared) {
                task.cancelNow(message);
            }
        }
    }
}
