package dev.rondo.virtual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VirtualWaitingTest {
    private final RunningDriver loop = new RunningDriver();
    private final VirtualDriver driver = loop.driver;

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void aWakeUpBeforeTheWaitIsNotLost() {
        driver.wakeup();
        assertFalse(driver.await(Long.MAX_VALUE));
    }

    @Test
    void aWakeUpEndsOneWaitOnly() {
        driver.wakeup();
        driver.wakeup();
        driver.await(0);
        long start = driver.nanoTime();
        driver.await(TimeUnit.MILLISECONDS.toNanos(5));
        assertTrue(driver.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(5));
    }

    @Test
    void anInterruptEndsAWaitAndStays() {
        Thread.currentThread().interrupt();
        driver.await(Long.MAX_VALUE);
        assertTrue(Thread.interrupted());
    }

    @Test
    void noCompletionIsLostAndTheirOrderIsKept() throws InterruptedException {
        int count = 20_000;
        List<Integer> told = new ArrayList<>();
        Thread helper =
                Thread.ofPlatform()
                        .daemon()
                        .start(() -> {
                            for (int i = 0; i < count; i++) {
                                int number = i;
                                driver.complete(Completion.of(() -> told.add(number)));
                            }
                        });
        while (told.size() < count) {
            driver.await(Long.MAX_VALUE);
            driver.dispatch();
        }
        helper.join();
        assertEquals(told.stream().sorted().toList(), told);
    }

    @Test
    void whatAHandlerCausesIsForTheNextRound() {
        List<String> told = new ArrayList<>();
        driver.complete(
                Completion.of(() -> {
                    told.add("first");
                    driver.complete(Completion.of(() -> told.add("second")));
                }));
        assertTrue(loop.turn(0));
        assertEquals(List.of("first"), told);
        assertTrue(driver.isPolling());
        assertTrue(loop.turn(Long.MAX_VALUE));
        assertEquals(List.of("first", "second"), told);
        assertFalse(driver.isPolling());
    }
}
