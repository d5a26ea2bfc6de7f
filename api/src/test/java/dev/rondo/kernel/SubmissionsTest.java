package dev.rondo.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubmissionsTest {
    private static final int SUBMITTERS = 3;
    private static final int EACH = 100_000;

    private final Submissions submissions = new Submissions();
    private final ReadyQueue ready = new ReadyQueue();

    @Test
    void keepsTheOrderOfSubmission() {
        IntStream.range(0, 1000).forEach(i -> submissions.push(Fixtures.entry(0, i)));

        submissions.drainTo(ready);

        assertTrue(submissions.isEmpty());
        IntStream.range(0, 1000)
                .forEach(i -> assertEquals(i, ((Fixtures.Numbered) ready.poll()).number));
    }

    @ParameterizedTest
    @ValueSource(ints = {Submissions.IN_DRIVER, Submissions.OUTSIDE})
    void asksForOneWakeUpForEachSleep(int where) {
        assertTrue(submissions.announceSleep(where));

        assertEquals(where, submissions.push(Fixtures.entry(0, 1)));
        assertEquals(Submissions.AWAKE, submissions.push(Fixtures.entry(0, 2)));
        submissions.drainTo(ready);
        assertEquals(Submissions.AWAKE, submissions.push(Fixtures.entry(0, 3)));
    }

    @Test
    void asksForNoWakeUpWhileTheLoopIsAwake() {
        assertEquals(Submissions.AWAKE, submissions.push(Fixtures.entry(0, 1)));
    }

    @Test
    void asksForNoWakeUpWhenTheLoopWokeByItself() {
        assertTrue(submissions.announceSleep(Submissions.IN_DRIVER));
        submissions.awake();

        assertEquals(Submissions.AWAKE, submissions.push(Fixtures.entry(0, 1)));
    }

    @Test
    void refusesASleepOverASubmission() {
        submissions.push(Fixtures.entry(0, 1));

        assertFalse(submissions.announceSleep(Submissions.OUTSIDE));
    }

    /// The claim: whatever the interleaving, a submission is either seen by the look before the
    /// sleep, or its submitter wakes the sleeper. A lost one leaves the loop on the semaphore for
    /// good.
    @Test
    @Timeout(60)
    void losesNoWakeUpAndNoOrderUnderRacingSubmitters() throws InterruptedException {
        Semaphore wakeUps = new Semaphore(0);
        for (int i = 0; i < SUBMITTERS; i++) {
            int submitter = i;
            Thread.ofPlatform()
                    .daemon()
                    .start(() -> {
                        for (int number = 0; number < EACH; number++) {
                            Entry entry = Fixtures.entry(submitter, number);
                            if (submissions.push(entry) != Submissions.AWAKE) {
                                wakeUps.release();
                            }
                        }
                    });
        }
        int[] next = new int[SUBMITTERS];
        for (int seen = 0; seen < SUBMITTERS * EACH; ) {
            if (submissions.announceSleep(Submissions.IN_DRIVER)) {
                wakeUps.acquire();
            }
            submissions.awake();
            submissions.drainTo(ready);
            for (; !ready.isEmpty(); seen++) {
                Fixtures.Numbered entry = (Fixtures.Numbered) ready.poll();
                assertEquals(next[entry.submitter]++, entry.number);
            }
        }
        assertTrue(submissions.isEmpty());
    }

    /// The claim: the same where the loop falls asleep after every entry, because the submitter
    /// waits until it was taken.
    @Test
    @Timeout(60)
    void losesNoWakeUpWhenTheLoopFallsAsleepEachTime() throws InterruptedException {
        Semaphore wakeUps = new Semaphore(0);
        AtomicInteger taken = new AtomicInteger();
        Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    for (int number = 0; number < EACH; number++) {
                        if (submissions.push(Fixtures.entry(0, number)) != Submissions.AWAKE) {
                            wakeUps.release();
                        }
                        while (taken.get() == number) {
                            Thread.onSpinWait();
                        }
                    }
                });
        while (taken.get() < EACH) {
            if (submissions.announceSleep(Submissions.IN_DRIVER)) {
                wakeUps.acquire();
            }
            submissions.awake();
            submissions.drainTo(ready);
            if (!ready.isEmpty()) {
                assertEquals(taken.get(), ((Fixtures.Numbered) ready.poll()).number);
                taken.incrementAndGet();
            }
        }
    }
}
