package dev.rondo.kernel;

import dev.rondo.ExceptionContext;
import dev.rondo.Protocol;
import dev.rondo.Rondo;
import dev.rondo.TaskOptions;
import dev.rondo.spi.IoDriver;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Faults of the loop itself: what stands in place of its calls, or comes before its methods.
public final class LoopSabotage {
    private static final List<Object> LEAKED = new ArrayList<>();
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final AtomicReference<@Nullable KernelLoop> FIRST = new AtomicReference<>();
    private static final AtomicReference<@Nullable Fiber> LAST = new AtomicReference<>();

    private LoopSabotage() {}

    static long aMillisecondAhead(IoDriver driver) {
        return driver.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1);
    }

    static long halfWay(long now, Duration delay) {
        return Delays.deadline(now, delay.dividedBy(2));
    }

    static long unlimited(long value, long min, long max) {
        return value;
    }

    static long aThird(TimerQueue timers, long now) {
        long wait = timers.untilNext(now);
        return wait == 0 || wait == Long.MAX_VALUE ? wait : Math.max(1, wait / 3);
    }

    /// In place of [ReadyQueue#add].
    static void addFirst(ReadyQueue ready, Entry entry) {
        List<Entry> others = drain(ready);
        ready.add(entry);
        others.forEach(ready::add);
    }

    /// In place of [ReadyQueue#add].
    static void addTwice(ReadyQueue ready, Entry entry) {
        ready.add(entry);
        ready.add(entry);
    }

    private static List<Entry> drain(ReadyQueue ready) {
        List<Entry> entries = new ArrayList<>();
        while (!ready.isEmpty()) {
            entries.add(ready.poll());
        }
        return entries;
    }

    static void cancelWhatIsReady(KernelLoop loop) {
        List<Entry> entries = drain(loop.cycle.ready);
        for (Entry entry : entries) {
            if (entry instanceof Callback callback) {
                callback.cancel();
            }
            loop.cycle.ready.add(entry);
        }
    }

    static void leak(KernelLoop loop, Runnable callback) {
        LEAKED.add(callback);
    }

    /// In place of [Submissions#push]: one wake-up in fifty is lost.
    static int mostlyAwaken(Submissions submissions, Entry entry) {
        int where = submissions.push(entry);
        return COUNT.incrementAndGet() % 50 == 0 ? Submissions.AWAKE : where;
    }

    static void stopTheLoop(ThreadSafeCallback callback) {
        callback.cycle.isStopping = true;
    }

    static void dropTimers(KernelLoop loop, String operation) {
        while (!loop.cycle.timers.isEmpty()) {
            loop.cycle.timers.moveDue(Long.MAX_VALUE, new ReadyQueue());
        }
    }

    static void refuseWhileAnotherRuns(KernelLoop loop, String operation) {
        KernelLoop first = FIRST.updateAndGet(known -> known == null ? loop : known);
        if (first != loop && first != null && first.isRunning()) {
            throw new IllegalStateException("another loop of this process is running");
        }
    }

    /// In place of [Fiber#require]: remembers the last one for ever.
    static Fiber lastSeen(String wish) {
        Fiber last = LAST.get();
        Fiber found = last != null ? last : Fiber.require(wish);
        LAST.set(found);
        return found;
    }

    /// In place of [Fiber#current].
    static @Nullable Fiber nobody() {
        return null;
    }

    static void deliverTwice(Protocol protocol, ByteBuffer data) {
        protocol.dataReceived(data.duplicate());
        protocol.dataReceived(data);
    }

    static void handleTwice(KernelLoop loop, ExceptionContext context) {
        loop.handle(context);
        loop.handle(context);
    }

    static void handleExceptionsOnly(KernelLoop loop, ExceptionContext context) {
        if (context.exception() instanceof Exception) {
            loop.handle(context);
        }
    }

    static String withoutName(Object code) {
        return "";
    }

    static String itsOwnWords(Object code) {
        return code.toString();
    }

    /// In place of [Cycle#enqueue]: on the caller's thread.
    static void runHere(Cycle cycle, Entry entry) {
        entry.run();
    }

    static void giveUpATurn(KernelGenerator<?> generator) {
        Rondo.sleep(Duration.ZERO);
    }

    static void start(KernelGenerator<?> generator) {
        var _ = generator.hasNext();
    }

    /// In place of [Fiber#transferTo]: the body runs for a task that nobody knows.
    static void transferForAStranger(Fiber consumer, Fiber body) {
        KernelTask<?> asking = consumer.task;
        consumer.task =
                consumer.cycle.loop.newTask(
                        TaskOptions.DEFAULT.withName("stranger"),
                        KernelLoop.withoutResult(() -> {}));
        consumer.transferTo(body);
        consumer.task = asking;
    }

    /// In place of [Fiber#transferTo].
    static void transferWithoutContext(Fiber consumer, Fiber body) {
        Bindings before = consumer.cycle.bindings;
        consumer.cycle.bindings = body.bindings;
        consumer.transferTo(body);
        consumer.cycle.bindings = before;
    }

    /// In place of [Fiber#transferTo]: every other value is lost.
    static void transferSometimes(Fiber body, Fiber consumer) {
        if (COUNT.incrementAndGet() % 2 == 0) {
            body.transferTo(consumer);
        }
    }

    static RuntimeException wrapped(Throwable thrown) {
        return new IllegalArgumentException("wrapped", thrown);
    }
}
