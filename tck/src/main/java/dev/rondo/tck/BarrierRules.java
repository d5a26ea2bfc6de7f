package dev.rondo.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.Barrier;
import dev.rondo.BrokenBarrierException;
import dev.rondo.EventLoop;
import dev.rondo.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

/// What barriers promise.
abstract class BarrierRules {
    @Rule(
            id = "LOCK-71",
            text = "A barrier has at least one party; fewer are an IllegalArgumentException.",
            rows = "barrier.parties")
    void hasParties(Subject subject) {
        assertThrows(IllegalArgumentException.class, () -> new Barrier(0), "0 parties");
        assertThrows(IllegalArgumentException.class, () -> new Barrier(-1), "-1 parties");
        assertEquals(3, new Barrier(3).parties(), "the number of parties");
        assertEquals(
                0,
                subject.loop().runUntilComplete(() -> new Barrier(1).await()),
                "the index of the only party");
    }

    @Rule(
            id = "LOCK-72",
            text =
                    "Nobody passes before all parties have come; then all do, each with its own index.",
            rows = "barrier.parties")
    void letsAllPassTogether(Subject subject) {
        Barrier barrier = new Barrier(3);
        List<Task<Integer>> parties = parties(subject, barrier, 2);
        subject.turns(3);
        assertEquals(List.of(), indices(parties), "a party has passed alone");
        parties.addAll(parties(subject, barrier, 1));
        subject.turns(2);
        assertEquals(List.of(0, 1, 2), indices(parties), "the indices of the three parties");
    }

    @Rule(
            id = "LOCK-73",
            text = "A barrier is used again, round after round.",
            rows = "barrier.parties")
    void isUsedRoundAfterRound(Subject subject) {
        Barrier barrier = new Barrier(3);
        List<Integer> passed = new ArrayList<>(List.of(0, 0, 0));
        for (int i = 0; i < 3; i++) {
            int party = i;
            subject.loop()
                    .createTask(() -> {
                        for (int round = 1; round <= 4; round++) {
                            barrier.await();
                            passed.set(party, round);
                        }
                    });
        }
        subject.turns(20);
        assertEquals(List.of(4, 4, 4), passed, "the rounds that each party has passed");
    }

    @Rule(
            id = "LOCK-74",
            text = "nWaiting grows as parties come, and is 0 once all have.",
            rows = "barrier.parties")
    void countsWaiting(Subject subject) {
        Barrier barrier = new Barrier(3);
        for (int waiting = 0; waiting < 3; waiting++) {
            assertEquals(waiting, barrier.nWaiting(), "nWaiting after " + waiting + " parties");
            parties(subject, barrier, 1);
            subject.turns(1);
        }
        assertEquals(0, barrier.nWaiting(), "nWaiting when the last party has come");
        subject.turns(1);
        assertEquals(0, barrier.nWaiting(), "nWaiting after the round");
    }

    @Rule(
            id = "LOCK-75",
            text =
                    "A party that is cancelled is subtracted, and the one that takes its place gets an"
                            + " index that nobody else has.",
            rows = "barrier.parties")
    void replacesCancelledParty(Subject subject) {
        Barrier barrier = new Barrier(3);
        List<Task<Integer>> parties = parties(subject, barrier, 2);
        subject.turns(1);
        Task<Integer> cancelled = parties.removeFirst();
        cancelled.cancel();
        subject.turns(1);
        assertTrue(cancelled.isCancelled(), "the cancellation was lost: " + cancelled);
        assertEquals(1, barrier.nWaiting(), "nWaiting after one of two was cancelled");
        parties.addAll(parties(subject, barrier, 1));
        subject.turns(2);
        assertEquals(List.of(), indices(parties), "two of three parties have passed");
        parties.addAll(parties(subject, barrier, 1));
        subject.turns(2);
        assertEquals(List.of(0, 1, 2), indices(parties), "the indices of the three parties");
    }

    @Rule(
            id = "LOCK-76",
            text =
                    "Parties that come while others pass wait until those have, and belong to the next"
                            + " round.",
            rows = "barrier.late-arrivals-wait-for-drain")
    void keepsRoundsApart(Subject subject) {
        Barrier barrier = new Barrier(2);
        List<Task<Integer>> first = parties(subject, barrier, 2);
        List<Task<Integer>> second = parties(subject, barrier, 1); // comes before the first passes
        subject.turns(1);
        assertEquals(List.of(1), indices(first), "the last party passes without a wait");
        assertEquals(0, barrier.nWaiting(), "nWaiting while the round ends");
        subject.turns(1);
        assertEquals(List.of(0, 1), indices(first), "the indices of the first round");
        subject.turns(2);
        assertEquals(List.of(), indices(second), "a party of the next round has passed alone");
        assertEquals(1, barrier.nWaiting(), "nWaiting in the next round");
        second.addAll(parties(subject, barrier, 1));
        subject.turns(2);
        assertEquals(List.of(0, 1), indices(second), "the indices of the second round");
    }

    @Rule(
            id = "LOCK-77",
            text =
                    "reset throws BrokenBarrierException in those who wait and leaves the barrier empty"
                            + " and usable.",
            rows = "barrier.reset")
    void resetsWhileFilling(Subject subject) {
        Barrier barrier = new Barrier(3);
        List<Task<Integer>> parties = parties(subject, barrier, 2);
        subject.turns(1);
        barrier.reset();
        subject.turns(1);
        assertBroken(subject.loop(), parties);
        assertUsable(subject, barrier);
    }

    @Rule(
            id = "LOCK-78",
            text =
                    "reset half way through a round that ends breaks the parties that have not passed,"
                            + " and lets those who come meanwhile wait for the next one.",
            rows = "barrier.reset")
    void resetsWhileDraining(Subject subject) {
        Barrier barrier = new Barrier(3);
        List<Task<Integer>> parties = new ArrayList<>();
        parties.add(
                subject.loop()
                        .createTask(() -> {
                            int index = barrier.await();
                            barrier.reset(); // the second party has not passed
                            return index;
                        }));
        parties.addAll(parties(subject, barrier, 2));
        List<Task<Integer>> next = parties(subject, barrier, 1);
        subject.turns(3);
        assertEquals(List.of(0, 2), indices(parties), "who has passed before the reset");
        assertBroken(subject.loop(), List.of(parties.get(1)));
        assertFalse(next.getFirst().isDone(), "a newcomer has passed, or failed: " + next);
        assertEquals(1, barrier.nWaiting(), "nWaiting in the next round");
        next.addAll(parties(subject, barrier, 2));
        subject.turns(2);
        assertEquals(List.of(0, 1, 2), indices(next), "the indices of the next round");
    }

    @Rule(
            id = "LOCK-79",
            text = "abort throws BrokenBarrierException in those who wait and in those who come.",
            rows = "barrier.abort")
    void aborts(Subject subject) {
        Barrier barrier = new Barrier(3);
        List<Task<Integer>> parties = parties(subject, barrier, 2);
        subject.turns(1);
        barrier.abort();
        assertTrue(barrier.isBroken(), "the barrier was aborted but is not broken");
        assertEquals(0, barrier.nWaiting(), "nWaiting of a broken barrier");
        parties.addAll(parties(subject, barrier, 3));
        subject.turns(2);
        assertBroken(subject.loop(), parties);
    }

    @Rule(
            id = "LOCK-80",
            text =
                    "abort while a round ends breaks the parties that have not passed, and newcomers.",
            rows = "barrier.abort")
    void abortsWhileDraining(Subject subject) {
        Barrier barrier = new Barrier(2);
        List<Task<Integer>> parties = parties(subject, barrier, 3);
        subject.turns(1);
        barrier.abort();
        subject.turns(1);
        assertEquals(List.of(1), indices(parties), "who has passed before the abort");
        assertBroken(subject.loop(), List.of(parties.get(0), parties.get(2)));
    }

    @Rule(
            id = "LOCK-81",
            text = "reset makes a broken barrier usable again.",
            rows = "barrier.abort")
    void isUsableAfterReset(Subject subject) {
        Barrier barrier = new Barrier(3);
        List<Task<Integer>> parties = parties(subject, barrier, 1);
        subject.turns(1);
        barrier.abort();
        subject.turns(1);
        assertBroken(subject.loop(), parties);
        barrier.reset();
        assertUsable(subject, barrier);
    }

    private static List<Task<Integer>> parties(Subject subject, Barrier barrier, int count) {
        List<Task<Integer>> parties = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parties.add(subject.loop().createTask(barrier::await));
        }
        return parties;
    }

    /// {@return the indices of those who have passed, in order}
    private static List<Integer> indices(List<Task<Integer>> parties) {
        return parties.stream()
                .filter(party -> party.state() == Future.State.SUCCESS)
                .map(Task::resultNow)
                .sorted()
                .toList();
    }

    private static void assertBroken(EventLoop loop, List<Task<Integer>> parties) {
        for (Task<Integer> party : parties) {
            assertTrue(party.isDone(), () -> "a party of a broken barrier still waits: " + party);
            assertThrows(
                    BrokenBarrierException.class,
                    () -> loop.runUntilComplete(party),
                    "a party of a barrier that was broken");
        }
    }

    private static void assertUsable(Subject subject, Barrier barrier) {
        assertFalse(barrier.isBroken(), "the barrier was reset but is broken");
        assertEquals(0, barrier.nWaiting(), "nWaiting after the reset");
        List<Task<Integer>> parties = parties(subject, barrier, barrier.parties());
        subject.turns(2);
        assertEquals(List.of(0, 1, 2), indices(parties), "the indices of a round after the reset");
    }
}
