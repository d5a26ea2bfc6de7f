package dev.rondo.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NioWaitingTest {
    private final RunningDriver loop = new RunningDriver();
    private final NioDriver driver = loop.driver;
    private Pipe pipe;

    @BeforeEach
    void openPipe() throws IOException {
        pipe = Pipe.open();
    }

    @AfterEach
    void closeAll() throws IOException {
        loop.close();
        pipe.source().close();
        pipe.sink().close();
    }

    /// Registers a channel that nothing comes from, so that the driver waits in the selector.
    private void registerSomething() throws IOException {
        Selector selector = driver.unwrap(Selector.class).orElseThrow();
        pipe.source().configureBlocking(false);
        pipe.source().register(selector, SelectionKey.OP_READ, (Runnable) this::drain);
    }

    private void drain() {
        try {
            pipe.source().read(ByteBuffer.allocate(16));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aWakeUpBeforeTheWaitIsNotLost(boolean registered) throws IOException {
        if (registered) {
            registerSomething();
        }
        driver.wakeup();
        assertFalse(driver.await(Long.MAX_VALUE));
    }

    @Test
    void aWakeUpEndsOneWaitOnly() throws IOException {
        driver.wakeup();
        driver.wakeup();
        driver.await(0);
        long start = driver.nanoTime();
        driver.await(TimeUnit.MILLISECONDS.toNanos(5));
        assertTrue(driver.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(5));
    }

    @ParameterizedTest
    @Tag("slow")
    @CsvSource({"false,false", "false,true", "true,false", "true,true"})
    void twentyThousandRacingWakeUpsAreNotLost(boolean registered, boolean virtual)
            throws Exception {
        if (registered) {
            registerSomething();
        }
        var submitted = new AtomicInteger();
        var seen = new AtomicInteger();
        Runnable waker = () -> submitAndAwait(10_000, submitted, seen);
        var waiting = new FutureTask<>(() -> see(20_000, submitted, seen));
        (virtual ? Thread.ofVirtual() : Thread.ofPlatform().daemon()).start(waiting);
        Thread.ofPlatform().daemon().start(waker);
        Thread.ofPlatform().daemon().start(waker);
        assertEquals(20_000, waiting.get());
    }

    /// Submits, wakes, and goes on when the driver's thread has seen it: each wake-up is needed.
    private void submitAndAwait(int count, AtomicInteger submitted, AtomicInteger seen) {
        for (int i = 0; i < count; i++) {
            int mine = submitted.incrementAndGet();
            driver.wakeup();
            while (seen.get() < mine) {
                Thread.onSpinWait();
            }
        }
    }

    private int see(int count, AtomicInteger submitted, AtomicInteger seen) throws IOException {
        while (seen.get() < count) {
            driver.await(Long.MAX_VALUE);
            seen.set(submitted.get());
        }
        return seen.get();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shortSleepsDoNotSpin(boolean registered) throws IOException {
        if (registered) {
            registerSomething();
        }
        loop.sleep(10_000_000);
        loop.sleep(100_000);
        loop.sleep(1_000);
        loop.sleep(10);
        loop.sleep(1);
        assertTrue(loop.awaits <= 20, () -> loop.awaits + " awaits for five sleeps");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void waitingCostsNoProcessorTime(boolean registered) throws IOException {
        if (registered) {
            registerSomething();
        }
        var threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        loop.sleep(TimeUnit.MILLISECONDS.toNanos(200));
        long used = threads.getCurrentThreadCpuTime() - before;
        assertTrue(used < TimeUnit.MILLISECONDS.toNanos(100), () -> used + " ns of 200 ms");
    }

    @Test
    void anInterruptEndsTheWaitAndStaysSet() throws IOException {
        registerSomething();
        Thread.currentThread().interrupt();
        assertFalse(driver.await(Long.MAX_VALUE));
        assertTrue(Thread.interrupted());
    }

    @Test
    void looksForEventsDuringASleepBelowAMillisecond() throws IOException {
        registerSomething();
        pipe.sink().write(ByteBuffer.allocate(1));
        assertTrue(driver.await(900_000));
    }

    @Test
    void aKeyOfTheUsersOwnRunsWhatIsAttached() throws IOException {
        var ran = new AtomicInteger();
        Selector selector = driver.unwrap(Selector.class).orElseThrow();
        pipe.source().configureBlocking(false);
        pipe.source().register(selector, SelectionKey.OP_READ, (Runnable) ran::incrementAndGet);
        pipe.sink().write(ByteBuffer.allocate(1));
        loop.turn(Long.MAX_VALUE);
        assertEquals(1, ran.get());
    }

    @Test
    void pollsOnlyWhileSomethingIsRegistered() throws IOException {
        assertFalse(driver.isPolling());
        registerSomething();
        assertTrue(driver.isPolling());
        pipe.source().close();
        driver.await(0);
        assertFalse(driver.isPolling());
    }

    @Test
    void wakingAClosedDriverIsHarmless() throws IOException {
        var closed = new NioDriver();
        closed.close();
        closed.wakeup();
        assertEquals(0, closed.unwrap(String.class).stream().count());
    }
}
