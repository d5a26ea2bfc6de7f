package dev.rondo.virtual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MountsTest {
    private final List<String> ran = new ArrayList<>();

    @Test
    void writersComeFirst() {
        Mounts mounts = new Mounts(() -> {});
        mounts.others().execute(() -> ran.add("reader"));
        mounts.writers().execute(() -> ran.add("writer"));
        assertFalse(mounts.isEmpty());
        assertTrue(mounts.mountNext());
        assertTrue(mounts.mountNext());
        assertFalse(mounts.mountNext());
        assertEquals(List.of("writer", "reader"), ran);
    }

    @Test
    void closingMountsWhatIsThereAndRejectsTheRest() {
        Mounts mounts = new Mounts(() -> {});
        mounts.others().execute(() -> ran.add("early"));
        mounts.close();
        assertEquals(List.of("early"), ran);
        assertThrows(
                RejectedExecutionException.class,
                () -> mounts.others().execute(() -> ran.add("late")));
        assertTrue(mounts.isEmpty());
    }

    /// {@return a driver whose schedulers the test gets, to bring what is to be mounted}
    private static VirtualDriver driverOf(List<Executor> schedulers) {
        return new VirtualDriver(
                scheduler -> {
                    schedulers.add(scheduler);
                    return Optional.empty();
                },
                (_, _) -> () -> {});
    }

    @Test
    void whatAnotherThreadBringsEndsTheWaitAndIsMountedInIt() throws Exception {
        List<Executor> schedulers = new ArrayList<>();
        VirtualDriver driver = driverOf(schedulers);
        Thread self = Thread.currentThread();
        Thread other =
                Thread.ofPlatform()
                        .start(() ->
                                schedulers
                                        .getLast()
                                        .execute(() -> {
                                            boolean isHere = Thread.currentThread() == self;
                                            ran.add(isHere ? "here" : "elsewhere");
                                            driver.complete(Completion.of(() -> {}));
                                        }));
        while (ran.isEmpty()) {
            driver.await(Long.MAX_VALUE);
        }
        other.join();
        assertEquals(List.of("here"), ran);
        driver.close();
    }

    @Test
    void theLoopHearsOfSomeBeforeAllAreMounted() throws Exception {
        List<Executor> schedulers = new ArrayList<>();
        VirtualDriver driver = driverOf(schedulers);
        int count = 1000;
        for (int i = 0; i < count; i++) {
            schedulers
                    .getLast()
                    .execute(() -> driver.complete(Completion.of(() -> ran.add("done"))));
        }
        assertTrue(driver.await(Long.MAX_VALUE));
        driver.dispatch();
        assertTrue(!ran.isEmpty() && ran.size() < count, ran.size() + " at once");
        while (ran.size() < count) {
            driver.await(TimeUnit.SECONDS.toNanos(1));
            driver.dispatch();
        }
        driver.close();
    }
}
