package dev.rondo.nio.traps;

import static dev.rondo.Rondo.sleep;
import static dev.rondo.Rondo.toThread;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rondo.Action;
import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A coroutine holds a lock while it waits, and a callback wants it: if the callback blocked the
/// carrier, the coroutine could never go on and release it.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LocksTest {
    private static final String STANDS_STILL =
            "a callback that blocks stops the loop, as in asyncio";

    /// The ways to lock in Java.
    enum Guard {
        LOCK {
            private final ReentrantLock lock = new ReentrantLock();

            @Override
            void hold(Action body) throws Exception {
                lock.lock();
                try {
                    body.run();
                } finally {
                    lock.unlock();
                }
            }
        },
        MONITOR {
            @Override
            void hold(Action body) throws Exception {
                synchronized (this) {
                    body.run();
                }
            }
        };

        abstract void hold(Action body) throws Exception;

        final void holdUnchecked(Runnable body) {
            try {
                hold(body::run);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    @RegisterExtension final LoopWatch watch = new LoopWatch();

    private final EventLoop loop = EventLoops.create("nio");
    private final List<String> events = new ArrayList<>();
    private final Promise<Void> end = loop.createFuture();

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    private void note(String event) {
        events.add(event);
    }

    /// A callback that wants the guard, and ends the run once it had it.
    private void want(Guard guard) {
        note("wanted");
        guard.holdUnchecked(() -> note("got"));
        end.setResult(null);
    }

    @ParameterizedTest
    @EnumSource
    void aCallbackGetsWhatACoroutineHeldWhileItWasParkedInTheJdk(Guard guard) {
        loop.createTask(() ->
                guard.hold(() -> {
                    note("held");
                    Thread.sleep(10);
                    note("released");
                }));
        loop.callSoon(() -> want(guard));

        loop.runUntilComplete(end);

        assertEquals(
                Engine.isScheduled()
                        ? List.of("held", "wanted", "released", "got")
                        : List.of("held", "released", "wanted", "got"),
                events);
    }

    @ParameterizedTest
    @EnumSource
    void aCallbackGetsWhatACoroutineHeldAcrossOurSleep(Guard guard) {
        Engine.assumeScheduled(STANDS_STILL);
        loop.createTask(() ->
                guard.hold(() -> {
                    note("held");
                    sleep(Duration.ofMillis(10));
                    note("released");
                }));
        loop.callSoon(() -> want(guard));

        loop.runUntilComplete(end);

        assertEquals(List.of("held", "wanted", "released", "got"), events);
    }

    @ParameterizedTest
    @EnumSource
    void aCoroutineGetsWhatAnotherHeldAcrossOurSleep(Guard guard) {
        Engine.assumeScheduled("a coroutine that waits for a lock keeps the turn");
        loop.createTask(() ->
                guard.hold(() -> {
                    note("held");
                    sleep(Duration.ofMillis(10));
                    note("released");
                }));

        loop.runUntilComplete(() -> guard.hold(() -> note("got")));

        assertEquals(List.of("held", "released", "got"), events);
    }

    @Test
    void underHandoffALockHeldAcrossAnAwaitStopsTheLoopForACallbackThatWantsIt() {
        Engine.assumeHandoff("it lets the holder go on");
        ReentrantLock lock = new ReentrantLock();
        loop.createTask(() -> {
            lock.lock();
            sleep(Duration.ofMillis(1));
            note("released");
            lock.unlock();
            end.setResult(null);
        });
        loop.callSoon(() -> note("got: " + tryLockFor(lock, 100)));

        loop.runUntilComplete(end);

        assertEquals(List.of("got: false", "released"), events);
    }

    @Test
    void underScheduledALockHeldAcrossAnAwaitComesFreeForACallbackThatWantsIt() {
        Engine.assumeScheduled(STANDS_STILL);
        ReentrantLock lock = new ReentrantLock();
        loop.createTask(() -> {
            lock.lock();
            sleep(Duration.ofMillis(1));
            note("released");
            lock.unlock();
        });
        loop.callSoon(() -> {
            note("got: " + tryLockFor(lock, 30_000));
            end.setResult(null);
        });

        loop.runUntilComplete(end);

        assertEquals(List.of("released", "got: true"), events);
    }

    private static boolean tryLockFor(ReentrantLock lock, long millis) {
        try {
            return lock.tryLock(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void callbacksKeepTheirOrderBehindOneThatIsBlocked() {
        Engine.assumeScheduled(STANDS_STILL);
        ReentrantLock lock = new ReentrantLock();
        Promise<Void> future = loop.createFuture();
        loop.runUntilComplete(() -> {
            lock.lock();
            loop.callSoon(() -> {
                lock.lock();
                lock.unlock();
                note("blocked");
            });
            loop.callSoon(() -> note("behind it"));
            toThread(() -> loop.callSoonThreadSafe(() -> note("from a thread")));
            loop.callLater(Duration.ofMillis(1), () -> note("timer"));
            sleep(Duration.ofMillis(5));
            future.addDoneCallback(done -> note("done callback"));
            future.setResult(null);
            sleep(Duration.ofMillis(1));
            note("unlock");
            lock.unlock(); // makes the blocked one ready: what follows must stay behind the others
            loop.callSoon(() -> note("last"));
            loop.callSoon(() -> end.setResult(null));
            end.await();
        });

        assertEquals(
                List.of(
                        "unlock",
                        "blocked",
                        "behind it",
                        "from a thread",
                        "timer",
                        "done callback",
                        "last"),
                events);
    }

    @Test
    void stepsTimersAndCompletionsGoOnWhileACallbackIsBlocked() {
        Engine.assumeScheduled(STANDS_STILL);
        ReentrantLock lock = new ReentrantLock();
        loop.runUntilComplete(() -> {
            lock.lock();
            loop.callSoon(() -> {
                note("wanted");
                lock.lock();
                lock.unlock();
                note("got");
                end.setResult(null);
            });
            sleep(Duration.ofMillis(1));
            note("timer");
            note(toThread(() -> "executor"));
            note(loop.createTask(() -> "task").await());
            sleep(Duration.ZERO);
            note("unlock");
            lock.unlock();
            end.await();
        });

        assertEquals(List.of("wanted", "timer", "executor", "task", "unlock", "got"), events);
    }

    @Test
    void aBlockedCallbackBlocksAgainAndTheOthersStillWait() {
        Engine.assumeScheduled(STANDS_STILL);
        ReentrantLock first = new ReentrantLock();
        ReentrantLock second = new ReentrantLock();
        loop.runUntilComplete(() -> {
            first.lock();
            second.lock();
            loop.callSoon(() -> {
                first.lock();
                note("first");
                second.lock();
                note("second");
                second.unlock();
                first.unlock();
            });
            loop.callSoon(() -> end.setResult(null));
            sleep(Duration.ofMillis(1));
            first.unlock();
            sleep(Duration.ofMillis(1));
            note("unlock second");
            second.unlock();
            end.await();
        });

        assertEquals(List.of("first", "unlock second", "second"), events);
    }
}
