package dev.rondo.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.Action;
import dev.rondo.Queue;
import dev.rondo.Rondo;
import dev.rondo.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/// What queues promise to who goes on when others are cancelled: no item and no room is lost.
abstract class QueueCancelRules {
    @Rule(
            id = "QUEUE-10",
            text =
                    "A get that is cancelled after a put has woken it leaves the item to the next get,"
                            + " which goes on at once.",
            rows = "queue.cancelled-getter-no-item-lost")
    void losesNoItem(Subject subject) {
        Queue<Integer> queue = Queue.fifo();
        List<Task<Integer>> getters = getters(subject, queue, 3);
        subject.turns(1);
        queue.putNoWait(1);
        queue.putNoWait(2);
        getters.getFirst().cancel();
        subject.turns(2);
        assertTrue(getters.getFirst().isCancelled(), "the cancellation was lost: " + getters);
        assertEquals(List.of(1, 2), results(getters), "what the two other getters have got");
        Task<Integer> alone = getters(subject, queue, 1).getFirst();
        subject.turns(1);
        queue.putNoWait(3);
        alone.cancel();
        subject.turns(1);
        assertEquals(3, queue.getNoWait(), "the item that a cancelled get has left");
    }

    @Rule(
            id = "QUEUE-11",
            text = "After one of two waiting gets is cancelled, the next put goes to the other.",
            rows = "queue.cancelled-getter-no-item-lost")
    void skipsCancelledGetter(Subject subject) {
        Queue<Integer> queue = Queue.fifo();
        List<Task<Integer>> getters = getters(subject, queue, 2);
        subject.turns(1);
        getters.getFirst().cancel();
        queue.putNoWait(1);
        subject.turns(1);
        assertEquals(List.of(1), results(getters), "what the other getter has got");
    }

    @Rule(
            id = "QUEUE-12",
            text =
                    "A put that is cancelled after a get has woken it leaves the room to the next put,"
                            + " and can be tried again.",
            rows = "queue.cancelled-putter-no-slot-lost")
    void losesNoRoom(Subject subject) {
        Queue<Integer> queue = Queue.fifo(1);
        queue.putNoWait(0);
        Task<Void> cancelled = subject.loop().createTask(() -> queue.put(1));
        Task<Void> next = subject.loop().createTask(() -> queue.put(2));
        subject.turns(1);
        assertEquals(0, queue.getNoWait());
        cancelled.cancel();
        subject.turns(2);
        assertTrue(cancelled.isCancelled(), "the cancellation was lost: " + cancelled);
        assertTrue(next.isDone(), "a cancelled put has kept the room: " + queue);
        assertEquals(2, queue.getNoWait(), "the item of the put that went on");
        subject.loop().runUntilComplete(() -> queue.put(1));
        assertEquals(1, queue.getNoWait(), "the item of the put that was tried again");
    }

    @Rule(
            id = "QUEUE-13",
            text = "Gets and puts that are cancelled, or run into a limit, leave no entry.",
            rows = "queue.cancelled-waiters-removed")
    void forgetsCancelledWaiters(Subject subject) {
        Queue<Integer> queue = Queue.fifo(1);
        Task<Integer> getter = getters(subject, queue, 1).getFirst();
        subject.turns(1);
        getter.cancel();
        subject.turns(1);
        Duration limit = Duration.ofMillis(1);
        assertTimesOut(subject, () -> Rondo.timeout(limit, queue::get));
        assertFalse(queue.toString().contains("getters"), "a get is left in " + queue);
        queue.putNoWait(1);
        assertTimesOut(subject, () -> Rondo.timeout(limit, () -> queue.put(2)));
        assertFalse(queue.toString().contains("putters"), "a put is left in " + queue);
        assertEquals(1, queue.size(), "a put that was cancelled has put its item");
    }

    private static void assertTimesOut(Subject subject, Action action) {
        subject.loop()
                .runUntilComplete(() -> {
                    assertThrows(TimeoutException.class, action::run);
                });
    }

    @Rule(
            id = "QUEUE-14",
            text =
                    "A put that is cancelled after a get has made room, with nobody behind it, ends with"
                            + " the cancellation and nothing else.",
            rows = "queue.cancelled-waiters-removed")
    void cancelsWokenPut(Subject subject) {
        Queue<Integer> queue = Queue.fifo(1);
        queue.putNoWait(1);
        Task<Void> producer = subject.loop().createTask(() -> queue.put(2));
        subject.turns(1);
        queue.getNoWait();
        producer.cancel();
        subject.turns(1);
        assertTrue(producer.isCancelled(), "how a cancelled put has ended: " + producer);
        assertTrue(queue.isEmpty(), "a cancelled put has put its item: " + queue);
    }

    private static List<Task<Integer>> getters(Subject subject, Queue<Integer> queue, int count) {
        List<Task<Integer>> getters = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            getters.add(subject.loop().createTask(queue::get));
        }
        return getters;
    }

    private static List<Integer> results(List<Task<Integer>> tasks) {
        return tasks.stream()
                .filter(task -> task.state() == Task.State.SUCCESS)
                .map(Task::resultNow)
                .toList();
    }
}
