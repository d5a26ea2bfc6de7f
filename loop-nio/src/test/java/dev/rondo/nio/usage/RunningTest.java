package dev.rondo.nio.usage;

import static dev.rondo.Rondo.sleep;
import static dev.rondo.Rondo.toThread;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.Promise;
import dev.rondo.Rondo;
import dev.rondo.nio.traps.Limit;
import dev.rondo.nio.traps.LoopWatch;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Running a loop where or when it must not run, and stopping it.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RunningTest {
    private static final String RUNS_HERE =
            ": loop 'nio' is running, and this code runs in it; use await() or createTask";
    private static final String OTHER_RUNS_HERE =
            " loop 'nio': loop 'nio' is running on this thread; run the other loop on a thread of"
                    + " its own";
    private static final String RUNS_ELSEWHERE =
            ": loop 'nio' is running already; use callSoonThreadSafe or asExecutor";

    @RegisterExtension final LoopWatch watch = new LoopWatch();

    private final EventLoop loop = EventLoops.create("nio");
    private final EventLoop other = EventLoops.create("nio");

    @AfterEach
    void closeLoops() {
        loop.close();
        other.close();
    }

    private static void assertRefused(String message, Runnable call) {
        assertEquals(message, assertThrows(IllegalStateException.class, call::run).getMessage());
    }

    private void assertCannotRunItself() {
        assertRefused("cannot runUntilComplete" + RUNS_HERE, () -> loop.runUntilComplete(() -> 1));
        assertRefused("cannot runUntilComplete" + RUNS_HERE, () -> loop.runUntilComplete(() -> {}));
        assertRefused(
                "cannot runUntilComplete" + RUNS_HERE,
                () -> loop.runUntilComplete(loop.<Void>createFuture()));
        assertRefused("cannot runForever" + RUNS_HERE, loop::runForever);
        assertRefused("cannot close" + RUNS_HERE, loop::close);
    }

    @Test
    void aLoopCannotBeRunInItsOwnCoroutine() {
        loop.runUntilComplete(this::assertCannotRunItself);
        assertEquals(0, loop.tasks().size());
    }

    @Test
    void aLoopCannotBeRunInItsOwnCallback() {
        var thrown = new AtomicReference<Throwable>();
        loop.callSoon(() -> {
            try {
                assertCannotRunItself();
            } catch (Throwable e) {
                thrown.set(e);
            }
        });
        loop.runUntilComplete(() -> sleep(Duration.ZERO));

        assertEquals(null, thrown.get());
    }

    @Test
    void aSecondLoopCannotBeRunOnTheSameThread() {
        loop.runUntilComplete(() -> {
            assertRefused(
                    "cannot runUntilComplete" + OTHER_RUNS_HERE,
                    () -> other.runUntilComplete(() -> 1));
            assertRefused("cannot runForever" + OTHER_RUNS_HERE, other::runForever);
            assertRefused("cannot close" + OTHER_RUNS_HERE, other::close);
        });
    }

    @Test
    void rondoRunCannotBeNested() {
        loop.runUntilComplete(() ->
                assertRefused(
                        "cannot run: loop 'nio' is running here; use await() or createTask",
                        () -> Rondo.run(() -> 1)));
    }

    @Test
    void aSecondLoopCanBeRunOnAThreadOfItsOwn() {
        assertEquals(
                42, loop.runUntilComplete(() -> toThread(() -> other.runUntilComplete(() -> 42))));
    }

    @Test
    void twoLoopsCanBeRunOneAfterTheOtherOnTheSameThread() {
        assertEquals(1, loop.runUntilComplete(() -> 1));
        assertEquals(2, other.runUntilComplete(() -> 2));
        assertEquals(3, loop.runUntilComplete(() -> 3));
    }

    @Test
    void aLoopThatRunsCannotBeRunOrClosedByAnotherThread() {
        var started = new CountDownLatch(1);
        loop.callSoon(started::countDown);
        Thread runner = Thread.ofPlatform().start(loop::runForever);
        Limit.await(started);

        assertTrue(loop.isRunning());
        assertRefused(
                "cannot runUntilComplete" + RUNS_ELSEWHERE, () -> loop.runUntilComplete(() -> 1));
        assertRefused("cannot runForever" + RUNS_ELSEWHERE, loop::runForever);
        assertRefused("cannot close" + RUNS_ELSEWHERE, loop::close);
        assertFalse(loop.isClosed());
        loop.stop();
        Limit.join(runner);
    }

    @Test
    void aFutureOfAnotherLoopCannotBeRun() {
        Promise<Void> foreign = other.createFuture();

        var e = assertThrows(IllegalArgumentException.class, () -> loop.runUntilComplete(foreign));

        assertEquals(
                "runUntilComplete on loop 'nio' with a future of loop 'nio': Future[pending]",
                e.getMessage());
        assertFalse(loop.isRunning());
    }

    @Test
    void aFutureThatIsDoneCanBeRun() {
        Promise<String> done = loop.createFuture();
        done.setResult("done");

        assertEquals("done", loop.runUntilComplete(done));
    }

    @Test
    void stopBeforeARunEndsItAfterOneIteration() {
        var calls = new int[1];
        loop.callSoon(() -> calls[0]++);
        loop.callSoon(() -> loop.callSoon(() -> calls[0] += 10));
        loop.stop();
        loop.runForever();
        assertEquals(1, calls[0]);

        loop.stop();
        loop.runForever();
        assertEquals(11, calls[0]);
    }

    @Test
    void stopEndsARunAfterItsIteration() {
        var calls = new int[1];
        loop.callSoon(loop::stop);
        loop.callSoon(() -> calls[0]++);
        loop.runForever();

        assertEquals(1, calls[0]);
    }

    @Test
    void stopEndsARunThatAnotherThreadMade() {
        Thread stopper = Thread.ofPlatform().unstarted(loop::stop);
        loop.callSoon(stopper::start);
        loop.runForever();
        Limit.join(stopper);

        assertFalse(loop.isRunning());
    }

    @Test
    void stopInRunUntilCompleteIsAnErrorThatNamesTheFuture() {
        var task = loop.createTask("main", () -> sleep(Duration.ofDays(1)));
        loop.callLater(Duration.ofMillis(1), loop::stop);

        var e = assertThrows(IllegalStateException.class, () -> loop.runUntilComplete(task));

        assertTrue(
                e.getMessage()
                        .startsWith(
                                "the loop was stopped before the future was done: Task[pending"),
                e.getMessage());
        assertTrue(e.getMessage().contains("name='main'"), e.getMessage());
        assertFalse(task.isDone());
    }

    @Test
    void whatWasStoppedGoesOnWithTheNextRun() {
        var task =
                loop.createTask(() -> {
                    sleep(Duration.ofMillis(2));
                    return "done";
                });
        loop.callSoon(loop::stop);
        assertThrows(IllegalStateException.class, () -> loop.runUntilComplete(task));

        assertEquals("done", loop.runUntilComplete(task));
    }

    @Test
    void stopInTheIterationInWhichTheFutureEndsIsNoError() {
        var task =
                loop.createTask(() -> {
                    loop.stop();
                    return "done";
                });

        assertEquals("done", loop.runUntilComplete(task));
        assertEquals("the stop is over", loop.runUntilComplete(() -> "the stop is over"));
    }
}
