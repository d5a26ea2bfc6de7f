package dev.rondo.kernel;

import dev.rondo.CancelledError;
import dev.rondo.EventLoop;
import dev.rondo.LoopFuture;
import dev.rondo.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Waits for several futures and collects their results in the order of the arguments.
///
/// Cancelling it cancels the children; it then ends as they do.
///
/// Source: `asyncio.gather`.
///
/// @param <T> the type of a child's result
/// @param <E> the type of an element of the list
public final class Gather<T, E> extends KernelFuture<List<E>> {
    private final List<KernelFuture<? extends T>> children;
    private final Set<KernelFuture<? extends T>> distinct;
    private final Function<KernelFuture<? extends T>, E> element;

    /// Whether the first failure ends it, or every child is waited for.
    private final boolean isFailFast;

    private int pending;
    private boolean isCancelRequested;
    private @Nullable String cancelMessage;

    /// Whether the children are being told to cancel.
    private boolean isCancelling;

    private Gather(
            Cycle cycle,
            List<KernelFuture<? extends T>> children,
            Function<KernelFuture<? extends T>, E> element,
            boolean isFailFast) {
        super(cycle);
        this.children = children;
        this.distinct = new LinkedHashSet<>(children);
        this.element = element;
        this.isFailFast = isFailFast;
        this.pending = distinct.size();
    }

    /// Collects results; the first failure or cancellation of a child fails it at once.
    ///
    /// @param futures the children
    /// @return the future of their results
    public static <T> LoopFuture<List<T>> results(
            Collection<? extends LoopFuture<? extends T>> futures) {
        return start(futures, KernelFuture::resultNow, true);
    }

    /// Collects outcomes; every child is waited for.
    ///
    /// @param futures the children
    /// @return the future of their outcomes
    public static <T> LoopFuture<List<Outcome<T>>> outcomes(
            Collection<? extends LoopFuture<? extends T>> futures) {
        return start(futures, Gather::outcomeOf, false);
    }

    @SuppressWarnings("unchecked") // an outcome only gives its value out
    private static <T> Outcome<T> outcomeOf(KernelFuture<? extends T> future) {
        return (Outcome<T>) future.outcome();
    }

    private static <T, E> LoopFuture<List<E>> start(
            Collection<? extends LoopFuture<? extends T>> futures,
            Function<KernelFuture<? extends T>, E> element,
            boolean isFailFast) {
        List<KernelFuture<? extends T>> children = new ArrayList<>(futures.size());
        KernelLoop loop = commonLoop(futures, "gather", children::add);
        Gather<T, E> gather = new Gather<>(loop.cycle, children, element, isFailFast);
        if (children.isEmpty()) {
            gather.succeed(List.of());
        }
        gather.watchChildren();
        return gather;
    }

    /// {@return the loop of all the futures; of none, the running one}
    static <T> KernelLoop commonLoop(
            Collection<? extends LoopFuture<? extends T>> futures,
            String operation,
            Consumer<KernelFuture<? extends T>> action) {
        EventLoop loop = null;
        for (LoopFuture<? extends T> each : futures) {
            LoopFuture<? extends T> future =
                    Objects.requireNonNull(each, "a future to " + operation);
            if (loop != null && future.loop() != loop) {
                throw new IllegalArgumentException(
                        operation
                                + " of futures of different loops: "
                                + loop
                                + " and "
                                + future.loop());
            }
            loop = future.loop();
            action.accept((KernelFuture<? extends T>) future);
        }
        KernelLoop common = (KernelLoop) loop;
        if (common == null) {
            return Fiber.require(operation + " nothing").cycle.loop;
        }
        common.checkTurn(operation);
        return common;
    }

    /// Those that are done count at once: a gather of nothing else is done from the start.
    private void watchChildren() {
        List<KernelFuture<? extends T>> done = new ArrayList<>();
        for (KernelFuture<? extends T> child : distinct) {
            if (child.isDone()) {
                done.add(child);
            } else {
                watch(child);
            }
        }
        done.forEach(this::childDone);
    }

    private <C extends T> void watch(KernelFuture<C> child) {
        child.onDone(done -> childDone(child), this);
    }

    private void childDone(KernelFuture<? extends T> child) {
        pending--;
        if (isDone()) {
            child.markRetrieved();
            return;
        }
        if (isFailFast) {
            Throwable failure = failureOf(child);
            if (failure != null) {
                failWith(failure);
                return;
            }
        }
        if (pending == 0) {
            finish();
        }
    }

    private static @Nullable Throwable failureOf(KernelFuture<?> child) {
        return switch (child.state()) {
            case FAILED -> child.takeException();
            case CANCELLED -> child.cancelledError();
            default -> null;
        };
    }

    private void finish() {
        if (isCancelRequested) {
            String message = cancelMessage;
            children.forEach(KernelFuture::markRetrieved);
            failWith(message == null ? new CancelledError() : new CancelledError(message));
            return;
        }
        List<E> elements = new ArrayList<>(children.size());
        for (KernelFuture<? extends T> child : children) {
            elements.add(element.apply(child));
        }
        succeed(elements);
    }

    /// Fails; a cancellation is for those who wait, and nobody else needs to be told.
    private void failWith(Throwable failure) {
        fail(failure);
        if (failure instanceof CancelledError) {
            markRetrieved();
        }
    }

    @Override
    boolean cancelNow(@Nullable String message) {
        if (isDone()) {
            return false;
        }
        if (isCancelling) {
            return endCancelled(
                    message); // a child waits for this, in a circle, and can only be let go
        }
        isCancelling = true;
        boolean isAnyCancelled = false;
        for (KernelFuture<? extends T> child : distinct) {
            isAnyCancelled |= child.cancelNow(message);
        }
        isCancelling = false;
        if (isAnyCancelled) {
            isCancelRequested = true;
            cancelMessage = message;
        }
        return isAnyCancelled;
    }
}
