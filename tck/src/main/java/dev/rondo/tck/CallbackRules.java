package dev.rondo.tck;

import static dev.rondo.Rondo.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.Connection;
import dev.rondo.EventLoop;
import dev.rondo.Handle;
import dev.rondo.Promise;
import dev.rondo.Protocol;
import dev.rondo.Server;
import dev.rondo.spi.Capability;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/// Callbacks and their handles, those of other threads included.
abstract class CallbackRules {
    /// How often a loop is woken, so that it was asleep for once.
    private static final int SLEEPS = 100;

    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

    @Rule(
            id = "CALLBACK-1",
            text = "Callbacks run in the order in which they were scheduled.",
            rows = "callback.call-soon-fifo-args")
    void runsCallbacksInOrder(Subject subject) {
        for (String name : List.of("a", "b", "c")) {
            subject.loop().callSoon(() -> seen.add(name));
        }

        subject.turns(1);

        assertEquals(List.of("a", "b", "c"), seen, "order of the callbacks");
    }

    @Rule(
            id = "CALLBACK-2",
            text =
                    "An iteration runs what was ready when it began; what that schedules runs in"
                            + " the next one.",
            rows = "callback.iteration-snapshot")
    void runsWhatWasReadyWhenTheIterationBegan(Subject subject) {
        EventLoop loop = subject.loop();
        loop.callSoon(() -> {
            seen.add("first");
            loop.callSoon(() -> seen.add("its follower"));
        });
        loop.callSoon(() -> seen.add("second"));

        subject.turns(1);

        assertEquals(List.of("first", "second"), seen, "callbacks of one iteration");
        subject.turns(1);
        assertEquals(List.of("first", "second", "its follower"), seen, "callbacks of two");
    }

    @Rule(
            id = "CALLBACK-3",
            text = "A stop lets the iteration end: all that was scheduled before runs once.",
            rows = "callback.iteration-snapshot")
    void endsTheIterationWhenStopped(Subject subject) {
        EventLoop loop = subject.loop();
        loop.callSoon(() -> seen.add("before"));
        loop.callSoon(loop::stop);
        loop.callSoon(() -> seen.add("after"));

        loop.runForever();

        assertEquals(List.of("before", "after"), seen, "callbacks of the iteration of the stop");
    }

    @Requires(Capability.TCP)
    @Rule(
            id = "CALLBACK-4",
            text =
                    "However busy callbacks keep a loop, it looks for I/O between what is ready and"
                            + " what that schedules.",
            rows = "callback.iteration-snapshot")
    void letsInputHaveItsTurn(Subject subject) {
        int limit = 1_000_000;
        EventLoop loop = subject.loop();
        Receiver receiver = new Receiver();
        Server server = loop.runUntilComplete(loop.createServer(() -> receiver, "127.0.0.1", 0));
        Connection<Protocol> client =
                loop.runUntilComplete(
                        loop.createConnection(() -> new Protocol() {}, "127.0.0.1", server.port()));
        client.transport().write(ByteBuffer.wrap(new byte[] {1}));

        AtomicInteger links = new AtomicInteger();
        Runnable[] link = new Runnable[1];
        link[0] =
                () -> {
                    if (receiver.received == 0 && links.incrementAndGet() < limit) {
                        loop.callSoon(link[0]);
                    } else {
                        loop.stop();
                    }
                };
        loop.callSoon(link[0]);
        loop.runForever();

        assertEquals(
                1,
                receiver.received,
                () -> "bytes that arrived while " + links + " callbacks scheduled each other");
        client.transport().close();
        server.close();
        loop.runUntilComplete(() -> sleep(Duration.ofMillis(1)));
    }

    @Rule(
            id = "CALLBACK-5",
            text =
                    "A cancelled callback is not called, whether it is ready already, due with"
                            + " others, or waits for a future.",
            rows = "callback.cancelled-handle-not-queued")
    void doesNotCallWhatIsCancelled(Subject subject) {
        EventLoop loop = subject.loop();
        Promise<Void> future = loop.createFuture();
        Handle[] victims = new Handle[4];
        loop.callSoon(() -> victims[0].cancel());
        victims[0] = loop.callSoon(() -> seen.add("ready"));
        loop.callAt(loop.time(), () -> victims[1].cancel());
        victims[1] = loop.callAt(loop.time(), () -> seen.add("due"));
        victims[2] = future.addDoneCallback(_ -> seen.add("waiting"));
        victims[2].cancel();
        future.addDoneCallback(_ -> victims[3].cancel());
        victims[3] = future.addDoneCallback(_ -> seen.add("done"));
        future.setResult(null);

        subject.turns(2);

        assertEquals(List.of(), seen, "called although cancelled");
    }

    @Rule(
            id = "CALLBACK-6",
            text =
                    "A handle names its callback and is not cancelled, until it is; to cancel it"
                            + " again changes nothing.",
            rows = "callback.handle-state")
    void tellsWhetherItIsCancelled(Subject subject) {
        Handle handle = subject.loop().callSoon(new Named("wave"));
        assertFalse(handle.isCancelled(), "cancelled before anybody did it");
        assertTrue(handle.toString().contains("wave"), () -> "does not name wave: " + handle);

        handle.cancel();

        assertTrue(handle.isCancelled(), "isCancelled() after cancel()");
        String cancelled = handle.toString();
        handle.cancel();
        assertTrue(handle.isCancelled(), "isCancelled() after the second cancel()");
        assertEquals(cancelled, handle.toString(), "the handle after the second cancel()");
    }

    @Rule(
            id = "CALLBACK-7",
            text = "A handle keeps its callback until it is cancelled, and then no longer.",
            rows = "callback.handle-state")
    void keepsTheCallbackUntilCancelled(Subject subject) {
        List<Handle> handles = new ArrayList<>();
        WeakReference<?> callback = schedule(subject.loop(), handles);
        System.gc();
        assertTrue(callback.get() != null, "the callback was collected while it was scheduled");

        handles.getFirst().cancel();

        subject.awaitCollected(callback);
        subject.turns(1);
    }

    /// In a method of its own, so that the rule's frame does not hold the callback.
    private static WeakReference<Object> schedule(EventLoop loop, List<Handle> handles) {
        Runnable callback = new Named("kept");
        handles.add(loop.callSoon(callback));
        return new WeakReference<>(callback);
    }

    @Rule(
            id = "CALLBACK-8",
            text =
                    "callSoonThreadSafe wakes a loop that sleeps, and what its callback schedules"
                            + " follows it.",
            rows = "callback.threadsafe-wakes-loop")
    void wakesTheLoop(Subject subject) throws Throwable {
        EventLoop loop = subject.loop();
        List<String> expected = new ArrayList<>();

        BackgroundRun.during(
                subject,
                () -> {
                    for (int i = 0;
                            i < SLEEPS;
                            i++) { // it may not sleep yet at one time or another
                        CountDownLatch called = new CountDownLatch(1);
                        loop.callSoonThreadSafe(() -> {
                            seen.add("hello");
                            loop.callSoon(() -> seen.add("world"));
                            loop.callSoon(called::countDown);
                        });
                        subject.await(called);
                        expected.addAll(List.of("hello", "world"));
                    }
                });

        assertEquals(expected, seen, "order of the callbacks");
    }

    @Rule(
            id = "CALLBACK-9",
            text =
                    "callSoonThreadSafe keeps the order with callSoon, in the loop and before its"
                            + " run.",
            rows = "callback.threadsafe-wakes-loop")
    void keepsTheOrderOfBothWays(Subject subject) {
        EventLoop loop = subject.loop();
        loop.callSoon(() -> {
            seen.add("a");
            loop.callSoonThreadSafe(() -> seen.add("d"));
            loop.callSoon(() -> seen.add("e"));
            loop.callSoonThreadSafe(() -> seen.add("f"));
        });
        loop.callSoonThreadSafe(() -> seen.add("b"));
        loop.callSoon(() -> seen.add("c"));

        subject.turns(2);

        assertEquals(List.of("a", "b", "c", "d", "e", "f"), seen, "order of the callbacks");
    }

    @Rule(
            id = "CALLBACK-10",
            text = "No wake-up is lost: each of many submissions to a loop that sleeps is called.",
            rows = {"callback.threadsafe-wakes-loop", "callback.wakeup-full-ignored"},
            level = Level.WEAK)
    void losesNoWakeUp(Subject subject) throws Throwable {
        BackgroundRun.during(
                subject,
                () -> {
                    for (int i = 0; i < 2_000; i++) {
                        CountDownLatch called = new CountDownLatch(1);
                        subject.loop().callSoonThreadSafe(called::countDown);
                        subject.await(called);
                    }
                });
    }

    @Rule(
            id = "CALLBACK-11",
            text =
                    "However many threads wake the loop at a time, each callback runs once, in the"
                            + " order of its thread.",
            rows = "callback.wakeup-full-ignored")
    void runsTheSubmissionsOfManyThreadsOnce(Subject subject) throws Throwable {
        int threads = 4;
        int each = 5_000;
        EventLoop loop = subject.loop();
        AtomicIntegerArray next = new AtomicIntegerArray(threads);
        AtomicInteger strays = new AtomicInteger();
        CountDownLatch called = new CountDownLatch(threads * each);
        IntConsumer submitAll =
                mine ->
                        IntStream.range(0, each)
                                .forEach(number ->
                                        loop.callSoonThreadSafe(() -> {
                                            if (next.getAndIncrement(mine) != number) {
                                                strays.incrementAndGet();
                                            }
                                            called.countDown();
                                        }));

        BackgroundRun.during(
                subject,
                () -> {
                    IntStream.range(0, threads)
                            .forEach(mine -> subject.startThread(() -> submitAll.accept(mine)));
                    subject.await(called);
                });

        assertEquals(0, strays.get(), "callbacks out of order, or called twice");
        assertEquals(threads * each, IntStream.range(0, threads).map(next::get).sum(), "calls");
    }

    @Rule(
            id = "CALLBACK-12",
            text = "A wake-up for nothing is harmless: the loop goes back to sleep.",
            rows = "callback.wakeup-full-ignored")
    void goesBackToSleep(Subject subject) throws Throwable {
        EventLoop loop = subject.loop();

        BackgroundRun.during(
                subject,
                () -> {
                    for (int i = 0; i < 10; i++) {
                        CountDownLatch awake = new CountDownLatch(1);
                        loop.callSoonThreadSafe(() -> seen.add("cancelled")).cancel();
                        loop.callSoonThreadSafe(awake::countDown);
                        subject.await(
                                awake); // a loop that has ended with the one before calls no more
                    }
                });

        assertEquals(List.of(), subject.takeReports(), "reports of wake-ups for nothing");
    }

    @Rule(
            id = "CALLBACK-13",
            text =
                    "A callback of callSoonThreadSafe that another thread cancels before its start"
                            + " is not called.",
            rows = "callback.threadsafe-cancel-before-start")
    void isCancelledByAnotherThreadBeforeItsStart(Subject subject) {
        EventLoop loop = subject.loop();
        Handle handle = loop.callSoonThreadSafe(() -> seen.add("called"));
        CompletableFuture<Boolean> answer =
                CompletableFuture.supplyAsync(
                        () -> {
                            handle.cancel();
                            return handle.isCancelled();
                        },
                        subject::startThread);

        assertTrue(subject.await(answer), "isCancelled() after cancel() of another thread");
        subject.turns(1);
        assertEquals(List.of(), seen, "called although cancelled");
    }

    @Rule(
            id = "CALLBACK-14",
            text =
                    "While a callback of callSoonThreadSafe runs, another thread that cancels it"
                            + " waits until it has ended.",
            rows = "callback.threadsafe-cancel-while-running-blocks")
    void waitsWhenAnotherThreadCancelsARunningCallback(Subject subject) throws Throwable {
        RunningCallback callback = new RunningCallback(subject);

        String cancelled =
                callback.whileItRuns(handle -> {
                    handle.cancel();
                    String when = callback.hasEnded ? "after its end" : "while it ran";
                    return when + ", cancelled: " + handle.isCancelled();
                });

        assertEquals("after its end, cancelled: true", cancelled, "cancel() came back");
    }

    @Rule(
            id = "CALLBACK-15",
            text =
                    "While a callback of callSoonThreadSafe runs, another thread that asks whether"
                            + " it is cancelled waits for the end and hears no.",
            rows = "callback.threadsafe-cancel-while-running-blocks")
    void waitsWhenAnotherThreadAsksARunningCallback(Subject subject) throws Throwable {
        RunningCallback callback = new RunningCallback(subject);

        String asked =
                callback.whileItRuns(handle -> {
                    boolean isCancelled = handle.isCancelled();
                    return isCancelled + (callback.hasEnded ? " after its end" : " while it ran");
                });

        assertEquals("false after its end", asked, "the answer, and when it came");
    }

    @Rule(
            id = "CALLBACK-16",
            text =
                    "A callback that cancels its own handle runs to its end, and the handle is"
                            + " cancelled.",
            rows = "callback.threadsafe-self-cancel")
    void mayCancelItself(Subject subject) {
        Handle[] self = new Handle[1];
        self[0] =
                subject.loop()
                        .callSoonThreadSafe(() -> {
                            self[0].cancel();
                            seen.add("end " + self[0].isCancelled());
                        });

        subject.turns(1);

        assertEquals(List.of("end true"), seen, "the rest of the callback");
        assertTrue(self[0].isCancelled(), "isCancelled() after its own cancel()");
    }

    @Rule(
            id = "CALLBACK-17",
            text =
                    "After the cancel of another thread, a callback of callSoonThreadSafe has run to"
                            + " its end or never starts.",
            rows = "callback.threadsafe-cancel-before-start",
            level = Level.WEAK)
    void eitherRunsToItsEndOrNever(Subject subject) throws Throwable {
        int rounds = 1_000;
        EventLoop loop = subject.loop();
        AtomicIntegerArray begun = new AtomicIntegerArray(rounds);
        AtomicIntegerArray ended = new AtomicIntegerArray(rounds);
        List<Integer> after = new ArrayList<>();
        CountDownLatch isLast = new CountDownLatch(1);

        BackgroundRun.during(
                subject,
                () -> {
                    for (int i = 0; i < rounds; i++) {
                        int round = i;
                        Handle handle =
                                loop.callSoonThreadSafe(() -> {
                                    begun.incrementAndGet(round);
                                    ended.incrementAndGet(round);
                                });
                        handle.cancel();
                        after.add(ended.get(round));
                    }
                    loop.callSoonThreadSafe(isLast::countDown);
                    subject.await(isLast);
                });

        assertEquals(
                after,
                IntStream.range(0, rounds).mapToObj(begun::get).toList(),
                "how often each callback had started in the end, and had ended when cancel() came"
                        + " back");
    }

    /// Counts what it receives.
    private static final class Receiver implements Protocol {
        int received;

        @Override
        public void dataReceived(ByteBuffer data) {
            received += data.remaining();
        }
    }

    /// A callback with a name.
    private record Named(String name) implements Runnable {
        @Override
        public void run() {}

        @Override
        public String toString() {
            return name;
        }
    }
}
