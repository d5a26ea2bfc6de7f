package dev.rondo.kernel;

import dev.rondo.CallGraph;
import dev.rondo.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// What the faults of debug mode and introspection put in place of the kernel's calls.
public final class SeeingSabotage {
    private static final int SMALL_STACK = 100;

    private static final AtomicReference<Task<?>> STRANGER = new AtomicReference<>();

    private SeeingSabotage() {}

    /// In place of [Callback#creationSite].
    static List<StackTraceElement> nowhere(Callback callback) {
        return List.of();
    }

    /// In place of [Set#add]: everything is new.
    static boolean addedAlways(Set<Object> set, Object element) {
        set.remove(element);
        return set.add(element);
    }

    /// In place of [Fiber#requireTask]: not the one that runs, but the newest.
    static KernelTask<?> newestTask(String wish) {
        return (KernelTask<?>) Fiber.require(wish).cycle.loop.tasks.snapshot().getLast();
    }

    /// In place of [KernelLoop#ask], for the tasks of a loop: one of another loop is among them.
    static Object withAStranger(KernelLoop loop, Supplier<?> question) {
        List<Object> all = new ArrayList<>((List<?>) loop.ask(question));
        STRANGER.compareAndSet(null, (Task<?>) all.getFirst());
        if (!all.contains(STRANGER.get())) {
            all.add(STRANGER.get());
        }
        return all;
    }

    /// In place of [KernelLoop#ask]: only who has the turn gets an answer.
    static Object refusingOthers(KernelLoop loop, Supplier<?> question) {
        loop.checkTurn("ask");
        return question.get();
    }

    /// In place of [CreationSite#ofProgram].
    static List<StackTraceElement> unlimited(StackTraceElement[] stack, int limit) {
        return CreationSite.ofProgram(stack, Integer.MAX_VALUE);
    }

    /// In place of [KernelTask#stack()].
    static List<StackTraceElement> noFrames(KernelTask<?> task) {
        return List.of();
    }

    /// In place of the walk over those who wait: a recursion on a small stack.
    static CallGraph recursive(AwaitGraph graph, KernelFuture<?> future) {
        return recursive(future, 0);
    }

    private static CallGraph recursive(KernelFuture<?> future, int depth) {
        if (depth > SMALL_STACK) {
            throw new StackOverflowError("the graph is too deep");
        }
        List<CallGraph> awaitedBy =
                AwaitGraph.awaiters(future).stream()
                        .map(task -> recursive(task, depth + 1))
                        .toList();
        return new CallGraph(future, List.of(), awaitedBy, false);
    }
}
