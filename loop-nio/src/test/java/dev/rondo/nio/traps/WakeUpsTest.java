package dev.rondo.nio.traps;

import static dev.rondo.Rondo.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import java.io.IOException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Claim: no wake-up is lost, whatever the loop sleeps in, and whoever else wakes it at the same
/// time.
///
/// Each thread waits for the answer to one submission before it makes the next, so the loop falls
/// asleep between them, and the submissions of the threads race with that and with each other. A
/// lost one stops its thread.
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("slow")
class WakeUpsTest {
    private static final int THREADS = 2;
    private static final int WAKE_UPS = 20_000;

    @RegisterExtension final LoopWatch watch = new LoopWatch();

    private final EventLoop loop = EventLoops.create("nio");
    private final AtomicInteger answered = new AtomicInteger();

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    /// How a thread asks the loop to do something.
    private interface Submission {
        void submit(Runnable command);
    }

    /// Runs the loop forever until all threads have had all their answers.
    private void race(Submission how) {
        List<Thread> threads =
                Stream.generate(() -> Thread.ofPlatform().unstarted(() -> pingPong(how)))
                        .limit(THREADS)
                        .toList();
        Thread referee =
                Thread.ofPlatform()
                        .start(() -> {
                            threads.forEach(Thread::start);
                            try {
                                threads.forEach(Limit::join);
                            } finally {
                                loop.stop();
                            }
                        });
        loop.runForever();
        Limit.join(referee);

        assertEquals(WAKE_UPS, answered.get());
    }

    private void pingPong(Submission how) {
        var answers = new Semaphore(0);
        for (int i = 0; i < WAKE_UPS / THREADS; i++) {
            how.submit(() -> {
                answered.incrementAndGet();
                answers.release();
            });
            Limit.acquire(answers);
        }
    }

    @Test
    void callSoonThreadSafeWakesALoopWithoutTimersOrChannels() {
        race(loop::callSoonThreadSafe);
    }

    @Test
    void itWakesALoopThatWaitsForATimer() {
        loop.createTask(() -> sleep(Duration.ofDays(1)));
        race(loop::callSoonThreadSafe);
    }

    @Test
    void itWakesALoopWhoseTimersEndItsSleepAtTheSameTime() {
        loop.createTask(this::tickForEver);
        race(loop::callSoonThreadSafe);
    }

    private void tickForEver() {
        while (true) {
            sleep(Duration.ofNanos(20_000));
        }
    }

    @Test
    void itWakesALoopThatWaitsInItsSelector() throws IOException {
        try (var channel = DatagramChannel.open()) {
            channel.configureBlocking(false);
            Runnable nothing = () -> {};
            channel.register(loop.unwrap(Selector.class), SelectionKey.OP_READ, nothing);
            race(loop::callSoonThreadSafe);
        }
    }

    @Test
    void itWakesALoopWhoseCoroutineBlocksInTheJdk() {
        Engine.assumeScheduled("a coroutine that blocks in the JDK keeps the turn");
        loop.createTask(() -> Thread.sleep(Duration.ofDays(1)));
        race(loop::callSoonThreadSafe);
    }

    @Test
    void theExecutorOfTheLoopWakesIt() {
        race(loop.asExecutor()::execute);
    }

    @Test
    void aStageThatIsWrappedWakesIt() {
        race(command -> {
            var stage = new CompletableFuture<Void>();
            loop.callSoonThreadSafe(() -> loop.wrap(stage).addDoneCallback(done -> command.run()));
            stage.complete(null);
        });
    }

    @Test
    void aCoroutineThatIsParkedInTheJdkWakesItWhenItCanGoOn() {
        Engine.assumeScheduled("a coroutine that blocks in the JDK keeps the turn");
        var questions = new Semaphore(0);
        var answers = new Semaphore(0);
        loop.createTask(() -> {
            while (true) {
                questions.acquire();
                answers.release();
            }
        });
        race(command -> {
            questions.release();
            Limit.acquire(answers);
            command.run();
        });
    }
}
