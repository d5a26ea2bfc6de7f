package dev.rondo.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DriverThreadTest {
    private final LinkedBlockingQueue<Runnable> continuations = new LinkedBlockingQueue<>();
    private volatile int step;

    private static Thread thread(Executor driver, Runnable body) {
        return new ScheduledEngine().driverThreads(driver).orElseThrow().newThread(body);
    }

    @Test
    void runsOnlyWhenTheDriverMountsIt() {
        Thread thread =
                thread(
                        continuations::add,
                        () -> {
                            step = 1;
                            LockSupport.park();
                            step = 2;
                        });
        thread.start();
        assertEquals(0, step);
        continuations.remove().run();
        assertEquals(1, step);
        assertTrue(continuations.isEmpty());
        LockSupport.unpark(thread);
        assertEquals(1, step);
        continuations.remove().run();
        assertEquals(2, step);
        assertFalse(thread.isAlive());
    }

    @Test
    void whatItStartsIsTheJdks() throws InterruptedException {
        LinkedBlockingQueue<Thread> started = new LinkedBlockingQueue<>();
        thread(continuations::add, () -> started.add(Thread.startVirtualThread(() -> step = 1)))
                .start();
        continuations.remove().run();
        started.remove().join(); // and nobody mounts it here
        assertEquals(1, step);
        assertTrue(continuations.isEmpty());
    }

    @Test
    void goesOnElsewhereIfTheDriverRejectsIt() throws InterruptedException {
        Thread thread =
                thread(
                        _ -> {
                            throw new RejectedExecutionException("closed");
                        },
                        () -> step = 1);
        thread.start();
        thread.join();
        assertEquals(1, step);
    }

    @Test
    void theHandoffEngineLeavesThreadsToTheJdk() {
        assertTrue(new HandoffEngine().driverThreads(continuations::add).isEmpty());
    }
}
