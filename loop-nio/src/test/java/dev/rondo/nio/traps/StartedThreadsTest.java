package dev.rondo.nio.traps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.Rondo;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A virtual thread that is started inside a coroutine inherits the coroutine's scheduler. It must
/// nonetheless be as if it had been started elsewhere.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StartedThreadsTest {
    /// The ways in which a library starts a virtual thread.
    enum Start {
        DIRECTLY {
            @Override
            void start(Runnable body) {
                Thread.startVirtualThread(body);
            }
        },
        BY_AN_EXECUTOR_OF_ITS_OWN {
            @Override
            void start(Runnable body) {
                Executors.newVirtualThreadPerTaskExecutor().execute(body);
            }
        },
        BY_AN_EXECUTOR_FROM_ELSEWHERE {
            @Override
            void start(Runnable body) {
                SHARED.execute(body);
            }
        },
        BY_A_THREAD_THAT_IT_STARTED {
            @Override
            void start(Runnable body) {
                Thread.startVirtualThread(() -> Thread.startVirtualThread(body));
            }
        };

        private static final ExecutorService SHARED = Executors.newVirtualThreadPerTaskExecutor();

        abstract void start(Runnable body);

        final <T> FutureTask<T> run(Callable<T> body) {
            var task = new FutureTask<>(body);
            start(task);
            return task;
        }
    }

    @RegisterExtension final LoopWatch watch = new LoopWatch();

    private final EventLoop loop = EventLoops.create("nio");

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    private static String carrierOf(Thread thread) {
        String description = thread.toString();
        return description.substring(description.indexOf('@') + 1);
    }

    @ParameterizedTest
    @EnumSource
    void itRunsOnTheDefaultScheduler(Start how) {
        String carrier =
                loop.runUntilComplete(() -> how.run(() -> carrierOf(Thread.currentThread())).get());

        assertTrue(carrier.startsWith("ForkJoinPool"), carrier);
    }

    @Test
    void aCoroutineRunsOnTheThreadOfItsLoop() {
        Engine.assumeScheduled("its coroutines are threads of the default scheduler");

        String carrier = loop.runUntilComplete(() -> carrierOf(Thread.currentThread()));

        assertTrue(carrier.startsWith("rondo-nio-"), carrier);
    }

    @ParameterizedTest
    @EnumSource
    void itGoesOnWhileTheLoopIsBusy(Start how) {
        assertTrue(
                loop.runUntilComplete(() -> {
                    var lock = new ReentrantLock();
                    lock.lock();
                    var done =
                            how.run(() -> {
                                Thread.sleep(1);
                                Thread.yield();
                                return true;
                            });
                    while (!done.isDone()) {
                        Thread.onSpinWait(); // keeps the turn, and the carrier
                    }
                    return done.get();
                }));
    }

    @ParameterizedTest
    @EnumSource
    void itIsForeignToTheLoop(Start how) throws Exception {
        var never = loop.<Void>createFuture();
        List<Throwable> thrown = loop.runUntilComplete(() -> how.run(() -> tryAllOn(never)).get());

        thrown.forEach(e -> assertEquals(IllegalStateException.class, e.getClass(), e::toString));
        assertEquals(7, thrown.size());
        assertFalse(never.isDone());
    }

    private List<Throwable> tryAllOn(dev.rondo.Promise<Void> future) {
        return Stream.<org.junit.jupiter.api.function.Executable>of(
                        () -> loop.callSoon(() -> {}),
                        () -> loop.createTask(() -> {}),
                        () -> future.setResult(null),
                        future::await,
                        Rondo::currentLoop,
                        Rondo::currentTask,
                        () -> Rondo.sleep(Duration.ZERO))
                .map(call -> assertThrows(Throwable.class, call))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void itSurvivesTheEndOfTheLoop(Start how) throws Exception {
        var closed = new CountDownLatch(1);
        var started = new AtomicReference<FutureTask<String>>();
        try (EventLoop other = EventLoops.create("nio")) {
            other.runUntilComplete(() -> {
                started.set(how.run(() -> liveOn(closed)));
            });
        }
        closed.countDown();

        assertEquals("alive", get(started.get()));
    }

    /// Parks, sleeps, and gets a monitor that was contended.
    private static String liveOn(CountDownLatch closed) throws InterruptedException {
        closed.await();
        Thread.sleep(1);
        var monitor = new Object();
        Thread holder;
        synchronized (monitor) {
            holder = Thread.startVirtualThread(() -> passThrough(monitor));
            Limit.untilWaiting(holder);
        }
        Limit.join(holder);
        return "alive";
    }

    private static void passThrough(Object monitor) {
        synchronized (monitor) {
            Thread.yield();
        }
    }

    @Test
    void aThreadThatACallbackStartsIsForeignToo() throws Exception {
        var started = new AtomicReference<FutureTask<Throwable>>();
        loop.callSoon(() ->
                started.set(
                        Start.DIRECTLY.run(() ->
                                assertThrows(IllegalStateException.class, Rondo::currentLoop))));

        loop.runUntilComplete(() -> get(started.get()));
    }

    private static <T> T get(FutureTask<T> task) throws InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }
}
