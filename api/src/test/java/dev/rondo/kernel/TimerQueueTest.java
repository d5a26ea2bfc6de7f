package dev.rondo.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TimerQueueTest {
    private static final long FAR = 1_000_000;

    private final Cycle cycle = Fixtures.cycle();
    private final TimerQueue timers = new TimerQueue();

    private Timer add(long deadline) {
        Timer timer = new Timer(cycle, deadline, timers.nextSequence(), () -> {}, true);
        timers.add(timer);
        return timer;
    }

    private List<Timer> due(long now) {
        ReadyQueue ready = new ReadyQueue();
        timers.moveDue(now, ready);
        return Stream.generate(() -> (Timer) ready.poll()).limit(ready.size()).toList();
    }

    @Test
    void ordersByDeadline() {
        Timer late = add(30);
        Timer early = add(10);
        Timer middle = add(20);

        assertEquals(List.of(early, middle, late), due(30));
    }

    @Test
    void ordersEqualDeadlinesByScheduling() {
        List<Timer> scheduled = Stream.generate(() -> add(7)).limit(1000).toList();

        assertEquals(scheduled, due(7));
    }

    @Test
    void neverMovesATimerBeforeItsDeadline() {
        Timer timer = add(10);

        assertEquals(List.of(), due(9));
        assertEquals(List.of(timer), due(10));
    }

    @Test
    void comparesAcrossTheOverflowOfTheClock() {
        Timer after = add(Long.MIN_VALUE + 5);
        Timer before = add(Long.MAX_VALUE - 5);

        assertEquals(0, timers.untilNext(Long.MAX_VALUE - 5));
        assertEquals(List.of(before), due(Long.MAX_VALUE));
        assertEquals(List.of(after), due(Long.MIN_VALUE + 5));
    }

    @Test
    void tellsTheTimeUntilTheFirst() {
        assertEquals(Long.MAX_VALUE, timers.untilNext(0));
        add(50);
        assertEquals(30, timers.untilNext(20));
        assertEquals(0, timers.untilNext(60));
    }

    @Test
    void keepsNothingOfARemovedTimer() {
        List<Timer> all = Stream.generate(() -> add(FAR)).limit(10_000).toList();

        all.forEach(timers::remove);

        assertTrue(timers.isEmpty());
        assertTrue(all.stream().allMatch(timer -> timer.index == Timer.NOT_QUEUED));
        assertEquals(List.of(), due(FAR));
    }

    @Test
    void releasesATimerWhenItIsRemovedAndNotOnlyAtItsTime() {
        var _ = Stream.generate(() -> add(FAR)).limit(1000).toList();
        WeakReference<Timer> removed = addAndRemove(FAR);
        var _ = Stream.generate(() -> add(FAR)).limit(100).toList();

        Collected.await(removed);
        assertEquals(1100, timers.size());
    }

    private WeakReference<Timer> addAndRemove(long deadline) {
        Timer timer = add(deadline);
        timers.remove(timer);
        return new WeakReference<>(timer);
    }

    @Test
    void releasesATimerThatWasDue() {
        WeakReference<Timer> moved = new WeakReference<>(add(1));
        due(1);

        Collected.await(moved);
    }

    /// So many that a search through all of them at each removal would not end in the time of a
    /// test.
    @Test
    void removesFromTheMiddleOfAMillion() {
        List<Timer> all = Stream.generate(() -> add(FAR)).limit(1_000_000).toList();

        all.subList(1, 999_999).forEach(timers::remove);

        assertEquals(List.of(all.getFirst(), all.getLast()), due(FAR));
    }

    @Test
    void ignoresATimerThatIsNotHere() {
        Timer stays = add(5);
        Timer gone = add(6);
        timers.remove(gone);

        timers.remove(gone);

        assertEquals(List.of(stays), due(10));
    }

    @Test
    void agreesWithASortedSetOverRandomOperations() {
        Random random = new Random(42);
        TreeSet<Timer> model =
                new TreeSet<>(
                        Comparator.<Timer>comparingLong(timer -> timer.deadline)
                                .thenComparingLong(timer -> timer.sequence));
        List<Timer> known = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            int choice = random.nextInt(10);
            if (choice < 6) {
                Timer timer = add(random.nextInt(5000));
                model.add(timer);
                known.add(timer);
            } else if (choice < 9 && !known.isEmpty()) {
                Timer timer = known.get(random.nextInt(known.size()));
                timers.remove(timer);
                model.remove(timer);
            } else if (!model.isEmpty()) {
                long now = model.first().deadline;
                List<Timer> expected =
                        model.stream().takeWhile(timer -> timer.deadline <= now).toList();
                assertEquals(expected, due(now));
                expected.forEach(model::remove);
            }
            assertEquals(model.size(), timers.size());
        }
    }
}
