package dev.rondo.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.Acquired;
import dev.rondo.Rondo;
import dev.rondo.Semaphore;
import dev.rondo.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What semaphores promise.
abstract class SemaphoreRules {
    @Rule(
            id = "LOCK-51",
            text =
                    "A semaphore has no negative number of permits: IllegalArgumentException; with none"
                            + " it is locked from the start.",
            rows = "sem.initial-values")
    void startsWithPermits(Subject subject) {
        assertThrows(IllegalArgumentException.class, () -> new Semaphore(-1), "-1 permits");
        assertThrows(IllegalArgumentException.class, () -> Semaphore.bounded(-1), "-1 permits");
        assertTrue(new Semaphore(0).isLocked(), "a semaphore without permits is not locked");
        assertFalse(new Semaphore(1).isLocked(), "a semaphore with a permit is locked");
    }

    @Rule(
            id = "LOCK-52",
            text =
                    "Releasing a bounded semaphore that has all of its permits throws"
                            + " IllegalArgumentException; any other gets a permit more.",
            rows = "sem.initial-values")
    void boundsReleases(Subject subject) {
        Semaphore bounded = Semaphore.bounded(1);
        assertThrows(
                IllegalArgumentException.class,
                bounded::release,
                "a bounded semaphore took a permit too many");
        assertTrue(bounded.tryAcquire(), "a refused release has cost a permit");
        bounded.release();
        Semaphore unbounded = new Semaphore(0);
        unbounded.release();
        assertTrue(unbounded.tryAcquire(), "a release did not add a permit");
    }

    @Rule(
            id = "LOCK-53",
            text = "As many acquires pass as there are permits, the others wait.",
            rows = "sem.acquire-release")
    void admitsAsManyAsPermits(Subject subject) {
        Semaphore semaphore = new Semaphore(3);
        List<String> owners = new ArrayList<>();
        takers(subject, semaphore, owners, "1", "2", "3", "4");
        subject.turns(2);
        assertEquals(List.of("1", "2", "3"), owners, "who got one of three permits");
        assertTrue(semaphore.isLocked(), "no permit is left, but it is not locked");
        semaphore.release();
        subject.turns(1);
        assertEquals(List.of("1", "2", "3", "4"), owners, "a waiter did not get the free permit");
    }

    @Rule(
            id = "LOCK-54",
            text =
                    "Each release admits one waiter, and the permit is taken before that waiter makes"
                            + " its step.",
            rows = "sem.acquire-release")
    void admitsOnePerRelease(Subject subject) {
        Semaphore semaphore = new Semaphore(0);
        List<String> owners = new ArrayList<>();
        takers(subject, semaphore, owners, "1", "2", "3");
        subject.turns(1);
        semaphore.release();
        assertTrue(semaphore.isLocked(), "the permit is owed, but it is not locked");
        assertFalse(semaphore.tryAcquire(), "tryAcquire took a permit that is owed");
        subject.turns(2);
        assertEquals(List.of("1"), owners, "who was admitted by one release");
        assertTrue(semaphore.isLocked(), "the only permit is taken, but it is not locked");
        semaphore.release();
        semaphore.release();
        subject.turns(1);
        assertEquals(List.of("1", "2", "3"), owners, "who was admitted by two more releases");
        assertFalse(semaphore.tryAcquire(), "there is a permit too many");
    }

    @Rule(
            id = "LOCK-55",
            text =
                    "Permits go to waiters strictly in the order in which they came: one who releases"
                            + " and acquires again stands behind them.",
            rows = "sem.fifo-no-barging")
    void standsInLineAgain(Subject subject) {
        Semaphore semaphore = new Semaphore(1);
        List<String> owners = new ArrayList<>();
        List<Task<Void>> tasks = new ArrayList<>();
        for (String name : List.of("c1", "c2", "c3")) {
            tasks.add(
                    subject.loop()
                            .createTask(() -> {
                                for (int round = 1; round <= 2; round++) {
                                    semaphore.acquire();
                                    owners.add(name + "_" + round);
                                    Rondo.sleep(Duration.ZERO);
                                    semaphore.release();
                                }
                            }));
        }
        subject.loop().runUntilComplete(Rondo.gather(tasks));
        assertEquals(
                List.of("c1_1", "c2_1", "c3_1", "c1_2", "c2_2", "c3_2"),
                owners,
                "the order of the owners");
    }

    @Rule(
            id = "LOCK-56",
            text =
                    "While released permits are owed to waiters that have not made their step, the"
                            + " semaphore is locked, and newcomers stand behind, also if there are more"
                            + " permits; they get those as soon as the waiters have theirs.",
            rows = "sem.fifo-no-barging")
    void isLockedWhilePermitsAreOwed(Subject subject) {
        Semaphore semaphore = new Semaphore(0);
        List<String> owners = new ArrayList<>();
        takers(subject, semaphore, owners, "1", "2");
        subject.turns(1);
        takers(subject, semaphore, owners, "3", "4"); // step before the others' next
        for (int i = 0; i < 4; i++) {
            semaphore.release();
        }
        assertTrue(semaphore.isLocked(), "permits are owed, but it is not locked: " + semaphore);
        assertFalse(semaphore.tryAcquire(), "tryAcquire overtook a waiter: " + semaphore);
        subject.turns(1);
        assertEquals(List.of("1", "2"), owners, "a newcomer overtook the waiters");
        subject.turns(1);
        assertEquals(List.of("1", "2", "3", "4"), owners, "who has one of the four permits");
        assertTrue(semaphore.isLocked(), "no permit is left, but it is not locked: " + semaphore);
    }

    @Rule(
            id = "LOCK-57",
            text = "Waiters that are cancelled are skipped, and the permit goes to the next one.",
            rows = "sem.cancelled-waiters-skipped")
    void skipsCancelledWaiters(Subject subject) {
        Semaphore semaphore = new Semaphore(0);
        List<String> owners = new ArrayList<>();
        List<Task<Void>> tasks = takers(subject, semaphore, owners, "1", "2", "3", "4");
        subject.turns(1);
        tasks.get(0).cancel();
        tasks.get(1).cancel();
        semaphore.release();
        subject.turns(2);
        assertTrue(tasks.get(0).isCancelled(), "the cancellation was lost: " + tasks.get(0));
        assertEquals(List.of("3"), owners, "who got the permit");
        semaphore.release();
        subject.turns(1);
        assertEquals(List.of("3", "4"), owners, "who got the next permit");
        assertFalse(semaphore.toString().contains("waiters"), "a waiter is left in " + semaphore);
    }

    @Rule(
            id = "LOCK-58",
            text =
                    "A waiter that is cancelled after it was given a permit passes it on: to the next"
                            + " one, or back.",
            rows = "sem.cancelled-waiters-skipped")
    void passesPermitOn(Subject subject) {
        Semaphore semaphore = new Semaphore(0);
        List<String> owners = new ArrayList<>();
        List<Task<Void>> tasks = takers(subject, semaphore, owners, "cancelled", "next");
        subject.turns(1);
        semaphore.release();
        tasks.getFirst().cancel();
        subject.turns(2);
        assertTrue(tasks.getFirst().isCancelled(), "the cancellation was lost: " + tasks);
        assertEquals(List.of("next"), owners, "who got the permit");
        Task<Void> last = takers(subject, semaphore, owners, "cancelled, too").getFirst();
        subject.turns(1);
        semaphore.release();
        last.cancel();
        subject.turns(1);
        assertTrue(semaphore.tryAcquire(), "the permit was lost with its receiver: " + semaphore);
        assertFalse(semaphore.tryAcquire(), "the permit was given back twice: " + semaphore);
    }

    @Rule(
            id = "LOCK-59",
            text =
                    "Nobody hangs while there are permits: also those who came when permits were owed"
                            + " go on if all before them are cancelled.",
            rows = "sem.cancelled-waiters-skipped")
    void nobodyHangs(Subject subject) {
        Semaphore semaphore = new Semaphore(0);
        List<String> owners = new ArrayList<>();
        List<Task<Void>> tasks = takers(subject, semaphore, owners, "1", "2");
        subject.turns(1);
        takers(subject, semaphore, owners, "3", "4"); // step before the others' next
        semaphore.release();
        semaphore.release();
        tasks.forEach(Task::cancel);
        subject.turns(3);
        assertEquals(List.of("3", "4"), owners, "who got the two permits");
        assertTrue(semaphore.isLocked(), "two permits were taken, one is left: " + semaphore);
    }

    @Rule(
            id = "LOCK-60",
            text = "A scope has a permit inside and gives it back after.",
            rows = "sem.acquire-release")
    void holdsPermitInsideOfScope(Subject subject) {
        Semaphore semaphore = Semaphore.bounded(1);
        subject.loop()
                .runUntilComplete(() -> {
                    try (Acquired _ = semaphore.acquireScoped()) {
                        assertTrue(semaphore.isLocked(), "the scope has no permit");
                    }
                    assertFalse(semaphore.isLocked(), "the scope has kept its permit");
                });
    }

    /// Starts tasks that acquire a permit, add their name and keep it.
    private static List<Task<Void>> takers(
            Subject subject, Semaphore semaphore, List<String> owners, String... names) {
        List<Task<Void>> takers = new ArrayList<>();
        for (String name : names) {
            takers.add(
                    subject.loop()
                            .createTask(
                                    name,
                                    () -> {
                                        semaphore.acquire();
                                        owners.add(name);
                                    }));
        }
        return takers;
    }
}
