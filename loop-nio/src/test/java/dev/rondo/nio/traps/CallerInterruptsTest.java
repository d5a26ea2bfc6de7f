package dev.rondo.nio.traps;

import static dev.rondo.Rondo.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.CancelledError;
import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The thread that called `run…` waits, and an interrupt of it means: cancel the main task.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CallerInterruptsTest {
    private static final Duration FOR_EVER = Duration.ofDays(1);

    @RegisterExtension final LoopWatch watch = new LoopWatch();

    private final EventLoop loop = EventLoops.create("nio");
    private final CountDownLatch started = new CountDownLatch(1);

    private Throwable thrown;
    private boolean wasInterrupted;

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    /// Has a thread run something, and interrupts it once the main task has started.
    private void interrupt(Runnable run) {
        Thread caller =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                run.run();
                            } catch (Throwable e) {
                                thrown = e;
                            }
                            wasInterrupted = Thread.currentThread().isInterrupted();
                        });
        Limit.await(started);
        caller.interrupt();
        Limit.join(caller);
    }

    private void assertCancelled() {
        assertInstanceOf(CancelledError.class, thrown);
        assertEquals("interrupted", thrown.getMessage());
        assertTrue(wasInterrupted, "the flag is restored");
    }

    @Test
    void itCancelsTheMainTaskOnALoopThatIsBusyWithCallbacks() {
        loop.callSoon(this::callAgain);
        interrupt(() ->
                loop.runUntilComplete(() -> {
                    started.countDown();
                    sleep(FOR_EVER);
                }));

        assertCancelled();
    }

    private void callAgain() {
        if (!loop.isClosed()) {
            loop.callSoon(this::callAgain);
        }
    }

    @Test
    void itCancelsAMainTaskThatBlocksInTheJdk() {
        Engine.assumeScheduled("a coroutine that blocks in the JDK keeps the turn");
        interrupt(() ->
                loop.runUntilComplete(() -> {
                    started.countDown();
                    Thread.sleep(FOR_EVER);
                }));

        assertInstanceOf(CancelledError.class, thrown);
        assertTrue(wasInterrupted);
    }

    @Test
    void itCancelsAFutureThatIsRun() {
        var future = loop.<Void>createFuture();
        loop.callSoon(started::countDown);
        interrupt(() -> loop.runUntilComplete(future));

        assertCancelled();
        assertTrue(future.isCancelled());
    }

    @Test
    void itEndsRunForeverOnABusyLoop() {
        loop.callSoon(started::countDown);
        loop.callSoon(this::callAgain);
        interrupt(loop::runForever);

        assertNull(thrown);
        assertTrue(wasInterrupted, "the flag is restored");
    }

    @Test
    void oneThatCameBeforeCancelsAtOnce() {
        Thread.currentThread().interrupt();
        try {
            assertThrows(CancelledError.class, () -> loop.runUntilComplete(() -> sleep(FOR_EVER)));
        } finally {
            assertTrue(Thread.interrupted(), "the flag is restored");
        }
    }
}
