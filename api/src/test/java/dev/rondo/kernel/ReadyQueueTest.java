package dev.rondo.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

class ReadyQueueTest {
    private final ReadyQueue queue = new ReadyQueue();

    @Test
    void givesEntriesInTheOrderOfAddingWhileItGrowsAndShrinks() {
        int added = 0;
        int taken = 0;
        for (int round = 1; round < 400; round++) {
            for (int i = 0; i < round * 2; i++) {
                queue.add(Fixtures.entry(0, added++));
            }
            for (int i = 0; i < round; i++) {
                assertEquals(taken++, ((Fixtures.Numbered) queue.poll()).number);
            }
        }
        while (!queue.isEmpty()) {
            assertEquals(taken++, ((Fixtures.Numbered) queue.poll()).number);
        }
        assertEquals(added, taken);
    }

    @Test
    void releasesWhatItGave() {
        WeakReference<Entry> given = new WeakReference<>(Fixtures.entry(0, 1));
        queue.add(given.get());
        queue.poll();

        Collected.await(given);
    }

    @Test
    void looksAtTheFirstWithoutTakingIt() {
        Entry first = Fixtures.entry(0, 1);
        queue.add(first);
        queue.add(Fixtures.entry(0, 2));

        assertSame(first, queue.peek());
        assertEquals(2, queue.size());
        assertSame(first, queue.poll());
        assertEquals(1, queue.size());
    }

    @Test
    void worksOnAfterABurstGaveItsMemoryBack() {
        for (int i = 0; i < 200_000; i++) {
            queue.add(Fixtures.entry(0, i));
        }
        for (int i = 0; i < 200_000; i++) {
            queue.poll();
        }
        assertTrue(queue.isEmpty());

        queue.add(Fixtures.entry(0, 7));

        assertEquals(7, ((Fixtures.Numbered) queue.poll()).number);
    }
}
