package dev.rondo.nio.traps;

import static dev.rondo.Rondo.createTask;
import static dev.rondo.Rondo.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoop;
import dev.rondo.EventLoops;
import dev.rondo.Promise;
import dev.rondo.Rondo;
import dev.rondo.TaskOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Claim: a permit to unpark that nobody meant for us, which `LockSupport` allows at any time and
/// leftovers of the JDK's own locks are, makes no wait end early, gets no step lost and none made
/// twice.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StrangersUnparksTest {
    private static final int ROUNDS = 5_000;

    @RegisterExtension final LoopWatch watch = new LoopWatch();

    private final EventLoop loop = EventLoops.create("nio");
    private final List<String> events = new ArrayList<>();

    /// The threads that are unparked again and again.
    private final Set<Thread> targets = ConcurrentHashMap.newKeySet();

    private volatile boolean isOver;
    private List<Thread> strangers;

    @BeforeEach
    void startStrangers() {
        strangers =
                Stream.generate(() -> Thread.ofPlatform().start(this::unparkForEver))
                        .limit(2)
                        .toList();
    }

    @AfterEach
    void closeLoop() {
        isOver = true;
        strangers.forEach(Limit::join);
        loop.close();
    }

    private void unparkForEver() {
        while (!isOver) {
            targets.forEach(LockSupport::unpark);
        }
    }

    private void beTarget() {
        targets.add(Thread.currentThread());
    }

    @Test
    void awaitsEndWhenTheirFuturesDo() {
        loop.runUntilComplete(() -> {
            beTarget();
            for (int i = 0; i < ROUNDS; i++) {
                int expected = i;
                Promise<Integer> promise = loop.createFuture();
                loop.callSoon(() -> loop.callSoon(() -> promise.setResult(expected)));
                assertEquals(i, promise.await());
            }
        });
    }

    @Test
    void turnsAreGivenUpOneAtATime() {
        int[] turns = {0};
        loop.runUntilComplete(() -> {
            beTarget();
            createTask(() -> {
                beTarget();
                for (int i = 0; i < ROUNDS; i++) {
                    sleep(Duration.ZERO);
                    turns[0]++;
                }
            });
            while (turns[0] < ROUNDS) {
                sleep(Duration.ZERO);
            }
        });

        assertEquals(ROUNDS, turns[0]);
    }

    @Test
    void sleepsAreNeverShorter() {
        loop.runUntilComplete(() -> {
            beTarget();
            for (int i = 0; i < 200; i++) {
                long start = loop.time();
                sleep(Duration.ofNanos(100_000));
                assertTrue(loop.time() - start >= 100_000);
            }
        });
    }

    @Test
    void callbacksGoOn() {
        int[] calls = {0};
        loop.callSoon(this::beTarget);
        loop.runUntilComplete(() -> {
            for (int i = 0; i < ROUNDS; i++) {
                loop.callSoon(() -> calls[0]++);
                sleep(Duration.ZERO);
            }
        });

        assertEquals(ROUNDS, calls[0]);
    }

    @Test
    void aCallbackThatUnparksItsOwnThreadIsFollowedByTheNext() {
        loop.callSoon(() -> LockSupport.unpark(Thread.currentThread()));
        loop.createTask(() -> events.add("step"));
        loop.callSoon(() -> events.add("callback"));
        loop.runUntilComplete(() -> sleep(Duration.ofMillis(1)));

        assertEquals(List.of("step", "callback"), events);
    }

    @Test
    void aCoroutineThatUnparksItsOwnThreadWaitsNonetheless() {
        loop.runUntilComplete(() -> {
            Promise<String> promise = loop.createFuture();
            loop.callLater(Duration.ofMillis(1), () -> promise.setResult("waited"));
            LockSupport.unpark(Thread.currentThread());
            assertEquals("waited", promise.await());
        });
    }

    @Test
    void generatorsAndTheirConsumersAlternate() {
        var values =
                Rondo.<Integer>generate(out -> {
                    beTarget();
                    for (int i = 0; i < ROUNDS; i++) {
                        out.yield(i);
                    }
                });
        List<Integer> seen = new ArrayList<>();
        loop.runUntilComplete(() -> {
            beTarget();
            values.forEach(seen::add);
        });

        assertEquals(IntStream.range(0, ROUNDS).boxed().toList(), seen);
    }

    @Test
    void generatorsThatAwaitGoOn() {
        var values =
                Rondo.<Integer>generate(out -> {
                    beTarget();
                    for (int i = 0; i < ROUNDS; i++) {
                        sleep(Duration.ZERO);
                        out.yield(i);
                    }
                });
        List<Integer> seen = new ArrayList<>();
        loop.runUntilComplete(() -> {
            beTarget();
            values.forEach(seen::add);
        });

        assertEquals(ROUNDS, seen.size());
    }

    @Test
    void creatorsOfEagerTasksGoOnBeforeAnythingElse() {
        int[] calls = {0};
        loop.callSoon(this::beTarget);
        loop.runUntilComplete(() -> {
            beTarget();
            for (int i = 0; i < ROUNDS; i++) {
                loop.callSoon(() -> createEagerly(calls));
                loop.callSoon(() -> calls[0]++);
                createEagerly(calls);
                sleep(Duration.ZERO);
            }
        });

        assertEquals(List.of(), events);
    }

    private void createEagerly(int[] calls) {
        int before = calls[0];
        createTask(TaskOptions.DEFAULT.withEagerStart(true), () -> sleep(Duration.ZERO));
        if (calls[0] != before) {
            events.add("overtaken by a callback");
        }
    }

    @Test
    void locksOfTheJdkExclude() {
        var lock = new ReentrantLock();
        int[] counter = {0};
        loop.runUntilComplete(() -> {
            var tasks =
                    Stream.generate(() -> createTask(() -> countUnder(lock, counter)))
                            .limit(4)
                            .toList();
            Rondo.gather(tasks).await();
        });

        assertEquals(4_000, counter[0]);
    }

    private void countUnder(ReentrantLock lock, int[] counter) throws InterruptedException {
        beTarget();
        for (int i = 0; i < 1_000; i++) {
            lock.lock();
            try {
                int seen = counter[0];
                if (Engine.isScheduled() && i % 100 == 0) {
                    sleep(Duration.ZERO); // would deadlock where waiting for a lock keeps the turn
                }
                counter[0] = seen + 1;
            } finally {
                lock.unlock();
            }
        }
    }
}
