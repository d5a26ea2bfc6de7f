package dev.rondo.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoop;
import dev.rondo.Queue;
import dev.rondo.QueueShutDownException;
import dev.rondo.Rondo;
import dev.rondo.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What queues promise to who waits for their end: join, and shutdown.
abstract class QueueEndRules {
    @Rule(
            id = "QUEUE-15",
            text = "join returns when each item that was put has been acknowledged with taskDone.",
            rows = "queue.join-task-done")
    void joinsWhenAllIsDone(Subject subject) {
        for (Queue<Integer> queue : oneOfEachKind()) {
            EventLoop loop = subject.loop();
            List<Integer> acknowledged = new ArrayList<>();
            for (int i = 1; i <= 100; i++) {
                queue.putNoWait(i);
            }
            List<Task<Void>> workers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                workers.add(
                        loop.createTask(() -> {
                            while (true) {
                                int item = queue.get();
                                Rondo.sleep(Duration.ZERO);
                                acknowledged.add(item);
                                queue.taskDone();
                            }
                        }));
            }
            loop.runUntilComplete(queue::join);
            assertEquals(100, acknowledged.size(), "items done when join returned, of " + queue);
            workers.forEach(Task::cancel);
            subject.turns(1);
        }
    }

    @Rule(
            id = "QUEUE-16",
            text = "join returns at once, without giving up the turn, if every item is done.",
            rows = "queue.join-task-done")
    void joinsAtOnce(Subject subject) {
        for (Queue<Integer> queue : oneOfEachKind()) {
            Task<Void> first = subject.loop().createTask(queue::join);
            subject.turns(1);
            assertTrue(first.isDone(), "join of a queue without items waits: " + queue);
            queue.putNoWait(1);
            queue.getNoWait();
            Task<Void> second = subject.loop().createTask(queue::join);
            subject.turns(2);
            assertFalse(second.isDone(), "join did not wait for taskDone: " + queue);
            queue.taskDone();
            subject.turns(1);
            assertTrue(second.isDone(), "join waits although all is done: " + queue);
        }
    }

    @Rule(
            id = "QUEUE-17",
            text = "One taskDone more than there were items throws IllegalArgumentException.",
            rows = "queue.join-task-done")
    void refusesSurplusTaskDone(Subject subject) {
        for (Queue<Integer> queue : oneOfEachKind()) {
            assertSurplus(queue);
            queue.putNoWait(1);
            queue.taskDone();
            assertSurplus(queue);
        }
    }

    @Rule(
            id = "QUEUE-18",
            text = "shutdown makes each put fail with QueueShutDownException, also one that waits.",
            rows = "queue.shutdown-graceful")
    void refusesPutsAfterShutdown(Subject subject) {
        for (Queue<Integer> queue : oneOfEachKind(1)) {
            EventLoop loop = subject.loop();
            queue.putNoWait(1);
            Task<Void> waiting = loop.createTask(() -> queue.put(2));
            subject.turns(1);
            queue.shutdown();
            subject.turns(1);
            assertTrue(waiting.isDone(), "a put still waits after shutdown: " + queue);
            assertThrows(
                    QueueShutDownException.class,
                    () -> loop.runUntilComplete(waiting),
                    "a put that waited");
            assertThrows(QueueShutDownException.class, () -> queue.putNoWait(3), "putNoWait");
            assertThrows(
                    QueueShutDownException.class,
                    () -> loop.runUntilComplete(() -> queue.put(3)),
                    "a put after shutdown");
        }
    }

    @Rule(
            id = "QUEUE-19",
            text =
                    "After shutdown the items that are left can be taken; then get fails with"
                            + " QueueShutDownException. join still waits for their taskDone.",
            rows = "queue.shutdown-graceful")
    void givesTheRestAfterShutdown(Subject subject) {
        for (Queue<Integer> queue : oneOfEachKind()) {
            EventLoop loop = subject.loop();
            queue.putNoWait(1);
            queue.putNoWait(2);
            Task<Void> joining = loop.createTask(queue::join);
            subject.turns(1);
            queue.shutdown();
            assertEquals(2, queue.size(), "the items that are left after shutdown");
            int sum = loop.runUntilComplete(queue::get) + queue.getNoWait();
            assertEquals(3, sum, "the sum of the items that were left");
            assertThrows(QueueShutDownException.class, queue::getNoWait, "getNoWait");
            assertThrows(
                    QueueShutDownException.class, () -> loop.runUntilComplete(queue::get), "get");
            queue.taskDone();
            subject.turns(2);
            assertFalse(joining.isDone(), "join did not wait for the last taskDone: " + queue);
            queue.taskDone();
            subject.turns(1);
            assertTrue(joining.isDone(), "join still waits: " + queue);
        }
    }

    @Rule(
            id = "QUEUE-20",
            text = "shutdown of an empty queue makes the gets that wait fail; join returns.",
            rows = "queue.shutdown-empty")
    void failsGetsOfEmptyQueue(Subject subject) {
        for (Queue<Integer> queue : oneOfEachKind()) {
            EventLoop loop = subject.loop();
            List<Task<Integer>> getters = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                getters.add(loop.createTask(queue::get));
            }
            subject.turns(1);
            queue.shutdown();
            subject.turns(1);
            for (Task<Integer> getter : getters) {
                assertTrue(getter.isDone(), "a get still waits after shutdown: " + getter);
                assertThrows(
                        QueueShutDownException.class,
                        () -> loop.runUntilComplete(getter),
                        "a get that waited");
            }
            loop.runUntilComplete(queue::join);
        }
    }

    @Rule(
            id = "QUEUE-21",
            text =
                    "shutdown(true) drops the items and counts them as done, so that join returns; a"
                            + " taskDone for them throws.",
            rows = "queue.shutdown-immediate")
    void dropsItems(Subject subject) {
        for (Queue<Integer> queue : oneOfEachKind()) {
            EventLoop loop = subject.loop();
            queue.putNoWait(1);
            queue.putNoWait(2);
            Task<Void> joining = loop.createTask(queue::join);
            subject.turns(1);
            queue.shutdown(true);
            assertTrue(queue.isEmpty(), "an immediate shutdown has left items: " + queue);
            subject.turns(1);
            assertTrue(joining.isDone(), "join waits for items that were dropped: " + queue);
            assertThrows(QueueShutDownException.class, queue::getNoWait, "getNoWait");
            assertSurplus(queue);
        }
    }

    @Rule(
            id = "QUEUE-22",
            text =
                    "After shutdown(true) join waits for the items that were taken before, and for no"
                            + " others.",
            rows = "queue.shutdown-immediate")
    void waitsForItemsInHand(Subject subject) {
        for (Queue<Integer> queue : oneOfEachKind()) {
            for (int i = 0; i < 3; i++) {
                queue.putNoWait(i);
            }
            queue.getNoWait();
            Task<Void> joining = subject.loop().createTask(queue::join);
            subject.turns(1);
            queue.shutdown(true);
            subject.turns(2);
            assertFalse(joining.isDone(), "join did not wait for the item in hand: " + queue);
            queue.taskDone();
            subject.turns(1);
            assertTrue(joining.isDone(), "join still waits: " + queue);
            assertSurplus(queue);
        }
    }

    @Rule(
            id = "QUEUE-23",
            text =
                    "A queue in which a coroutine had to wait belongs to its loop: who would have to"
                            + " wait in another one gets IllegalStateException.",
            rows = "lock.foreign-loop")
    void belongsToOneLoop(Subject subject) {
        Queue<Integer> queue = Queue.fifo(1);
        EventLoop home = subject.loop();
        Task<Integer> getter = home.createTask(queue::get);
        subject.turns(1);
        queue.putNoWait(1);
        assertEquals(1, home.runUntilComplete(getter));
        queue.putNoWait(2);
        EventLoop other = subject.newLoop();
        HomeLoopRules.assertForeign(other, () -> queue.put(3), "a queue has waiters in two loops");
        HomeLoopRules.assertForeign(other, queue::join, "a queue has joiners in two loops");
        assertEquals(2, other.runUntilComplete(queue::get), "a get that does not have to wait");
    }

    private static List<Queue<Integer>> oneOfEachKind() {
        return oneOfEachKind(0);
    }

    private static List<Queue<Integer>> oneOfEachKind(int maxSize) {
        return List.of(
                Queue.fifo(maxSize),
                Queue.lifo(maxSize),
                Queue.priority(maxSize, Comparator.<Integer>naturalOrder()));
    }

    private static void assertSurplus(Queue<Integer> queue) {
        assertThrows(
                IllegalArgumentException.class,
                queue::taskDone,
                "taskDone more often than there were items: " + queue);
    }
}
