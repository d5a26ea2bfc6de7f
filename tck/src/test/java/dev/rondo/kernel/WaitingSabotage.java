package dev.rondo.kernel;

import dev.rondo.CancelledError;
import dev.rondo.Coroutine;
import dev.rondo.LoopFuture;
import dev.rondo.Outcome;
import dev.rondo.RaceResult;
import dev.rondo.Rondo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What faults put in place of calls where several things are waited for.
@SuppressWarnings({"unchecked", "rawtypes"}) // a call is replaced by its erasure
public final class WaitingSabotage {
    /// Those whose end a wait was told of.
    private static final Set<Object> TOLD = Collections.newSetFromMap(new IdentityHashMap<>());

    private static @Nullable Object last;

    private WaitingSabotage() {}

    /// In place of [List#iterator]: backwards.
    public static Iterator backwards(List list) {
        return list.reversed().iterator();
    }

    /// In place of [List#iterator]: each element once.
    public static Iterator once(List list) {
        return new LinkedHashSet(list).iterator();
    }

    /// In place of [Iterable#iterator]: looks what there is first.
    public static Iterator secondTime(Iterable iterable) {
        iterable.iterator().forEachRemaining(each -> {});
        return iterable.iterator();
    }

    /// In place of [List#get]: the last one.
    public static Object lastOf(List list, int index) {
        return list.getLast();
    }

    /// In place of [List#get]: counted from the end.
    public static Object fromTheEnd(List list, int index) {
        return list.get(list.size() - 1 - index);
    }

    /// In place of [List#get] of a future: a future that ended alike.
    public static Object copyOf(List list, int index) {
        KernelFuture future = (KernelFuture) list.get(index);
        KernelFuture copy = new KernelFuture(future.cycle());
        copy.copyFrom(future);
        return copy;
    }

    /// In place of [Collection#size].
    public static int oneMore(Set set) {
        return set.size() + 1;
    }

    /// In place of [Collection#size].
    public static int oneMore(List list) {
        return list.size() + 1;
    }

    /// In place of [java.util.Objects#requireNonNull]: takes the one before.
    public static @Nullable Object passOver(@Nullable Object future, String name) {
        if (future != null) {
            last = future;
        }
        return last;
    }

    /// In place of [Gather#fail]: a gather whose child is cancelled is cancelled.
    public static boolean endCancelled(Gather gather, Throwable failure) {
        return failure instanceof CancelledError
                ? gather.endCancelled(failure)
                : gather.fail(failure);
    }

    /// In place of [KernelFuture#outcome]: a cancellation is a failure.
    public static Outcome asFailure(KernelFuture future) {
        return future.isCancelled()
                ? new Outcome.Failure(future.cancelledError())
                : future.outcome();
    }

    /// In place of [KernelFuture#cancelNow]: a request that was refused counts as delivered.
    public static boolean alwaysDelivered(KernelFuture future, @Nullable String message) {
        future.cancelNow(message);
        return true;
    }

    /// In place of [KernelTask#cancelNow]: an iteration late.
    public static boolean cancelLater(KernelTask task, @Nullable String message) {
        Cycle cycle = task.cycle();
        cycle.ready.add(new Callback(cycle, () -> task.cancelNow(message), false));
        return true;
    }

    /// In place of [KernelFuture#onDone] in a shield: it passes on what it should keep off.
    static DoneCallback cancelToo(
            KernelFuture inner, Consumer action, @Nullable KernelFuture waiter) {
        DoneCallback callback = inner.onDone(action, waiter);
        if (waiter == null) {
            inner.cancelNow(null);
        }
        return callback;
    }

    /// In place of [KernelFuture#onDone]: forgets those that are done.
    static DoneCallback ofThePending(
            KernelFuture future, Consumer action, @Nullable KernelFuture waiter) {
        KernelFuture watched = future.isDone() ? new KernelFuture(future.cycle()) : future;
        return watched.onDone(action, waiter);
    }

    /// In place of [KernelFuture#onDone] in a wait: a cancellation of it is passed on.
    static DoneCallback cancelTogether(KernelFuture future, Consumer action, KernelFuture waiter) {
        waiter.onDone(
                done -> {
                    if (waiter.isCancelled()) {
                        future.cancelNow(null);
                    }
                },
                null);
        return future.onDone(action, waiter);
    }

    /// In place of [KernelFuture#await]: throws no cancellation.
    public static @Nullable Object swallow(KernelFuture future) {
        try {
            return future.await();
        } catch (CancelledError e) {
            return null;
        }
    }

    /// In place of [KernelTask#schedule]: starts the task inside of the call.
    static void startAtOnce(KernelTask task) {
        Fiber creator = Fiber.current();
        if (creator == null || creator.task == null) {
            task.schedule();
        } else {
            task.start(creator);
        }
    }

    /// In place of [KernelFuture#copyFrom].
    static void copyUnlessCancelled(KernelFuture future, KernelFuture other) {
        if (!other.isCancelled()) {
            future.copyFrom(other);
        }
    }

    /// In place of [KernelFuture#state].
    static Future.State alwaysFailed(KernelFuture future) {
        return Future.State.FAILED;
    }

    /// In place of [KernelFuture#takeException].
    static Throwable noException(KernelFuture future) {
        return new IllegalStateException("there is none");
    }

    /// In place of [KernelFuture#isCancelled].
    static boolean alwaysCancelled(KernelFuture future) {
        return true;
    }

    /// In place of [KernelTask#isCancelRequested].
    static boolean alwaysRequested(KernelTask task) {
        return true;
    }

    /// Called when a wait is told of an end.
    public static void told(WaitUntil wait, LoopFuture future) {
        TOLD.add(future);
    }

    /// In place of [LoopFuture#isDone]: only if the wait was told.
    public static boolean isTold(LoopFuture future) {
        return TOLD.contains(future);
    }

    /// In place of [LoopFuture#isDone]: throws what the future would.
    public static boolean throwing(LoopFuture future) {
        ((KernelFuture) future).resultOrThrow();
        return true;
    }

    /// In place of [LoopFuture#isDone]: looks at the failure.
    public static boolean looking(LoopFuture future) {
        ((KernelFuture) future).markRetrieved();
        return future.isDone();
    }

    /// Called when somebody wants the originals: makes the stand-ins as well.
    public static void makeStandIns(AsCompleted completions) {
        var _ = completions.iterator();
    }

    /// In place of [KernelFuture#requestCancel]: lets the task start before.
    static boolean afterATurn(KernelFuture future, @Nullable String message) {
        Rondo.sleep(Duration.ZERO);
        return future.requestCancel(message);
    }

    /// In place of [KernelTask#innermost]: the task that was cancelled itself.
    static KernelTask itself(KernelTask task) {
        return task;
    }

    /// In place of [StaggeredRace#run]: no delay is none to wait for.
    public static RaceResult withoutPatience(Collection candidates, @Nullable Duration delay) {
        return StaggeredRace.run(
                new ArrayList<Coroutine<Object>>(candidates),
                delay == null ? Duration.ZERO : delay);
    }

    /// In place of [Bindings#captured]: those of one context that all change.
    static Bindings shared(Bindings bindings) {
        return ((KernelContext) KernelContext.copyCurrent()).bindings;
    }
}
