package dev.rondo.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/// The clock, the waiting, the wake-up and the event queue.
@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class MemoryDriverTest {
    private static final long HOUR = TimeUnit.HOURS.toNanos(1);

    private final FakeHost host = new FakeHost();
    private final MemoryDriver driver = new MemoryDriver(host);

    @BeforeEach
    void start() {
        driver.start();
    }

    @Test
    void timeStartsAtZeroAndStandsStillByItself() {
        assertEquals(0, driver.nanoTime());
        assertFalse(driver.await(0));
        assertEquals(0, driver.nanoTime());
    }

    @Test
    void timeJumpsByWhatAQuietLoopWaits() {
        driver.await(HOUR);
        driver.await(1);

        assertEquals(HOUR + 1, driver.nanoTime());
    }

    @Test
    void timeJumpsThoughSomebodyOutsideIsAwaited() {
        host.awaitsOutside = true;

        driver.await(HOUR);

        assertEquals(HOUR, driver.nanoTime());
    }

    @Test
    void timeStandsStillWhileThereAreEvents() {
        driver.enqueue(() -> {});

        assertTrue(driver.await(HOUR));
        assertEquals(0, driver.nanoTime());
    }

    @Test
    void timeStandsStillWhileWorkIsOut() throws InterruptedException {
        host.isQuiet = false;
        AtomicBoolean isWorkDone = new AtomicBoolean();
        Thread worker =
                onceAsleep(() -> {
                    isWorkDone.set(true);
                    driver.wakeup();
                });

        assertFalse(driver.await(HOUR));

        assertTrue(isWorkDone.get());
        assertEquals(0, driver.nanoTime());
        worker.join();
    }

    @Test
    void timeDoesNotJumpOverWorkThatEndsDuringTheLook() {
        host.whenAsked = driver::wakeup;

        driver.await(HOUR);

        assertEquals(0, driver.nanoTime());
    }

    @Test
    void aWakeUpBeforeTheWaitEndsItOnce() {
        driver.wakeup();
        driver.wakeup();

        driver.await(HOUR);
        assertEquals(0, driver.nanoTime());
        driver.await(HOUR);
        assertEquals(HOUR, driver.nanoTime());
    }

    @Test
    void aWakeUpBeforeTheStartIsNotLost() {
        MemoryDriver unstarted = new MemoryDriver(host);
        unstarted.wakeup();
        unstarted.start();

        unstarted.await(HOUR);

        assertEquals(0, unstarted.nanoTime());
    }

    @Test
    void losesNoneOfManyRacingWakeUps() throws InterruptedException {
        int rounds = 20_000;
        host.awaitsOutside = true;
        Semaphore isAnswered = new Semaphore(0);
        Runnable round =
                () -> {
                    driver.wakeup();
                    isAnswered.acquireUninterruptibly();
                };
        Thread waker =
                Thread.ofPlatform()
                        .start(() -> IntStream.range(0, rounds).forEach(_ -> round.run()));

        IntStream.range(0, rounds)
                .forEach(_ -> {
                    driver.await(Long.MAX_VALUE);
                    isAnswered.release();
                });

        waker.join();
        assertEquals(0, host.stuckCount);
    }

    @Test
    void leavesAnInterruptToTheLoop() {
        host.isQuiet = false;
        Thread.currentThread().interrupt();

        assertFalse(driver.await(HOUR));

        assertTrue(Thread.interrupted());
        assertEquals(0, driver.nanoTime());
    }

    @Test
    @Tag("slow")
    void reportsALoopThatNothingCanWake() {
        assertFalse(driver.await(Long.MAX_VALUE));

        assertEquals(1, host.stuckCount);
        assertEquals(0, driver.nanoTime());
    }

    @Test
    void isNotStuckWhenAStrangerWakesItInTheGrace() throws InterruptedException {
        Thread stranger = onceAsleep(driver::wakeup);

        driver.await(Long.MAX_VALUE);

        assertEquals(0, host.stuckCount);
        stranger.join();
    }

    @Test
    void isNotStuckWhileSomebodyOutsideIsAwaited() throws InterruptedException {
        host.awaitsOutside = true;
        Thread outsider = onceAsleep(driver::wakeup);

        driver.await(Long.MAX_VALUE);

        assertEquals(0, host.stuckCount);
        outsider.join();
    }

    @Test
    void runsEventsInTheOrderOfArising() {
        List<Integer> heard = new ArrayList<>();
        IntStream.range(0, 5).forEach(number -> driver.enqueue(() -> heard.add(number)));

        driver.dispatch();

        assertEquals(List.of(0, 1, 2, 3, 4), heard);
    }

    @Test
    void leavesWhatArisesInADispatchForTheNext() {
        List<String> heard = new ArrayList<>();
        driver.enqueue(() -> driver.enqueue(() -> heard.add("second")));
        driver.enqueue(() -> heard.add("first"));

        driver.dispatch();
        assertEquals(List.of("first"), heard);
        assertTrue(driver.isPolling());
        assertTrue(driver.await(Long.MAX_VALUE));

        driver.dispatch();
        assertEquals(List.of("first", "second"), heard);
        assertFalse(driver.isPolling());
    }

    @Test
    void runsNoEventAfterItsClose() {
        List<String> heard = new ArrayList<>();
        driver.enqueue(() -> heard.add("late"));

        driver.close();
        driver.dispatch();

        assertEquals(List.of(), heard);
    }

    /// Runs an action on a thread of its own once the calling thread sleeps in the driver.
    private static Thread onceAsleep(Runnable action) {
        Thread sleeper = Thread.currentThread();
        return Thread.ofPlatform()
                .start(() -> {
                    while (sleeper.getState() != Thread.State.TIMED_WAITING) {
                        Thread.onSpinWait();
                    }
                    action.run();
                });
    }
}
