package dev.rondo.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.ExceptionContext;
import dev.rondo.spi.Capability;
import dev.rondo.spi.LoopProvider;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a rule is about: a fresh loop of the backend under test, and the means to watch it.
///
/// Used by the rule's own thread, which is no thread of the loop; [#supports], [#note] and [#await]
/// by any.
final class Subject implements AutoCloseable {
    private final LoopProvider provider;
    private final List<EventLoop> loops = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /// What any thread may add to while the rule runs.
    private final BlockingQueue<ExceptionContext> reports = new LinkedBlockingQueue<>();

    private final BlockingQueue<String> notes = new LinkedBlockingQueue<>();
    private final AtomicReference<@Nullable Throwable> failureOfThread = new AtomicReference<>();
    private final OpenDescriptors descriptors = OpenDescriptors.now();
    private final RunningThreads running = RunningThreads.now();
    private final LogCapture logs = LogCapture.start();

    private @Nullable EventLoop loop;
    private boolean leavesPendingTasks;

    /// Null unless the rule starts children: to look for them takes its time.
    private @Nullable RunningChildren children;

    Subject(LoopProvider provider) {
        this.provider = provider;
    }

    /// {@return the loop of this rule, opened with the first call}
    EventLoop loop() {
        EventLoop first = loop;
        if (first == null) {
            first = newLoop();
            loop = first;
        }
        return first;
    }

    /// {@return another loop of the same backend}
    EventLoop newLoop() {
        return newLoop(_ -> {});
    }

    /// {@return another loop of the same backend, with settings of its own}
    EventLoop newLoop(Consumer<EventLoops.Builder> settings) {
        EventLoops.Builder builder = EventLoops.builder().provider(provider);
        settings.accept(builder);
        EventLoop opened = builder.build();
        loops.add(opened);
        opened.setExceptionHandler((_, context) -> reports.add(context));
        return opened;
    }

    LoopProvider provider() {
        return provider;
    }

    boolean supports(Capability capability) {
        return !EventLoops.describe(provider).missing().containsKey(capability);
    }

    /// Runs the loop for a number of iterations, without waiting for anything.
    void turns(int iterations) {
        for (int i = 0; i < iterations; i++) {
            loop().stop();
            loop().runForever();
        }
    }

    /// {@return what has reached the exception handler so far, which the rule thereby expects}
    List<ExceptionContext> takeReports() {
        List<ExceptionContext> taken = new ArrayList<>();
        reports.drainTo(taken);
        return taken;
    }

    /// {@return the first report, running the loop and the garbage collector until it comes}
    ExceptionContext awaitReport() {
        collectUntil(() -> "nothing was reported", () -> !reports.isEmpty());
        return reports.remove();
    }

    /// {@return what has been logged at WARNING or above so far, each with its stack trace, which
    /// the rule thereby expects}
    List<String> takeLogs() {
        return logs.take();
    }

    /// Runs the loop and the garbage collector until it has collected an object.
    void awaitCollected(WeakReference<?> reference) {
        collectUntil(
                () -> "not collected, so still reachable: " + reference.get(),
                () -> reference.get() == null);
    }

    /// Runs the loop and the garbage collector until something is so.
    ///
    /// @param otherwise what is wrong if it never is
    void collectUntil(Supplier<String> otherwise, BooleanSupplier isSo) {
        long start = System.nanoTime();
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() - start > RuleLimit.ofWait().toNanos()) {
                throw new AssertionError(otherwise.get() + " within " + RuleLimit.ofWait());
            }
            System.gc();
            turns(1);
        }
    }

    /// Starts a thread, which has to end with the rule, and whose exception is the rule's.
    Thread startThread(Runnable body) {
        Thread thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("rondo-tck-thread")
                        .unstarted(() -> {
                            try {
                                body.run();
                            } catch (Throwable e) {
                                failureOfThread.compareAndSet(null, e);
                            }
                        });
        threads.add(thread);
        thread.start();
        return thread;
    }

    /// Waits for a future of another thread; not for the loop's threads, which it would block.
    <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(RuleLimit.ofWait().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("what the rule waited for has failed: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new AssertionError("nothing came within " + RuleLimit.ofWait(), e);
        } catch (InterruptedException e) {
            throw new AssertionError("the rule was interrupted", e);
        }
    }

    /// Waits for a latch that another thread counts down.
    void await(CountDownLatch latch) {
        try {
            if (!latch.await(RuleLimit.ofWait().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("nothing came within " + RuleLimit.ofWait());
            }
        } catch (InterruptedException e) {
            throw new AssertionError("the rule was interrupted", e);
        }
    }

    /// Says that the rule means to leave tasks pending when its loops are closed.
    void leavesPendingTasks() {
        leavesPendingTasks = true;
    }

    /// Says that the rule may start child processes, which must have ended by the end.
    void watchesChildren() {
        children = RunningChildren.now();
    }

    /// Adds something measured to the report; it judges nothing.
    void note(String text) {
        notes.add(text);
    }

    String notes() {
        return String.join("; ", notes);
    }

    /// Ends the rule: waits for its threads, and closes its loops.
    @Override
    public void close() {
        threads.forEach(Subject::join);
        long pending = 0;
        for (EventLoop each : loops) {
            if (!each.isClosed()) {
                pending += each.metrics().pendingTasks();
            }
            each.close();
        }
        if (pending > 0 && !leavesPendingTasks) {
            throw new AssertionError(
                    pending + " tasks were still pending when the rule was over; they leaked");
        }
    }

    private static void join(Thread thread) {
        try {
            if (!thread.join(RuleLimit.ofWait())) {
                throw new AssertionError(
                        "a thread of the rule did not end within %s: %s"
                                .formatted(RuleLimit.ofWait(), thread));
            }
        } catch (InterruptedException e) {
            throw new AssertionError("the rule was interrupted", e);
        }
    }

    /// Lets go of what is the JVM's and the system's, however the rule has ended.
    void release() {
        logs.end();
        if (children != null) {
            children.killAdded();
        }
    }

    /// Throws if the rule has left something behind.
    void assertNothingIsLeft() throws IOException {
        Throwable ofThread = failureOfThread.get();
        if (ofThread != null) {
            throw new AssertionError("a thread of the rule has failed: " + ofThread, ofThread);
        }
        for (EventLoop each : loops) {
            assertEquals(
                    0,
                    each.metrics().pendingTasks(),
                    () -> "tasks that " + each + " left pending when it was closed");
        }
        List<ExceptionContext> unexpected = takeReports();
        if (!unexpected.isEmpty()) {
            throw unexpected(unexpected);
        }
        assertEquals(List.of(), logs.end(), "logged although the rule expects nothing");
        assertEquals(List.of(), running.addedAfterAWhile(), "threads left behind");
        if (children != null) {
            assertEquals(List.of(), children.addedAfterAWhile(), "child processes left behind");
        }
        assertEquals(List.of(), descriptors.addedAfterAWhile(), "descriptors left open");
    }

    private static AssertionError unexpected(List<ExceptionContext> reports) {
        ExceptionContext first = reports.getFirst();
        return new AssertionError(
                "the exception handler was called although the rule expects nothing: "
                        + reports.stream()
                                .map(context ->
                                        context.message() + " (" + context.exception() + ")")
                                .toList(),
                first.exception());
    }
}
