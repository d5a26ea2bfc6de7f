package dev.rondo.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.EventLoop;
import dev.rondo.Queue;
import dev.rondo.QueueEmptyException;
import dev.rondo.QueueFullException;
import dev.rondo.Rondo;
import dev.rondo.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What queues promise to who puts and gets.
abstract class QueueRules {
    @Rule(
            id = "QUEUE-1",
            text = "A fifo queue gives its items in the order in which they were put.",
            rows = "queue.fifo-maxsize")
    void givesOldestFirst(Subject subject) {
        assertEquals(List.of(1, 3, 2), afterPutting132(Queue.fifo()), "the order of the items");
    }

    @Rule(
            id = "QUEUE-2",
            text = "A lifo queue gives the item that was put last before all others.",
            rows = "queue.fifo-maxsize")
    void givesYoungestFirst(Subject subject) {
        assertEquals(List.of(2, 3, 1), afterPutting132(Queue.lifo()), "the order of the items");
    }

    @Rule(
            id = "QUEUE-3",
            text = "A priority queue gives the smallest item before all others.",
            rows = "queue.fifo-maxsize")
    void givesSmallestFirst(Subject subject) {
        assertEquals(
                List.of(1, 2, 3),
                afterPutting132(Queue.priority(Comparator.<Integer>naturalOrder())),
                "the order of the items");
    }

    private static List<Integer> afterPutting132(Queue<Integer> queue) {
        List.of(1, 3, 2).forEach(queue::putNoWait);
        List<Integer> got = new ArrayList<>();
        while (!queue.isEmpty()) {
            got.add(queue.getNoWait());
        }
        return got;
    }

    @Rule(
            id = "QUEUE-4",
            text =
                    "With a maximum size of n, the put after n items waits until a get has made room.",
            rows = "queue.fifo-maxsize")
    void holdsProducerBack(Subject subject) {
        for (Queue<Integer> queue :
                List.of(
                        Queue.<Integer>fifo(2),
                        Queue.<Integer>lifo(2),
                        Queue.priority(2, Comparator.<Integer>naturalOrder()))) {
            Task<Void> producer =
                    subject.loop()
                            .createTask(() -> {
                                for (int i = 1; i <= 3; i++) {
                                    queue.put(i);
                                }
                            });
            subject.turns(3);
            assertEquals(2, queue.size(), "the items in a queue with room for two");
            assertFalse(producer.isDone(), "a put did not wait for room: " + queue);
            queue.getNoWait();
            subject.turns(1);
            assertTrue(producer.isDone(), "a put did not go on although there is room: " + queue);
            assertEquals(2, queue.size(), "the items after a get and a put");
        }
    }

    @Rule(
            id = "QUEUE-5",
            text =
                    "isEmpty, isFull and size tell what is there; without a maximum size none is full.",
            rows = "queue.fifo-maxsize")
    void tellsWhatIsThere(Subject subject) {
        Queue<Integer> queue = Queue.fifo(2);
        assertEquals(2, queue.maxSize(), "the maximum size");
        for (int size = 0; size <= 2; size++) {
            assertEquals(size, queue.size(), "the size after " + size + " items");
            assertEquals(size == 0, queue.isEmpty(), "isEmpty with " + size + " items");
            assertEquals(size == 2, queue.isFull(), "isFull with " + size + " of 2 items");
            if (size < 2) {
                queue.putNoWait(size);
            }
        }
        Queue<Integer> unlimited = Queue.fifo(0);
        for (int i = 0; i < 100; i++) {
            assertFalse(unlimited.isFull(), "a queue without a limit is full: " + unlimited);
            unlimited.putNoWait(i);
        }
        assertFalse(Queue.lifo(-1).isFull(), "a queue with a limit below zero is full");
    }

    @Rule(
            id = "QUEUE-6",
            text =
                    "getNoWait of an empty queue throws QueueEmptyException, putNoWait into a full one"
                            + " QueueFullException.",
            rows = "queue.nowait-errors")
    void refusesToWait(Subject subject) {
        Queue<Integer> queue = Queue.fifo(1);
        assertThrows(QueueEmptyException.class, queue::getNoWait, "getNoWait of an empty queue");
        queue.putNoWait(1);
        assertThrows(
                QueueFullException.class, () -> queue.putNoWait(2), "putNoWait into a full queue");
        assertEquals(1, queue.getNoWait(), "the item of a queue that refused another");
    }

    @Rule(
            id = "QUEUE-7",
            text = "A get that waits goes on with a later put, also of a timer's callback.",
            rows = "queue.get-blocks-until-put")
    void goesOnAfterPut(Subject subject) {
        EventLoop loop = subject.loop();
        Queue<String> queue = Queue.fifo();
        Task<String> getter = loop.createTask(queue::get);
        subject.turns(2);
        assertFalse(getter.isDone(), "get of an empty queue did not wait: " + getter);
        queue.putNoWait("at once");
        subject.turns(1);
        assertTrue(getter.isDone(), "get did not go on after a put: " + getter);
        assertEquals("at once", getter.resultNow());
        loop.callLater(Duration.ofMillis(2), () -> queue.putNoWait("of a timer"));
        assertEquals("of a timer", loop.runUntilComplete(queue::get), "what get returned");
    }

    @Rule(
            id = "QUEUE-8",
            text = "A get wakes one put that waits, the first.",
            rows = "queue.get-blocks-until-put")
    void wakesOnePut(Subject subject) {
        Queue<String> queue = Queue.fifo(1);
        queue.putNoWait("0");
        List<Task<Void>> producers = new ArrayList<>();
        for (String item : List.of("1", "2")) {
            producers.add(subject.loop().createTask(() -> queue.put(item)));
        }
        subject.turns(1);
        for (int got = 0; got <= 2; got++) {
            assertEquals(String.valueOf(got), queue.getNoWait(), "the next item");
            subject.turns(2);
            long woken = producers.stream().filter(Task::isDone).count();
            assertEquals(Math.min(got + 1, 2), woken, "how many puts went on after a get");
        }
    }

    @Rule(
            id = "QUEUE-9",
            text =
                    "Producers and consumers of a queue with room for one or two items never deadlock.",
            rows = "queue.get-blocks-until-put")
    void neverDeadlocks(Subject subject) {
        EventLoop loop = subject.loop();
        for (int room = 1; room <= 2; room++) {
            Queue<Integer> queue = Queue.fifo(room);
            List<Integer> got = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                loop.createTask(() -> times(10, () -> queue.put(1)));
                loop.createTask(() -> times(10, () -> got.add(queue.get())));
            }
            subject.turns(200);
            assertEquals(30, got.size(), "items that have passed a queue of size " + room);
        }
    }

    private static void times(int count, Runnable action) {
        for (int i = 0; i < count; i++) {
            action.run();
            if (i % 3 == 0) {
                Rondo.sleep(Duration.ZERO);
            }
        }
    }
}
