package dev.rondo.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rondo.Event;
import dev.rondo.Task;
import java.util.ArrayList;
import java.util.List;

/// What events promise.
abstract class EventRules {
    @Rule(
            id = "LOCK-21",
            text =
                    "set wakes all who wait, in the order in which they came, in the next iteration.",
            rows = "event.wait-and-set")
    void wakesAllInOrder(Subject subject) {
        Event event = new Event();
        List<String> passed = new ArrayList<>();
        waiters(subject, event, passed, "first", "second", "third");
        subject.turns(3);
        assertEquals(List.of(), passed, "a waiter passed an event that is not set");
        event.set();
        assertEquals(List.of(), passed, "a waiter went on inside of set");
        assertTrue(event.isSet(), "the event was set but does not say so");
        subject.turns(1);
        assertEquals(
                List.of("first", "second", "third"), passed, "who passed in the next iteration");
    }

    @Rule(
            id = "LOCK-22",
            text =
                    "await on an event that is set does not suspend, so that it overtakes those whom set"
                            + " has woken.",
            rows = "event.wait-and-set")
    void doesNotSuspendOnceSet(Subject subject) {
        Event event = new Event();
        List<String> passed = new ArrayList<>();
        waiters(subject, event, passed, "1", "2");
        subject.turns(1);
        waiters(subject, event, passed, "3");
        event.set();
        subject.turns(1);
        assertEquals(List.of("3", "1", "2"), passed, "the order in which the event was passed");
    }

    @Rule(
            id = "LOCK-23",
            text =
                    "set and clear right after it still wake those who were waiting, and nobody else.",
            rows = "event.set-then-clear-still-wakes")
    void wakesBeforeClear(Subject subject) {
        Event event = new Event();
        List<String> passed = new ArrayList<>();
        waiters(subject, event, passed, "before");
        subject.turns(1);
        event.set();
        event.clear();
        assertFalse(event.isSet(), "the event was cleared but is set");
        Task<Void> after = waiters(subject, event, passed, "after").getFirst();
        subject.turns(3);
        assertEquals(List.of("before"), passed, "who passed an event that was set and cleared");
        event.set();
        subject.turns(1);
        assertTrue(after.isDone(), "a waiter was forgotten: " + after);
    }

    @Rule(
            id = "LOCK-24",
            text = "Setting an event twice wakes its waiters once.",
            rows = "event.set-then-clear-still-wakes")
    void wakesOnce(Subject subject) {
        Event event = new Event();
        List<Integer> passed = new ArrayList<>();
        Task<Void> waiter =
                subject.loop()
                        .createTask(() -> {
                            for (int i = 1; i <= 2; i++) {
                                event.await();
                                passed.add(i);
                            }
                        });
        subject.turns(1);
        event.set();
        event.set();
        event.clear();
        subject.turns(3);
        assertEquals(List.of(1), passed, "how often one waiter was woken");
        event.set();
        subject.turns(1);
        assertTrue(waiter.isDone(), "the waiter was not woken again: " + waiter);
    }

    @Rule(
            id = "LOCK-25",
            text = "A waiter of an event that is cancelled leaves no entry.",
            rows = "event.set-then-clear-still-wakes")
    void forgetsCancelledWaiter(Subject subject) {
        Event event = new Event();
        List<String> passed = new ArrayList<>();
        List<Task<Void>> tasks = waiters(subject, event, passed, "cancelled", "other");
        subject.turns(1);
        tasks.getFirst().cancel();
        subject.turns(1);
        assertTrue(tasks.getFirst().isCancelled(), "the cancellation was lost: " + tasks);
        assertTrue(event.toString().contains("waiters=1"), "one waiter is left, not: " + event);
        event.set();
        subject.turns(1);
        assertEquals(List.of("other"), passed, "who passed the event");
        assertFalse(event.toString().contains("waiters"), "a waiter is left in " + event);
    }

    /// Starts tasks that await the event and add their name.
    private static List<Task<Void>> waiters(
            Subject subject, Event event, List<String> passed, String... names) {
        List<Task<Void>> waiters = new ArrayList<>();
        for (String name : names) {
            waiters.add(
                    subject.loop()
                            .createTask(
                                    name,
                                    () -> {
                                        event.await();
                                        passed.add(name);
                                    }));
        }
        return waiters;
    }
}
